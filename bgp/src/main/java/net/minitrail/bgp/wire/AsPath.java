package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * The ASes a route has crossed (RFC 4271 section 5.1.2), nearest first: sequences, and sets from aggregation.
 * Immutable. An AS is 1 to 4294967295.
 */
public final class AsPath {
    public static final AsPath EMPTY = new AsPath(new int[0]);

    static final int SET = 1;
    static final int SEQUENCE = 2;
    static final int MAX_SEGMENT = 255;

    /** Segments one after the other: a word {@code type << 16 | count}, then {@code count} ASes. */
    private final int[] words;

    /** RFC 4271 section 9.1.2.2: a set counts as one. */
    private final int length;

    private AsPath(int[] words) {
        this.words = words;
        int sum = 0;
        for (int at = 0; at < words.length; at += 1 + count(at)) {
            sum += type(at) == SET ? 1 : count(at);
        }
        this.length = sum;
    }

    /** One sequence, nearest AS first, at most 255. */
    public static AsPath of(long... sequence) {
        return EMPTY.plusSegment(SEQUENCE, sequence);
    }

    /** Wraps {@code words}, which are well-formed and not changed any more. */
    static AsPath ofWords(int[] words) {
        return words.length == 0 ? EMPTY : new AsPath(words);
    }

    int[] words() {
        return words;
    }

    private int type(int at) {
        return words[at] >>> 16;
    }

    private int count(int at) {
        return words[at] & 0xFFFF;
    }

    /** This path with a set added at the far end, as an aggregating router does. */
    public AsPath plusSet(long... members) {
        return plusSegment(SET, members);
    }

    private AsPath plusSegment(int type, long[] ases) {
        checkArgument(ases.length <= MAX_SEGMENT, "%s ASes in a segment (expected: <= 255)", ases.length);
        if (ases.length == 0) {
            return this;
        }
        int[] all = Arrays.copyOf(words, words.length + 1 + ases.length);
        all[words.length] = type << 16 | ases.length;
        for (int i = 0; i < ases.length; i++) {
            all[words.length + 1 + i] = checkAs(ases[i]);
        }
        return new AsPath(all);
    }

    private static int checkAs(long as) {
        checkArgument(as >= 1 && as <= 0xFFFF_FFFFL, "AS %s is not in 1..4294967295", as);
        return (int) as;
    }

    /** This path with {@code as} put in front {@code times} times, 1 to 255 (RFC 4271 section 5.1.2). */
    public AsPath prepend(long as, int times) {
        checkArgument(times >= 1 && times <= MAX_SEGMENT, "%s times is not in 1..255", times);
        int member = checkAs(as);
        boolean extend = words.length > 0 && type(0) == SEQUENCE && count(0) + times <= MAX_SEGMENT;
        int from = extend ? 1 : 0;
        int[] all = new int[1 + times + words.length - from];
        all[0] = SEQUENCE << 16 | (extend ? count(0) : 0) + times;
        Arrays.fill(all, 1, 1 + times, member);
        System.arraycopy(words, from, all, 1 + times, words.length - from);
        return new AsPath(all);
    }

    public AsPath prepend(long as) {
        return prepend(as, 1);
    }

    /**
     * The true path, where this one came in two octets an AS beside {@code as4Path} (RFC 6793 section 4.2.3): the front of
     * this path, for the speakers that do not know four octets, then {@code as4Path}; this path if that is longer.
     */
    AsPath mergedWith(AsPath as4Path) {
        int front = length - as4Path.length;
        if (front < 0) {
            return this;
        }
        int[] all = new int[words.length + as4Path.words.length];
        int used = 0;
        for (int at = 0; front > 0; at += 1 + count(at)) {
            int taken = type(at) == SET ? count(at) : Math.min(front, count(at));
            all[used] = type(at) << 16 | taken;
            System.arraycopy(words, at + 1, all, used + 1, taken);
            used += 1 + taken;
            front -= type(at) == SET ? 1 : taken;
        }
        System.arraycopy(as4Path.words, 0, all, used, as4Path.words.length);
        return ofWords(joined(Arrays.copyOf(all, used + as4Path.words.length), used));
    }

    /** Joins the sequence that ends at {@code words[boundary]} with the one that starts there, if both are and fit. */
    private static int[] joined(int[] words, int boundary) {
        int last = -1;
        for (int at = 0; at < boundary; at += 1 + (words[at] & 0xFFFF)) {
            last = at;
        }
        boolean join = last >= 0
                && boundary < words.length
                && words[last] >>> 16 == SEQUENCE
                && words[boundary] >>> 16 == SEQUENCE
                && (words[last] & 0xFFFF) + (words[boundary] & 0xFFFF) <= MAX_SEGMENT;
        if (!join) {
            return words;
        }
        int[] shorter = new int[words.length - 1];
        System.arraycopy(words, 0, shorter, 0, boundary);
        System.arraycopy(words, boundary + 1, shorter, boundary, words.length - boundary - 1);
        shorter[last] += words[boundary] & 0xFFFF;
        return shorter;
    }

    public boolean isEmpty() {
        return words.length == 0;
    }

    /** The length that the choice of a path compares: a set counts as one. */
    public int length() {
        return length;
    }

    /** The AS that announced the route to us; empty if the path is, or begins with a set. */
    public OptionalLong neighborAs() {
        return words.length > 0 && type(0) == SEQUENCE
                ? OptionalLong.of(Integer.toUnsignedLong(words[1]))
                : OptionalLong.empty();
    }

    /** The AS the route comes from; empty if the path is, or ends with a set. */
    public OptionalLong originAs() {
        int last = -1;
        for (int at = 0; at < words.length; at += 1 + count(at)) {
            last = at;
        }
        return last >= 0 && type(last) == SEQUENCE
                ? OptionalLong.of(Integer.toUnsignedLong(words[words.length - 1]))
                : OptionalLong.empty();
    }

    public boolean contains(long as) {
        return occurrences(as) > 0;
    }

    /** How often {@code as} is in the path, for loop detection. */
    public int occurrences(long as) {
        int times = 0;
        for (int at = 0; at < words.length; at += 1 + count(at)) {
            for (int i = at + 1; i <= at + count(at); i++) {
                times += Integer.toUnsignedLong(words[i]) == as ? 1 : 0;
            }
        }
        return times;
    }

    /** All ASes, nearest first, those of sets in their stored order. */
    public void forEach(LongConsumer consumer) {
        for (int at = 0; at < words.length; at += 1 + count(at)) {
            for (int i = at + 1; i <= at + count(at); i++) {
                consumer.accept(Integer.toUnsignedLong(words[i]));
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AsPath that && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    /** {@code 65500 200000 {1 2}}, or nothing. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int at = 0; at < words.length; at += 1 + count(at)) {
            text.append(at == 0 ? "" : " ").append(type(at) == SET ? "{" : "");
            for (int i = at + 1; i <= at + count(at); i++) {
                text.append(i == at + 1 ? "" : " ").append(Integer.toUnsignedString(words[i]));
            }
            text.append(type(at) == SET ? "}" : "");
        }
        return text.toString();
    }
}

package net.minitrail.net;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Values by prefix, looked up by longest match. IPv4 and IPv6 live side by side.
 *
 * <p>A lookup tries only the mask lengths that are in use, longest first: routing tables hold few. Confined to one thread.
 *
 * @param <V> what a prefix leads to
 */
public final class LongestPrefixTable<V> {
    private final TreeMap<IpPrefix, V> entries = new TreeMap<>();
    private final int[] v4Count = new int[33];
    private final int[] v6Count = new int[129];
    private final BitSet v4Lengths = new BitSet(33);
    private final BitSet v6Lengths = new BitSet(129);

    /** Sets the value of a prefix and answers the one before, null if there was none. */
    public @Nullable V put(IpPrefix prefix, V value) {
        V before = entries.put(prefix, value);
        if (before == null) {
            count(prefix, 1);
        }
        return before;
    }

    /** Removes a prefix and answers its value, null if there was none. */
    public @Nullable V remove(IpPrefix prefix) {
        V before = entries.remove(prefix);
        if (before != null) {
            count(prefix, -1);
        }
        return before;
    }

    /** The value of exactly this prefix, or null. */
    public @Nullable V get(IpPrefix prefix) {
        return entries.get(prefix);
    }

    /** The longest prefix that contains {@code address}, with its value, or null. */
    public Map.@Nullable Entry<IpPrefix, V> lookup(IpAddress address) {
        BitSet lengths = address.isV4() ? v4Lengths : v6Lengths;
        for (int length = lengths.length() - 1;
                length >= 0;
                length = length == 0 ? -1 : lengths.previousSetBit(length - 1)) {
            IpPrefix prefix = IpPrefix.containing(address, length);
            V value = entries.get(prefix);
            if (value != null) {
                return Map.entry(prefix, value);
            }
        }
        return null;
    }

    /** Every prefix in the order of {@link IpPrefix}. */
    public void forEach(BiConsumer<IpPrefix, V> action) {
        entries.forEach(action);
    }

    public int size() {
        return entries.size();
    }

    private void count(IpPrefix prefix, int change) {
        int length = prefix.length();
        int[] counts = prefix.isV4() ? v4Count : v6Count;
        counts[length] += change;
        (prefix.isV4() ? v4Lengths : v6Lengths).set(length, counts[length] > 0);
    }
}

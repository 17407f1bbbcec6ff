package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** The communities of a route as a set in ascending order. Immutable. */
public final class Communities {
    public static final Communities NONE = new Communities(new int[0]);

    /** Ascending as unsigned numbers, without duplicates. */
    private final int[] values;

    private Communities(int[] values) {
        this.values = values;
    }

    public static Communities of(Community... communities) {
        return of(List.of(communities));
    }

    public static Communities of(Collection<Community> communities) {
        return ofValues(communities.stream().mapToInt(Community::value).toArray());
    }

    /** Takes {@code values} over: sorts them and drops duplicates. */
    static Communities ofValues(int[] values) {
        int kept = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] ^= Integer.MIN_VALUE; // flips unsigned order into signed order
        }
        Arrays.sort(values);
        for (int i = 0; i < values.length; i++) {
            int value = values[i] ^ Integer.MIN_VALUE;
            if (kept == 0 || values[kept - 1] != value) {
                values[kept++] = value;
            }
        }
        if (kept == 0) {
            return NONE;
        }
        return new Communities(kept == values.length ? values : Arrays.copyOf(values, kept));
    }

    public int size() {
        return values.length;
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    /** The four octets of the community at {@code index} in ascending order. */
    int valueAt(int index) {
        return values[index];
    }

    public boolean contains(Community community) {
        for (int value : values) {
            if (value == community.value()) {
                return true;
            }
        }
        return false;
    }

    public Communities with(Community community) {
        if (contains(community)) {
            return this;
        }
        int[] more = Arrays.copyOf(values, values.length + 1);
        more[values.length] = community.value();
        return ofValues(more);
    }

    public Communities without(Community community) {
        return contains(community)
                ? ofValues(IntStream.of(values)
                        .filter(value -> value != community.value())
                        .toArray())
                : this;
    }

    public ImmutableList<Community> asList() {
        return IntStream.of(values).mapToObj(Community::new).collect(ImmutableList.toImmutableList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Communities that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return asList().toString();
    }
}

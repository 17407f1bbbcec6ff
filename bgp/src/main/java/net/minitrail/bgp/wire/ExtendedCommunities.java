package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.RouteTarget;

/**
 * The extended communities of a route as a set of eight-octet numbers, in ascending order, as Contrail sends them.
 * Immutable. Methods that end in {@code Value} work without objects, for the way of a route.
 */
public final class ExtendedCommunities {
    public static final ExtendedCommunities NONE = new ExtendedCommunities(new long[0]);

    /** Ascending as unsigned numbers, without duplicates. */
    private final long[] values;

    private final int hash;

    private ExtendedCommunities(long[] values) {
        this.values = values;
        this.hash = Arrays.hashCode(values);
    }

    public static ExtendedCommunities of(ExtendedCommunity... communities) {
        return of(List.of(communities));
    }

    public static ExtendedCommunities of(Collection<ExtendedCommunity> communities) {
        return ofValues(communities.stream().mapToLong(ExtendedCommunity::value).toArray());
    }

    public static ExtendedCommunities ofTargets(RouteTarget... targets) {
        return ofValues(Arrays.stream(targets).mapToLong(RouteTarget::value).toArray());
    }

    /** Takes {@code values} over: sorts them and drops duplicates. */
    static ExtendedCommunities ofValues(long[] values) {
        sort(values);
        int kept = 0;
        for (int i = 0; i < values.length; i++) {
            if (kept == 0 || values[kept - 1] != values[i]) {
                values[kept++] = values[i];
            }
        }
        if (kept == 0) {
            return NONE;
        }
        return new ExtendedCommunities(kept == values.length ? values : Arrays.copyOf(values, kept));
    }

    private static void sort(long[] values) {
        boolean sorted = true;
        for (int i = 1; i < values.length && sorted; i++) {
            sorted = Long.compareUnsigned(values[i - 1], values[i]) <= 0;
        }
        if (sorted) {
            return;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] ^= Long.MIN_VALUE; // flips unsigned order into signed order
        }
        Arrays.sort(values);
        for (int i = 0; i < values.length; i++) {
            values[i] ^= Long.MIN_VALUE;
        }
    }

    public int size() {
        return values.length;
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    /** The eight octets at {@code index} in ascending order. */
    public long valueAt(int index) {
        return values[index];
    }

    public ExtendedCommunity get(int index) {
        return new ExtendedCommunity(values[index]);
    }

    public boolean containsValue(long community) {
        for (long value : values) {
            if (value == community) {
                return true;
            }
        }
        return false;
    }

    public boolean contains(ExtendedCommunity community) {
        return containsValue(community.value());
    }

    public boolean contains(RouteTarget target) {
        return containsValue(target.value());
    }

    /** The route targets, ascending. */
    public ImmutableList<RouteTarget> routeTargets() {
        var targets = ImmutableList.<RouteTarget>builder();
        for (long value : values) {
            if (RouteTarget.isRouteTarget(value)) {
                targets.add(new RouteTarget(value));
            }
        }
        return targets.build();
    }

    public ExtendedCommunities with(ExtendedCommunity community) {
        return contains(community) ? this : withAll(List.of(community));
    }

    public ExtendedCommunities withAll(Collection<ExtendedCommunity> communities) {
        if (communities.isEmpty()) {
            return this;
        }
        return ofValues(
                LongStream.concat(LongStream.of(values), communities.stream().mapToLong(ExtendedCommunity::value))
                        .toArray());
    }

    /** This set together with the communities of {@code others}. */
    public ExtendedCommunities union(ExtendedCommunities others) {
        if (others.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return others;
        }
        long[] all = Arrays.copyOf(values, values.length + others.values.length);
        System.arraycopy(others.values, 0, all, values.length, others.values.length);
        return ofValues(all);
    }

    /** Those whose eight octets {@code keep} holds for; this set itself if that is all of them. */
    public ExtendedCommunities filterValues(LongPredicate keep) {
        long[] kept = LongStream.of(values).filter(keep).toArray();
        if (kept.length == values.length) {
            return this;
        }
        return kept.length == 0 ? NONE : new ExtendedCommunities(kept);
    }

    public ExtendedCommunities without(ExtendedCommunity community) {
        return filterValues(value -> value != community.value());
    }

    public ImmutableList<ExtendedCommunity> asList() {
        return LongStream.of(values).mapToObj(ExtendedCommunity::new).collect(ImmutableList.toImmutableList());
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof ExtendedCommunities that
                        && hash == that.hash
                        && Arrays.equals(values, that.values));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** {@code [target:65500:101, encapsulation:gre]}. */
    @Override
    public String toString() {
        return asList().toString();
    }
}

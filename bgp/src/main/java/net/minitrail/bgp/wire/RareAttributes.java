package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import net.minitrail.net.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that few routes have, kept apart so that the others do not pay for them.
 *
 * @param aigp the accumulated metric, or {@link PathAttributes#ABSENT}
 */
record RareAttributes(
        boolean atomicAggregate,
        @Nullable Aggregator aggregator,
        @Nullable Ipv4Address originatorId,
        ClusterList clusterList,
        @Nullable PmsiTunnel pmsi,
        @Nullable OctetString tunnelEncapsulation,
        long aigp,
        boolean hasAigp,
        ImmutableSortedSet<OctetString> ipv6ExtendedCommunities,
        ImmutableSortedSet<LargeCommunity> largeCommunities,
        ImmutableList<RawAttribute> unknown) {
    static final RareAttributes NONE = new RareAttributes(
            false,
            null,
            null,
            ClusterList.EMPTY,
            null,
            null,
            0,
            false,
            ImmutableSortedSet.of(),
            ImmutableSortedSet.of(),
            ImmutableList.of());

    /** Whether this is {@link #NONE}, which is the only instance without any attribute. */
    @SuppressWarnings("ReferenceEquality")
    boolean isNone() {
        return this == NONE;
    }
}

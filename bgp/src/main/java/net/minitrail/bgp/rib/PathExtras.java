package net.minitrail.bgp.rib;

import net.minitrail.bgp.wire.EvpnDetails;
import net.minitrail.bgp.wire.LabelStack;
import org.jspecify.annotations.Nullable;

/** What few paths have, kept apart so that the others do not pay for it. Confined to the routing loop. */
final class PathExtras {
    /** Set if there is more than one label. */
    @Nullable
    LabelStack labels;

    @Nullable
    EvpnDetails evpn;

    /** What the source told it under (RFC 7911), and what we tell it under; 0 for nothing. */
    int receivedId;

    int sentId;

    /** Of a primary path: the first of its copies, which are chained by {@link Path#later}. */
    @Nullable
    Path firstReplica;

    /** Of a copy: what it is a copy of, the table that this is in, and the table the copy is in. */
    @Nullable
    Path primary;

    @Nullable
    RouteTable primaryTable;

    @Nullable
    RouteTable table;
}

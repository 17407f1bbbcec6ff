package net.minitrail.xmpp.stanza;

import com.google.common.collect.ImmutableList;
import net.minitrail.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What EVPN and multicast items say of copying packets.
 *
 * @param olist next hops that get a copy
 * @param leafOlist next hops of leaves that get a copy
 * @param sourceLabel label a multicast packet arrives with, 0 if absent
 * @param replicator address of the node that copies for this one
 */
public record Replication(
        ImmutableList<RouteNextHop> olist,
        ImmutableList<RouteNextHop> leafOlist,
        int sourceLabel,
        @Nullable IpAddress replicator,
        boolean edgeReplicationNotSupported,
        boolean assistedReplicationSupported,
        boolean etreeLeaf) {
    public static final Replication NONE =
            new Replication(ImmutableList.of(), ImmutableList.of(), 0, null, false, false, false);
}

package net.minitrail.controller.peer;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import net.minitrail.bgp.rib.RibConfig;
import net.minitrail.bgp.session.DynamicNeighbors;
import net.minitrail.net.IpAddress;

/**
 * The BGP speaker as the configuration wants it.
 *
 * @param rib AS, BGP identifier and cluster of this node; a change of it ends all sessions
 * @param restart graceful restart, of this node and of its neighbors
 * @param enabled whether this node has a bgp-router and may have sessions at all
 */
public record BgpPlan(
        RibConfig rib,
        GracefulRestartPlan restart,
        boolean enabled,
        ImmutableMap<IpAddress, NeighborPlan> neighbors,
        ImmutableList<DynamicNeighbors> ranges) {}

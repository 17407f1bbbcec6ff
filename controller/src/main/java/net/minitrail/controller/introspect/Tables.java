package net.minitrail.controller.introspect;

import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.controller.peer.Agents;
import net.minitrail.controller.peer.BgpPeers;
import net.minitrail.controller.routing.Instances;
import net.minitrail.controller.routing.OriginNetworks;

/**
 * What there is to look at, for a task of the routing loop.
 *
 * @param batches of the loop that have ended so far
 * @param now nanoseconds of the loop's clock
 */
public record Tables(
        BgpRib rib, Instances instances, OriginNetworks origins, BgpPeers bgp, Agents agents, long batches, long now) {}

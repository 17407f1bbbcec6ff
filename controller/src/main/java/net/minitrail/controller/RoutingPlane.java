package net.minitrail.controller;

import com.google.common.collect.Maps;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.controller.introspect.Tables;
import net.minitrail.controller.peer.Agents;
import net.minitrail.controller.peer.BgpPeers;
import net.minitrail.controller.peer.BgpPlan;
import net.minitrail.controller.routing.InstancePlan;
import net.minitrail.controller.routing.Instances;
import net.minitrail.controller.routing.OriginNetworks;
import net.minitrail.controller.routing.RouteItems;
import net.minitrail.net.IpAddress;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.xmpp.session.AgentConnection;

/**
 * All tables, and who fills and reads them, for as long as AS and BGP identifier stay the same. Confined to the routing
 * loop.
 */
final class RoutingPlane {
    private final RoutingLoop loop;
    private final BgpRib rib;
    private final OriginNetworks origins;
    private final Instances instances;
    private final BgpPeers bgp;
    private final Agents agents;
    private final Runnable settle = this::settle;
    private Set<String> awaited = Set.of();

    RoutingPlane(
            BgpPlan plan,
            Collection<InstancePlan> instancePlans,
            RoutingLoop loop,
            Function<AgentConnection, IpAddress> addresses,
            BgpPeers.SessionEvents events) {
        this.loop = loop;
        rib = new BgpRib(plan.rib());
        long as = plan.rib().as();
        origins = new OriginNetworks(as);
        instances = new Instances(rib, origins);
        bgp = new BgpPeers(rib, loop, this::changed, events);
        bgp.plan(plan);
        agents = new Agents(
                instances, new RouteItems(origins, as), loop, as, addresses, this::changed, events, rib::isDeferring);
        instancePlans.forEach(agents::apply);
    }

    /** For whoever looks at it, within one task. */
    Tables tables() {
        return new Tables(rib, instances, origins, bgp, agents, loop.batches(), loop.nanoTime());
    }

    BgpPeers bgp() {
        return bgp;
    }

    Agents agents() {
        return agents;
    }

    /** The process has just started: neighbors that were asked to keep our routes are told nothing until we know them all. */
    void restarted(BgpPlan plan) {
        if (plan.restart().offer().isSome()) {
            awaited = plan.restart().agents();
            rib.restarted(
                    Maps.filterValues(
                                    plan.neighbors(),
                                    neighbor -> !neighbor.neighbor().shutdown())
                            .keySet(),
                    loop.nanoTime() + plan.restart().endOfRibTimeout().toNanos());
            changed();
        }
    }

    /** Other tables take the place of these. */
    void close() {
        bgp.close();
    }

    /** Tables may have changed: when the batch is complete, peers are told. */
    private void changed() {
        loop.atBatchEnd(settle);
    }

    private void settle() {
        if (rib.isDeferring() && agents.haveEnded(awaited)) {
            rib.localComplete();
        }
        boolean more = bgp.write();
        agents.tell();
        if (more) {
            loop.execute(this::changed);
        }
    }
}

package net.minitrail.vrouter.forwarding;

import net.minitrail.net.IpAddress;
import net.minitrail.vrouter.flow.Flow;
import org.jspecify.annotations.Nullable;

/** Tells the agent where an address shows whose owner it waits for. Confined to the routing loop. */
final class Sightings {
    private final Datapath.Agent agent;

    Sightings(Datapath.Agent agent) {
        this.agent = agent;
    }

    /** What a guest begins shows where its address is; its answers in flows of others do not. */
    void packet(Vif vif, Vrf vrf, @Nullable RoutedPacket packet) {
        Flow flow = packet == null ? null : packet.flow();
        Flow back = flow == null ? null : flow.reverse();
        if (packet != null && (back == null || back.packets() == 0)) {
            source(vif, vrf, packet.source());
        }
    }

    /** A neighbor that tells of itself is alive, also where there are no routes. */
    void neighbor(Vif vif, Vrf vrf, IpAddress address) {
        if (vif.has(VifFlag.LAYER_3)) {
            source(vif, vrf, address);
        } else {
            agent.trafficSeen(vif, address);
        }
    }

    private void source(Vif vif, Vrf vrf, IpAddress source) {
        FibRoute route = vrf.table(source.isV4()).lookup(source);
        if (route != null && route.trapArp()) {
            agent.trafficSeen(vif, source);
        }
    }
}

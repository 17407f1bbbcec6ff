package net.minitrail.vrouter.forwarding;

import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.NextHop.L2Receive;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import org.jspecify.annotations.Nullable;

/**
 * Bridges guests' frames by their destination; what is addressed to the vRouter itself is routed. Confined to the routing
 * loop.
 */
final class Bridging {
    private final VRouter vrouter;
    private final Routing routing;
    private final Flooding flooding;
    private final Delivery delivery;
    private final TunnelExit exit;
    private final Sightings sightings;

    Bridging(
            VRouter vrouter,
            Routing routing,
            Flooding flooding,
            Delivery delivery,
            TunnelExit exit,
            Sightings sightings) {
        this.vrouter = vrouter;
        this.routing = routing;
        this.flooding = flooding;
        this.delivery = delivery;
        this.exit = exit;
        this.sightings = sightings;
    }

    /** @param packet what the frame carries, null if that is not IP */
    void bridge(Vif vif, Vrf vrf, byte[] octets, EthernetFrame frame, @Nullable RoutedPacket packet) {
        boolean group = frame.destination().isGroup();
        BridgeTable.Entry entry = vrouter.bridge().get(vrf.index(), group ? MacAddress.BROADCAST : frame.destination());
        NextHop nextHop = entry == null ? null : vrouter.nextHops().get(entry.nextHop());
        if (entry == null || nextHop == null) {
            if (vif.has(VifFlag.UNKNOWN_UNICAST_FLOOD) && !group) {
                vrf.count(VrfCounter.UNKNOWN_UNICAST_FLOODS);
                flooding.fromGuest(vif, vrf, octets);
            } else {
                vrouter.drop(DropReason.L2_NO_ROUTE, vif);
            }
            return;
        }
        if (nextHop instanceof Composite) {
            flooding.fromGuest(vif, vrf, octets);
            return;
        }
        entry.hit();
        if (nextHop instanceof L2Receive) {
            vrf.count(VrfCounter.L2_RECEIVES);
            if (packet != null) {
                sightings.packet(vif, vrf, packet);
                routing.route(vrf, packet, vif);
            } else {
                vrouter.drop(DropReason.INVALID_PROTOCOL, vif);
            }
        } else if (nextHop instanceof Tunnel tunnel) {
            sightings.packet(vif, vrf, packet);
            exit.bridged(vrf, tunnel, entry.label(), octets, packet);
        } else if (nextHop instanceof Encap encap && encap.family() == Family.BRIDGE) {
            sightings.packet(vif, vrf, packet);
            delivery.bridged(encap, vif, octets, frame, packet);
        } else {
            vrouter.drop(DropReason.INVALID_NH, vif);
        }
    }
}

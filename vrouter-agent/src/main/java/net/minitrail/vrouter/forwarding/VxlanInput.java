package net.minitrail.vrouter.forwarding;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.Octets;
import net.minitrail.net.packet.VxlanPacket;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.NextHop.L2Receive;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import net.minitrail.vrouter.forwarding.NextHop.VrfTranslate;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames out of VXLAN: the network identifier says in which VRF they are bridged. A label leads to a guest, an
 * identifier to a network only, so the destination is looked up here once more. Confined to the routing loop.
 */
final class VxlanInput {
    private final VRouter vrouter;
    private final Routing routing;
    private final Delivery delivery;
    private final TunnelExit exit;
    private final ArpResponder responder;

    VxlanInput(VRouter vrouter, Routing routing, Delivery delivery, TunnelExit exit, ArpResponder responder) {
        this.vrouter = vrouter;
        this.routing = routing;
        this.delivery = delivery;
        this.exit = exit;
        this.responder = responder;
    }

    void take(Ipv4Address source, byte[] octets, Vif physical) throws MalformedPacketException {
        if (octets.length < VxlanPacket.HEADER) {
            vrouter.drop(DropReason.PULL, physical);
            return;
        }
        int vni = VxlanPacket.hasVni(octets) ? VxlanPacket.vni(octets) : -1;
        NextHop nextHop = vrouter.nextHops().get(vrouter.vxlans().nextHop(vni));
        Vrf vrf = nextHop instanceof VrfTranslate ? vrouter.vrfs().get(nextHop.vrf()) : null;
        if (nextHop instanceof VrfTranslate translate && vrf != null) {
            vrf.count(VrfCounter.VRF_TRANSLATES);
            bridge(vrf, translate, source, octets, physical);
        } else {
            vrouter.drop(DropReason.INVALID_VNID, physical);
        }
    }

    private void bridge(Vrf vrf, VrfTranslate translate, Ipv4Address source, byte[] whole, Vif physical)
            throws MalformedPacketException {
        byte[] octets = Octets.from(whole, VxlanPacket.HEADER);
        EthernetFrame frame = EthernetFrame.decode(octets);
        boolean group = frame.destination().isGroup();
        BridgeTable.Entry entry = vrouter.bridge().get(vrf.index(), group ? MacAddress.BROADCAST : frame.destination());
        if (entry == null && translate.floodsUnknown()) {
            vrf.count(VrfCounter.UNKNOWN_UNICAST_FLOODS);
            entry = vrouter.bridge().get(vrf.index(), MacAddress.BROADCAST);
        }
        if (entry == null) {
            vrouter.drop(DropReason.L2_NO_ROUTE, physical);
            return;
        }
        entry.hit();
        NextHop nextHop = vrouter.nextHops().get(entry.nextHop());
        if (nextHop instanceof Composite tree) {
            responder.fromTree(tree, octets, source);
            return;
        }
        RoutedPacket packet = frame.isIp() ? RoutedPacket.of(frame.payload()).cameFrom(source) : null;
        if (packet != null && packet.isLaterFragment()) {
            packet.mayWait(() -> again(source, whole, physical));
        }
        if (nextHop instanceof L2Receive) {
            receive(vrf, packet, physical);
        } else if (nextHop instanceof Encap encap && encap.family() == Family.BRIDGE) {
            delivery.bridged(encap, physical, octets, frame, packet);
        } else if (nextHop instanceof Tunnel tunnel && !tunnel.destination().equals(source)) {
            exit.bridged(vrf, tunnel, entry.label(), octets, packet); // the MAC has moved on
        } else {
            vrouter.drop(nextHop instanceof Tunnel ? DropReason.PKT_LOOP : DropReason.INVALID_NH, physical);
        }
    }

    /** Goes on with a packet that had to wait. */
    private void again(Ipv4Address source, byte[] octets, Vif physical) {
        try {
            take(source, octets, physical);
        } catch (MalformedPacketException e) {
            vrouter.drop(DropReason.of(e), physical);
        }
    }

    private void receive(Vrf vrf, @Nullable RoutedPacket packet, Vif physical) {
        vrf.count(VrfCounter.L2_RECEIVES);
        if (packet == null) {
            vrouter.drop(DropReason.INVALID_PROTOCOL, physical);
        } else {
            routing.route(vrf, packet, physical);
        }
    }
}

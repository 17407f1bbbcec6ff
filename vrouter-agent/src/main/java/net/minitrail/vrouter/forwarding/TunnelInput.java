package net.minitrail.vrouter.forwarding;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.MplsPacket;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.NextHop.VrfTranslate;

/** The first step of what comes out of tunnels: the label says whose it is. Confined to the routing loop. */
final class TunnelInput {
    private final VRouter vrouter;
    private final Routing routing;
    private final Delivery delivery;
    private final ArpResponder responder;

    TunnelInput(VRouter vrouter, Routing routing, Delivery delivery, ArpResponder responder) {
        this.vrouter = vrouter;
        this.routing = routing;
        this.delivery = delivery;
        this.responder = responder;
    }

    /** Takes a labelled packet out of a tunnel from {@code source} that ends here. */
    void take(Ipv4Address source, MplsPacket labelled) {
        Vif physical = vrouter.vifs().physical();
        MplsEntry entry = labelled.entry();
        physical.received(labelled.payload().length);
        try {
            NextHop nextHop = vrouter.nextHops().get(vrouter.labels().nextHop(entry.label()));
            if (entry.ttl() <= 1) {
                vrouter.drop(DropReason.TTL_EXCEEDED, physical);
            } else if (nextHop == null || !entry.bottom()) {
                vrouter.drop(DropReason.INVALID_LABEL, physical);
            } else {
                deliver(nextHop, labelled.payload(), physical, source);
            }
        } catch (MalformedPacketException e) {
            vrouter.drop(DropReason.INVALID_PACKET, physical);
        }
    }

    private void deliver(NextHop nextHop, byte[] payload, Vif physical, Ipv4Address source)
            throws MalformedPacketException {
        if (nextHop instanceof Encap encap && encap.family() == Family.BRIDGE) {
            EthernetFrame frame = EthernetFrame.decode(payload);
            RoutedPacket packet = frame.isIp() && isFor(encap, frame.destination())
                    ? RoutedPacket.of(frame.payload()).cameFrom(source)
                    : null;
            delivery.bridged(encap, physical, payload, frame, packet);
        } else if (nextHop instanceof Encap encap) {
            delivery.routed(encap, RoutedPacket.of(payload).cameFrom(source), physical);
        } else if (nextHop instanceof Composite tree && tree.family() == Family.BRIDGE) {
            responder.fromTree(tree, payload, source);
        } else if (nextHop instanceof VrfTranslate translate) {
            Vrf vrf = vrouter.vrfs().get(translate.vrf());
            if (vrf != null) {
                routing.route(vrf, RoutedPacket.of(payload).cameFrom(source), physical);
            }
        } else {
            vrouter.drop(DropReason.INVALID_NH, physical);
        }
    }

    /** Whether frames for a MAC go to this interface. What else comes with its label is a mirrored frame, and no flow of it. */
    private boolean isFor(Encap encap, MacAddress destination) {
        BridgeTable.Entry entry = vrouter.bridge().get(encap.vrf(), destination);
        NextHop nextHop = entry == null ? null : vrouter.nextHops().get(entry.nextHop());
        return nextHop instanceof Encap other && other.vif() == encap.vif();
    }
}

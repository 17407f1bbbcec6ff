package net.minitrail.vrouter.forwarding;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.GrePacket;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.Octets;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.NextHop.VrfTranslate;

/** The first step of what comes out of tunnels: the label says whose it is, or the network identifier. Confined to the routing loop. */
final class TunnelInput {
    private final VRouter vrouter;
    private final Routing routing;
    private final Delivery delivery;
    private final ArpResponder responder;
    private final VxlanInput vxlan;

    TunnelInput(VRouter vrouter, Routing routing, Delivery delivery, ArpResponder responder, VxlanInput vxlan) {
        this.vrouter = vrouter;
        this.routing = routing;
        this.delivery = delivery;
        this.responder = responder;
        this.vxlan = vxlan;
    }

    /** Takes what came from {@code source} behind an outer header that was good. */
    void take(Encapsulation encapsulation, Ipv4Address source, byte[] octets) {
        Vif physical = vrouter.vifs().physical();
        physical.received(encapsulation.outerLength() + octets.length);
        try {
            switch (encapsulation) {
                case MPLS_OVER_GRE -> gre(source, octets, physical);
                case MPLS_OVER_UDP -> labelled(source, octets, 0, physical);
                case VXLAN -> vxlan.take(source, octets, physical);
            }
        } catch (MalformedPacketException e) {
            vrouter.drop(DropReason.of(e), physical);
        }
    }

    /** GRE with something else than MPLS would be the host's, where nobody waits for it. */
    private void gre(Ipv4Address source, byte[] octets, Vif physical) throws MalformedPacketException {
        int at = octets.length < GrePacket.HEADER ? 0 : GrePacket.mplsAt(octets);
        if (at > 0) {
            labelled(source, octets, at, physical);
        } else {
            vrouter.drop(at == 0 ? DropReason.MISC : DropReason.NOWHERE_TO_GO, physical);
        }
    }

    /** {@code at} is where the label stack begins. */
    private void labelled(Ipv4Address source, byte[] octets, int at, Vif physical) throws MalformedPacketException {
        if (octets.length < at + MplsEntry.LENGTH) {
            vrouter.drop(DropReason.PULL, physical);
            return;
        }
        MplsEntry entry = MplsEntry.decode(octets, at);
        int id = vrouter.labels().nextHop(entry.label());
        NextHop nextHop = vrouter.nextHops().get(id);
        if (entry.label() >= MplsTable.SIZE) {
            vrouter.drop(DropReason.INVALID_LABEL, physical);
        } else if (entry.ttl() <= 1) {
            vrouter.drop(DropReason.TTL_EXCEEDED, physical);
        } else if (nextHop == null || !entry.bottom()) {
            vrouter.drop(DropReason.INVALID_LABEL, physical);
        } else {
            deliver(id, nextHop, octets, at, physical, source);
        }
    }

    private void deliver(int id, NextHop nextHop, byte[] octets, int at, Vif physical, Ipv4Address source)
            throws MalformedPacketException {
        byte[] payload = Octets.from(octets, at + MplsEntry.LENGTH);
        if (nextHop instanceof Encap encap && encap.family() == Family.BRIDGE) {
            EthernetFrame frame = EthernetFrame.decode(payload);
            RoutedPacket packet = frame.isIp() && isFor(encap, frame.destination())
                    ? packet(frame.payload(), source, octets, at)
                    : null;
            delivery.bridged(encap, physical, payload, frame, packet);
        } else if (nextHop instanceof Encap encap) {
            delivery.routed(encap, packet(payload, source, octets, at), physical);
        } else if (nextHop instanceof Composite tree && tree.family() == Family.BRIDGE) {
            responder.fromTree(tree, payload, source);
        } else if (nextHop instanceof Composite shared && shared.hash() != null) {
            routing.toOne(id, shared, packet(payload, source, octets, at), physical);
        } else if (nextHop instanceof VrfTranslate translate) {
            Vrf vrf = vrouter.vrfs().get(translate.vrf());
            if (vrf == null) {
                vrouter.drop(DropReason.INVALID_NH, physical);
            } else {
                routing.route(vrf, packet(payload, source, octets, at), physical);
            }
        } else {
            vrouter.drop(DropReason.INVALID_NH, physical);
        }
    }

    private RoutedPacket packet(byte[] ip, Ipv4Address source, byte[] octets, int at) throws MalformedPacketException {
        RoutedPacket packet = RoutedPacket.of(ip).cameFrom(source);
        if (packet.isLaterFragment()) {
            packet.mayWait(() -> again(source, octets, at));
        }
        return packet;
    }

    /** Goes on with a packet that had to wait, from its label on. */
    private void again(Ipv4Address source, byte[] octets, int at) {
        Vif physical = vrouter.vifs().physical();
        try {
            labelled(source, octets, at, physical);
        } catch (MalformedPacketException e) {
            vrouter.drop(DropReason.of(e), physical);
        }
    }

    /** Whether frames for a MAC go to this interface. What else comes with its label is a mirrored frame, and no flow of it. */
    private boolean isFor(Encap encap, MacAddress destination) {
        BridgeTable.Entry entry = vrouter.bridge().get(encap.vrf(), destination);
        NextHop nextHop = entry == null ? null : vrouter.nextHops().get(entry.nextHop());
        return nextHop instanceof Encap other && other.vif() == encap.vif();
    }
}

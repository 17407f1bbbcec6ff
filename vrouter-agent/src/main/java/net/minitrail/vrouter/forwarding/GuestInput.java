package net.minitrail.vrouter.forwarding;

import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.vrouter.forwarding.FlowAgent.Macs;

/** The first step of what guests send. Confined to the routing loop. */
final class GuestInput {
    private final VRouter vrouter;
    private final FrameWatch watch;
    private final Mirroring mirroring;
    private final FlowGate gate;
    private final Bridging bridging;
    private final ArpResponder responder;

    GuestInput(
            VRouter vrouter,
            FrameWatch watch,
            Mirroring mirroring,
            FlowGate gate,
            Bridging bridging,
            ArpResponder responder) {
        this.vrouter = vrouter;
        this.watch = watch;
        this.mirroring = mirroring;
        this.gate = gate;
        this.bridging = bridging;
        this.responder = responder;
    }

    /** Takes a frame that a guest sent. */
    void take(Vif vif, byte[] octets) {
        watch.frame(vif.name(), octets);
        vif.received(octets.length);
        mirroring.received(vif, octets);
        Vrf vrf = vrouter.vrfs().get(vif.vrf());
        try {
            EthernetFrame frame = EthernetFrame.decode(octets);
            NeighborTalk talk = NeighborTalk.of(frame);
            if (vrf == null) {
                vrouter.drop(DropReason.INVALID_IF, vif);
            } else if (frame.source().isGroup()) {
                vrouter.drop(DropReason.INVALID_PACKET, vif);
            } else if (talk != null) {
                responder.fromGuest(vif, vrf, octets, talk);
            } else if (frame.isIp()) {
                RoutedPacket packet = RoutedPacket.of(frame.payload());
                if (admits(vif, vrf, octets, frame, packet)) {
                    bridging.bridge(vif, vrf, octets, frame, packet);
                }
            } else {
                bridging.bridge(vif, vrf, octets, frame, null);
            }
        } catch (MalformedPacketException e) {
            vrouter.drop(DropReason.of(e), vif);
        }
    }

    /** Whether a guest's packet may go on: in packet mode, and to a group, without a flow. */
    private boolean admits(Vif vif, Vrf vrf, byte[] octets, EthernetFrame frame, RoutedPacket packet) {
        if (!vif.has(VifFlag.POLICY) || frame.destination().isGroup()) {
            return true;
        }
        return gate.admits(packet, vif, vif, vrf, Macs.ofBridged(frame), octets.length);
    }
}

package net.minitrail.vrouter.forwarding;

import net.minitrail.net.packet.DhcpMessage;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.Octets;
import net.minitrail.vrouter.forwarding.FlowAgent.Macs;

/** The first step of what guests send. Confined to the routing loop. */
final class GuestInput {
    private static final int SHORTEST_UDP = 28;
    private static final int FRAGMENT_OFFSET = 0x1FFF;

    private final VRouter vrouter;
    private final FrameWatch watch;
    private final Mirroring mirroring;
    private final FlowGate gate;
    private final Bridging bridging;
    private final ArpResponder responder;
    private final Datapath.Agent agent;

    GuestInput(
            VRouter vrouter,
            FrameWatch watch,
            Mirroring mirroring,
            FlowGate gate,
            Bridging bridging,
            ArpResponder responder,
            Datapath.Agent agent) {
        this.vrouter = vrouter;
        this.watch = watch;
        this.mirroring = mirroring;
        this.gate = gate;
        this.bridging = bridging;
        this.responder = responder;
        this.agent = agent;
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
            } else if (vif.has(VifFlag.DHCP) && isDhcp(frame)) {
                agent.dhcp(vif, frame);
            } else if (frame.isIp()) {
                packet(vif, vrf, octets, frame);
            } else {
                bridging.bridge(vif, vrf, octets, frame, null);
            }
        } catch (MalformedPacketException e) {
            vrouter.drop(DropReason.of(e), vif);
        }
    }

    private void packet(Vif vif, Vrf vrf, byte[] octets, EthernetFrame frame) throws MalformedPacketException {
        RoutedPacket packet = RoutedPacket.of(frame.payload());
        if (packet.isLaterFragment()) {
            packet.mayWait(() -> again(vif, octets, frame));
        }
        if (admits(vif, vrf, octets, frame, packet)) {
            bridging.bridge(vif, vrf, octets, frame, packet);
        }
    }

    /** Goes on with a packet that had to wait, if its interface is still there. */
    private void again(Vif vif, byte[] octets, EthernetFrame frame) {
        Vrf vrf = vrouter.vrfs().get(vif.vrf());
        try {
            if (vrf != null && vif.equals(vrouter.vifs().get(vif.index()))) {
                packet(vif, vrf, octets, frame);
            }
        } catch (MalformedPacketException e) {
            vrouter.drop(DropReason.of(e), vif);
        }
    }

    /** Whether a frame is for a DHCP server, wherever it is addressed to. */
    private static boolean isDhcp(EthernetFrame frame) {
        byte[] packet = frame.payload();
        if (frame.etherType() != EthernetFrame.IPV4 || packet.length < SHORTEST_UDP || packet[9] != Ipv4Packet.UDP) {
            return false;
        }
        int header = (packet[0] & 0xF) * 4;
        boolean first = (Octets.u16(packet, 6) & FRAGMENT_OFFSET) == 0;
        return first && packet.length >= header + 4 && Octets.u16(packet, header + 2) == DhcpMessage.SERVER_PORT;
    }

    /** Whether a guest's packet may go on: in packet mode, and to a group, without a flow. */
    private boolean admits(Vif vif, Vrf vrf, byte[] octets, EthernetFrame frame, RoutedPacket packet) {
        if (!vif.has(VifFlag.POLICY) || frame.destination().isGroup()) {
            return true;
        }
        return gate.admits(packet, vif, vif, vrf, Macs.ofBridged(frame), octets.length);
    }
}

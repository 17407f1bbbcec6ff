package net.minitrail.vrouter.forwarding;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.ArpPacket;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.vrouter.flow.MirrorMetadata;
import net.minitrail.vrouter.forwarding.MirrorTable.Mirror;
import net.minitrail.vrouter.forwarding.MirrorTable.Mode;
import net.minitrail.vrouter.forwarding.NextHop.Discard;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import net.minitrail.vrouter.forwarding.NextHop.UdpTunnel;

/**
 * Sends copies of frames to analyzers. With the Juniper header a copy is the payload of a datagram that is routed in the
 * mirrored interface's VRF, under the guest's own address; without, it is the frame, brought straight to the analyzer's
 * interface, to which an ARP reply never comes. A copy makes no flow on this node and is not mirrored again. Confined to
 * the routing loop.
 */
final class Mirroring {
    /** Where copies go on this node. */
    interface Exit {
        void route(Vrf vrf, RoutedPacket copy, Vif from);

        void toGuest(Vif vif, byte[] frame);
    }

    private static final int ARP_OPERATION = EthernetFrame.HEADER + 7;

    private final VRouter vrouter;
    private final TunnelExit tunnels;
    private final Exit exit;
    private int identification = 1;

    Mirroring(VRouter vrouter, TunnelExit tunnels, Exit exit) {
        this.vrouter = vrouter;
        this.tunnels = tunnels;
        this.exit = exit;
    }

    /** A guest sent a frame. */
    void received(Vif vif, byte[] frame) {
        VifMirror mirror = vif.mirror();
        if (mirror != null && mirror.ingress() != null) {
            copy(mirror.index(), mirror.ingress(), vif, frame);
        }
    }

    /** A guest is given a frame. */
    void sent(Vif vif, byte[] frame) {
        VifMirror mirror = vif.mirror();
        if (mirror != null && mirror.egress() != null) {
            copy(mirror.index(), mirror.egress(), vif, frame);
        }
    }

    /** @param vif the guest's interface that the frame is from or for */
    void copy(int index, MirrorMetadata metadata, Vif vif, byte[] frame) {
        Mirror mirror = vrouter.mirrors().get(index);
        NextHop nextHop = mirror == null ? null : vrouter.nextHops().get(mirror.nextHop());
        if (mirror == null || mirror.mode() == Mode.NIC_ASSISTED) {
            return;
        }
        Vrf vrf = vrouter.vrfs().get(vif.vrf());
        if (vrf == null) {
            vrouter.drop(DropReason.INVALID_NH, vif);
        } else if (nextHop instanceof UdpTunnel tunnel) {
            datagram(tunnel, metadata, vif, vrf, frame);
        } else if (isArpReply(frame)) {
            return;
        } else if (nextHop instanceof Encap encap) {
            Vif analyzer = vrouter.vifs().get(encap.vif());
            if (analyzer != null) {
                exit.toGuest(analyzer, frame);
            }
        } else if (nextHop instanceof Tunnel tunnel) {
            tunnels.bridged(vrf, tunnel, mirror.vni(), frame, null);
        } else {
            vrouter.drop(nextHop instanceof Discard ? DropReason.DISCARD : DropReason.INVALID_NH, vif);
        }
    }

    private void datagram(UdpTunnel tunnel, MirrorMetadata metadata, Vif vif, Vrf vrf, byte[] frame) {
        vrf.count(VrfCounter.UDP_TUNNELS);
        Ipv4Address source = vif.address();
        byte[] datagram = new UdpDatagram(sourcePort(frame), tunnel.destinationPort(), metadata.before(frame))
                .encode(source, tunnel.destination());
        byte[] packet = Ipv4Packet.of(Ipv4Packet.UDP, source, tunnel.destination(), identification++, datagram)
                .encode();
        try {
            exit.route(vrf, RoutedPacket.of(packet).asCopy(), vif);
        } catch (MalformedPacketException e) {
            throw new IllegalStateException("a datagram of our own is malformed", e);
        }
    }

    /** From 49152 up, the same for all of a flow. */
    private static int sourcePort(byte[] octets) {
        try {
            EthernetFrame frame = EthernetFrame.decode(octets);
            return frame.isIp() ? RoutedPacket.of(frame.payload()).tunnelSourcePort() : RoutedPacket.FIRST_SOURCE_PORT;
        } catch (MalformedPacketException e) {
            return RoutedPacket.FIRST_SOURCE_PORT;
        }
    }

    private static boolean isArpReply(byte[] frame) {
        boolean arp = frame.length > ARP_OPERATION && frame[12] == 0x08 && frame[13] == 0x06;
        return arp && frame[ARP_OPERATION] == ArpPacket.REPLY;
    }
}

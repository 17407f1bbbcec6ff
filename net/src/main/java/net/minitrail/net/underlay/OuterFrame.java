package net.minitrail.net.underlay;

import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.Octets;
import net.minitrail.net.packet.UdpDatagram;

/** A tunnel packet as the physical interface would see it: Ethernet, IPv4 between protocol addresses, GRE or UDP. */
public final class OuterFrame {
    private static final int GRE_HEADER = 4;

    private OuterFrame() {}

    public static byte[] of(TunnelPacket packet, MacAddress from, MacAddress to) {
        return new EthernetFrame(to, from, EthernetFrame.IPV4, packet(packet)).encode();
    }

    /** The IPv4 packet alone: TTL 64, and the identification of an IPv4 packet inside, as the vRouter builds it. */
    static byte[] packet(TunnelPacket packet) {
        boolean gre = packet.encapsulation() == Encapsulation.MPLS_OVER_GRE;
        byte[] octets = packet.octets();
        byte[] body = gre
                ? octets
                : new UdpDatagram(packet.sourcePort(), packet.encapsulation().port(), octets).encode();
        int inner = packet.encapsulation() == Encapsulation.VXLAN
                ? octets.length // a frame, not a packet
                : MplsEntry.LENGTH + (gre ? GRE_HEADER : 0);
        boolean ipv4 = octets.length >= inner + Ipv4Packet.HEADER && octets[inner] >> 4 == 4;
        return Ipv4Packet.of(
                        gre ? Ipv4Packet.GRE : Ipv4Packet.UDP,
                        packet.source(),
                        packet.destination(),
                        ipv4 ? Octets.u16(octets, inner + 4) : 0,
                        body)
                .encode();
    }
}

package net.minitrail.net.underlay;

import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.GrePacket;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.Octets;
import net.minitrail.net.packet.UdpDatagram;

/** A tunnel packet as the physical interface would see it: Ethernet, IPv4 between protocol addresses, GRE or UDP, MPLS. */
public final class OuterFrame {
    private OuterFrame() {}

    public static byte[] of(TunnelPacket packet, MacAddress from, MacAddress to) {
        return new EthernetFrame(to, from, EthernetFrame.IPV4, packet(packet)).encode();
    }

    /** The IPv4 packet alone: TTL 64, and the identification of the inner IPv4 packet, as the vRouter builds it. */
    static byte[] packet(TunnelPacket packet) {
        byte[] mpls = packet.labelled().encode();
        boolean gre = packet.encapsulation() == Encapsulation.MPLS_OVER_GRE;
        byte[] body = gre
                ? new GrePacket(EthernetFrame.MPLS, mpls).encode()
                : new UdpDatagram(packet.sourcePort(), packet.encapsulation().port(), mpls).encode();
        byte[] inner = packet.labelled().payload();
        int identification = inner.length >= Ipv4Packet.HEADER && inner[0] >> 4 == 4 ? Octets.u16(inner, 4) : 0;
        return Ipv4Packet.of(
                        gre ? Ipv4Packet.GRE : Ipv4Packet.UDP,
                        packet.source(),
                        packet.destination(),
                        identification,
                        body)
                .encode();
    }
}

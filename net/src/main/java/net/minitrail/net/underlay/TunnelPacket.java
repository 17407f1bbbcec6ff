package net.minitrail.net.underlay;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.GrePacket;
import net.minitrail.net.packet.MalformedPacketException;

/**
 * A packet on its way through a tunnel. What comes from others is carried as it is: who takes it out of the tunnel reads it.
 *
 * @param source protocol address of the node that encapsulated it
 * @param destination protocol address of the node that will decapsulate it
 * @param sourcePort the UDP source port, the flow's entropy: 49152 to 65535; of no meaning on the wire of plain GRE
 * @param octets what follows the outer IPv4 header and UDP: a GRE packet, a label stack, or a VXLAN header, with its payload
 */
public record TunnelPacket(
        Encapsulation encapsulation, Ipv4Address source, Ipv4Address destination, int sourcePort, byte[] octets) {

    /** A packet behind a label stack, both in {@code mpls}. */
    public static TunnelPacket ofMpls(
            Encapsulation encapsulation, Ipv4Address source, Ipv4Address destination, int sourcePort, byte[] mpls) {
        byte[] octets =
                encapsulation == Encapsulation.MPLS_OVER_GRE ? new GrePacket(EthernetFrame.MPLS, mpls).encode() : mpls;
        return new TunnelPacket(encapsulation, source, destination, sourcePort, octets);
    }

    /**
     * The label stack and what is behind it.
     *
     * @throws MalformedPacketException if it carries none, or behind something else than a GRE header of ours
     */
    public byte[] mpls() throws MalformedPacketException {
        return switch (encapsulation) {
            case MPLS_OVER_GRE -> GrePacket.decode(octets).mpls();
            case MPLS_OVER_UDP -> octets;
            case VXLAN -> throw new MalformedPacketException("VXLAN carries no label");
        };
    }
}

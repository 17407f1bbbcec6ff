package net.minitrail.net.underlay;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.MplsPacket;

/**
 * A labelled packet on its way through a tunnel.
 *
 * @param source protocol address of the node that encapsulated it
 * @param destination protocol address of the node that will decapsulate it
 * @param sourcePort the UDP source port, the flow's entropy: 49152 to 65535; of no meaning on the wire of plain GRE
 */
public record TunnelPacket(
        Encapsulation encapsulation,
        Ipv4Address source,
        Ipv4Address destination,
        int sourcePort,
        MplsPacket labelled) {}

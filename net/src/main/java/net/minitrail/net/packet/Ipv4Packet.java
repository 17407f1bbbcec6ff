package net.minitrail.net.packet;

import java.util.Arrays;
import net.minitrail.net.Ipv4Address;

/**
 * An IPv4 packet (RFC 791). Options are accepted and left out when it is encoded again.
 *
 * @param tos type of service octet
 * @param identification 0 to 65535
 * @param fragment the flags and fragment offset field as on the wire: 0x4000 is "don't fragment"
 * @param ttl 0 to 255
 * @param protocol 1 ICMP, 6 TCP, 17 UDP, 47 GRE …
 */
public record Ipv4Packet(
        int tos,
        int identification,
        int fragment,
        int ttl,
        int protocol,
        Ipv4Address source,
        Ipv4Address destination,
        byte[] payload) {
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int GRE = 47;
    public static final int HEADER = 20;
    public static final int DEFAULT_TTL = 64;

    /** A packet with TTL 64 that is not a fragment. */
    public static Ipv4Packet of(
            int protocol, Ipv4Address source, Ipv4Address destination, int identification, byte[] payload) {
        return new Ipv4Packet(0, identification & 0xFFFF, 0, DEFAULT_TTL, protocol, source, destination, payload);
    }

    /** Reads a packet; octets past its total length (Ethernet padding) are dropped. */
    public static Ipv4Packet decode(byte[] octets) throws MalformedPacketException {
        Octets.need(octets.length >= HEADER && octets[0] >> 4 == 4, "no IPv4 header");
        int header = (octets[0] & 0xF) * 4;
        int total = Octets.u16(octets, 2);
        Octets.need(header >= HEADER && total >= header && total <= octets.length, "IPv4 lengths do not fit");
        Octets.needChecksum(Octets.checksum(octets, 0, header) == 0, "IPv4 header checksum is wrong");
        return new Ipv4Packet(
                Octets.u8(octets, 1),
                Octets.u16(octets, 4),
                Octets.u16(octets, 6),
                Octets.u8(octets, 8),
                Octets.u8(octets, 9),
                new Ipv4Address(Octets.i32(octets, 12)),
                new Ipv4Address(Octets.i32(octets, 16)),
                Arrays.copyOfRange(octets, header, total));
    }

    public Ipv4Packet withTtl(int newTtl) {
        return new Ipv4Packet(tos, identification, fragment, newTtl, protocol, source, destination, payload);
    }

    public boolean dontFragment() {
        return (fragment & 0x4000) != 0;
    }

    /** Octets of the whole packet. */
    public int length() {
        return HEADER + payload.length;
    }

    public byte[] encode() {
        byte[] octets = new byte[length()];
        octets[0] = 0x45;
        octets[1] = (byte) tos;
        Octets.put16(octets, 2, octets.length);
        Octets.put16(octets, 4, identification);
        Octets.put16(octets, 6, fragment);
        octets[8] = (byte) ttl;
        octets[9] = (byte) protocol;
        Octets.put32(octets, 12, source.value());
        Octets.put32(octets, 16, destination.value());
        Octets.put16(octets, 10, Octets.checksum(octets, 0, HEADER));
        System.arraycopy(payload, 0, octets, HEADER, payload.length);
        return octets;
    }
}

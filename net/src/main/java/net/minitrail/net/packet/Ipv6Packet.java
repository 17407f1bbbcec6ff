package net.minitrail.net.packet;

import java.util.Arrays;
import net.minitrail.net.Ipv6Address;

/**
 * An IPv6 packet (RFC 8200); extension headers stay in the payload.
 *
 * @param nextHeader what the payload begins with: 58 ICMPv6, 6 TCP, 17 UDP …
 * @param hopLimit 0 to 255
 */
public record Ipv6Packet(
        int trafficClass,
        int flowLabel,
        int nextHeader,
        int hopLimit,
        Ipv6Address source,
        Ipv6Address destination,
        byte[] payload) {
    public static final int ICMPV6 = 58;
    public static final int HEADER = 40;
    private static final int DEFAULT_HOP_LIMIT = 64;

    /** A packet with an ICMPv6 message and hop limit 64. */
    public static Ipv6Packet icmp(Ipv6Address source, Ipv6Address destination, Icmpv6Message message) {
        return new Ipv6Packet(
                0, 0, ICMPV6, DEFAULT_HOP_LIMIT, source, destination, message.encode(source, destination));
    }

    /** Reads a packet; octets past its payload length are dropped. */
    public static Ipv6Packet decode(byte[] octets) throws MalformedPacketException {
        Octets.need(octets.length >= HEADER && (octets[0] & 0xF0) == 0x60, "no IPv6 header");
        int length = Octets.u16(octets, 4);
        Octets.need(HEADER + length <= octets.length, "IPv6 payload is cut short");
        int first = Octets.i32(octets, 0);
        return new Ipv6Packet(
                first >>> 20 & 0xFF,
                first & 0xFFFFF,
                Octets.u8(octets, 6),
                Octets.u8(octets, 7),
                new Ipv6Address(Octets.i64(octets, 8), Octets.i64(octets, 16)),
                new Ipv6Address(Octets.i64(octets, 24), Octets.i64(octets, 32)),
                Arrays.copyOfRange(octets, HEADER, HEADER + length));
    }

    public Ipv6Packet withHopLimit(int newLimit) {
        return new Ipv6Packet(trafficClass, flowLabel, nextHeader, newLimit, source, destination, payload);
    }

    public byte[] encode() {
        byte[] octets = new byte[HEADER + payload.length];
        Octets.put32(octets, 0, 6 << 28 | trafficClass << 20 | flowLabel);
        Octets.put16(octets, 4, payload.length);
        octets[6] = (byte) nextHeader;
        octets[7] = (byte) hopLimit;
        System.arraycopy(source.octets(), 0, octets, 8, 16);
        System.arraycopy(destination.octets(), 0, octets, 24, 16);
        System.arraycopy(payload, 0, octets, HEADER, payload.length);
        return octets;
    }
}

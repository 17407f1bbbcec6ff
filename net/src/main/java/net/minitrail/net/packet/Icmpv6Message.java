package net.minitrail.net.packet;

import net.minitrail.net.Ipv6Address;

/**
 * An ICMPv6 message (RFC 4443); its checksum covers the IPv6 addresses too.
 *
 * @param type 128 echo request, 129 echo reply, 135 neighbor solicitation, 136 neighbor advertisement …
 * @param body all that follows the checksum
 */
public record Icmpv6Message(int type, int code, byte[] body) {
    public static final int ECHO_REQUEST = 128;
    public static final int ECHO_REPLY = 129;
    public static final int NEIGHBOR_SOLICITATION = 135;
    public static final int NEIGHBOR_ADVERTISEMENT = 136;
    private static final int HEADER = 4;

    public static Icmpv6Message decode(Ipv6Packet packet) throws MalformedPacketException {
        byte[] octets = packet.payload();
        Octets.need(octets.length >= HEADER + 4, "ICMPv6 shorter than 8 octets");
        Octets.need(checksum(octets, packet.source(), packet.destination()) == 0, "ICMPv6 checksum is wrong");
        return new Icmpv6Message(Octets.u8(octets, 0), Octets.u8(octets, 1), Octets.from(octets, HEADER));
    }

    public byte[] encode(Ipv6Address source, Ipv6Address destination) {
        byte[] octets = new byte[HEADER + body.length];
        octets[0] = (byte) type;
        octets[1] = (byte) code;
        System.arraycopy(body, 0, octets, HEADER, body.length);
        Octets.put16(octets, 2, checksum(octets, source, destination));
        return octets;
    }

    private static int checksum(byte[] octets, Ipv6Address source, Ipv6Address destination) {
        long sum = Octets.sum(Octets.sum(0, source.octets(), 0, 16), destination.octets(), 0, 16);
        return Octets.fold(Octets.sum(sum + octets.length + Ipv6Packet.ICMPV6, octets, 0, octets.length));
    }
}

package net.minitrail.net.packet;

import net.minitrail.net.Ipv6Address;

/**
 * An ICMPv6 message (RFC 4443); its checksum covers the IPv6 addresses too.
 *
 * @param type 1 unreachable, 3 time exceeded, 128 echo request, 129 echo reply, 135 neighbor solicitation, 136 neighbor
 *     advertisement …
 * @param body all that follows the checksum
 */
public record Icmpv6Message(int type, int code, byte[] body) {
    public static final int UNREACHABLE = 1;
    public static final int TIME_EXCEEDED = 3;
    public static final int ECHO_REQUEST = 128;
    public static final int ECHO_REPLY = 129;
    public static final int NEIGHBOR_SOLICITATION = 135;
    public static final int NEIGHBOR_ADVERTISEMENT = 136;
    private static final int HEADER = 4;
    private static final int ECHO_HEADER = 4;
    private static final int FIRST_INFORMATIONAL = 128;

    /** An error may be no larger than the least MTU of IPv6 allows (RFC 4443 section 2.4 c). */
    private static final int LONGEST_QUOTE = 1280 - Ipv6Packet.HEADER - 8;

    public static Icmpv6Message decode(Ipv6Packet packet) throws MalformedPacketException {
        byte[] octets = packet.payload();
        Octets.need(octets.length >= HEADER + 4, "ICMPv6 shorter than 8 octets");
        Octets.needChecksum(checksum(octets, packet.source(), packet.destination()) == 0, "ICMPv6 checksum is wrong");
        return new Icmpv6Message(Octets.u8(octets, 0), Octets.u8(octets, 1), Octets.from(octets, HEADER));
    }

    public static Icmpv6Message echoRequest(int identifier, int sequence, byte[] data) {
        byte[] body = new byte[ECHO_HEADER + data.length];
        Octets.put16(body, 0, identifier);
        Octets.put16(body, 2, sequence);
        System.arraycopy(data, 0, body, ECHO_HEADER, data.length);
        return new Icmpv6Message(ECHO_REQUEST, 0, body);
    }

    /** The answer to this echo request. */
    public Icmpv6Message echoReply() {
        return new Icmpv6Message(ECHO_REPLY, 0, body);
    }

    /** An error about {@code packet}: quotes as much of it as fits. */
    public static Icmpv6Message error(int type, int code, Ipv6Packet packet) {
        byte[] whole = packet.encode();
        int quoted = Math.min(whole.length, LONGEST_QUOTE);
        byte[] body = new byte[4 + quoted];
        System.arraycopy(whole, 0, body, 4, quoted);
        return new Icmpv6Message(type, code, body);
    }

    public boolean isError() {
        return type < FIRST_INFORMATIONAL;
    }

    /** The packet that an error quotes, as far as it goes. */
    public byte[] quoted() {
        return Octets.from(body, 4);
    }

    /** Of an echo. */
    public int identifier() {
        return Octets.u16(body, 0);
    }

    /** Of an echo. */
    public int sequence() {
        return Octets.u16(body, 2);
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

package net.minitrail.net.packet;

import java.util.Arrays;

/**
 * An ICMP message (RFC 792).
 *
 * @param type 0 echo reply, 3 unreachable, 8 echo request, 11 time exceeded
 * @param rest the second 32 bits of the header; of an echo its identifier and sequence number
 */
public record IcmpMessage(int type, int code, int rest, byte[] data) {
    public static final int ECHO_REPLY = 0;
    public static final int UNREACHABLE = 3;
    public static final int ECHO_REQUEST = 8;
    public static final int TIME_EXCEEDED = 11;
    private static final int HEADER = 8;

    public static IcmpMessage decode(byte[] octets) throws MalformedPacketException {
        Octets.need(octets.length >= HEADER, "ICMP shorter than 8 octets");
        Octets.needChecksum(Octets.checksum(octets, 0, octets.length) == 0, "ICMP checksum is wrong");
        return new IcmpMessage(
                Octets.u8(octets, 0), Octets.u8(octets, 1), Octets.i32(octets, 4), Octets.from(octets, HEADER));
    }

    public static IcmpMessage echoRequest(int identifier, int sequence, byte[] data) {
        return new IcmpMessage(ECHO_REQUEST, 0, identifier << 16 | (sequence & 0xFFFF), data);
    }

    /** The answer to this echo request. */
    public IcmpMessage echoReply() {
        return new IcmpMessage(ECHO_REPLY, 0, rest, data);
    }

    /** An error about {@code packet}: quotes its header and eight octets, as RFC 792 asks. */
    public static IcmpMessage error(int type, int code, int rest, Ipv4Packet packet) {
        return error(type, code, rest, packet, Ipv4Packet.HEADER + 8);
    }

    /** An error that quotes more of the packet, as hosts do: its first {@code most} octets (RFC 1812 section 4.3.2.3). */
    public static IcmpMessage error(int type, int code, int rest, Ipv4Packet packet, int most) {
        byte[] whole = packet.encode();
        return new IcmpMessage(type, code, rest, Arrays.copyOf(whole, Math.min(whole.length, most)));
    }

    public int identifier() {
        return rest >>> 16;
    }

    public int sequence() {
        return rest & 0xFFFF;
    }

    public byte[] encode() {
        byte[] octets = new byte[HEADER + data.length];
        octets[0] = (byte) type;
        octets[1] = (byte) code;
        Octets.put32(octets, 4, rest);
        System.arraycopy(data, 0, octets, HEADER, data.length);
        Octets.put16(octets, 2, Octets.checksum(octets, 0, octets.length));
        return octets;
    }
}

package net.minitrail.net.packet;

import java.util.Arrays;
import net.minitrail.net.IpAddress;

/**
 * A TCP segment (RFC 9293).
 *
 * @param sequence and acknowledgment are 32-bit numbers, unsigned
 * @param flags FIN 1, SYN 2, RST 4, PSH 8, ACK 16
 * @param window as it stands in the header, not scaled
 */
public record TcpSegment(
        int sourcePort,
        int destinationPort,
        int sequence,
        int acknowledgment,
        int flags,
        int window,
        TcpOptions options,
        byte[] payload) {
    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int PSH = 8;
    public static final int ACK = 16;
    private static final int HEADER = 20;

    /** A segment without options. */
    public TcpSegment(
            int sourcePort,
            int destinationPort,
            int sequence,
            int acknowledgment,
            int flags,
            int window,
            byte[] payload) {
        this(sourcePort, destinationPort, sequence, acknowledgment, flags, window, TcpOptions.NONE, payload);
    }

    public static TcpSegment decode(byte[] octets) throws MalformedPacketException {
        Octets.need(octets.length >= HEADER, "TCP shorter than 20 octets");
        int header = (octets[12] >> 4 & 0xF) * 4;
        Octets.need(header >= HEADER && header <= octets.length, "TCP data offset does not fit");
        return new TcpSegment(
                Octets.u16(octets, 0),
                Octets.u16(octets, 2),
                Octets.i32(octets, 4),
                Octets.i32(octets, 8),
                Octets.u8(octets, 13),
                Octets.u16(octets, 14),
                TcpOptions.decode(octets, HEADER, header),
                Arrays.copyOfRange(octets, header, octets.length));
    }

    /** With the checksum over the pseudo header of both addresses, of one family. */
    public byte[] encode(IpAddress source, IpAddress destination) {
        byte[] extra = options.encode();
        int header = HEADER + extra.length;
        byte[] octets = new byte[header + payload.length];
        Octets.put16(octets, 0, sourcePort);
        Octets.put16(octets, 2, destinationPort);
        Octets.put32(octets, 4, sequence);
        Octets.put32(octets, 8, acknowledgment);
        octets[12] = (byte) (header / 4 << 4);
        octets[13] = (byte) flags;
        Octets.put16(octets, 14, window);
        System.arraycopy(extra, 0, octets, HEADER, extra.length);
        System.arraycopy(payload, 0, octets, header, payload.length);
        byte[] from = source.octets();
        byte[] to = destination.octets();
        long sum = Octets.sum(Octets.sum(0, from, 0, from.length), to, 0, to.length);
        Octets.put16(
                octets, 16, Octets.fold(Octets.sum(sum + Ipv4Packet.TCP + octets.length, octets, 0, octets.length)));
        return octets;
    }
}

package net.minitrail.net.packet;

import java.util.Arrays;
import net.minitrail.net.IpAddress;

/** A UDP datagram (RFC 768). */
public record UdpDatagram(int sourcePort, int destinationPort, byte[] payload) {
    private static final int HEADER = 8;

    /** Reads a datagram. A checksum of zero means none (RFC 768); another one is not verified here. */
    public static UdpDatagram decode(byte[] octets) throws MalformedPacketException {
        Octets.need(octets.length >= HEADER, "UDP shorter than 8 octets");
        int length = Octets.u16(octets, 4);
        Octets.need(length >= HEADER && length <= octets.length, "UDP length does not fit");
        return new UdpDatagram(
                Octets.u16(octets, 0), Octets.u16(octets, 2), Arrays.copyOfRange(octets, HEADER, length));
    }

    /** Without a checksum, as tunnel packets travel (RFC 7510 section 3.1). */
    public byte[] encode() {
        byte[] octets = new byte[HEADER + payload.length];
        Octets.put16(octets, 0, sourcePort);
        Octets.put16(octets, 2, destinationPort);
        Octets.put16(octets, 4, octets.length);
        System.arraycopy(payload, 0, octets, HEADER, payload.length);
        return octets;
    }

    /** With the checksum over the pseudo header of {@code source} and {@code destination}, both of one family. */
    public byte[] encode(IpAddress source, IpAddress destination) {
        byte[] octets = encode();
        byte[] from = source.octets();
        byte[] to = destination.octets();
        long sum = Octets.sum(Octets.sum(0, from, 0, from.length), to, 0, to.length);
        int checksum = Octets.fold(Octets.sum(sum + Ipv4Packet.UDP + octets.length, octets, 0, octets.length));
        Octets.put16(octets, 6, checksum == 0 ? 0xFFFF : checksum);
        return octets;
    }
}

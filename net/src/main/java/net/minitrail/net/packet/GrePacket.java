package net.minitrail.net.packet;

/**
 * A GRE packet (RFC 2784, 2890). Key, checksum and sequence number are accepted and skipped, and never sent.
 *
 * @param protocol 0x8847 for MPLS, otherwise an EtherType
 */
public record GrePacket(int protocol, byte[] payload) {
    public static final int HEADER = 4;

    public static GrePacket decode(byte[] octets) throws MalformedPacketException {
        Octets.need(octets.length >= HEADER, "GRE shorter than 4 octets");
        int flags = Octets.u16(octets, 0);
        Octets.need((flags & 0x4007) == 0, "GRE version or routing is not supported");
        int optional = 4 * Integer.bitCount(flags & 0xB000);
        Octets.need(octets.length >= HEADER + optional, "GRE header is cut short");
        return new GrePacket(Octets.u16(octets, 2), Octets.from(octets, HEADER + optional));
    }

    /** The payload, which must be MPLS. */
    public byte[] mpls() throws MalformedPacketException {
        if (protocol != EthernetFrame.MPLS) {
            throw new MalformedPacketException("GRE protocol 0x%04x is not MPLS".formatted(protocol));
        }
        return payload;
    }

    /** Where the label stack begins behind a header that must be there, -1 if this is not MPLS or a version of others. */
    public static int mplsAt(byte[] octets) {
        int flags = Octets.u16(octets, 0);
        boolean ours = (flags & 0x4007) == 0 && Octets.u16(octets, 2) == EthernetFrame.MPLS;
        return ours ? HEADER + 4 * Integer.bitCount(flags & 0xB000) : -1;
    }

    /** Writes the header of a packet with MPLS. */
    public static void putMplsHeader(byte[] octets) {
        Octets.put16(octets, 2, EthernetFrame.MPLS);
    }

    public byte[] encode() {
        byte[] octets = new byte[HEADER + payload.length];
        Octets.put16(octets, 2, protocol);
        System.arraycopy(payload, 0, octets, HEADER, payload.length);
        return octets;
    }
}

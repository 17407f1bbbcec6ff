package net.minitrail.net.packet;

/**
 * A labelled packet with a stack of one entry, as an L3VPN's tunnels carry it.
 *
 * @param payload what follows the bottom of the stack: an IP packet, or an Ethernet frame
 */
public record MplsPacket(MplsEntry entry, byte[] payload) {

    /** Reads the top entry; the payload begins after it, be it the bottom or not. */
    public static MplsPacket decode(byte[] octets) throws MalformedPacketException {
        return new MplsPacket(MplsEntry.decode(octets, 0), Octets.from(octets, MplsEntry.LENGTH));
    }

    public byte[] encode() {
        byte[] octets = new byte[MplsEntry.LENGTH + payload.length];
        entry.encode(octets, 0);
        System.arraycopy(payload, 0, octets, MplsEntry.LENGTH, payload.length);
        return octets;
    }
}

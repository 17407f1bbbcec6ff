package net.minitrail.net.packet;

import net.minitrail.net.MacAddress;

/**
 * An untagged Ethernet II frame without its check sequence.
 *
 * @param etherType 0x0800 IPv4, 0x0806 ARP, 0x86DD IPv6 …
 * @param payload all that follows the header, padding included
 */
public record EthernetFrame(MacAddress destination, MacAddress source, int etherType, byte[] payload) {
    public static final int IPV4 = 0x0800;
    public static final int ARP = 0x0806;
    public static final int IPV6 = 0x86DD;
    public static final int MPLS = 0x8847;
    public static final int HEADER = 14;

    public static EthernetFrame decode(byte[] frame) throws MalformedPacketException {
        Octets.need(frame.length >= HEADER, "frame shorter than its header");
        return new EthernetFrame(
                MacAddress.of(frame, 0), MacAddress.of(frame, 6), Octets.u16(frame, 12), Octets.from(frame, HEADER));
    }

    /** Whether it says that it carries IPv4 or IPv6. */
    public boolean isIp() {
        return etherType == IPV4 || etherType == IPV6;
    }

    public byte[] encode() {
        byte[] frame = new byte[HEADER + payload.length];
        System.arraycopy(destination.octets(), 0, frame, 0, 6);
        System.arraycopy(source.octets(), 0, frame, 6, 6);
        Octets.put16(frame, 12, etherType);
        System.arraycopy(payload, 0, frame, HEADER, payload.length);
        return frame;
    }
}

package net.minitrail.net.packet;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;

/**
 * ARP for IPv4 over Ethernet (RFC 826), 28 octets.
 *
 * @param operation 1 request, 2 reply
 */
public record ArpPacket(
        int operation, MacAddress senderMac, Ipv4Address senderIp, MacAddress targetMac, Ipv4Address targetIp) {
    public static final int REQUEST = 1;
    public static final int REPLY = 2;
    private static final int LENGTH = 28;

    public static ArpPacket decode(byte[] octets) throws MalformedPacketException {
        Octets.need(octets.length >= LENGTH, "ARP shorter than 28 octets");
        boolean ipv4OverEthernet = Octets.u16(octets, 0) == 1
                && Octets.u16(octets, 2) == EthernetFrame.IPV4
                && Octets.u16(octets, 4) == 0x0604;
        Octets.need(ipv4OverEthernet, "ARP is not IPv4 over Ethernet");
        return new ArpPacket(
                Octets.u16(octets, 6),
                MacAddress.of(octets, 8),
                new Ipv4Address(Octets.i32(octets, 14)),
                MacAddress.of(octets, 18),
                new Ipv4Address(Octets.i32(octets, 24)));
    }

    /** Asks who has {@code target}; the target's MAC is zero. */
    public static ArpPacket request(MacAddress senderMac, Ipv4Address senderIp, Ipv4Address target) {
        return new ArpPacket(REQUEST, senderMac, senderIp, MacAddress.ZERO, target);
    }

    /** The answer that {@code mac} has what this request asks for. */
    public ArpPacket replyFrom(MacAddress mac) {
        return new ArpPacket(
                REPLY,
                /* senderMac= */ mac,
                /* senderIp= */ targetIp,
                /* targetMac= */ senderMac,
                /* targetIp= */ senderIp);
    }

    /** Whether it announces the sender's own address (RFC 5227 section 3). */
    public boolean isGratuitous() {
        return senderIp.equals(targetIp);
    }

    public byte[] encode() {
        byte[] octets = new byte[LENGTH];
        Octets.put16(octets, 0, 1);
        Octets.put16(octets, 2, EthernetFrame.IPV4);
        Octets.put16(octets, 4, 0x0604);
        Octets.put16(octets, 6, operation);
        System.arraycopy(senderMac.octets(), 0, octets, 8, 6);
        Octets.put32(octets, 14, senderIp.value());
        System.arraycopy(targetMac.octets(), 0, octets, 18, 6);
        Octets.put32(octets, 24, targetIp.value());
        return octets;
    }
}

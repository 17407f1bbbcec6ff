package net.minitrail.vrouter.cli;

import java.util.Arrays;
import net.minitrail.net.IpAddress;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.ArpPacket;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.Octets;
import org.jspecify.annotations.Nullable;

/**
 * What a filter looks at in a frame; of a tunnel packet only the outer headers, as tcpdump does.
 *
 * @param protocol of IPv4 or IPv6, -1 if it is neither
 * @param source address of IP or sender of ARP, null if there is none
 * @param sourcePort of TCP or UDP, -1 if there is none
 */
record FrameView(
        MacAddress sourceMac,
        MacAddress destinationMac,
        int etherType,
        int protocol,
        @Nullable IpAddress source,
        @Nullable IpAddress destination,
        int sourcePort,
        int destinationPort) {

    static FrameView of(byte[] octets) throws MalformedPacketException {
        EthernetFrame frame = EthernetFrame.decode(octets);
        byte[] ip = frame.payload();
        if (frame.etherType() == EthernetFrame.ARP) {
            ArpPacket arp = ArpPacket.decode(ip);
            return of(frame, -1, arp.senderIp(), arp.targetIp(), ip, ip.length);
        }
        if (frame.etherType() == EthernetFrame.IPV4 && ip.length >= 20) {
            return of(frame, ip[9] & 0xFF, address(ip, 12, 4), address(ip, 16, 4), ip, (ip[0] & 0xF) * 4);
        }
        if (frame.etherType() == EthernetFrame.IPV6 && ip.length >= 40) {
            return of(frame, ip[6] & 0xFF, address(ip, 8, 16), address(ip, 24, 16), ip, 40);
        }
        return of(frame, -1, null, null, ip, ip.length);
    }

    private static FrameView of(
            EthernetFrame frame,
            int protocol,
            @Nullable IpAddress source,
            @Nullable IpAddress destination,
            byte[] ip,
            int header) {
        boolean ports = (protocol == 6 || protocol == 17) && ip.length >= header + 4;
        return new FrameView(
                frame.source(),
                frame.destination(),
                frame.etherType(),
                protocol,
                source,
                destination,
                ports ? Octets.u16(ip, header) : -1,
                ports ? Octets.u16(ip, header + 2) : -1);
    }

    private static IpAddress address(byte[] octets, int at, int length) {
        return IpAddress.of(Arrays.copyOfRange(octets, at, at + length));
    }
}

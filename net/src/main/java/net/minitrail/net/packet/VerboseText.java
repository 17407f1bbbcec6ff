package net.minitrail.net.packet;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A frame as {@code tcpdump -v} of release 4.9 prints it. */
final class VerboseText {
    private VerboseText() {}

    static String describe(byte[] octets, boolean linkLevel, @Nullable TcpNumbers numbers) {
        try {
            EthernetFrame frame = EthernetFrame.decode(octets);
            String link = linkLevel ? PacketText.link(frame, octets.length) : "";
            String text = network(frame, numbers);
            return link + (linkLevel ? PacketText.withoutIp(text) : text);
        } catch (MalformedPacketException e) {
            return PacketText.describe(octets, linkLevel, numbers);
        }
    }

    private static String network(EthernetFrame frame, @Nullable TcpNumbers numbers) throws MalformedPacketException {
        String brief = PacketText.network(frame.etherType(), frame.payload(), numbers);
        if (frame.etherType() == EthernetFrame.ARP) {
            String arp = brief.substring("ARP, ".length()).replaceFirst(", length \\d+$", ", length 28");
            return "ARP, Ethernet (len 6), IPv4 (len 4), " + arp;
        }
        if (frame.etherType() != EthernetFrame.IPV4) {
            return brief;
        }
        Ipv4Packet packet = Ipv4Packet.decode(frame.payload());
        return "IP " + header(packet) + "\n    " + payload(packet, brief);
    }

    private static String header(Ipv4Packet packet) {
        int flags = packet.fragment() >>> 13;
        String names = (flags & 2) != 0 ? "DF" : (flags & 1) != 0 ? "+" : "none";
        return "(tos 0x%x, ttl %d, id %d, offset %d, flags [%s], proto %s (%d), length %d)"
                .formatted(
                        packet.tos(),
                        packet.ttl(),
                        packet.identification(),
                        (packet.fragment() & 0x1FFF) * 8,
                        names,
                        protocol(packet.protocol()),
                        packet.protocol(),
                        packet.length());
    }

    private static String protocol(int number) {
        return switch (number) {
            case Ipv4Packet.ICMP -> "ICMP";
            case Ipv4Packet.TCP -> "TCP";
            case Ipv4Packet.UDP -> "UDP";
            case Ipv4Packet.GRE -> "GRE";
            case VrrpAdvertisement.PROTOCOL -> "VRRP";
            default -> "unknown";
        };
    }

    private static String payload(Ipv4Packet packet, String brief) throws MalformedPacketException {
        if (packet.protocol() != VrrpAdvertisement.PROTOCOL) {
            return brief.substring("IP ".length());
        }
        VrrpAdvertisement vrrp = VrrpAdvertisement.decode(packet.payload());
        String ends = packet.source() + " > " + packet.destination() + ": ";
        return "%svrrp %sVRRPv2, Advertisement, vrid %d, prio %d, authtype none, intvl %ds, length %d, addrs: %s"
                .formatted(
                        ends,
                        ends,
                        vrrp.group(),
                        vrrp.priority(),
                        vrrp.interval(),
                        packet.payload().length,
                        vrrp.addresses().stream().map(Object::toString).collect(Collectors.joining(",")));
    }
}

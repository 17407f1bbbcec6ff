package net.minitrail.net.packet;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * A frame as one line of {@code tcpdump -nn}, of VXLAN two, in the words of the release that Contrail's hosts had (4.9: {@code exp 0}, not
 * {@code tc 0}). What it does not know it prints as protocol and length, as tcpdump does.
 */
public final class PacketText {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS");

    private PacketText() {}

    /**
     * {@code 13:15:02.779234 IP 192.168.100.1 > …}; with {@code linkLevel} the Ethernet header too, as {@code -e}.
     *
     * @param numbers of the capture, which make those of TCP relative; null leaves them as they are
     */
    public static String line(Instant time, byte[] frame, boolean linkLevel, @Nullable TcpNumbers numbers) {
        return CLOCK.format(time.atZone(ZoneId.systemDefault())) + " " + describe(frame, linkLevel, numbers);
    }

    /**
     * The same with {@code -v}: more of IPv4 headers and of ARP, and what an IPv4 packet carries on a line of its own; VRRP is
     * shown in full.
     */
    public static String verbose(Instant time, byte[] frame, boolean linkLevel, @Nullable TcpNumbers numbers) {
        return CLOCK.format(time.atZone(ZoneId.systemDefault())) + " "
                + VerboseText.describe(frame, linkLevel, numbers);
    }

    /** The line without its time. */
    public static String describe(byte[] frame, boolean linkLevel) {
        return describe(frame, linkLevel, null);
    }

    static String describe(byte[] frame, boolean linkLevel, @Nullable TcpNumbers numbers) {
        try {
            EthernetFrame ethernet = EthernetFrame.decode(frame);
            String text = network(ethernet.etherType(), ethernet.payload(), numbers);
            return linkLevel ? link(ethernet, frame.length) + withoutIp(text) : text;
        } catch (MalformedPacketException e) {
            return "[|ether]";
        }
    }

    static String link(EthernetFrame frame, int length) {
        String name = switch (frame.etherType()) {
            case EthernetFrame.IPV4 -> "IPv4";
            case EthernetFrame.IPV6 -> "IPv6";
            case EthernetFrame.ARP -> "ARP";
            default -> "Unknown";
        };
        String destination = frame.destination().equals(MacAddress.BROADCAST)
                ? "Broadcast"
                : frame.destination().toString();
        return "%s > %s, ethertype %s (0x%04x), length %d: "
                .formatted(frame.source(), destination, name, frame.etherType(), length);
    }

    static String withoutIp(String text) {
        return text.startsWith("ARP, ") ? text.substring(5) : text.replaceFirst("^IP6? ", "");
    }

    static String network(int etherType, byte[] octets, @Nullable TcpNumbers numbers) {
        try {
            return switch (etherType) {
                case EthernetFrame.IPV4 -> "IP " + ipv4(Ipv4Packet.decode(octets), numbers);
                case EthernetFrame.IPV6 -> "IP6 " + ipv6(Ipv6Packet.decode(octets), numbers);
                case EthernetFrame.ARP -> "ARP, " + arp(ArpPacket.decode(octets), octets.length);
                case EthernetFrame.MPLS -> mpls(octets, numbers);
                default -> "ethertype Unknown (0x%04x), length %d".formatted(etherType, octets.length);
            };
        } catch (MalformedPacketException e) {
            return etherType == EthernetFrame.ARP ? "[|ARP]" : "[|ip]";
        }
    }

    private static String arp(ArpPacket packet, int length) {
        if (packet.operation() == ArpPacket.REPLY) {
            return "Reply %s is-at %s, length %d".formatted(packet.senderIp(), packet.senderMac(), length);
        }
        String asked = packet.targetMac().equals(MacAddress.ZERO) ? "" : " (" + packet.targetMac() + ")";
        return "Request who-has %s%s tell %s, length %d".formatted(packet.targetIp(), asked, packet.senderIp(), length);
    }

    private static String ipv4(Ipv4Packet packet, @Nullable TcpNumbers numbers) throws MalformedPacketException {
        byte[] payload = packet.payload();
        String ends = packet.source() + " > " + packet.destination() + ": ";
        return switch (packet.protocol()) {
            case Ipv4Packet.ICMP -> ends + icmp(payload);
            case Ipv4Packet.GRE -> ends + gre(payload, numbers);
            case Ipv4Packet.UDP ->
                udp(packet.source().toString(), packet.destination().toString(), payload, numbers);
            case Ipv4Packet.TCP ->
                TcpText.describe(
                        packet.source().toString(), packet.destination().toString(), payload, numbers);
            case VrrpAdvertisement.PROTOCOL -> {
                VrrpAdvertisement vrrp = VrrpAdvertisement.decode(payload);
                yield ends
                        + "VRRPv2, Advertisement, vrid %d, prio %d, authtype none, intvl %ds, length %d"
                                .formatted(vrrp.group(), vrrp.priority(), vrrp.interval(), payload.length);
            }
            default -> ends + "ip-proto-" + packet.protocol() + " " + payload.length;
        };
    }

    private static String ipv6(Ipv6Packet packet, @Nullable TcpNumbers numbers) throws MalformedPacketException {
        byte[] payload = packet.payload();
        return switch (packet.nextHeader()) {
            case Ipv6Packet.ICMPV6 -> packet.source() + " > " + packet.destination() + ": " + icmpv6(packet);
            case Ipv4Packet.UDP ->
                udp(packet.source().toString(), packet.destination().toString(), payload, numbers);
            case Ipv4Packet.TCP ->
                TcpText.describe(
                        packet.source().toString(), packet.destination().toString(), payload, numbers);
            default ->
                packet.source() + " > " + packet.destination() + ": ip-proto-" + packet.nextHeader() + " "
                        + payload.length;
        };
    }

    private static String icmp(byte[] octets) throws MalformedPacketException {
        IcmpMessage message = IcmpMessage.decode(octets);
        return switch (message.type()) {
            case IcmpMessage.ECHO_REQUEST -> echo("ICMP echo request", message, octets.length);
            case IcmpMessage.ECHO_REPLY -> echo("ICMP echo reply", message, octets.length);
            case IcmpMessage.UNREACHABLE -> "ICMP " + unreachable(message) + ", length " + octets.length;
            case IcmpMessage.TIME_EXCEEDED -> "ICMP time exceeded in-transit, length " + octets.length;
            default -> "ICMP type-#" + message.type() + ", length " + octets.length;
        };
    }

    private static String echo(String name, IcmpMessage message, int length) {
        return "%s, id %d, seq %d, length %d".formatted(name, message.identifier(), message.sequence(), length);
    }

    private static String unreachable(IcmpMessage message) throws MalformedPacketException {
        byte[] quoted = message.data();
        Octets.need(quoted.length >= Ipv4Packet.HEADER + 4, "no quoted packet");
        String destination = new Ipv4Address(Octets.i32(quoted, 16)).toString();
        return switch (message.code()) {
            case 0 -> "net " + destination + " unreachable";
            case 1 -> "host " + destination + " unreachable";
            case 2 -> destination + " protocol " + Octets.u8(quoted, 9) + " unreachable";
            case 3 ->
                "%s %s port %d unreachable"
                        .formatted(
                                destination,
                                Octets.u8(quoted, 9) == Ipv4Packet.TCP ? "tcp" : "udp",
                                Octets.u16(quoted, Ipv4Packet.HEADER + 2));
            case 4 -> destination + " unreachable - need to frag (mtu " + (message.rest() & 0xFFFF) + ")";
            default -> destination + " unreachable - #" + message.code();
        };
    }

    private static String icmpv6(Ipv6Packet packet) throws MalformedPacketException {
        Icmpv6Message message = Icmpv6Message.decode(packet);
        int length = packet.payload().length;
        String what = switch (message.type()) {
            case Icmpv6Message.ECHO_REQUEST -> "echo request, seq " + message.sequence();
            case Icmpv6Message.ECHO_REPLY -> "echo reply, seq " + message.sequence();
            case Icmpv6Message.NEIGHBOR_SOLICITATION -> "neighbor solicitation, who has " + target(message);
            case Icmpv6Message.NEIGHBOR_ADVERTISEMENT -> "neighbor advertisement, tgt is " + target(message);
            case Icmpv6Message.UNREACHABLE ->
                "destination unreachable, unreachable " + (message.code() == 4 ? "port" : "route") + " "
                        + quotedDestination(message);
            case Icmpv6Message.TIME_EXCEEDED -> "time exceeded in-transit for " + quotedDestination(message);
            default -> "type-#" + message.type();
        };
        return "ICMP6, " + what + ", length " + length;
    }

    private static Ipv6Address target(Icmpv6Message message) throws MalformedPacketException {
        return address(message.body(), 4);
    }

    private static Ipv6Address quotedDestination(Icmpv6Message message) throws MalformedPacketException {
        return address(message.quoted(), 24);
    }

    private static Ipv6Address address(byte[] octets, int at) throws MalformedPacketException {
        Octets.need(octets.length >= at + 16, "no IPv6 address");
        return new Ipv6Address(Octets.i64(octets, at), Octets.i64(octets, at + 8));
    }

    private static String udp(String source, String destination, byte[] octets, @Nullable TcpNumbers numbers)
            throws MalformedPacketException {
        UdpDatagram datagram = UdpDatagram.decode(octets);
        String ends =
                "%s.%d > %s.%d: ".formatted(source, datagram.sourcePort(), destination, datagram.destinationPort());
        return switch (datagram.destinationPort()) {
            case 6635, 51_234 -> ends + mpls(datagram.payload(), numbers);
            case 4789 -> ends + vxlan(datagram.payload(), numbers);
            default ->
                ends
                        + (ServiceText.knows(datagram)
                                ? ServiceText.describe(datagram)
                                : "UDP, length " + datagram.payload().length);
        };
    }

    /** The frame inside is on a line of its own. */
    private static String vxlan(byte[] octets, @Nullable TcpNumbers numbers) throws MalformedPacketException {
        VxlanPacket packet = VxlanPacket.decode(octets);
        return "VXLAN, flags [I] (0x%02x), vni %d\n%s"
                .formatted(octets[0], packet.vni(), describe(packet.frame(), false, numbers));
    }

    private static String gre(byte[] octets, @Nullable TcpNumbers numbers) throws MalformedPacketException {
        GrePacket gre = GrePacket.decode(octets);
        return "GREv0, length " + octets.length + ": " + network(gre.protocol(), gre.payload(), numbers);
    }

    private static String mpls(byte[] octets, @Nullable TcpNumbers numbers) throws MalformedPacketException {
        var text = new StringBuilder("MPLS");
        int at = 0;
        MplsEntry entry;
        do {
            entry = MplsEntry.decode(octets, at);
            at += MplsEntry.LENGTH;
            text.append(" (label %d, exp %d, ".formatted(entry.label(), entry.trafficClass()))
                    .append(entry.bottom() ? "[S], " : "")
                    .append("ttl " + entry.ttl() + ")");
        } while (!entry.bottom());
        byte[] payload = Octets.from(octets, at);
        int version = payload.length == 0 ? 0 : payload[0] >> 4 & 0xF;
        return switch (version) {
            case 4 -> text + " " + network(EthernetFrame.IPV4, payload, numbers);
            case 6 -> text + " " + network(EthernetFrame.IPV6, payload, numbers);
            default -> text.toString();
        };
    }
}

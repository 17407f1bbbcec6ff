package net.minitrail.net.packet;

import java.util.stream.Collectors;

/** DHCP and DNS as tcpdump prints them in one line. */
final class ServiceText {
    private ServiceText() {}

    /** Whether a datagram is of a service that is shown in its own words. */
    static boolean knows(UdpDatagram datagram) {
        return isDhcp(datagram) || isDns(datagram);
    }

    private static boolean isDhcp(UdpDatagram datagram) {
        return isOf(datagram, DhcpMessage.SERVER_PORT) || isOf(datagram, DhcpMessage.CLIENT_PORT);
    }

    private static boolean isDns(UdpDatagram datagram) {
        return isOf(datagram, DnsMessage.PORT);
    }

    private static boolean isOf(UdpDatagram datagram, int port) {
        return datagram.sourcePort() == port || datagram.destinationPort() == port;
    }

    static String describe(UdpDatagram datagram) {
        int length = datagram.payload().length;
        try {
            return isDhcp(datagram)
                    ? dhcp(DhcpMessage.decode(datagram.payload()), length)
                    : dns(DnsMessage.decode(datagram.payload()), length);
        } catch (MalformedPacketException e) {
            return isDhcp(datagram) ? "[|bootp]" : "[|domain]";
        }
    }

    private static String dhcp(DhcpMessage message, int length) {
        return "BOOTP/DHCP, " + (message.reply() ? "Reply" : "Request from " + message.mac()) + ", length " + length;
    }

    private static String dns(DnsMessage message, int length) {
        if (!message.response()) {
            String recursion = message.recursionDesired() ? "+" : "";
            return "%d%s %s? %s. (%d)".formatted(message.id(), recursion, type(message.type()), message.name(), length);
        }
        String code = switch (message.code()) {
            case 0 -> "";
            case DnsMessage.NO_SUCH_NAME -> " NXDomain";
            case DnsMessage.NOT_IMPLEMENTED -> " NotImp";
            default -> " code " + message.code();
        };
        String answers = message.answers().stream()
                .map(answer ->
                        " " + type(answer.type()) + " " + answer.data() + (answer.type() == DnsMessage.PTR ? "." : ""))
                .collect(Collectors.joining(","));
        return "%d%s %d/0/0%s (%d)"
                .formatted(message.id(), code, message.answers().size(), answers, length);
    }

    private static String type(int type) {
        return switch (type) {
            case DnsMessage.A -> "A";
            case DnsMessage.AAAA -> "AAAA";
            case DnsMessage.PTR -> "PTR";
            default -> "Type" + type;
        };
    }
}

package net.minitrail.gateway.forwarding;

import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.packet.Icmpv6Message;
import net.minitrail.net.packet.Ipv6Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.Octets;
import org.jspecify.annotations.Nullable;

/** An IPv6 packet with ICMPv6 (RFC 4443). */
record Ipv6Datagram(Ipv6Packet packet) implements Datagram {
    /** Where the identifier of an echo is in what an error quotes of it. */
    private static final int QUOTED_IDENTIFIER = Ipv6Packet.HEADER + 4;

    private static final int NO_ROUTE = 0;

    static Ipv6Datagram decode(byte[] octets) throws MalformedPacketException {
        return new Ipv6Datagram(Ipv6Packet.decode(octets));
    }

    static Ipv6Datagram of(Ipv6Address source, Ipv6Address destination, Icmpv6Message message) {
        return new Ipv6Datagram(Ipv6Packet.icmp(source, destination, message));
    }

    @Override
    public Ipv6Address source() {
        return packet.source();
    }

    @Override
    public Ipv6Address destination() {
        return packet.destination();
    }

    @Override
    public int ttl() {
        return packet.hopLimit();
    }

    @Override
    public Datagram withTtl(int ttl) {
        return new Ipv6Datagram(packet.withHopLimit(ttl));
    }

    @Override
    public byte[] encode() {
        return packet.encode();
    }

    @Override
    public @Nullable Icmp icmp() throws MalformedPacketException {
        if (packet.nextHeader() != Ipv6Packet.ICMPV6) {
            return null;
        }
        Icmpv6Message message = Icmpv6Message.decode(packet);
        return switch (message.type()) {
            case Icmpv6Message.ECHO_REQUEST -> new Icmp(Kind.ECHO_REQUEST, message.identifier(), message.sequence());
            case Icmpv6Message.ECHO_REPLY -> new Icmp(Kind.ECHO_REPLY, message.identifier(), message.sequence());
            case Icmpv6Message.TIME_EXCEEDED -> quoted(Kind.TTL_EXCEEDED, message.quoted());
            case Icmpv6Message.UNREACHABLE -> quoted(Kind.UNREACHABLE, message.quoted());
            default -> null;
        };
    }

    private static @Nullable Icmp quoted(Kind kind, byte[] quoted) {
        return quoted.length < QUOTED_IDENTIFIER + 4
                ? null
                : new Icmp(kind, Octets.u16(quoted, QUOTED_IDENTIFIER), Octets.u16(quoted, QUOTED_IDENTIFIER + 2));
    }

    @Override
    public Datagram echoReply() throws MalformedPacketException {
        return answer(packet.destination(), Icmpv6Message.decode(packet).echoReply());
    }

    @Override
    public @Nullable Datagram error(Kind kind, IpAddress from) throws MalformedPacketException {
        boolean icmp = packet.nextHeader() == Ipv6Packet.ICMPV6;
        if (icmp && Icmpv6Message.decode(packet).isError()) {
            return null; // RFC 4443 section 2.4 e
        }
        Icmpv6Message error = kind == Kind.TTL_EXCEEDED
                ? Icmpv6Message.error(Icmpv6Message.TIME_EXCEEDED, 0, packet)
                : Icmpv6Message.error(Icmpv6Message.UNREACHABLE, NO_ROUTE, packet);
        return answer((Ipv6Address) from, error);
    }

    private Datagram answer(Ipv6Address from, Icmpv6Message message) {
        return of(from, packet.source(), message);
    }
}

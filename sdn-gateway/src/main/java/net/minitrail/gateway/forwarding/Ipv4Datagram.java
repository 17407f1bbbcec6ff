package net.minitrail.gateway.forwarding;

import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.IcmpMessage;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.Octets;
import org.jspecify.annotations.Nullable;

/** An IPv4 packet with ICMP (RFC 792). */
record Ipv4Datagram(Ipv4Packet packet) implements Datagram {
    /** Where the identifier of an echo is in what an error quotes of it. */
    private static final int QUOTED_IDENTIFIER = Ipv4Packet.HEADER + 4;

    static Ipv4Datagram decode(byte[] octets) throws MalformedPacketException {
        return new Ipv4Datagram(Ipv4Packet.decode(octets));
    }

    static Ipv4Datagram echoRequest(
            Ipv4Address source, Ipv4Address destination, int identifier, int sequence, int ttl, byte[] data) {
        byte[] message = IcmpMessage.echoRequest(identifier, sequence, data).encode();
        int identification = identifier + sequence & 0xFFFF;
        return new Ipv4Datagram(
                new Ipv4Packet(0, identification, 0, ttl, Ipv4Packet.ICMP, source, destination, message));
    }

    @Override
    public Ipv4Address source() {
        return packet.source();
    }

    @Override
    public Ipv4Address destination() {
        return packet.destination();
    }

    @Override
    public int ttl() {
        return packet.ttl();
    }

    @Override
    public Datagram withTtl(int ttl) {
        return new Ipv4Datagram(packet.withTtl(ttl));
    }

    @Override
    public byte[] encode() {
        return packet.encode();
    }

    @Override
    public @Nullable Icmp icmp() throws MalformedPacketException {
        if (packet.protocol() != Ipv4Packet.ICMP) {
            return null;
        }
        IcmpMessage message = IcmpMessage.decode(packet.payload());
        return switch (message.type()) {
            case IcmpMessage.ECHO_REQUEST -> new Icmp(Kind.ECHO_REQUEST, message.identifier(), message.sequence());
            case IcmpMessage.ECHO_REPLY -> new Icmp(Kind.ECHO_REPLY, message.identifier(), message.sequence());
            case IcmpMessage.TIME_EXCEEDED -> quoted(Kind.TTL_EXCEEDED, message.data());
            case IcmpMessage.UNREACHABLE -> quoted(Kind.UNREACHABLE, message.data());
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
        return answer(packet.destination(), IcmpMessage.decode(packet.payload()).echoReply());
    }

    @Override
    public @Nullable Datagram error(Kind kind, IpAddress from) throws MalformedPacketException {
        boolean icmp = packet.protocol() == Ipv4Packet.ICMP;
        if (icmp && IcmpMessage.decode(packet.payload()).type() != IcmpMessage.ECHO_REQUEST) {
            return null;
        }
        IcmpMessage error = kind == Kind.TTL_EXCEEDED
                ? IcmpMessage.error(IcmpMessage.TIME_EXCEEDED, 0, 0, packet)
                : IcmpMessage.error(IcmpMessage.UNREACHABLE, 1, 0, packet);
        return answer((Ipv4Address) from, error);
    }

    private Datagram answer(Ipv4Address from, IcmpMessage message) {
        return new Ipv4Datagram(
                Ipv4Packet.of(Ipv4Packet.ICMP, from, packet.source(), packet.identification(), message.encode()));
    }
}

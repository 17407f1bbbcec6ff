package net.minitrail.gateway.forwarding;

import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.packet.Icmpv6Message;
import net.minitrail.net.packet.MalformedPacketException;
import org.jspecify.annotations.Nullable;

/** A packet of either family, as a router and a pinging host look at it. Immutable. */
sealed interface Datagram permits Ipv4Datagram, Ipv6Datagram {

    /** What its ICMP message is, if it is one of these. */
    enum Kind {
        ECHO_REQUEST,
        ECHO_REPLY,
        TTL_EXCEEDED,
        UNREACHABLE
    }

    /**
     * An ICMP message.
     *
     * @param identifier of the echo, or of the one that an error quotes
     * @param sequence as {@code identifier}
     */
    record Icmp(Kind kind, int identifier, int sequence) {}

    /** Reads a packet of the family that its first four bits name. */
    static Datagram decode(byte[] octets) throws MalformedPacketException {
        boolean six = octets.length > 0 && octets[0] >>> 4 == 6;
        return six ? Ipv6Datagram.decode(octets) : Ipv4Datagram.decode(octets);
    }

    /** An echo request; both addresses are of one family. */
    static Datagram echoRequest(
            IpAddress source, IpAddress destination, int identifier, int sequence, int ttl, byte[] data) {
        return source instanceof Ipv4Address v4
                ? Ipv4Datagram.echoRequest(v4, (Ipv4Address) destination, identifier, sequence, ttl, data)
                : Ipv6Datagram.of(
                                (Ipv6Address) source,
                                (Ipv6Address) destination,
                                Icmpv6Message.echoRequest(identifier, sequence, data))
                        .withTtl(ttl);
    }

    IpAddress source();

    IpAddress destination();

    /** TTL or hop limit. */
    int ttl();

    Datagram withTtl(int ttl);

    byte[] encode();

    /** Its ICMP message; null if it has none of the kinds. */
    @Nullable
    Icmp icmp() throws MalformedPacketException;

    /** The answer to this echo request. */
    Datagram echoReply() throws MalformedPacketException;

    /**
     * An error about this packet, to its sender; null if none may be sent, as about an error.
     *
     * @param kind {@code TTL_EXCEEDED} or {@code UNREACHABLE}
     * @param from an address of the family
     */
    @Nullable
    Datagram error(Kind kind, IpAddress from) throws MalformedPacketException;
}

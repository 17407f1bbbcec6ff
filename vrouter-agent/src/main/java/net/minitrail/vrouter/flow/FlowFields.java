package net.minitrail.vrouter.flow;

import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.MalformedPacketException.Fault;
import net.minitrail.net.packet.Octets;

/**
 * What a flow key takes from a packet. An ICMP error counts as a packet of the flow that it is about, on its way back.
 *
 * @param error whether these are the fields of what an ICMP error quotes
 */
public record FlowFields(
        boolean v4,
        int protocol,
        int sourcePort,
        int destinationPort,
        long sourceHigh,
        long sourceLow,
        long destinationHigh,
        long destinationLow,
        boolean error) {
    private static final int SCTP = 132;
    private static final int V6_HEADER = 40;
    private static final int ICMP_HEADER = 8;
    private static final int FRAGMENT_LENGTH = 8;

    /** Next header of IPv6 fragments (RFC 8200 section 4.5). */
    public static final int FRAGMENT_HEADER = 44;

    /**
     * Reads an IPv4 or IPv6 packet whose header fits.
     *
     * @throws MalformedPacketException if the header behind it is cut short
     */
    public static FlowFields of(byte[] packet) throws MalformedPacketException {
        return of(packet, 0, false);
    }

    /** What a part of a packet that does not have the transport's header shares with the first one: ports are 0. */
    public static FlowFields withoutPorts(byte[] packet) throws MalformedPacketException {
        boolean v4 = packet[0] >> 4 == 4;
        boolean fragment = !v4 && packet[6] == FRAGMENT_HEADER;
        if (fragment && packet.length <= V6_HEADER) {
            throw new MalformedPacketException(Fault.FRAGMENT, "fragment header is cut off");
        }
        int protocol = packet[v4 ? 9 : fragment ? V6_HEADER : 6] & 0xFF;
        return fields(packet, 0, v4, protocol, 0, 0);
    }

    /** What the IP header alone says. */
    public static FlowFields bare(byte[] packet, int protocol) {
        return fields(packet, 0, packet[0] >> 4 == 4, protocol, 0, 0);
    }

    private static FlowFields of(byte[] packet, int at, boolean quoted) throws MalformedPacketException {
        boolean v4 = packet[at] >> 4 == 4;
        int protocol = packet[at + (v4 ? 9 : 6)] & 0xFF;
        int next = at + (v4 ? (packet[at] & 0xF) * 4 : V6_HEADER);
        if (!v4 && protocol == FRAGMENT_HEADER) {
            if (packet.length < next + FRAGMENT_LENGTH) {
                throw new MalformedPacketException(Fault.FRAGMENT, "fragment header is cut off");
            }
            protocol = packet[next] & 0xFF;
            next += FRAGMENT_LENGTH;
        }
        boolean icmp = protocol == (v4 ? Ipv4Packet.ICMP : FlowKey.ICMP6);
        if (icmp && packet.length >= next + ICMP_HEADER) {
            int type = packet[next] & 0xFF;
            boolean isError = v4 ? type == 3 || type == 4 || type == 5 || type == 11 || type == 12 : type < 128;
            if (isError && !quoted && fits(packet, next + ICMP_HEADER, v4)) {
                return of(packet, next + ICMP_HEADER, true).turnedRound();
            }
            boolean echo = v4 ? type == 0 || type == 8 : type == 128 || type == 129;
            return fields(packet, at, v4, protocol, echo ? Octets.u16(packet, next + 4) : 0, echo ? echo(v4) : type);
        }
        if (protocol == Ipv4Packet.TCP || protocol == Ipv4Packet.UDP || protocol == SCTP) {
            if (packet.length < next + (quoted ? 4 : ICMP_HEADER)) {
                throw new MalformedPacketException("ports are cut off");
            }
            return fields(packet, at, v4, protocol, Octets.u16(packet, next), Octets.u16(packet, next + 2));
        }
        if (icmp) {
            throw new MalformedPacketException("ICMP shorter than 8 octets");
        }
        return fields(packet, at, v4, protocol, 0, 0);
    }

    /** The type that both directions of an echo have: that of the reply. */
    private static int echo(boolean v4) {
        return v4 ? 0 : 129;
    }

    private static boolean fits(byte[] packet, int at, boolean v4) {
        int header = v4 ? Ipv4Packet.HEADER : V6_HEADER;
        return packet.length >= at + header
                && packet[at] >> 4 == (v4 ? 4 : 6)
                && packet.length >= at + (v4 ? (packet[at] & 0xF) * 4 : header) + 4;
    }

    private static FlowFields fields(byte[] packet, int at, boolean v4, int protocol, int source, int destination) {
        int from = at + (v4 ? 12 : 8);
        int to = at + (v4 ? 16 : 24);
        return new FlowFields(
                v4,
                protocol,
                source,
                destination,
                FlowAddress.high(packet, from, v4),
                FlowAddress.low(packet, from, v4),
                FlowAddress.high(packet, to, v4),
                FlowAddress.low(packet, to, v4),
                false);
    }

    private FlowFields turnedRound() {
        FlowKey back = key(0).reversed(0);
        return new FlowFields(
                v4,
                protocol,
                back.sourcePort(),
                back.destinationPort(),
                back.sourceHigh(),
                back.sourceLow(),
                back.destinationHigh(),
                back.destinationLow(),
                true);
    }

    /** The key of an ordinary flow through the interface with this next hop. */
    public FlowKey key(int nextHop) {
        return new FlowKey(
                v4,
                protocol,
                sourcePort,
                destinationPort,
                nextHop,
                sourceHigh,
                sourceLow,
                destinationHigh,
                destinationLow);
    }
}

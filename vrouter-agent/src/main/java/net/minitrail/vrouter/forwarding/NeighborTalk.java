package net.minitrail.vrouter.forwarding;

import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.ArpPacket;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Icmpv6Message;
import net.minitrail.net.packet.Ipv6Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.NeighborMessage;
import org.jspecify.annotations.Nullable;

/**
 * What an ARP packet, or a neighbor solicitation or advertisement, says of an address: both are treated alike.
 *
 * @param address that is asked for, announced or told of
 * @param sender the MAC of whoever says it
 * @param frame its source is answered
 * @param reply makes the payload of an answer that names a MAC
 */
record NeighborTalk(Kind kind, IpAddress address, MacAddress sender, EthernetFrame frame, Reply reply) {
    /** The three things that are said. */
    enum Kind {
        /** Somebody wants to know who has the address. */
        ASKS,
        /** Somebody asks for the address that it has, or is about to take: gratuitous ARP, duplicate address detection. */
        ANNOUNCES,
        /** Somebody has the address, asked or not. */
        TELLS
    }

    /** Makes the payload of an answer. */
    interface Reply {
        byte[] naming(MacAddress owner);
    }

    private static final int TYPE_AT = Ipv6Packet.HEADER;

    /** What a frame says; null if it is about something else. */
    static @Nullable NeighborTalk of(EthernetFrame frame) throws MalformedPacketException {
        byte[] payload = frame.payload();
        if (frame.etherType() == EthernetFrame.ARP) {
            return of(frame, ArpPacket.decode(payload));
        }
        boolean icmp =
                frame.etherType() == EthernetFrame.IPV6 && payload.length > TYPE_AT && payload[6] == Ipv6Packet.ICMPV6;
        int type = icmp ? payload[TYPE_AT] & 0xFF : 0;
        if (type != Icmpv6Message.NEIGHBOR_SOLICITATION && type != Icmpv6Message.NEIGHBOR_ADVERTISEMENT) {
            return null;
        }
        Ipv6Packet packet = Ipv6Packet.decode(payload);
        return of(frame, packet, NeighborMessage.decode(packet, Icmpv6Message.decode(packet)));
    }

    private static NeighborTalk of(EthernetFrame frame, ArpPacket packet) throws MalformedPacketException {
        if (packet.operation() != ArpPacket.REQUEST && packet.operation() != ArpPacket.REPLY) {
            throw new MalformedPacketException("ARP operation " + packet.operation());
        }
        Reply reply = owner -> packet.replyFrom(owner).encode();
        if (packet.operation() == ArpPacket.REPLY) {
            return new NeighborTalk(Kind.TELLS, packet.senderIp(), packet.senderMac(), frame, reply);
        }
        Kind kind = packet.isGratuitous() ? Kind.ANNOUNCES : Kind.ASKS;
        return new NeighborTalk(kind, packet.targetIp(), packet.senderMac(), frame, reply);
    }

    private static NeighborTalk of(EthernetFrame frame, Ipv6Packet packet, NeighborMessage message) {
        Kind kind = message.type() == Icmpv6Message.NEIGHBOR_ADVERTISEMENT
                ? Kind.TELLS
                : packet.source().equals(Ipv6Address.ANY) ? Kind.ANNOUNCES : Kind.ASKS;
        Reply reply = owner -> NeighborMessage.advertisement(message.target(), owner, true)
                .from(message.target(), packet.source())
                .encode();
        return new NeighborTalk(kind, message.target(), frame.source(), frame, reply);
    }

    /** The frame that answers: {@code owner} has the address. */
    byte[] answer(MacAddress owner) {
        return new EthernetFrame(frame.source(), owner, frame.etherType(), reply.naming(owner)).encode();
    }
}

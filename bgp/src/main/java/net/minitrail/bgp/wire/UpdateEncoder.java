package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.net.IpAddress;

/**
 * Writes UPDATE messages, each as full as the limit allows. What it writes is the same for all peers with equal
 * {@link CodecOptions}, so an update group encodes once. Attributes come in Contrail's order, MP_REACH_NLRI last.
 *
 * <p>Towards external peers LOCAL_PREF, ORIGINATOR_ID, CLUSTER_LIST and AIGP are left out. Withdrawals of 1/1 travel in
 * the classic field, which every speaker takes; some die of MP_UNREACH_NLRI for 1/1. For one thread.
 */
public final class UpdateEncoder {
    /** Message header, length of the withdrawn routes and length of the attributes. */
    private static final int FRAME = MessageHeader.LENGTH + 4;

    /** The longest header of an attribute. */
    private static final int ATTRIBUTE_HEADER = 4;

    /** In MP_REACH_NLRI: family, length of the next hop, a reserved octet. In MP_UNREACH_NLRI: family. */
    private static final int REACH_FIXED = 5;

    private static final int UNREACH_FIXED = 3;

    private final CodecOptions options;

    /** The attributes of the routes at hand, written once for all their messages. */
    private final ByteBuf attributes = Unpooled.buffer();

    public UpdateEncoder(CodecOptions options) {
        this.options = options;
    }

    /**
     * Writes routes with common attributes, in their order.
     *
     * @param common with a next hop
     * @param routes of one family
     * @return those that do not fit in a message even alone, nearly always none; nothing was written of them
     */
    public ImmutableList<Route> announce(PathAttributes common, List<Route> routes, ByteBuf out) {
        if (routes.isEmpty()) {
            return ImmutableList.of();
        }
        AddressFamily family = routes.get(0).nlri().family();
        NlriCodec codec = NlriCodec.sending(family, options);
        IpAddress nextHop = common.requireNextHop();
        boolean classic = family == AddressFamily.IPV4_UNICAST && options.classicIpv4();
        writeAttributes(common, family);
        int reachFixed = classic ? 0 : REACH_FIXED + NextHops.length(family, nextHop);
        int room = room() - (classic ? 0 : ATTRIBUTE_HEADER + reachFixed);

        List<Route> tooLong = new ArrayList<>(0);
        int from = 0;
        while (from < routes.size()) {
            int size = 0;
            int to = from;
            int next = codec.length(routes.get(from));
            while (size + next <= room) {
                size += next;
                to++;
                next = to < routes.size() ? codec.length(routes.get(to)) : room + 1;
            }
            if (to == from) {
                tooLong.add(routes.get(from++));
                continue;
            }
            int start = begin(classic ? 0 : attributeLength(reachFixed + size), out);
            if (!classic) {
                AttributeCodec.writeHeader(AttributeCodec.OPTIONAL, MultiprotocolField.REACH, reachFixed + size, out);
                out.writeShort(family.afi()).writeByte(family.safi()).writeByte(reachFixed - REACH_FIXED);
                NextHops.write(family, nextHop, out);
                out.writeByte(0);
            }
            while (from < to) {
                codec.write(routes.get(from++), out);
            }
            MessageHeader.finish(start, out);
        }
        return ImmutableList.copyOf(tooLong);
    }

    /** Writes withdrawals of one family, in their order. */
    public void withdraw(List<? extends Nlri> withdrawn, ByteBuf out) {
        if (withdrawn.isEmpty()) {
            return;
        }
        AddressFamily family = withdrawn.get(0).family();
        NlriCodec codec = NlriCodec.sending(family, options);
        boolean classic = family == AddressFamily.IPV4_UNICAST;
        attributes.clear();
        int room = room() - (classic ? 0 : ATTRIBUTE_HEADER + UNREACH_FIXED);
        int from = 0;
        while (from < withdrawn.size()) {
            int size = 0;
            int to = from;
            int next = codec.withdrawnLength(withdrawn.get(from));
            while (size + next <= room) {
                size += next;
                to++;
                next = to < withdrawn.size() ? codec.withdrawnLength(withdrawn.get(to)) : room + 1;
            }
            int start = MessageHeader.begin(MessageHeader.UPDATE, out);
            if (classic) {
                out.writeShort(size);
            } else {
                beginUnreach(family, size, out);
            }
            while (from < to) {
                codec.writeWithdrawn(withdrawn.get(from++), out);
            }
            if (classic) {
                out.writeShort(0);
            }
            MessageHeader.finish(start, out);
        }
    }

    /** Writes the mark that the initial routes of {@code family} are complete (RFC 4724 section 2). */
    public void endOfRib(AddressFamily family, ByteBuf out) {
        int start = MessageHeader.begin(MessageHeader.UPDATE, out);
        if (family == AddressFamily.IPV4_UNICAST) {
            out.writeInt(0);
        } else {
            beginUnreach(family, 0, out);
        }
        MessageHeader.finish(start, out);
    }

    /** Octets left for routes in a message with the attributes at hand. */
    private int room() {
        return options.maxMessageLength() - FRAME - attributes.readableBytes();
    }

    private static int attributeLength(int valueLength) {
        return valueLength + (valueLength > 0xFF ? ATTRIBUTE_HEADER : ATTRIBUTE_HEADER - 1);
    }

    /** Begins a message that has the attributes at hand and {@code more} octets of attributes after them. */
    private int begin(int more, ByteBuf out) {
        int start = MessageHeader.begin(MessageHeader.UPDATE, out);
        out.writeShort(0).writeShort(attributes.readableBytes() + more);
        out.writeBytes(attributes, 0, attributes.readableBytes());
        return start;
    }

    private static void beginUnreach(AddressFamily family, int size, ByteBuf out) {
        int length = UNREACH_FIXED + size;
        out.writeShort(0).writeShort(attributeLength(length));
        AttributeCodec.writeHeader(AttributeCodec.OPTIONAL, MultiprotocolField.UNREACH, length, out);
        out.writeShort(family.afi()).writeByte(family.safi());
    }

    private void writeAttributes(PathAttributes common, AddressFamily family) {
        attributes.clear();
        for (AttributeCodec codec : AttributeCodecs.IN_WRITING_ORDER) {
            if (options.internal() || !codec.internalOnly()) {
                codec.encode(common, options, attributes);
            }
            if (codec.type() == OriginCodec.TYPE && family == AddressFamily.IPV4_UNICAST) {
                AttributeCodecs.NEXT_HOP.encode(common, options, attributes);
            }
        }
        for (RawAttribute unknown : common.unknown()) {
            int flags = AttributeCodec.OPTIONAL | AttributeCodec.TRANSITIVE | AttributeCodec.PARTIAL;
            AttributeCodec.writeHeader(flags, unknown.type(), unknown.value().length(), attributes);
            unknown.value().writeTo(attributes);
        }
    }
}

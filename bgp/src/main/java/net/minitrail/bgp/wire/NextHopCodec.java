package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;
import net.minitrail.net.Ipv4Address;

/**
 * NEXT_HOP (type 3, RFC 4271 section 5.1.3): the next hop of the routes in the classic NLRI field.
 * Beside routes in MP_REACH_NLRI only its length matters (RFC 4760 section 3).
 */
final class NextHopCodec extends AttributeCodec {
    static final int TYPE = 3;

    NextHopCodec() {
        super(TYPE, WELL_KNOWN);
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        requireLength(value, 4); // RFC 7606 section 7.3
        into.builder.nextHop(new Ipv4Address(value.i32()));
    }

    /** Written by {@link UpdateEncoder}, since it depends on the family. */
    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        if (from.nextHop().orElse(null) instanceof Ipv4Address address) {
            writeHeader(4, out);
            out.writeInt(address.value());
        }
    }
}

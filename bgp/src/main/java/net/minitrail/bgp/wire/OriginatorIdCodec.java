package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;
import net.minitrail.net.Ipv4Address;

/** ORIGINATOR_ID (type 9, RFC 4456 section 8): within the AS only. */
final class OriginatorIdCodec extends AttributeCodec {
    OriginatorIdCodec() {
        super(9, OPTIONAL);
    }

    @Override
    boolean internalOnly() {
        return true;
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        requireLength(value, 4); // RFC 7606 section 7.9
        into.builder.originatorId(new Ipv4Address(value.i32()));
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        from.originatorId().ifPresent(id -> {
            writeHeader(4, out);
            out.writeInt(id.value());
        });
    }
}

package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/** MULTI_EXIT_DISC (type 4, RFC 4271 section 5.1.4). */
final class MedCodec extends AttributeCodec {
    MedCodec() {
        super(4, OPTIONAL);
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        requireLength(value, 4); // RFC 7606 section 7.4
        into.builder.med(value.u32());
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        long med = from.medOr(PathAttributes.ABSENT);
        if (med != PathAttributes.ABSENT) {
            writeHeader(4, out);
            out.writeInt((int) med);
        }
    }
}

package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/** ORIGIN (type 1, RFC 4271 section 5.1.1). */
final class OriginCodec extends AttributeCodec {
    static final int TYPE = 1;

    OriginCodec() {
        super(TYPE, WELL_KNOWN);
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        requireLength(value, 1);
        int origin = value.array()[value.position()] & 0xFF;
        if (origin > 2) { // RFC 7606 section 7.1
            throw withdraw(ErrorCode.INVALID_ORIGIN, "origin %d (expected: 0 to 2)", origin);
        }
        into.builder.origin(Origin.of(origin));
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        writeHeader(1, out);
        out.writeByte(from.origin().value());
    }
}

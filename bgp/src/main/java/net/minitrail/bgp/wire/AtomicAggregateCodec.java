package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/** ATOMIC_AGGREGATE (type 6, RFC 4271 section 5.1.6): has no value. */
final class AtomicAggregateCodec extends AttributeCodec {
    AtomicAggregateCodec() {
        super(6, WELL_KNOWN);
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        if (value.isReadable()) { // RFC 7606 section 7.6
            throw discard(ErrorCode.ATTRIBUTE_LENGTH_ERROR, "length %d (expected: 0)", value.remaining());
        }
        into.builder.atomicAggregate(true);
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        if (from.atomicAggregate()) {
            writeHeader(0, out);
        }
    }
}

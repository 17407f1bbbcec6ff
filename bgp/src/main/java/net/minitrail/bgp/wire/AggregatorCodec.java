package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;
import net.minitrail.net.Ipv4Address;

/** AGGREGATOR (type 7, RFC 4271 section 5.1.7), its AS of two or four octets (RFC 6793). */
final class AggregatorCodec extends AttributeCodec {
    AggregatorCodec() {
        super(7, OPTIONAL | TRANSITIVE);
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        int expected = options.fourOctetAs() ? 8 : 6;
        if (value.remaining() != expected) { // RFC 7606 section 7.7
            throw discard(ErrorCode.ATTRIBUTE_LENGTH_ERROR, "length %d (expected: %d)", value.remaining(), expected);
        }
        long as = options.fourOctetAs() ? value.u32() : value.u16();
        if (as == 0) { // RFC 7607 section 2
            throw discard(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, "AS 0");
        }
        into.aggregator = new Aggregator(as, new Ipv4Address(value.i32()));
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        from.aggregator().ifPresent(aggregator -> {
            if (options.fourOctetAs()) {
                writeHeader(8, out);
                out.writeInt((int) aggregator.as());
            } else {
                writeHeader(6, out);
                out.writeShort(aggregator.as() > 0xFFFF ? Open.AS_TRANS : (int) aggregator.as());
            }
            out.writeInt(aggregator.routerId().value());
        });
    }
}

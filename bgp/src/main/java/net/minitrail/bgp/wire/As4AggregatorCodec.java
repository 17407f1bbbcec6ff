package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;
import net.minitrail.net.Ipv4Address;

/** AS4_AGGREGATOR (type 18, RFC 6793 section 3), between speakers with AS numbers of two octets. */
final class As4AggregatorCodec extends AttributeCodec {
    As4AggregatorCodec() {
        super(18, OPTIONAL | TRANSITIVE);
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        if (options.fourOctetAs()) { // RFC 6793 section 4.1
            throw discard(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, "from a speaker with four-octet AS numbers");
        }
        if (value.remaining() != 8) { // RFC 6793 section 6
            throw discard(ErrorCode.ATTRIBUTE_LENGTH_ERROR, "length %d (expected: 8)", value.remaining());
        }
        long as = value.u32();
        if (as == 0) { // RFC 7607 section 2
            throw discard(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, "AS 0");
        }
        into.as4Aggregator = new Aggregator(as, new Ipv4Address(value.i32()));
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        from.aggregator()
                .filter(it -> !options.fourOctetAs() && it.as() > 0xFFFF)
                .ifPresent(aggregator -> {
                    writeHeader(8, out);
                    out.writeInt((int) aggregator.as())
                            .writeInt(aggregator.routerId().value());
                });
    }
}

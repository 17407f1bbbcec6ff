package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;
import java.util.OptionalLong;

/**
 * AIGP (type 26, RFC 7311): TLVs of one octet of type, two of length that count themselves; type 1 holds the metric.
 * Taken from and sent to internal peers only.
 */
final class AigpCodec extends AttributeCodec {
    private static final int METRIC = 1;
    private static final int HEADER = 3;
    private static final int METRIC_LENGTH = HEADER + Long.BYTES;

    AigpCodec() {
        super(26, OPTIONAL);
    }

    @Override
    boolean internalOnly() {
        return true;
    }

    @Override
    BgpProtocolException.Remedy remedyForFlags() {
        return BgpProtocolException.Remedy.DISCARD_ATTRIBUTE;
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        OptionalLong metric = OptionalLong.empty();
        while (value.isReadable()) {
            int at = value.position();
            int length = value.remaining() < HEADER ? 0 : ByteOrders.u16(value.array(), at + 1);
            int type = value.u8();
            boolean wellFormed =
                    length >= HEADER && length <= value.limit() - at && (type != METRIC || length == METRIC_LENGTH);
            if (!wellFormed) { // RFC 7311 section 3
                throw discard(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, "TLV %d of %d octets", type, length);
            }
            value.skip(2);
            if (type == METRIC && metric.isEmpty()) {
                metric = OptionalLong.of(value.u64());
            }
            value.window(at + length, value.limit());
        }
        if (metric.isPresent()) {
            into.builder.aigp(metric);
        }
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        from.aigp().ifPresent(metric -> {
            writeHeader(METRIC_LENGTH, out);
            out.writeByte(METRIC).writeShort(METRIC_LENGTH).writeLong(metric);
        });
    }
}

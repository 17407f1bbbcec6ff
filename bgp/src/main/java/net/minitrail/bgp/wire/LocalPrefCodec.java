package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/** LOCAL_PREF (type 5, RFC 4271 section 5.1.5): within the AS only. */
final class LocalPrefCodec extends AttributeCodec {
    static final int TYPE = 5;

    LocalPrefCodec() {
        super(TYPE, WELL_KNOWN);
    }

    @Override
    boolean internalOnly() {
        return true;
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        requireLength(value, 4); // RFC 7606 section 7.5
        into.builder.localPref(value.u32());
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        long preference = from.localPrefOr(PathAttributes.ABSENT);
        if (preference != PathAttributes.ABSENT) {
            writeHeader(4, out);
            out.writeInt((int) preference);
        }
    }
}

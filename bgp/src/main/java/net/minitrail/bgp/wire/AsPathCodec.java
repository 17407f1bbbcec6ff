package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/** AS_PATH (type 2, RFC 4271 section 5.1.2), with AS numbers of two or four octets (RFC 6793). */
final class AsPathCodec extends AttributeCodec {
    static final int TYPE = 2;

    AsPathCodec() {
        super(TYPE, WELL_KNOWN);
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        AsPath path = AsPathOctets.read(value, options.fourOctetAs() ? 4 : 2, false);
        if (path == null) { // RFC 7606 section 7.2
            throw withdraw(ErrorCode.MALFORMED_AS_PATH, "malformed path of %d octets", value.remaining());
        }
        into.builder.asPath(path);
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        int asOctets = options.fourOctetAs() ? 4 : 2;
        writeHeader(AsPathOctets.length(from.asPath(), asOctets), out);
        AsPathOctets.write(from.asPath(), asOctets, out);
    }
}

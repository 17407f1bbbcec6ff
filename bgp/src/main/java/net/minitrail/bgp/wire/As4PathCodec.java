package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/** AS4_PATH (type 17, RFC 6793 section 3): the true path, between speakers with AS numbers of two octets. */
final class As4PathCodec extends AttributeCodec {
    As4PathCodec() {
        super(17, OPTIONAL | TRANSITIVE);
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        if (options.fourOctetAs()) { // RFC 6793 section 4.1
            throw discard(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, "from a speaker with four-octet AS numbers");
        }
        AsPath path = value.isReadable() ? AsPathOctets.read(value, 4, true) : null;
        if (path == null) { // RFC 6793 section 6
            throw discard(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, "malformed path of %d octets", value.remaining());
        }
        into.as4Path = path;
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        if (!options.fourOctetAs() && AsPathOctets.needsFourOctets(from.asPath())) {
            writeHeader(AsPathOctets.length(from.asPath(), 4), out);
            AsPathOctets.write(from.asPath(), 4, out);
        }
    }
}

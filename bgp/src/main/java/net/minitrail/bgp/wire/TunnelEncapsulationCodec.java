package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/**
 * Tunnel Encapsulation (type 23, RFC 9012): tunnels of two octets of type and two of length, each a list of sub-TLVs
 * with a length of one octet (types 0 to 127) or two (128 to 255). Checked, kept and passed on; a malformed one must
 * never be passed on, since routers far away have reset sessions over it.
 */
final class TunnelEncapsulationCodec extends AttributeCodec {
    private static final int LONG_FORM = 128;

    TunnelEncapsulationCodec() {
        super(23, OPTIONAL | TRANSITIVE);
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        int start = value.position();
        int end = value.limit();
        boolean wellFormed = value.isReadable();
        while (wellFormed && value.isReadable()) {
            wellFormed = skipTunnel(value, end);
        }
        value.window(start, end);
        if (!wellFormed) { // RFC 9012 section 13
            throw withdraw(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, "malformed tunnels in %d octets", end - start);
        }
        into.builder.tunnelEncapsulation(value.octets(end - start));
    }

    private static boolean skipTunnel(Cursor value, int end) {
        if (value.remaining() < 4) {
            return false;
        }
        value.skip(2);
        int length = value.u16();
        if (value.remaining() < length) {
            return false;
        }
        int tunnelEnd = value.position() + length;
        value.window(value.position(), tunnelEnd);
        boolean wellFormed = true;
        while (wellFormed && value.isReadable()) {
            int lengthOctets = value.u8() >= LONG_FORM ? 2 : 1;
            wellFormed = value.remaining() >= lengthOctets;
            int subLength = wellFormed ? (lengthOctets == 2 ? value.u16() : value.u8()) : 0;
            wellFormed &= value.remaining() >= subLength;
            value.skip(wellFormed ? subLength : 0);
        }
        value.window(tunnelEnd, end);
        return wellFormed;
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        from.tunnelEncapsulation().ifPresent(tunnels -> {
            writeHeader(tunnels.length(), out);
            tunnels.writeTo(out);
        });
    }
}

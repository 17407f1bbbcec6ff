package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/** PMSI_TUNNEL (type 22, RFC 6514 section 5): flags, tunnel type, a label of three octets, tunnel identifier. */
final class PmsiTunnelCodec extends AttributeCodec {
    private static final int FIXED = 5;

    PmsiTunnelCodec() {
        super(22, OPTIONAL | TRANSITIVE);
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        int identifierOctets = value.remaining() - FIXED;
        int type = identifierOctets >= 0 ? value.array()[value.position() + 1] & 0xFF : 0;
        boolean addressMissing =
                type == PmsiTunnel.INGRESS_REPLICATION && identifierOctets != 4 && identifierOctets != 16;
        if (identifierOctets < 0 || addressMissing) { // RFC 6514 section 5
            throw withdraw(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, "tunnel of %d octets", value.remaining());
        }
        int flags = value.u8();
        value.skip(1);
        int label = value.u24();
        into.builder.pmsi(new PmsiTunnel(flags, type, label, value.octets(identifierOctets)));
    }

    @Override
    void encode(PathAttributes from, CodecOptions options, ByteBuf out) {
        from.pmsi().ifPresent(tunnel -> {
            writeHeader(FIXED + tunnel.identifier().length(), out);
            out.writeByte(tunnel.flags()).writeByte(tunnel.type()).writeMedium(tunnel.label());
            tunnel.identifier().writeTo(out);
        });
    }
}

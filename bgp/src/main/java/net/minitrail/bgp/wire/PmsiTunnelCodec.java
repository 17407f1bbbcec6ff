package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/** PMSI_TUNNEL (type 22, RFC 6514 section 5): flags, tunnel type, a label of three octets, tunnel identifier. */
final class PmsiTunnelCodec extends AttributeCodec {
    private static final int FIXED = 5;

    private static final int PIM_SSM = 3;
    private static final int PIM_SM = 4;
    private static final int BIDIR_PIM = 5;

    /** Between them, and only there, IANA's registry of tunnel types is empty (RFC 7385, RFC 8317). */
    private static final int LAST_ASSIGNED = 0x0D;

    private static final int FIRST_EXPERIMENTAL = 0x7B;

    PmsiTunnelCodec() {
        super(22, OPTIONAL | TRANSITIVE);
    }

    @Override
    void decode(Cursor value, AttributeDraft into, CodecOptions options) throws BgpProtocolException {
        int identifierOctets = value.remaining() - FIXED;
        int type = identifierOctets >= 0 ? value.array()[value.position() + 1] & 0xFF : 0;
        if (identifierOctets < 0 || !isIdentifier(type, identifierOctets)) { // RFC 6514 section 5
            throw withdraw(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, "tunnel of %d octets", value.remaining());
        }
        int flags = value.u8();
        value.skip(1);
        int label = value.u24();
        into.builder.pmsi(new PmsiTunnel(flags, type, label, value.octets(identifierOctets)));
    }

    /** Whether a tunnel of {@code type} is identified by so many octets; types that nobody defined have no identifier. */
    private static boolean isIdentifier(int type, int octets) {
        return switch (type) {
            case PmsiTunnel.INGRESS_REPLICATION -> octets == 4 || octets == 16;
            case PIM_SSM, PIM_SM, BIDIR_PIM -> octets == 8 || octets == 32;
            default -> type <= LAST_ASSIGNED || type >= FIRST_EXPERIMENTAL;
        };
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

package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/**
 * Route target memberships, family 1/132 (RFC 4684 section 4): an octet of length in bits, 0 or 32 to 96, then four
 * octets of origin AS and up to eight of route target.
 */
final class RouteTargetCodec implements NlriCodec {
    static final RouteTargetCodec INSTANCE = new RouteTargetCodec();

    private static final int AS_BITS = 32;
    private static final int MAX_BITS = 96;

    private RouteTargetCodec() {}

    @Override
    public Route readRoute(Cursor in) throws BgpProtocolException {
        return Route.of(readWithdrawn(in));
    }

    @Override
    public Nlri readWithdrawn(Cursor in) throws BgpProtocolException {
        int bits = in.u8();
        if (bits == 0) {
            return RouteTargetMembership.DEFAULT;
        }
        if (bits < AS_BITS || bits > MAX_BITS || in.remaining() < PrefixOctets.count(bits)) {
            throw NlriCodec.malformed("membership of %d bits with %d octets left (expected: 0 or 32 to 96 bits)"
                    .formatted(bits, in.remaining()));
        }
        long as = in.u32();
        return new RouteTargetMembership(as, in.bits64(bits - AS_BITS), bits);
    }

    @Override
    public int length(Route route) {
        return withdrawnLength(route.nlri());
    }

    @Override
    public int withdrawnLength(Nlri nlri) {
        return 1 + PrefixOctets.count(((RouteTargetMembership) nlri).length());
    }

    @Override
    public void write(Route route, ByteBuf out) {
        writeWithdrawn(route.nlri(), out);
    }

    @Override
    public void writeWithdrawn(Nlri nlri, ByteBuf out) {
        var membership = (RouteTargetMembership) nlri;
        out.writeByte(membership.length());
        if (membership.length() > 0) {
            out.writeInt((int) membership.originAs());
            PrefixOctets.write(membership.routeTarget(), membership.length() - AS_BITS, out);
        }
    }
}

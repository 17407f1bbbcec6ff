package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/** Routes of a family with path identifiers (RFC 7911 section 3): four octets before what the family has else. Stateless. */
record AddPathCodec(NlriCodec plain) implements NlriCodec {

    @Override
    public Route readRoute(Cursor in) throws BgpProtocolException {
        int pathId = readPathId(in);
        Route route = plain.readRoute(in);
        return new Route(new IdentifiedNlri(route.nlri(), pathId), route.labels(), route.evpn());
    }

    @Override
    public boolean isSensible(Nlri announced) {
        return plain.isSensible(((IdentifiedNlri) announced).nlri());
    }

    @Override
    public Nlri readWithdrawn(Cursor in) throws BgpProtocolException {
        int pathId = readPathId(in);
        return new IdentifiedNlri(plain.readWithdrawn(in), pathId);
    }

    private static int readPathId(Cursor in) throws BgpProtocolException {
        if (in.remaining() <= Integer.BYTES) {
            throw NlriCodec.malformed(
                    "path identifier and prefix in %d octets (expected: 5 or more)".formatted(in.remaining()));
        }
        return (int) in.u32();
    }

    @Override
    public int length(Route route) {
        return Integer.BYTES + plain.length(plain(route));
    }

    @Override
    public int withdrawnLength(Nlri nlri) {
        return Integer.BYTES + plain.withdrawnLength(((IdentifiedNlri) nlri).nlri());
    }

    @Override
    public void write(Route route, ByteBuf out) {
        out.writeInt(((IdentifiedNlri) route.nlri()).pathId());
        plain.write(plain(route), out);
    }

    @Override
    public void writeWithdrawn(Nlri nlri, ByteBuf out) {
        var identified = (IdentifiedNlri) nlri;
        out.writeInt(identified.pathId());
        plain.writeWithdrawn(identified.nlri(), out);
    }

    private static Route plain(Route route) {
        return new Route(((IdentifiedNlri) route.nlri()).nlri(), route.labels(), route.evpn());
    }
}

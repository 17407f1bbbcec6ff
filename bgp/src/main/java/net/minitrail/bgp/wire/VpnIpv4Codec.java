package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/**
 * Labeled VPN-IPv4 prefixes, family 1/128.
 *
 * <pre>
 *   octets   field
 *   1        length in bits of all that follows: 24 a label, 64, and the mask length: 88 to 120 with one label
 *   3 …      label: 20 bits of value, 3 of traffic class, 1 of bottom-of-stack
 *   8        route distinguisher
 *   0 to 4   prefix, the fewest whole octets that hold the mask length; spare bits are ignored
 * </pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8277#section-2">RFC 8277 section 2, encoding of the labels</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4364#section-4.3.4">RFC 4364 section 4.3.4, the VPN-IPv4 NLRI</a>
 */
final class VpnIpv4Codec implements NlriCodec {
    static final VpnIpv4Codec INSTANCE = new VpnIpv4Codec();

    private static final int ADDRESS_BITS = 32;
    private static final int MIN_BITS = LabelField.BITS + VpnLabels.RD_BITS;

    private VpnIpv4Codec() {}

    @Override
    public Route readRoute(Cursor in) throws BgpProtocolException {
        int bits = readLength(in);
        LabelStack labels = VpnLabels.read(in, bits, ADDRESS_BITS);
        int left = bits - labels.depth() * LabelField.BITS;
        return new Route(readPrefix(in, left), labels, null);
    }

    @Override
    public boolean isSensible(Nlri announced) {
        VpnIpv4Prefix prefix = (VpnIpv4Prefix) announced;
        return !Addresses.isMulticast(prefix.network(), prefix.length());
    }

    @Override
    public Nlri readWithdrawn(Cursor in) throws BgpProtocolException {
        int bits = readLength(in);
        int start = in.position();
        VpnLabels.skip(in, bits, ADDRESS_BITS);
        return readPrefix(in, bits - (in.position() - start) * 8);
    }

    private static int readLength(Cursor in) throws BgpProtocolException {
        int bits = in.u8();
        if (bits < MIN_BITS || in.remaining() < PrefixOctets.count(bits)) {
            throw NlriCodec.malformed("VPN-IPv4 length of %d bits with %d octets left (expected: 88 to 120 bits)"
                    .formatted(bits, in.remaining()));
        }
        return bits;
    }

    private static VpnIpv4Prefix readPrefix(Cursor in, int bits) throws BgpProtocolException {
        int length = bits - VpnLabels.RD_BITS;
        if (length > ADDRESS_BITS) {
            throw NlriCodec.malformed("VPN-IPv4 mask of %d bits (expected: <= 32)".formatted(length));
        }
        long rd = in.u64();
        return new VpnIpv4Prefix(rd, in.bits32(length), length);
    }

    @Override
    public int length(Route route) {
        VpnIpv4Prefix prefix = (VpnIpv4Prefix) route.nlri();
        return 1 + VpnLabels.octets(route.labels()) + Long.BYTES + PrefixOctets.count(prefix.length());
    }

    @Override
    public int withdrawnLength(Nlri nlri) {
        return 1 + LabelField.OCTETS + Long.BYTES + PrefixOctets.count(((VpnIpv4Prefix) nlri).length());
    }

    @Override
    public void write(Route route, ByteBuf out) {
        VpnIpv4Prefix prefix = (VpnIpv4Prefix) route.nlri();
        out.writeByte(VpnLabels.octets(route.labels()) * 8 + VpnLabels.RD_BITS + prefix.length());
        VpnLabels.write(route.labels(), out);
        writePrefix(prefix, out);
    }

    @Override
    public void writeWithdrawn(Nlri nlri, ByteBuf out) {
        VpnIpv4Prefix prefix = (VpnIpv4Prefix) nlri;
        out.writeByte(MIN_BITS + prefix.length());
        VpnLabels.writeWithdrawn(out);
        writePrefix(prefix, out);
    }

    private static void writePrefix(VpnIpv4Prefix prefix, ByteBuf out) {
        out.writeLong(prefix.rd());
        PrefixOctets.write(prefix.network(), prefix.length(), out);
    }
}

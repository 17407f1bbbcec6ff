package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;

/**
 * Labeled VPN-IPv6 prefixes, family 2/128.
 *
 * <pre>
 *   octets   field
 *   1        length in bits of all that follows: 24 a label, 64, and the mask length: 88 to 216 with one label
 *   3 …      label: 20 bits of value, 3 of traffic class, 1 of bottom-of-stack
 *   8        route distinguisher
 *   0 to 16  prefix, the fewest whole octets that hold the mask length; spare bits are ignored
 * </pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8277#section-2">RFC 8277 section 2, encoding of the labels</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4659#section-3.2">RFC 4659 section 3.2, the VPN-IPv6 NLRI</a>
 */
final class VpnIpv6Codec implements NlriCodec {
    static final VpnIpv6Codec INSTANCE = new VpnIpv6Codec();

    private static final int ADDRESS_BITS = 128;
    private static final int MIN_BITS = LabelField.BITS + VpnLabels.RD_BITS;

    private VpnIpv6Codec() {}

    @Override
    public Route readRoute(Cursor in) throws BgpProtocolException {
        int bits = readLength(in);
        LabelStack labels = VpnLabels.read(in, bits, ADDRESS_BITS);
        int left = bits - labels.depth() * LabelField.BITS;
        return new Route(readPrefix(in, left), labels, null);
    }

    @Override
    public boolean isSensible(Nlri announced) {
        VpnIpv6Prefix prefix = (VpnIpv6Prefix) announced;
        return !Addresses.isMulticast(prefix.high(), prefix.length());
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
            throw NlriCodec.malformed("VPN-IPv6 length of %d bits with %d octets left (expected: 88 to 216 bits)"
                    .formatted(bits, in.remaining()));
        }
        return bits;
    }

    private static VpnIpv6Prefix readPrefix(Cursor in, int bits) throws BgpProtocolException {
        int length = bits - VpnLabels.RD_BITS;
        if (length > ADDRESS_BITS) {
            throw NlriCodec.malformed("VPN-IPv6 mask of %d bits (expected: <= 128)".formatted(length));
        }
        long rd = in.u64();
        long high = in.bits64(Math.min(length, 64));
        return new VpnIpv6Prefix(rd, high, in.bits64(Math.max(length - 64, 0)), length);
    }

    @Override
    public int length(Route route) {
        VpnIpv6Prefix prefix = (VpnIpv6Prefix) route.nlri();
        return 1 + VpnLabels.octets(route.labels()) + Long.BYTES + PrefixOctets.count(prefix.length());
    }

    @Override
    public int withdrawnLength(Nlri nlri) {
        return 1 + LabelField.OCTETS + Long.BYTES + PrefixOctets.count(((VpnIpv6Prefix) nlri).length());
    }

    @Override
    public void write(Route route, ByteBuf out) {
        VpnIpv6Prefix prefix = (VpnIpv6Prefix) route.nlri();
        out.writeByte(VpnLabels.octets(route.labels()) * 8 + VpnLabels.RD_BITS + prefix.length());
        VpnLabels.write(route.labels(), out);
        writePrefix(prefix, out);
    }

    @Override
    public void writeWithdrawn(Nlri nlri, ByteBuf out) {
        VpnIpv6Prefix prefix = (VpnIpv6Prefix) nlri;
        out.writeByte(MIN_BITS + prefix.length());
        VpnLabels.writeWithdrawn(out);
        writePrefix(prefix, out);
    }

    private static void writePrefix(VpnIpv6Prefix prefix, ByteBuf out) {
        out.writeLong(prefix.rd());
        PrefixOctets.write(prefix.high(), prefix.low(), prefix.length(), out);
    }
}

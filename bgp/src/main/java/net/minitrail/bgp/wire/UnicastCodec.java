package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.Ipv6Prefix;

/**
 * Prefixes of 1/1 and 2/1 (RFC 4271 section 4.3): an octet of mask length, then the fewest whole octets that hold it;
 * spare bits are ignored.
 */
final class UnicastCodec implements NlriCodec {
    static final UnicastCodec IPV4 = new UnicastCodec(32);
    static final UnicastCodec IPV6 = new UnicastCodec(128);

    private final int addressBits;

    private UnicastCodec(int addressBits) {
        this.addressBits = addressBits;
    }

    @Override
    public Route readRoute(Cursor in) throws BgpProtocolException {
        return Route.of(readWithdrawn(in));
    }

    @Override
    public boolean isSensible(Nlri announced) {
        IpPrefix prefix = ((UnicastPrefix) announced).prefix();
        return prefix instanceof Ipv4Prefix v4
                ? !Addresses.isMulticast(v4.network(), v4.length())
                : !Addresses.isMulticast(((Ipv6Prefix) prefix).high(), prefix.length());
    }

    @Override
    public Nlri readWithdrawn(Cursor in) throws BgpProtocolException {
        int bits = in.u8();
        if (bits > addressBits || in.remaining() < PrefixOctets.count(bits)) {
            throw NlriCodec.malformed("prefix of %d bits with %d octets left (expected: <= %d bits)"
                    .formatted(bits, in.remaining(), addressBits));
        }
        if (addressBits == 32) {
            return new UnicastPrefix(new Ipv4Prefix(in.bits32(bits), bits));
        }
        long high = in.bits64(Math.min(bits, 64));
        return new UnicastPrefix(new Ipv6Prefix(high, in.bits64(Math.max(bits - 64, 0)), bits));
    }

    @Override
    public int length(Route route) {
        return withdrawnLength(route.nlri());
    }

    @Override
    public int withdrawnLength(Nlri nlri) {
        return 1 + PrefixOctets.count(((UnicastPrefix) nlri).prefix().length());
    }

    @Override
    public void write(Route route, ByteBuf out) {
        writeWithdrawn(route.nlri(), out);
    }

    @Override
    public void writeWithdrawn(Nlri nlri, ByteBuf out) {
        IpPrefix prefix = ((UnicastPrefix) nlri).prefix();
        out.writeByte(prefix.length());
        if (prefix instanceof Ipv4Prefix v4) {
            PrefixOctets.write(v4.network(), v4.length(), out);
        } else {
            Ipv6Prefix v6 = (Ipv6Prefix) prefix;
            PrefixOctets.write(v6.high(), v6.low(), v6.length(), out);
        }
    }
}

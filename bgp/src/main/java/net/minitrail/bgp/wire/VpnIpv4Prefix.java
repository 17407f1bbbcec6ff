package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.RouteDistinguisher;

/**
 * A VPN-IPv4 prefix (RFC 4364 section 4.3.4), family 1/128, in canonical form: every bit past {@code length} is zero.
 *
 * @param rd the eight octets of the route distinguisher
 * @param network network address, most significant octet first
 * @param length mask length in bits, 0 to 32
 */
public record VpnIpv4Prefix(long rd, int network, int length) implements Nlri {

    public VpnIpv4Prefix {
        checkArgument(length >= 0 && length <= 32, "prefix length %s is not in 0..32", length);
        checkArgument((network & ~Ipv4Prefix.mask(length)) == 0, "host bits set in a prefix of length %s", length);
    }

    public static VpnIpv4Prefix of(RouteDistinguisher rd, Ipv4Prefix prefix) {
        return new VpnIpv4Prefix(rd.value(), prefix.network(), prefix.length());
    }

    /** Parses {@code "192.168.100.3:7:192.168.1.3/32"}. */
    public static VpnIpv4Prefix parse(String text) {
        int colon = text.lastIndexOf(':');
        checkArgument(colon > 0, "'%s' is not of the form rd:prefix", text);
        return of(RouteDistinguisher.parse(text.substring(0, colon)), Ipv4Prefix.parse(text.substring(colon + 1)));
    }

    public RouteDistinguisher distinguisher() {
        return new RouteDistinguisher(rd);
    }

    public Ipv4Prefix prefix() {
        return new Ipv4Prefix(network, length);
    }

    @Override
    public AddressFamily family() {
        return AddressFamily.VPN_IPV4;
    }

    @Override
    public int compareWithinFamily(Nlri other) {
        var that = (VpnIpv4Prefix) other;
        int byRd = Long.compareUnsigned(rd, that.rd);
        int byNetwork = byRd != 0 ? byRd : Integer.compareUnsigned(network, that.network);
        return byNetwork != 0 ? byNetwork : Integer.compare(length, that.length);
    }

    /** Spread over all bits, since both halves are often small consecutive numbers. */
    @Override
    public int hashCode() {
        return Hashes.mix(rd, Integer.toUnsignedLong(network) << 6 | length);
    }

    @Override
    public String toString() {
        return distinguisher() + ":" + prefix();
    }
}

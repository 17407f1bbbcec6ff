package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import net.minitrail.net.Ipv6Prefix;
import net.minitrail.net.RouteDistinguisher;

/**
 * A VPN-IPv6 prefix (RFC 4659 section 2), family 2/128, in canonical form: every bit past {@code length} is zero.
 *
 * @param rd the eight octets of the route distinguisher
 * @param high the first eight octets of the network address
 * @param low the last eight octets
 * @param length mask length in bits, 0 to 128
 */
public record VpnIpv6Prefix(long rd, long high, long low, int length) implements Nlri {

    public VpnIpv6Prefix {
        checkArgument(length >= 0 && length <= 128, "prefix length %s is not in 0..128", length);
        checkArgument(
                (high & Ipv6Bits.highHostBits(length)) == 0 && (low & Ipv6Bits.lowHostBits(length)) == 0,
                "host bits set in a prefix of length %s",
                length);
    }

    public static VpnIpv6Prefix of(RouteDistinguisher rd, Ipv6Prefix prefix) {
        return new VpnIpv6Prefix(rd.value(), prefix.high(), prefix.low(), prefix.length());
    }

    public RouteDistinguisher distinguisher() {
        return new RouteDistinguisher(rd);
    }

    public Ipv6Prefix prefix() {
        return new Ipv6Prefix(high, low, length);
    }

    @Override
    public AddressFamily family() {
        return AddressFamily.VPN_IPV6;
    }

    @Override
    public int compareWithinFamily(Nlri other) {
        var that = (VpnIpv6Prefix) other;
        int byRd = Long.compareUnsigned(rd, that.rd);
        int byHigh = byRd != 0 ? byRd : Long.compareUnsigned(high, that.high);
        int byLow = byHigh != 0 ? byHigh : Long.compareUnsigned(low, that.low);
        return byLow != 0 ? byLow : Integer.compare(length, that.length);
    }

    @Override
    public int hashCode() {
        return Hashes.mix(rd ^ Long.rotateLeft(high, 29), low + length);
    }

    @Override
    public String toString() {
        return distinguisher() + ":" + prefix();
    }
}

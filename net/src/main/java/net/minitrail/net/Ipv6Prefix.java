package net.minitrail.net;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * An IPv6 prefix in canonical form: every bit past {@code length} is zero.
 *
 * @param high the first eight octets of the network address
 * @param low the last eight octets
 * @param length mask length in bits, 0 to 128
 */
public record Ipv6Prefix(long high, long low, int length) implements IpPrefix {

    public Ipv6Prefix {
        checkArgument(length >= 0 && length <= 128, "prefix length %s is not in 0..128", length);
        if ((high & ~mask(length)) != 0 || (low & ~mask(length - 64)) != 0) {
            throw new IllegalArgumentException("host bits set in " + new Ipv6Address(high, low) + "/" + length);
        }
    }

    /** The prefix of {@code length} bits around {@code address}; host bits are cleared. */
    public static Ipv6Prefix containing(Ipv6Address address, int length) {
        return new Ipv6Prefix(address.high() & mask(length), address.low() & mask(length - 64), length);
    }

    /** Parses {@code "fd00:1::/64"}; set host bits are rejected. */
    public static Ipv6Prefix parse(String text) {
        int slash = text.indexOf('/');
        checkArgument(slash > 0, "'%s' is not of the form address/len", text);
        Ipv6Address address = Ipv6Address.parse(text.substring(0, slash));
        return new Ipv6Prefix(address.high(), address.low(), Ipv4Prefix.length(text, text.substring(slash + 1), 128));
    }

    /** The mask of {@code bits} leading ones in 64 bits; less than 0 counts as 0, more than 64 as 64. */
    private static long mask(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= 64 ? -1L : -1L << (64 - bits);
    }

    @Override
    public Ipv6Address address() {
        return new Ipv6Address(high, low);
    }

    @Override
    public boolean contains(IpAddress address) {
        return address instanceof Ipv6Address v6
                && (v6.high() & mask(length)) == high
                && (v6.low() & mask(length - 64)) == low;
    }

    @Override
    public boolean covers(IpPrefix other) {
        return other instanceof Ipv6Prefix v6 && length <= v6.length && contains(v6.address());
    }

    @Override
    public int compareTo(IpPrefix other) {
        if (!(other instanceof Ipv6Prefix v6)) {
            return 1;
        }
        int byHigh = Long.compareUnsigned(high, v6.high);
        int byLow = byHigh != 0 ? byHigh : Long.compareUnsigned(low, v6.low);
        return byLow != 0 ? byLow : Integer.compare(length, v6.length);
    }

    @Override
    public String toString() {
        return address() + "/" + length;
    }
}

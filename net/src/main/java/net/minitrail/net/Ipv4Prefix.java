package net.minitrail.net;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * An IPv4 prefix in canonical form: every bit past {@code length} is zero, so equal prefixes are equal records.
 *
 * @param network network address, most significant octet first (10.0.0.0 is {@code 0x0A000000})
 * @param length mask length in bits, 0 to 32
 */
public record Ipv4Prefix(int network, int length) implements IpPrefix {

    public Ipv4Prefix {
        checkArgument(length >= 0 && length <= 32, "prefix length %s is not in 0..32", length);
        if ((network & ~mask(length)) != 0) {
            throw new IllegalArgumentException("host bits set in " + Ipv4Address.dotted(network) + "/" + length);
        }
    }

    /** The prefix of {@code length} bits around {@code address}. Host bits are cleared, as RFC 4271 4.3 asks. */
    public static Ipv4Prefix containing(int address, int length) {
        return new Ipv4Prefix(address & mask(length), length);
    }

    /** Parses {@code "192.168.1.0/24"}. Set host bits are rejected: in a lab file they are a typing error. */
    public static Ipv4Prefix parse(String text) {
        int slash = text.indexOf('/');
        checkArgument(slash > 0, "'%s' is not of the form a.b.c.d/len", text);
        return new Ipv4Prefix(
                Ipv4Address.parse(text.substring(0, slash)).value(), length(text, text.substring(slash + 1), 32));
    }

    /** Reads a mask length of 0 to {@code most}, in decimal digits only. */
    static int length(String whole, String digits, int most) {
        boolean plain =
                !digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        checkArgument(plain && Integer.parseInt(digits) <= most, "'%s': the length is not in 0..%s", whole, most);
        return Integer.parseInt(digits);
    }

    /** The net mask of {@code length} bits: 24 gives {@code 0xFFFFFF00}. */
    public static int mask(int length) {
        return length == 0 ? 0 : -1 << (32 - length);
    }

    @Override
    public Ipv4Address address() {
        return new Ipv4Address(network);
    }

    /** The last address: all host bits set. */
    public Ipv4Address broadcast() {
        return new Ipv4Address(network | ~mask(length));
    }

    public boolean contains(int address) {
        return (address & mask(length)) == network;
    }

    @Override
    public boolean contains(IpAddress address) {
        return address instanceof Ipv4Address v4 && contains(v4.value());
    }

    @Override
    public boolean covers(IpPrefix other) {
        return other instanceof Ipv4Prefix v4 && length <= v4.length && contains(v4.network);
    }

    @Override
    public int compareTo(IpPrefix other) {
        if (!(other instanceof Ipv4Prefix v4)) {
            return -1;
        }
        int byNetwork = Integer.compareUnsigned(network, v4.network);
        return byNetwork != 0 ? byNetwork : Integer.compare(length, v4.length);
    }

    @Override
    public String toString() {
        return Ipv4Address.dotted(network) + "/" + length;
    }
}

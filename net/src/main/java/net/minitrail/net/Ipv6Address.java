package net.minitrail.net;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.net.InetAddresses;
import com.google.common.primitives.Longs;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IPv6 address.
 *
 * @param high the first eight octets, most significant first
 * @param low the last eight octets
 */
public record Ipv6Address(long high, long low) implements IpAddress {
    public static final Ipv6Address ANY = new Ipv6Address(0, 0);

    /** Parses RFC 4291 text without a zone. An IPv4-mapped address keeps its 128 bits. */
    public static Ipv6Address parse(String text) {
        checkArgument(
                text.indexOf(':') >= 0 && text.indexOf('%') < 0 && InetAddresses.isInetAddress(text),
                "'%s' is not an IPv6 address",
                text);
        byte[] octets = InetAddresses.forString(text).getAddress();
        if (octets.length == 4) { // Java folds ::ffff:a.b.c.d into four octets
            return mapped(Ipv4Address.of(octets));
        }
        return of(octets);
    }

    /** The IPv4-mapped form {@code ::ffff:a.b.c.d} (RFC 4291 section 2.5.5.2). */
    public static Ipv6Address mapped(Ipv4Address address) {
        return new Ipv6Address(0, 0xFFFF_0000_0000L | Integer.toUnsignedLong(address.value()));
    }

    /** Reads sixteen octets in network order. */
    public static Ipv6Address of(byte[] octets) {
        checkArgument(octets.length == 16, "%s octets are not an IPv6 address", octets.length);
        return new Ipv6Address(
                Longs.fromByteArray(octets),
                Longs.fromBytes(
                        octets[8], octets[9], octets[10], octets[11], octets[12], octets[13], octets[14], octets[15]));
    }

    public boolean isMappedIpv4() {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    /** The address {@code n} further on, modulo 2^128; {@code n} is not negative. */
    public Ipv6Address plus(long n) {
        long sum = low + n;
        return new Ipv6Address(Long.compareUnsigned(sum, low) < 0 ? high + 1 : high, sum);
    }

    @Override
    public int bits() {
        return 2 * Long.SIZE;
    }

    @Override
    public byte[] octets() {
        byte[] octets = new byte[16];
        System.arraycopy(Longs.toByteArray(high), 0, octets, 0, 8);
        System.arraycopy(Longs.toByteArray(low), 0, octets, 8, 8);
        return octets;
    }

    public InetAddress toInetAddress() {
        try {
            return Inet6Address.getByAddress(null, octets(), -1);
        } catch (UnknownHostException e) {
            throw new AssertionError("sixteen octets are always an address", e);
        }
    }

    @Override
    public int compareTo(IpAddress other) {
        if (!(other instanceof Ipv6Address v6)) {
            return 1;
        }
        int byHigh = Long.compareUnsigned(high, v6.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, v6.low);
    }

    /** RFC 5952 text; mapped addresses print as {@code ::ffff:a.b.c.d}. */
    @Override
    public String toString() {
        return isMappedIpv4() ? "::ffff:" + Ipv4Address.dotted((int) low) : InetAddresses.toAddrString(toInetAddress());
    }
}

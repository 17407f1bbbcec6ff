package net.minitrail.net;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.Ints;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IPv4 address.
 *
 * @param value most significant octet first: 10.0.0.1 is {@code 0x0A000001}
 */
public record Ipv4Address(int value) implements IpAddress {
    public static final Ipv4Address ANY = new Ipv4Address(0);

    /** Parses {@code "192.168.1.3"}: four decimal numbers of 0 to 255, without leading zeros. */
    public static Ipv4Address parse(String text) {
        int value = 0;
        int position = 0;
        for (int octet = 0; octet < 4; octet++) {
            int start = position;
            int number = 0;
            while (position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9') {
                number = number * 10 + text.charAt(position) - '0';
                position++;
                checkArgument(position - start <= 3, "'%s' is not an IPv4 address", text);
            }
            boolean leadingZero = position - start > 1 && text.charAt(start) == '0';
            checkArgument(position > start && number <= 255 && !leadingZero, "'%s' is not an IPv4 address", text);
            value = value << 8 | number;
            if (octet < 3) {
                checkArgument(
                        position < text.length() && text.charAt(position) == '.', "'%s' is not an IPv4 address", text);
                position++;
            }
        }
        checkArgument(position == text.length(), "'%s' is not an IPv4 address", text);
        return new Ipv4Address(value);
    }

    /** Reads four octets in network order. */
    public static Ipv4Address of(byte[] octets) {
        checkArgument(octets.length == 4, "%s octets are not an IPv4 address", octets.length);
        return new Ipv4Address(Ints.fromByteArray(octets));
    }

    public static Ipv4Address of(Inet4Address address) {
        return of(address.getAddress());
    }

    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(octets());
        } catch (UnknownHostException e) {
            throw new AssertionError("four octets are always an address", e);
        }
    }

    /** The address {@code n} further on, modulo 2^32. */
    public Ipv4Address plus(int n) {
        return new Ipv4Address(value + n);
    }

    public boolean isMulticast() {
        return value >>> 28 == 0xE;
    }

    @Override
    public int bits() {
        return Integer.SIZE;
    }

    @Override
    public byte[] octets() {
        return Ints.toByteArray(value);
    }

    @Override
    public int compareTo(IpAddress other) {
        return other instanceof Ipv4Address v4 ? Integer.compareUnsigned(value, v4.value) : -1;
    }

    @Override
    public String toString() {
        return dotted(value);
    }

    static String dotted(int value) {
        return (value >>> 24) + "." + (value >>> 16 & 0xFF) + "." + (value >>> 8 & 0xFF) + "." + (value & 0xFF);
    }
}

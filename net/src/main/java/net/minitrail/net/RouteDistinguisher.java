package net.minitrail.net;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A route distinguisher (RFC 4364 section 4.2).
 *
 * @param value the eight octets as on the wire: two of type, six of value
 */
public record RouteDistinguisher(long value) implements Comparable<RouteDistinguisher> {

    /** Parses {@code "192.168.100.1:1"} (type 1), {@code "65500:101"} (type 0) or {@code "200000:9"} (type 2). */
    public static RouteDistinguisher parse(String text) {
        return new RouteDistinguisher(AdministeredNumber.parse(text, text));
    }

    /** Type 1, {@code number} of 0 to 65535. */
    public static RouteDistinguisher of(Ipv4Address administrator, int number) {
        checkArgument(number >= 0 && number <= 0xFFFF, "%s is not in 0..65535", number);
        return new RouteDistinguisher(
                1L << 48 | Integer.toUnsignedLong(administrator.value()) << 16 | Integer.toUnsignedLong(number));
    }

    /** 0, 1 or 2 in distinguishers that anybody has defined. */
    public int type() {
        return (int) (value >>> 48);
    }

    /** As unsigned octets, so in the order of their wire form. */
    @Override
    public int compareTo(RouteDistinguisher other) {
        return Long.compareUnsigned(value, other.value);
    }

    /** As Junos and Contrail print it; an unknown type as {@code type:hex}. */
    @Override
    public String toString() {
        String text = AdministeredNumber.print(type(), value);
        return text != null ? text : type() + ":0x" + Long.toHexString(value & 0xFFFF_FFFF_FFFFL);
    }
}

package net.minitrail.net;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A route target: the extended community of type 0x00, 0x01 or 0x02 and subtype 0x02 (RFC 4360 section 4, RFC 5668).
 *
 * @param value the eight octets as on the wire
 */
public record RouteTarget(long value) implements Comparable<RouteTarget> {
    private static final String PREFIX = "target:";

    public RouteTarget {
        checkArgument(isRouteTarget(value), "0x%s is not a route target", Long.toHexString(value));
    }

    /** Parses {@code "target:65500:101"}, {@code "target:1.2.3.4:5"}, {@code "target:200000:9"} or {@code "target:100L:5"}. */
    public static RouteTarget parse(String text) {
        checkArgument(text.startsWith(PREFIX), "'%s' is not of the form target:administrator:number", text);
        long number = AdministeredNumber.parse(text.substring(PREFIX.length()), text);
        return new RouteTarget(number >>> 48 << 56 | 2L << 48 | (number & 0xFFFF_FFFF_FFFFL));
    }

    /** The target of an AS and a number: type 0 while the AS fits in two octets, else type 2. */
    public static RouteTarget of(long as, long number) {
        return parse(PREFIX + as + ":" + number);
    }

    /** Whether these eight octets of an extended community are a route target. */
    public static boolean isRouteTarget(long value) {
        int type = (int) (value >>> 56);
        return type <= 2 && (value >>> 48 & 0xFF) == 2;
    }

    @Override
    public int compareTo(RouteTarget other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return PREFIX + AdministeredNumber.print((int) (value >>> 56), value & 0xFFFF_FFFF_FFFFL);
    }
}

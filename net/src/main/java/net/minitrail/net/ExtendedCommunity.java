package net.minitrail.net;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Optional;

/**
 * One extended community (RFC 4360): the eight octets are the value.
 *
 * @param value the octets as on the wire, type most significant
 */
public record ExtendedCommunity(long value) implements Comparable<ExtendedCommunity> {
    /** Tunnel types of the encapsulation community (RFC 9012 section 4.1 and Contrail's own 16). */
    public static final int GRE = 2;

    public static final int VXLAN = 8;
    public static final int MPLS_OVER_GRE = 11;
    public static final int MPLS_OVER_UDP = 13;
    public static final int NATIVE = 16;

    /** Encapsulation (0x030C) of a tunnel type, 0 to 65535. */
    public static ExtendedCommunity encapsulation(int tunnelType) {
        checkArgument(tunnelType >= 0 && tunnelType <= 0xFFFF, "tunnel type %s is not in 0..65535", tunnelType);
        return new ExtendedCommunity(0x030C_0000_0000_0000L | tunnelType);
    }

    /** Contrail's origin virtual network (0x8071, or 0x8271 where the AS needs four octets). */
    public static ExtendedCommunity originVirtualNetwork(long as, int index) {
        return administered(0x71, as, Integer.toUnsignedLong(index));
    }

    /** Contrail's security group (0x8004): a two-octet AS and a group id. */
    public static ExtendedCommunity securityGroup(int as, long id) {
        return new ExtendedCommunity(0x8004L << 48 | (as & 0xFFFFL) << 32 | id & 0xFFFF_FFFFL);
    }

    /** MAC mobility (0x0600, RFC 7432 section 7.7); Contrail puts it on inet routes too. */
    public static ExtendedCommunity macMobility(long sequence, boolean sticky) {
        return new ExtendedCommunity(0x0600L << 48 | (sticky ? 1L << 40 : 0) | sequence & 0xFFFF_FFFFL);
    }

    /** Router MAC (0x0603, RFC 9135 section 8.1). */
    public static ExtendedCommunity routerMac(MacAddress mac) {
        return new ExtendedCommunity(0x0603L << 48 | mac.value());
    }

    private static ExtendedCommunity administered(int subtype, long as, long number) {
        if (as <= 0xFFFF) {
            return new ExtendedCommunity(0x80L << 56 | (long) subtype << 48 | as << 32 | number & 0xFFFF_FFFFL);
        }
        return new ExtendedCommunity(0x82L << 56 | (long) subtype << 48 | as << 16 | number & 0xFFFF);
    }

    public static ExtendedCommunity of(RouteTarget target) {
        return new ExtendedCommunity(target.value());
    }

    public int type() {
        return (int) (value >>> 56);
    }

    public int subtype() {
        return (int) (value >>> 48) & 0xFF;
    }

    /** Whether communities of this type cross an AS boundary (RFC 4360 section 2: bit 0x40 clear). */
    public boolean isTransitive() {
        return (type() & 0x40) == 0;
    }

    public boolean isRouteTarget() {
        return RouteTarget.isRouteTarget(value);
    }

    public Optional<RouteTarget> asRouteTarget() {
        return isRouteTarget() ? Optional.of(new RouteTarget(value)) : Optional.empty();
    }

    public boolean isEncapsulation() {
        return value >>> 48 == 0x030C;
    }

    /** The tunnel type of an encapsulation community. */
    public int tunnelType() {
        return (int) value & 0xFFFF;
    }

    public boolean isMacMobility() {
        return value >>> 48 == 0x0600;
    }

    public boolean isOriginVirtualNetwork() {
        return subtype() == 0x71 && (type() == 0x80 || type() == 0x82);
    }

    /** The low number of an origin-VN, security-group or MAC-mobility community. */
    public long number() {
        return type() == 0x82 ? value & 0xFFFF : value & 0xFFFF_FFFFL;
    }

    /** The AS of an origin-VN or security-group community. */
    public long as() {
        return type() == 0x82 ? value >>> 16 & 0xFFFF_FFFFL : value >>> 32 & 0xFFFF;
    }

    @Override
    public int compareTo(ExtendedCommunity other) {
        return Long.compareUnsigned(value, other.value);
    }

    /** As Contrail prints it: {@code target:65500:101}, {@code encapsulation:gre}, {@code mobility:non-sticky:1} …, else hex. */
    @Override
    public String toString() {
        if (isRouteTarget()) {
            return new RouteTarget(value).toString();
        }
        if (isEncapsulation()) {
            return "encapsulation:" + tunnelName(tunnelType());
        }
        if (isMacMobility()) {
            return "mobility:" + ((value >>> 40 & 1) != 0 ? "sticky:" : "non-sticky:") + number();
        }
        if (isOriginVirtualNetwork()) {
            return "originvn:" + as() + ":" + number();
        }
        if (value >>> 48 == 0x8004) {
            return "secgroup:" + as() + ":" + number();
        }
        if (value >>> 48 == 0x0603) {
            return "rtrmac:" + new MacAddress(value & 0xFFFF_FFFF_FFFFL);
        }
        return "0x%016x".formatted(value);
    }

    private static String tunnelName(int type) {
        return switch (type) {
            case GRE, MPLS_OVER_GRE -> "gre";
            case VXLAN -> "vxlan";
            case 9 -> "nvgre";
            case 10 -> "mpls";
            case 12 -> "vxlan-gpe";
            case MPLS_OVER_UDP -> "udp";
            case NATIVE -> "native";
            default -> "unknown-" + type;
        };
    }
}

package net.minitrail.gateway.junos;

import java.util.Map;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.RouteTarget;

/**
 * One member of a {@code policy-options community}: a plain community (32 bits, RFC 1997) or an extended one (64 bits).
 * No wildcards and no regular expressions: a member is a value.
 *
 * @param value the octets of the wire, most significant first
 * @param extended whether it is an extended community
 */
public record CommunityMember(long value, boolean extended) {
    private static final Map<String, Long> WELL_KNOWN =
            Map.of("no-export", 0xFFFF_FF01L, "no-advertise", 0xFFFF_FF02L, "no-export-subconfed", 0xFFFF_FF03L);
    private static final long ORIGIN_SUBTYPE = 0x0003L << 48;
    private static final long SUBTYPE_BITS = 0x00FFL << 48;

    /** Parses {@code target:65500:101}, {@code origin:65500:1}, {@code encapsulation:gre} or {@code 65500:7}. */
    public static CommunityMember parse(String text) {
        Long known = WELL_KNOWN.get(text);
        if (known != null) {
            return new CommunityMember(known, false);
        }
        if (text.startsWith("target:")) {
            return new CommunityMember(RouteTarget.parse(text).value(), true);
        }
        if (text.startsWith("origin:")) {
            long target = RouteTarget.parse("target:" + text.substring("origin:".length()))
                    .value();
            return new CommunityMember(target & ~SUBTYPE_BITS | ORIGIN_SUBTYPE, true);
        }
        if (text.startsWith("encapsulation:")) {
            return new CommunityMember(
                    encapsulation(text.substring("encapsulation:".length())).value(), true);
        }
        int colon = text.indexOf(':');
        if (colon < 1 || text.indexOf(':', colon + 1) >= 0) {
            throw new IllegalArgumentException("expected target:as:number, origin:as:number or as:number");
        }
        return new CommunityMember(half(text.substring(0, colon)) << 16 | half(text.substring(colon + 1)), false);
    }

    private static ExtendedCommunity encapsulation(String tunnel) {
        return switch (tunnel) {
            case "gre", "l3-gre" -> ExtendedCommunity.encapsulation(ExtendedCommunity.GRE);
            case "mpls-in-udp", "udp" -> ExtendedCommunity.encapsulation(ExtendedCommunity.MPLS_OVER_UDP);
            case "vxlan" -> ExtendedCommunity.encapsulation(ExtendedCommunity.VXLAN);
            default -> throw new IllegalArgumentException("expected encapsulation:gre, mpls-in-udp or vxlan");
        };
    }

    private static long half(String number) {
        long value = Long.parseLong(number);
        if (value < 0 || value > 0xFFFF) {
            throw new IllegalArgumentException("Value " + number + " is not within range (0..65535)");
        }
        return value;
    }
}

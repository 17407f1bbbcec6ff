package net.minitrail.gateway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.net.ExtendedCommunity;

/** Path attributes in the words of Junos. */
final class AttributeText {
    private AttributeText() {}

    /** The AS path and the origin: {@code ?}, {@code 65000 65001 I}. */
    static String asPath(PathAttributes attributes) {
        String path = attributes.asPath().toString();
        String origin = attributes.origin().symbol().toUpperCase(Locale.ROOT);
        return path.isEmpty() ? origin : path + " " + origin;
    }

    /** Both kinds of communities, one after the other; empty if there are none. */
    static String communities(PathAttributes attributes) {
        List<String> words = new ArrayList<>();
        attributes.communities().asList().forEach(community -> words.add(community.toString()));
        attributes.extendedCommunities().asList().forEach(community -> words.add(extended(community)));
        return String.join(" ", words);
    }

    /** Junos knows route targets and origins by name; what Contrail adds it prints as numbers. */
    static String extended(ExtendedCommunity community) {
        if (community.isRouteTarget()) {
            return community.toString();
        }
        long value = community.value();
        if (community.isMacMobility()) {
            return "mac-mobility:0x%x (sequence %d)".formatted(value >>> 40 & 0xFF, community.number());
        }
        if (community.type() <= 2 && community.subtype() == 3) {
            return new ExtendedCommunity(value & ~(1L << 48)).toString().replace("target:", "origin:");
        }
        if (community.type() < 0x80 && community.type() != 0x40) {
            return "unknown iana %x".formatted(value >>> 48);
        }
        return "unknown type %x value %x:%x".formatted(value >>> 48, value >>> 32 & 0xFFFF, value & 0xFFFF_FFFFL);
    }
}

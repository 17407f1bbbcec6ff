package net.minitrail.lab.speaker;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.minitrail.bgp.wire.AddressFamily;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The routes that a speaker says it has, as rows of {@code inspect routes}. Confined to one reading. */
final class RouteRows {
    private static final int LABEL_SHIFT = 4;

    private final List<ObjectNode> rows = new ArrayList<>();

    /** A row in which all but the table and the destination is yet unknown. */
    Row add(AddressFamily family, String rd, String prefix) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("table", table(family)).put("prefix", prefix).put("rd", rd).put("protocol", "BGP");
        for (String key : new String[] {"next_hop", "label", "local_preference", "med", "origin"}) {
            row.putNull(key);
        }
        row.put("as_path", "");
        for (String key : new String[] {"route_targets", "communities", "tunnel_encap"}) {
            row.putArray(key);
        }
        row.put("source", "").put("active", false);
        rows.add(row);
        return new Row(row);
    }

    List<ObjectNode> all() {
        return rows;
    }

    /** The name that our own nodes have for the table of a family. */
    static String table(AddressFamily family) {
        return switch (family) {
            case IPV4_UNICAST -> "inet.0";
            case IPV6_UNICAST -> "inet6.0";
            case VPN_IPV4 -> "bgp.l3vpn.0";
            case VPN_IPV6 -> "bgp.l3vpn-inet6.0";
            case EVPN -> "bgp.evpn.0";
            case ROUTE_TARGET -> "bgp.rtarget.0";
        };
    }

    /** The family of a destination: VPN if it has an RD, IPv6 if it has colons. */
    static AddressFamily familyOf(String rd, String prefix) {
        boolean six = prefix.indexOf(':') >= 0;
        if (rd.isEmpty()) {
            return six ? AddressFamily.IPV6_UNICAST : AddressFamily.IPV4_UNICAST;
        }
        return six ? AddressFamily.VPN_IPV6 : AddressFamily.VPN_IPV4;
    }

    /** An EVPN destination as our own nodes write it: {@code 2-RD-TAG-MAC,ADDRESS}, {@code 3-RD-TAG-ADDRESS}, {@code 5-RD-TAG-PREFIX}. */
    static String evpn(int type, String rd, long tag, String rest) {
        return type + "-" + rd + "-" + tag + "-" + rest;
    }

    /** One row; a value that is not there leaves it as it is. */
    record Row(ObjectNode json) {
        Row text(String key, @Nullable String value) {
            if (value != null && !value.isEmpty()) {
                json.put(key, value);
            }
            return this;
        }

        /** A whole number of 32 bits at most, without a sign. */
        Row number(String key, JsonNode value) {
            return value.isNumber() ? number(key, value.asLong()) : this;
        }

        Row number(String key, long value) {
            json.put(key, value);
            return this;
        }

        /** An IPv4 address mapped into IPv6 is shown as what it stands for. */
        Row nextHop(String address) {
            boolean mapped = address.startsWith("::ffff:") && address.indexOf('.') > 0;
            return text("next_hop", mapped ? address.substring("::ffff:".length()) : address);
        }

        Row origin(String word) {
            String small = word.toLowerCase(Locale.ROOT);
            return text("origin", small.equals("?") ? "incomplete" : small);
        }

        /** Adds an element to a list. */
        Row element(String key, String value) {
            json.withArray(key).add(value);
            return this;
        }

        /** A tunnel type of RFC 9012 section 12.2, by the name that Contrail has for it. */
        Row encapsulation(int type) {
            return element(
                    "tunnel_encap",
                    switch (type) {
                        case 2 -> "gre";
                        case 8 -> "vxlan";
                        case 10 -> "mpls";
                        case 13 -> "udp";
                        default -> Integer.toString(type);
                    });
        }

        /**
         * The label field of an EVPN route: 24 bits of a VXLAN network identifier, or of a label and four bits behind it, as
         * the encapsulations say that were told before (RFC 8365 section 5.1.3).
         */
        Row labelField(long field) {
            return number(
                    "label",
                    json.path("tunnel_encap").toString().contains("\"vxlan\"") ? field : field >>> LABEL_SHIFT);
        }

        Row target(String plain) {
            return element("route_targets", "target:" + plain);
        }

        Row active(boolean best) {
            json.put("active", best);
            return this;
        }

        Row age(long seconds) {
            json.put("age_seconds", Math.max(0, seconds));
            return this;
        }
    }
}

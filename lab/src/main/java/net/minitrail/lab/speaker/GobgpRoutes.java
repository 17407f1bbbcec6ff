package net.minitrail.lab.speaker;

import java.util.List;
import net.minitrail.bgp.wire.AddressFamily;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the JSON of {@code gobgp … rib -j}: a map of {@code "RD:PREFIX"}, or of an EVPN destination in words, to its paths, best first. */
final class GobgpRoutes {
    private static final int ROUTE_TARGET = 2;
    private static final int OPAQUE = 3;
    private static final int ENCAPSULATION = 12;
    private static final int EVPN = 6;
    private static final int ROUTER_MAC = 3;
    private static final int PMSI_TUNNEL = 22;
    private static final String[] ORIGINS = {"igp", "egp", "incomplete"};

    private final RouteRows rows = new RouteRows();

    /** The rows of a table; none if what was printed is no JSON, which is how an empty or unknown table shows. */
    static List<ObjectNode> read(String printed) {
        GobgpRoutes routes = new GobgpRoutes();
        if (printed.stripLeading().startsWith("{")) {
            JsonNode table = JsonMapper.shared().readTree(printed);
            table.propertyNames().forEach(key -> table.path(key).forEach(path -> routes.path(key, path)));
        }
        return routes.rows.all();
    }

    private void path(String key, JsonNode path) {
        JsonNode nlri = path.path("nlri");
        String prefix = nlri.path("prefix").asString("");
        if (!prefix.isEmpty()) {
            String rd = key.equals(prefix) ? "" : key.substring(0, key.length() - prefix.length() - 1);
            path(rows.add(RouteRows.familyOf(rd, prefix), rd, prefix), path)
                    .number("label", nlri.path("labels").path(0));
        } else if (nlri.has("value")) {
            evpn(nlri.path("type").asInt(), nlri.path("value"), path);
        } // else it is an error
    }

    /** Types 2, 3 and 5 of EVPN routes. */
    private void evpn(int type, JsonNode nlri, JsonNode path) {
        String address = nlri.path("ip").asString("");
        String rest = switch (type) {
            case 2 -> nlri.path("mac").asString() + "," + (address.indexOf('<') < 0 ? address : "0.0.0.0");
            case 3 -> address;
            case 5 -> nlri.path("prefix").asString();
            default -> "";
        };
        if (rest.isEmpty()) {
            return;
        }
        String rd = nlri.path("rd").path("admin").asString() + ":"
                + nlri.path("rd").path("assigned").asString();
        String key = RouteRows.evpn(type, rd, nlri.path("etag").asLong(), rest);
        RouteRows.Row row = path(rows.add(AddressFamily.EVPN, rd, key), path);
        JsonNode field = type == 2 ? nlri.path("labels").path(0) : nlri.path("label");
        for (JsonNode attribute : path.path("attrs")) {
            if (attribute.path("type").asInt() == PMSI_TUNNEL) {
                field = attribute.path("label");
            }
        }
        if (field.isNumber()) {
            row.labelField(field.asLong());
        }
    }

    private static RouteRows.Row path(RouteRows.Row row, JsonNode path) {
        row.text("source", path.path("neighbor-ip").asString(""))
                .active(path.path("best").asBoolean(false))
                .age(System.currentTimeMillis() / 1000 - path.path("age").asLong(0));
        path.path("attrs").forEach(attribute -> attribute(row, attribute));
        return row;
    }

    /** By type code, as RFC 4271 section 5.1 and its followers number them. */
    private static void attribute(RouteRows.Row row, JsonNode attribute) {
        JsonNode value = attribute.path("value");
        switch (attribute.path("type").asInt()) {
            case 1 -> row.origin(ORIGINS[Math.floorMod(value.asInt(), ORIGINS.length)]);
            case 2 -> row.text("as_path", asPath(attribute.path("as_paths")));
            case 3, 14 -> row.nextHop(attribute.path("nexthop").asString(""));
            case 4 -> row.number("med", attribute.path("metric"));
            case 5 -> row.number("local_preference", value);
            case 8 ->
                attribute
                        .path("communities")
                        .forEach(one ->
                                row.element("communities", (one.asLong() >>> 16) + ":" + (one.asLong() & 0xFFFF)));
            case 16 -> value.forEach(community -> community(row, community));
            default -> {} // not among the columns
        }
    }

    private static String asPath(JsonNode segments) {
        StringBuilder path = new StringBuilder();
        segments.forEach(segment -> segment.path("asns")
                .forEach(as -> path.append(path.isEmpty() ? "" : " ").append(as.asLong())));
        return path.toString();
    }

    private static void community(RouteRows.Row row, JsonNode community) {
        int type = community.path("type").asInt() & 0x3F;
        int subtype = community.path("subtype").asInt();
        if (type == OPAQUE && subtype == ENCAPSULATION) {
            row.encapsulation(community.path("tunnel_type").asInt());
        } else if (type < OPAQUE && subtype == ROUTE_TARGET) {
            row.target(community.path("value").asString(""));
        } else if (type == EVPN && subtype == ROUTER_MAC) {
            row.element("communities", "rtrmac:" + community.path("mac").asString(""));
        }
    }
}

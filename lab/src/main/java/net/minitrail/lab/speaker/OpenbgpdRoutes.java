package net.minitrail.lab.speaker;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads {@code bgpctl -j show rib detail}. OpenBGPD tells no labels; an unset metric it shows as 0. */
final class OpenbgpdRoutes {
    private OpenbgpdRoutes() {}

    static List<ObjectNode> read(String printed) {
        RouteRows rows = new RouteRows();
        if (printed.isBlank()) {
            return rows.all();
        }
        for (JsonNode route : JsonMapper.shared().readTree(printed).path("rib")) {
            String[] place = route.path("prefix").asString("").split(" ", -1); // "rd RD PREFIX" or "PREFIX"
            String rd = place.length == 3 ? place[1] : "";
            String prefix = place[place.length - 1];
            RouteRows.Row row = rows.add(RouteRows.familyOf(rd, prefix), rd, prefix)
                    .nextHop(route.path("exit_nexthop").asString(""))
                    .number("local_preference", route.path("localpref"))
                    .number("med", route.path("metric"))
                    .origin(route.path("origin").asString(""))
                    .text("as_path", route.path("aspath").asString(""))
                    .text("source", route.path("neighbor").path("remote_addr").asString(""))
                    .active(route.path("best").asBoolean(false))
                    .age(route.path("last_update_sec").asLong(0));
            route.path("communities").forEach(community -> row.element("communities", community.asString()));
            for (JsonNode community : route.path("extended_communities")) {
                String text = community.asString();
                if (text.startsWith("rt ")) {
                    row.target(text.substring("rt ".length()));
                }
            }
        }
        return rows.all();
    }
}

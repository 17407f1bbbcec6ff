package net.minitrail.lab.speaker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.minitrail.bgp.wire.AddressFamily;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads FRR's tables from the JSON of vtysh. A table as a whole shows neither labels nor route targets; so its destinations
 * are asked for one by one, many in one call.
 */
final class FrrRoutes {
    private static final int DESTINATIONS_A_CALL = 200;

    private final Tool tool;
    private final RouteRows rows = new RouteRows();

    FrrRoutes(Tool tool) {
        this.tool = tool;
    }

    List<ObjectNode> read(AddressFamily family, String name) throws IOException, InterruptedException {
        List<JsonNode> answer = documents(List.of("show bgp " + name + " json"));
        if (answer.isEmpty()) {
            return rows.all(); // it says nothing of a table that has nothing in it
        }
        JsonNode table = answer.get(0).path("routes");
        Set<String> prefixes = new LinkedHashSet<>();
        if (table.has("routeDistinguishers")) {
            table.path("routeDistinguishers").forEach(routes -> prefixes.addAll(routes.propertyNames()));
        } else {
            prefixes.addAll(table.propertyNames());
        }
        List<String> commands = prefixes.stream()
                .map(prefix -> "show bgp " + name + " " + prefix + " json")
                .toList();
        for (int from = 0; from < commands.size(); from += DESTINATIONS_A_CALL) {
            int to = Math.min(commands.size(), from + DESTINATIONS_A_CALL);
            documents(commands.subList(from, to)).forEach(document -> destination(family, document));
        }
        return rows.all();
    }

    /** The EVPN table, which vtysh prints with all details at once. Types 2, 3 and 5. */
    List<ObjectNode> readEvpn() throws IOException, InterruptedException {
        for (JsonNode table : documents(List.of("show bgp l2vpn evpn route detail json"))) {
            for (String rd : table.propertyNames()) {
                table.path(rd).forEach(destination -> evpn(rd, destination));
            }
        }
        return rows.all();
    }

    private void evpn(String rd, JsonNode destination) {
        int type = destination.path("routeType").asInt(0);
        String address = destination.path("ip").asString("0.0.0.0");
        String rest = switch (type) {
            case 2 -> destination.path("mac").asString("") + "," + address;
            case 3 -> address;
            case 5 -> address + "/" + destination.path("ipLen").asInt();
            default -> "";
        };
        if (rest.isEmpty()) {
            return; // no destination, or one of another type
        }
        String key = RouteRows.evpn(type, rd, destination.path("ethTag").asLong(0), rest);
        for (JsonNode paths : destination.path("paths")) {
            for (JsonNode path : paths) {
                RouteRows.Row row = path(rows.add(AddressFamily.EVPN, rd, key), path);
                JsonNode tree = path.path("pmsi").path("label");
                String field =
                        tree.isNumber() ? tree.asString() : path.path("VNI").asString("");
                if (!field.isEmpty()) {
                    row.labelField(Long.parseLong(field));
                }
            }
        }
    }

    private void destination(AddressFamily family, JsonNode document) {
        if (document.has("paths")) {
            paths(family, "", document);
        } else {
            document.propertyNames().forEach(rd -> paths(family, rd, document.path(rd)));
        }
    }

    private void paths(AddressFamily family, String rd, JsonNode destination) {
        for (JsonNode path : destination.path("paths")) {
            path(rows.add(family, rd, destination.path("prefix").asString("")), path);
        }
    }

    private static RouteRows.Row path(RouteRows.Row row, JsonNode path) {
        String asPath = path.path("aspath").path("string").asString("");
        row.nextHop(path.path("nexthops").path(0).path("ip").asString(""))
                .number("label", path.path("remoteLabel"))
                .number("local_preference", path.path("locPrf"))
                .number("med", path.path("metric"))
                .origin(path.path("origin").asString(""))
                .text("as_path", asPath.equals("Local") ? "" : asPath)
                .active(path.path("bestpath").path("overall").asBoolean(false))
                .age(System.currentTimeMillis() / 1000
                        - path.path("lastUpdate").path("epoch").asLong(0))
                .text("source", path.path("sourced").asBoolean(false) ? "" : text(path, "peer", "peerId"));
        path.path("community").path("list").forEach(community -> row.element("communities", community.asString()));
        for (String community : text(path, "extendedCommunity", "string").split(" ", -1)) {
            if (community.startsWith("RT:")) {
                row.target(community.substring("RT:".length()));
            } else if (community.startsWith("ET:")) {
                row.encapsulation(Integer.parseInt(community.substring("ET:".length())));
            } else if (community.startsWith("Rmac:")) {
                row.element("communities", "rtrmac:" + community.substring("Rmac:".length()));
            }
        }
        return row;
    }

    private static String text(JsonNode path, String outer, String inner) {
        return path.path(outer).path(inner).asString("");
    }

    private List<JsonNode> documents(List<String> commands) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        commands.forEach(command -> words.addAll(List.of("-c", command)));
        try (MappingIterator<JsonNode> documents =
                JsonMapper.shared().readerFor(JsonNode.class).readValues(tool.run(words))) {
            return documents.readAll();
        }
    }
}

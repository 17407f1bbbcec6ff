package net.minitrail.controller.introspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.minitrail.controller.config.ConfigObject;

/** The status of a control node: who it is, its sessions, and whether there is anything left to wait for. */
final class StatusPage {
    private StatusPage() {}

    static Map<String, Object> of(NodeView node) {
        List<NeighborRow> neighbors = NeighborRow.all(node);
        List<Map<String, Object>> waiting = waiting(node, neighbors);
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("name", node.name());
        status.put("role", "controller");
        status.put("state", "ready");
        status.put("settled", waiting.isEmpty());
        status.put(
                "reason",
                waiting.stream().map(one -> (String) one.get("reason")).collect(Collectors.joining("; ")));
        status.put("waiting", waiting);
        status.put("sessions", sessions(node, neighbors));
        return status;
    }

    static List<Map<String, Object>> sessions(NodeView node, List<NeighborRow> neighbors) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (NeighborRow neighbor : neighbors) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("type", neighbor.encoding().equals("BGP") ? "bgp" : "xmpp");
            row.put("local", node.address().toString());
            row.put("remote", neighbor.address());
            row.put("name", neighbor.name());
            row.put("state", neighbor.state());
            row.put("up_seconds", neighbor.upSeconds());
            row.put("routes_in", neighbor.routesIn());
            row.put("routes_out", neighbor.routesOut());
            rows.add(row);
        }
        return rows;
    }

    /** What is not yet as the configuration wants it, in words, and the address of the other end if that is a session. */
    private static List<Map<String, Object>> waiting(NodeView node, List<NeighborRow> neighbors) {
        List<Map<String, Object>> waiting = new ArrayList<>();
        for (NeighborRow neighbor : neighbors) {
            if (!neighbor.isUp()) {
                waiting.add(one(neighbor, "BGP session with " + neighbor.name() + " is " + neighbor.state()));
            } else if (!neighbor.complete()) {
                waiting.add(one(
                        neighbor,
                        neighbor.encoding() + " peer " + neighbor.name() + " has not been told or has not sent all"));
            }
        }
        Set<String> up = neighbors.stream()
                .filter(row -> row.encoding().equals("XMPP"))
                .map(NeighborRow::name)
                .collect(Collectors.toSet());
        List<String> expected = node.askConfiguration(graph -> graph.all("virtual-router").stream()
                .map(ConfigObject::shortName)
                .toList());
        expected.stream()
                .filter(name -> !up.contains(name))
                .forEach(name -> waiting.add(Map.of("remote", "", "reason", "agent " + name + " is not connected")));
        return waiting;
    }

    private static Map<String, Object> one(NeighborRow neighbor, String reason) {
        return Map.of("remote", neighbor.address(), "reason", reason);
    }
}

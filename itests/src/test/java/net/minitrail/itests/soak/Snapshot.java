package net.minitrail.itests.soak;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.minitrail.itests.node.NodeProcess;
import net.minitrail.itests.peer.PeerConnection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a controller holds and what everybody was told, at one moment.
 *
 * @param lines {@code WHO WHAT} to what is held there, in full; times are left out
 */
record Snapshot(Map<String, String> lines) {

    static Snapshot of(NodeProcess controller, List<Flapper> peers, List<FlappingAgent> agents) {
        Map<String, String> lines = new TreeMap<>();
        for (Flapper peer : peers) {
            PeerConnection session = peer.connection();
            if (session != null) {
                session.received()
                        .routes()
                        .forEach((id, held) -> lines.put("peer " + peer.role().number() + " " + id, held.toString()));
            }
        }
        for (FlappingAgent agent : agents) {
            agent.told().forEach((id, item) -> lines.put(agent.name() + " " + id, item.toString()));
        }
        JsonNode rows = controller.get("/v1/inspect/routes");
        for (JsonNode row : rows.path("data").isArray() ? rows.path("data") : rows) {
            var fields = (ObjectNode) row.deepCopy();
            fields.remove(List.of("age_seconds", "node"));
            String id = "table %s %s from %s via %s"
                    .formatted(
                            row.path("table").asString(""),
                            row.path("prefix").asString(""),
                            row.path("source").asString(""),
                            row.path("next_hop").asString(""));
            lines.merge(id, fields.toString(), (one, other) -> one.compareTo(other) < 0 ? one + other : other + one);
        }
        return new Snapshot(lines);
    }

    /** The first differences in words; empty if there are none. */
    String differences(Snapshot fresh) {
        var text = new StringBuilder();
        int count = 0;
        var all = new TreeMap<>(lines);
        all.putAll(fresh.lines);
        for (String id : all.keySet()) {
            String here = lines.getOrDefault(id, "-");
            String there = fresh.lines.getOrDefault(id, "-");
            if (!here.equals(there) && count++ < 10) {
                text.append(id)
                        .append("\n  after the flapping ")
                        .append(here)
                        .append("\n  after a fresh start ")
                        .append(there)
                        .append('\n');
            }
        }
        return count == 0 ? "" : count + " differences\n" + text;
    }
}

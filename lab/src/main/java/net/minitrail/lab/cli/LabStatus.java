package net.minitrail.lab.cli;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.process.Daemon;
import net.minitrail.lab.process.LabDirectory;
import net.minitrail.lab.process.NodeClient;
import net.minitrail.lab.process.OwnedProcess;
import net.minitrail.lab.process.RunningLab;
import net.minitrail.lab.process.RunningNode;
import net.minitrail.lab.topology.NodeKind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a running lab looks like at one moment: the rows of {@code status}. */
final class LabStatus {
    private static final ImmutableList<String> COLUMNS =
            ImmutableList.of("name", "kind", "pid", "state", "address", "transport", "rss_kib");

    private LabStatus() {}

    /** A row a node, with its sessions. */
    static Page of(RunningLab lab, LabDirectory directory) {
        Map<String, OwnedProcess> processes = directory.processes();
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (RunningNode node : lab.nodes()) {
            rows.add(row(node, processes.get(node.name())));
        }
        for (JsonNode row : rows) {
            if (row.path("state").asString("").equals("external")) {
                external((ObjectNode) row, rows);
            }
        }
        return new Page("status", lab.name(), COLUMNS, rows);
    }

    /** The sessions of all nodes, each with the node that reports it. */
    static Page sessions(Page status) {
        Page page = Page.of(
                "sessions",
                status.lab(),
                "node",
                "type",
                "local",
                "remote",
                "state",
                "up_seconds",
                "routes_in",
                "routes_out");
        for (JsonNode node : status.rows()) {
            for (JsonNode session : node.path("sessions")) {
                ObjectNode row =
                        page.rows().addObject().put("node", node.path("name").asString());
                session.propertyNames().forEach(key -> row.set(key, session.path(key)));
            }
        }
        return page;
    }

    private static ObjectNode row(RunningNode node, @Nullable OwnedProcess process) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        boolean alive = false;
        long pid = 0;
        long resident = 0;
        if (process != null && process.isAlive()) {
            alive = true;
            pid = process.pid();
            resident = process.residentKib();
        }
        row.put("name", node.name());
        row.put("kind", node.kind().word());
        row.put("pid", pid);
        row.put("state", node.kind() == NodeKind.EXTERNAL ? "external" : alive ? "ready" : "down");
        row.put("address", node.address());
        row.put("transport", node.transport());
        row.put("rss_kib", resident);
        ObjectNode endpoints = row.putObject("endpoints");
        node.endpoints().forEach(endpoints::put);
        if (node.kind() != NodeKind.SDN_GATEWAY && node.endpoints().containsKey("control")) {
            endpoints.put("introspect", node.endpoints().get("control"));
        }
        ArrayNode sessions = row.putArray("sessions");
        if (alive && node.kind().isOurs()) {
            ask(node, row, sessions);
        } else if (alive) {
            row.put("state", answers(node) ? "ready" : "unreachable");
        }
        return row;
    }

    private static boolean answers(RunningNode speaker) {
        try {
            return Daemon.of(speaker).answers();
        } catch (IOException e) {
            return false; // its tool is not there any more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What others say of their sessions with a node that the lab does not start. */
    private static void external(ObjectNode row, ArrayNode rows) {
        List<String> seen = new ArrayList<>();
        for (JsonNode other : rows) {
            for (JsonNode session : other.path("sessions")) {
                if (session.path("remote").equals(row.path("address"))) {
                    seen.add(other.path("name").asString() + " "
                            + session.path("state").asString());
                }
            }
        }
        row.put("reason", String.join(", ", seen));
    }

    private static void ask(RunningNode node, ObjectNode row, ArrayNode sessions) {
        try {
            JsonNode status = NodeClient.of(node).status();
            row.put("state", status.path("state").asString("ready"));
            row.put("settled", status.path("settled").asBoolean(false));
            row.put("reason", status.path("reason").asString(""));
            status.path("sessions").forEach(sessions::add);
        } catch (LabException e) {
            row.put("state", "unreachable");
            row.put("reason", e.getMessage());
        }
    }
}

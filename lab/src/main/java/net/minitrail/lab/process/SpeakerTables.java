package net.minitrail.lab.process;

import java.io.IOException;
import java.util.List;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.speaker.Tool;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The routes of a speaker by its own word, in the form in which our nodes tell theirs. Daemons know their neighbors by
 * transport addresses; the sources of routes are shown by protocol addresses, as everywhere.
 *
 * @param node a running speaker of the lab
 */
record SpeakerTables(RunningLab lab, RunningNode node) {

    /** The rows that fit; throws a {@link LabException} if the daemon does not answer or has no VRF of that name. */
    ArrayNode routes(@Nullable String vrf, @Nullable String table, @Nullable String family, @Nullable String prefix) {
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        for (ObjectNode row : read(vrf)) {
            row.put("source", protocolAddress(row.path("source").asString("")));
            if (fits(table, row, "table") && fits(prefix, row, "prefix") && isOf(family, row)) {
                found.add(row);
            }
        }
        return found;
    }

    private String protocolAddress(String transport) {
        return lab.nodes().stream()
                .filter(other -> other.transport().equals(transport))
                .map(RunningNode::address)
                .findFirst()
                .orElse(transport);
    }

    private List<ObjectNode> read(@Nullable String vrf) {
        Daemon daemon = Daemon.of(node);
        Tool tool = words -> output(daemon, words);
        try {
            return vrf == null
                    ? daemon.speaker().routes(tool)
                    : daemon.speaker().routes(tool, vrf);
        } catch (UnsupportedOperationException e) {
            throw new LabException(
                    ErrorCode.NO_SUCH_TABLE, node.name() + ": " + e.getMessage(), "look in a table: bgp.l3vpn.0");
        } catch (IOException | JacksonException e) {
            throw new LabException(ErrorCode.NODE_UNREACHABLE, node.name() + ": " + e.getMessage(), null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException(ErrorCode.NODE_UNREACHABLE, node.name() + ": interrupted", null, e);
        }
    }

    private String output(Daemon daemon, List<String> words) throws IOException, InterruptedException {
        StringBuilder out = new StringBuilder();
        int exit = daemon.ask(words, out::append);
        if (exit != 0) {
            throw new LabException(
                    daemon.answers() ? ErrorCode.NO_SUCH_TABLE : ErrorCode.NODE_UNREACHABLE,
                    node.name() + ": " + String.join(" ", words) + ": exit code " + exit + " "
                            + out.toString().strip(),
                    null);
        }
        return out.toString();
    }

    private static boolean fits(@Nullable String wanted, ObjectNode row, String key) {
        return wanted == null || wanted.equals(row.path(key).asString(""));
    }

    private static boolean isOf(@Nullable String family, ObjectNode row) {
        String table = row.path("table").asString("");
        return family == null
                || switch (family) {
                    case "inet" -> table.endsWith("inet.0");
                    case "inet6" -> table.endsWith("inet6.0") && !table.startsWith("bgp.");
                    case "inet-vpn" -> table.equals("bgp.l3vpn.0");
                    case "e-vpn" -> table.equals("bgp.evpn.0");
                    case "inet6-vpn" -> table.equals("bgp.l3vpn-inet6.0");
                    default -> table.equals(family);
                };
    }
}

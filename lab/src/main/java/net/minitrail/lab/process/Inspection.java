package net.minitrail.lab.process;

import com.google.common.collect.ImmutableMap;
import net.minitrail.lab.topology.LabNetwork;
import net.minitrail.lab.topology.NodeKind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Asks a node for one page of its state, with names as a lab file has them. */
public final class Inspection {
    private Inspection() {}

    /**
     * The rows of a page.
     *
     * @param vrf a gateway's VRF; elsewhere a routing instance, or the network's name, which stands for it
     */
    public static JsonNode of(
            RunningLab lab,
            RunningNode node,
            String what,
            @Nullable String vrf,
            @Nullable String table,
            @Nullable String family,
            @Nullable String prefix) {
        if (node.kind().isSpeaker()) {
            return what.equals("routes")
                    ? new SpeakerTables(lab, node).routes(vrf, table, family, prefix)
                    : JsonNodeFactory.instance.arrayNode();
        }
        ImmutableMap.Builder<String, String> query = ImmutableMap.builder();
        put(query, "vrf", vrf == null ? null : vrfOn(node, vrf));
        put(query, "table", table == null ? null : tableOn(node, table));
        put(query, "family", family);
        put(query, "prefix", prefix);
        return NodeClient.of(node).inspect(what, query.buildOrThrow());
    }

    private static void put(ImmutableMap.Builder<String, String> query, String key, @Nullable String value) {
        if (value != null) {
            query.put(key, value);
        }
    }

    private static String vrfOn(RunningNode node, String vrf) {
        if (node.kind() == NodeKind.SDN_GATEWAY
                || vrf.chars().filter(c -> c == ':').count() == 3) {
            return vrf;
        }
        var name = LabNetwork.fqName(vrf);
        return String.join(":", name) + ":" + name.get(name.size() - 1);
    }

    /** {@code test_vn.inet.0} of a controller or agent is the table of the network's routing instance. */
    private static String tableOn(RunningNode node, String table) {
        boolean vpn = table.startsWith("bgp.")
                || table.indexOf('.') < 0
                || table.startsWith("inet.")
                || table.startsWith("inet6.");
        if (node.kind() == NodeKind.SDN_GATEWAY || vpn) {
            return table;
        }
        int dot = table.indexOf('.');
        return vrfOn(node, table.substring(0, dot)) + table.substring(dot);
    }
}

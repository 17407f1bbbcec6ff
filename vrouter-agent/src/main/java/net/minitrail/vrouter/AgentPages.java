package net.minitrail.vrouter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.minitrail.net.runtime.ControlApi.Query;
import net.minitrail.vrouter.forwarding.NextHop;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.oper.Agent;
import net.minitrail.vrouter.oper.OperInterface;
import net.minitrail.vrouter.oper.OperVrf;
import net.minitrail.vrouter.oper.Port;
import net.minitrail.vrouter.oper.Subnet;
import org.jspecify.annotations.Nullable;

/** The inspect pages of a compute node. Confined to the routing loop. */
final class AgentPages {
    private final AgentConfig config;
    private final Agent agent;
    private final VRouter vrouter;
    private final AgentStatus status;
    private final RoutePage routes;

    AgentPages(AgentConfig config, Agent agent, VRouter vrouter, AgentStatus status) {
        this.config = config;
        this.agent = agent;
        this.vrouter = vrouter;
        this.status = status;
        this.routes = new RoutePage(config, agent, vrouter);
    }

    /** The rows of a page, or null if there is no such page or the VRF that the query names does not exist. */
    @Nullable
    List<Map<String, Object>> rows(String what, Query query) {
        return switch (what) {
            case "routes" -> routes.rows(query);
            case "labels" -> labels();
            case "networks" -> networks();
            case "ports" -> ports();
            case "tunnels" -> tunnels();
            case "sessions" -> status.sessions();
            case "targets", "flows" -> List.of(); // route targets are the control node's business; flows are not kept
            default -> null;
        };
    }

    private List<Map<String, Object>> labels() {
        var rows = new ArrayList<Map<String, Object>>();
        vrouter.labels().forEach((label, id) -> {
            NextHop nextHop = vrouter.nextHops().get(id);
            Map<String, Object> row = row();
            row.put("label", label);
            row.put("next_hop_id", id);
            row.put("type", nextHop == null ? "Invalid" : nextHop.type());
            row.put("family", nextHop == null ? "" : nextHop.family().toString());
            row.put("vrf", nextHop == null ? -1 : nextHop.vrf());
            String interfaceName = "";
            if (nextHop instanceof NextHop.Encap encap) {
                var vif = vrouter.vifs().get(encap.vif());
                interfaceName = vif == null ? "" : vif.name();
            }
            row.put("interface", interfaceName);
            rows.add(row);
        });
        return rows;
    }

    private List<Map<String, Object>> networks() {
        var rows = new ArrayList<Map<String, Object>>();
        for (OperVrf vrf : agent.vrfs()) {
            Map<String, Object> row = row();
            row.put("network", vrf.networkName());
            row.put("routing_instance", vrf.name());
            row.put("vrf", vrf.index());
            row.put("network_id", vrf.networkId());
            row.put(
                    "subnets",
                    vrf.subnets().stream()
                            .map(Subnet::prefix)
                            .map(Object::toString)
                            .toList());
            row.put(
                    "interfaces",
                    vrf.interfaces().stream().map(oper -> oper.vif().name()).toList());
            rows.add(row);
        }
        return rows;
    }

    private List<Map<String, Object>> ports() {
        var rows = new ArrayList<Map<String, Object>>();
        for (Port port : agent.ports()) {
            OperInterface oper = agent.active(port.id());
            Map<String, Object> row = row();
            row.put("id", port.id().toString());
            row.put("guest", port.displayName());
            row.put("interface", port.systemName());
            row.put("active", oper != null);
            row.put("reason", oper == null ? "lacks " + agent.missing(port) : "");
            row.put("mac", (oper == null ? port.mac() : oper.mac()).toString());
            row.put("ip", oper == null ? "" : oper.primaryAddress().toString());
            row.put("network", oper == null ? "" : oper.vrf().networkName());
            row.put("vrf", oper == null ? -1 : oper.vrf().index());
            row.put("vif", oper == null ? -1 : oper.vif().index());
            row.put("label", oper == null ? -1 : oper.routeLabel());
            row.put("l2_label", oper == null ? -1 : oper.bridgeLabel());
            row.put("settled", oper != null && oper.settled());
            rows.add(row);
        }
        return rows;
    }

    private List<Map<String, Object>> tunnels() {
        var rows = new ArrayList<Map<String, Object>>();
        vrouter.nextHops().forEach((id, nextHop) -> {
            if (nextHop instanceof NextHop.Tunnel tunnel) {
                Map<String, Object> row = row();
                row.put("next_hop_id", id);
                row.put("source", tunnel.source().toString());
                row.put("destination", tunnel.destination().toString());
                row.put("encapsulation", RoutePage.encapsulation(tunnel));
                row.put("references", vrouter.nextHops().holders(id));
                rows.add(row);
            }
        });
        return rows;
    }

    private Map<String, Object> row() {
        var row = new LinkedHashMap<String, Object>();
        row.put("node", config.name());
        return row;
    }
}

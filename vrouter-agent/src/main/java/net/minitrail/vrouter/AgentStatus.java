package net.minitrail.vrouter;

import static com.google.common.base.CaseFormat.UPPER_CAMEL;
import static com.google.common.base.CaseFormat.UPPER_UNDERSCORE;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.minitrail.vrouter.control.ControllerLink;
import net.minitrail.vrouter.control.Controllers;
import net.minitrail.vrouter.oper.Agent;
import net.minitrail.vrouter.oper.OperInterface;
import net.minitrail.vrouter.oper.Port;
import net.minitrail.xmpp.session.ClientStatus;
import net.minitrail.xmpp.session.XmppClient;
import net.minitrail.xmpp.stream.ClientState;

/** What the node says of its state as a whole. Confined to the routing loop. */
final class AgentStatus {
    private static final long NANOS = 1_000_000_000L;

    private final AgentConfig config;
    private final Agent agent;
    private final Controllers controllers;

    AgentStatus(AgentConfig config, Agent agent, Controllers controllers) {
        this.config = config;
        this.agent = agent;
        this.controllers = controllers;
    }

    Map<String, Object> page() {
        String reason = unsettled();
        var page = new LinkedHashMap<String, Object>();
        page.put("name", config.name());
        page.put("role", "vrouter-agent");
        page.put("state", "ready");
        page.put("settled", reason.isEmpty());
        page.put("reason", reason);
        page.put("sessions", sessions());
        return page;
    }

    List<Map<String, Object>> sessions() {
        var rows = new ArrayList<Map<String, Object>>();
        for (ControllerLink link : controllers.links()) {
            var row = new LinkedHashMap<String, Object>();
            XmppClient client = link.client();
            ClientStatus status = client == null ? null : client.status();
            row.put("type", "xmpp");
            row.put("local", config.address().toString());
            row.put("remote", link.address().toString());
            row.put("state", link.isUp() ? "Established" : status == null ? "Idle" : text(status.state()));
            row.put("up_seconds", link.isUp() && status != null ? (System.nanoTime() - status.upSince()) / NANOS : 0);
            row.put("routes_in", link.routesIn());
            row.put("routes_out", link.routesOut());
            row.put("config_source", link == controllers.source());
            rows.add(row);
        }
        return rows;
    }

    private static String text(ClientState state) {
        return UPPER_UNDERSCORE.to(UPPER_CAMEL, state.name());
    }

    /** Why not everything has come to rest; empty if it has. */
    private String unsettled() {
        for (ControllerLink link : controllers.links()) {
            if (!link.isUp()) {
                return "no session with controller " + link.address();
            }
            if (!link.endOfRib()) {
                return "controller " + link.address() + " has not sent End-of-RIB";
            }
        }
        for (Port port : agent.ports()) {
            OperInterface oper = agent.active(port.id());
            if (oper == null) {
                return "port " + port.displayName() + " lacks " + agent.missing(port);
            }
            if (!oper.settled()) {
                return "no traffic yet from " + port.displayName() + " " + port.systemName();
            }
        }
        return "";
    }
}

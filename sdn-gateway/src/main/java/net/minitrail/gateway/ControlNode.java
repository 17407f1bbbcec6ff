package net.minitrail.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.minitrail.gateway.cli.CommandContext;
import net.minitrail.gateway.cli.JunosShell;
import net.minitrail.gateway.routing.GatewayView;
import net.minitrail.gateway.routing.PeerSnapshot;
import net.minitrail.net.runtime.CommandShell;
import net.minitrail.net.runtime.ControlApi;
import org.jspecify.annotations.Nullable;

/** What the gateway tells through its control endpoint. Thread-safe. */
final class ControlNode implements ControlApi.Node {
    private final String name;
    private final GatewayView gateway;
    private final CommandContext context;

    ControlNode(String name, GatewayView gateway, CommandContext context) {
        this.name = name;
        this.gateway = gateway;
        this.context = context;
    }

    @Override
    public Map<String, Object> status() {
        List<PeerSnapshot> peers = gateway.peers();
        List<Map<String, Object>> waiting = new ArrayList<>();
        for (PeerSnapshot peer : peers) {
            String remote = peer.config().address().toString();
            if (!peer.isEstablished()) {
                waiting.add(Map.of("remote", remote, "reason", "bgp " + remote + " is " + peer.state()));
            } else if (!peer.isComplete()) {
                waiting.add(Map.of("remote", remote, "reason", "bgp " + remote + " has not sent all its routes"));
            }
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("name", name);
        status.put("role", "sdn-gateway");
        status.put("state", "ready");
        status.put("settled", waiting.isEmpty());
        status.put(
                "reason",
                waiting.stream().map(one -> (String) one.get("reason")).collect(Collectors.joining("; ")));
        status.put("waiting", waiting);
        status.put("sessions", peers.stream().map(ControlNode::session).toList());
        return status;
    }

    static Map<String, Object> session(PeerSnapshot peer) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("type", "bgp");
        row.put("local", peer.localAddress().toString());
        row.put("remote", peer.config().address().toString());
        row.put("state", peer.state());
        row.put("up_seconds", peer.isEstablished() ? peer.stateSeconds() : 0);
        row.put("routes_in", peer.routesIn());
        row.put("routes_out", peer.routesOut());
        return row;
    }

    @Override
    public @Nullable List<Map<String, Object>> inspect(String what, ControlApi.Query query) {
        return new InspectPages(name, gateway).page(what, query);
    }

    @Override
    public @Nullable CommandShell shell(@Nullable String guest) {
        return guest == null ? JunosShell.interactive(context) : null;
    }

    @Override
    public @Nullable CommandShell single(@Nullable String guest) {
        return guest == null ? JunosShell.single(context) : null;
    }
}

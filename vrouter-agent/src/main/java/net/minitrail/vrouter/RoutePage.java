package net.minitrail.vrouter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.runtime.ControlApi.Query;
import net.minitrail.vrouter.forwarding.FibRoute;
import net.minitrail.vrouter.forwarding.NextHop;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.VifTable;
import net.minitrail.vrouter.forwarding.Vrf;
import net.minitrail.vrouter.oper.Agent;
import net.minitrail.vrouter.oper.LocalRoute;
import net.minitrail.vrouter.oper.OperVrf;
import net.minitrail.vrouter.oper.RemoteRoute;
import org.jspecify.annotations.Nullable;

/** The routes that a compute node forwards by, one row a route and next hop. Confined to the routing loop. */
final class RoutePage {
    private final AgentConfig config;
    private final Agent agent;
    private final VRouter vrouter;

    RoutePage(AgentConfig config, Agent agent, VRouter vrouter) {
        this.config = config;
        this.agent = agent;
        this.vrouter = vrouter;
    }

    /** The rows that fit the query, or null if it names a VRF that is not there. */
    @Nullable
    List<Map<String, Object>> rows(Query query) {
        String named = query.vrf() != null ? query.vrf() : vrfOf(query.table());
        if (named != null && find(named) == null) {
            return null;
        }
        var rows = new ArrayList<Map<String, Object>>();
        for (Vrf vrf : vrouter.vrfs().all()) {
            if (named == null || vrf == find(named)) {
                collect(vrf, query, rows);
            }
        }
        return rows;
    }

    private @Nullable Vrf find(String name) {
        return name.matches("[0-9]{1,5}")
                ? vrouter.vrfs().get(Integer.parseInt(name))
                : vrouter.vrfs().named(name);
    }

    /** The VRF's name in a table's: what stands before {@code .inet.0} or {@code .inet6.0}. */
    private static @Nullable String vrfOf(@Nullable String table) {
        return table == null ? null : table.replaceFirst("\\.inet6?\\.0$", "");
    }

    private void collect(Vrf vrf, Query query, List<Map<String, Object>> rows) {
        boolean inet6 = "inet6".equals(query.family())
                || (query.table() != null && query.table().endsWith(".inet6.0"));
        boolean inet = "inet".equals(query.family())
                || (query.table() != null && query.table().endsWith(".inet.0"));
        if (!inet6) {
            collect(vrf, vrf.inet().routes(), query, rows);
        }
        if (!inet) {
            collect(vrf, vrf.inet6().routes(), query, rows);
        }
    }

    private void collect(Vrf vrf, List<FibRoute> routes, Query query, List<Map<String, Object>> rows) {
        for (FibRoute route : routes) {
            if (query.prefix() == null || query.prefix().equals(route.prefix().toString())) {
                NextHop nextHop = vrouter.nextHops().get(route.nextHop());
                if (nextHop instanceof NextHop.Composite composite) {
                    for (NextHop.Member member : composite.members()) {
                        if (!member.isThere()) {
                            continue;
                        }
                        rows.add(row(vrf, route, vrouter.nextHops().get(member.nextHop()), member.label()));
                    }
                } else {
                    rows.add(row(vrf, route, nextHop, route.label()));
                }
            }
        }
    }

    /** Where a route comes from, and what its source says of it. */
    private record Origin(
            String protocol,
            @Nullable String nextHop,
            @Nullable Integer label,
            @Nullable Long preference,
            List<String> communities,
            String source,
            String network) {}

    private Origin origin(Vrf vrf, FibRoute route, @Nullable NextHop nextHop, int label) {
        OperVrf oper = agent.vrf(vrf.name());
        String own = config.address().toString();
        boolean here = nextHop instanceof NextHop.Encap encap && encap.vif() != VifTable.AGENT;
        LocalRoute local = oper == null || !here ? null : agent.localRoute(oper, route.prefix());
        if (local != null) {
            return new Origin(
                    "local", own, local.label(), (long) local.preference(), List.of(), config.name(), local.network());
        }
        RemoteRoute remote = oper == null ? null : agent.remoteRoute(oper, route.prefix());
        if (remote != null && (here || nextHop instanceof NextHop.Tunnel)) {
            return new Origin(
                    "xmpp",
                    nextHop instanceof NextHop.Tunnel tunnel
                            ? tunnel.destination().toString()
                            : own,
                    label < 0 ? remote.label() : label,
                    remote.preference(),
                    remote.communities(),
                    config.controllers().get(remote.controller()).address().toString(),
                    remote.network());
        }
        String network = oper == null ? "" : oper.networkName();
        return new Origin("agent", null, null, null, List.of(), config.name(), network);
    }

    private Map<String, Object> row(Vrf vrf, FibRoute route, @Nullable NextHop nextHop, int label) {
        IpPrefix prefix = route.prefix();
        OperVrf oper = agent.vrf(vrf.name());
        Origin origin = origin(vrf, route, nextHop, label);
        var row = new LinkedHashMap<String, Object>();
        row.put("node", config.name());
        row.put("table", vrf.name() + (prefix.isV4() ? ".inet.0" : ".inet6.0"));
        row.put("prefix", prefix.toString());
        row.put("rd", origin.protocol.equals("local") ? config.address() + ":" + vrf.index() : null);
        row.put("protocol", origin.protocol);
        row.put("next_hop", origin.nextHop);
        row.put("next_hop_id", route.nextHop());
        row.put("next_hop_type", nextHop == null ? "Invalid" : nextHop.type());
        row.put("label", origin.label);
        row.put("local_preference", origin.preference);
        row.put("med", null);
        row.put("origin", null);
        row.put("as_path", null);
        row.put("route_targets", List.of());
        row.put("communities", origin.communities);
        row.put("tunnel_encap", nextHop instanceof NextHop.Tunnel tunnel ? List.of(encapsulation(tunnel)) : List.of());
        row.put("source", origin.source);
        row.put("active", true);
        row.put("age_seconds", oper == null ? 0 : oper.ageSeconds(prefix));
        row.put("interface", interfaceOf(nextHop));
        row.put("network", origin.network);
        return row;
    }

    private String interfaceOf(@Nullable NextHop nextHop) {
        if (nextHop instanceof NextHop.Encap encap) {
            var vif = vrouter.vifs().get(encap.vif());
            return vif == null ? "" : vif.name();
        }
        return nextHop instanceof NextHop.Tunnel ? vrouter.vifs().physical().name() : "";
    }

    /** {@code gre}, {@code udp} or {@code vxlan}. */
    static String encapsulation(NextHop.Tunnel tunnel) {
        return switch (tunnel.encapsulation()) {
            case MPLS_OVER_GRE -> "gre";
            case MPLS_OVER_UDP -> "udp";
            case VXLAN -> "vxlan";
        };
    }
}

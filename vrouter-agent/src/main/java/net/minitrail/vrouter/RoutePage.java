package net.minitrail.vrouter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.runtime.ControlApi.Query;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.vrouter.forwarding.FibRoute;
import net.minitrail.vrouter.forwarding.NextHop;
import net.minitrail.vrouter.forwarding.VRouter;
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
                        rows.add(row(vrf, route, vrouter.nextHops().get(member.nextHop()), member.label()));
                    }
                } else {
                    rows.add(row(vrf, route, nextHop, route.label()));
                }
            }
        }
    }

    private Map<String, Object> row(Vrf vrf, FibRoute route, @Nullable NextHop nextHop, int label) {
        IpPrefix prefix = route.prefix();
        OperVrf oper = agent.vrf(vrf.name());
        LocalRoute local = oper == null ? null : agent.localRoute(oper, prefix);
        RemoteRoute remote = oper == null ? null : agent.remoteRoute(oper, prefix);
        boolean isLocal = nextHop instanceof NextHop.Encap && local != null;
        boolean isRemote = nextHop instanceof NextHop.Tunnel && remote != null;
        var row = new LinkedHashMap<String, Object>();
        row.put("node", config.name());
        row.put("table", vrf.name() + (prefix.isV4() ? ".inet.0" : ".inet6.0"));
        row.put("prefix", prefix.toString());
        row.put("rd", isLocal ? config.address() + ":" + vrf.index() : null);
        row.put("protocol", isLocal ? "local" : isRemote ? "xmpp" : "agent");
        row.put("next_hop", target(nextHop, isLocal));
        row.put("next_hop_id", route.nextHop());
        row.put("next_hop_type", nextHop == null ? "Invalid" : nextHop.type());
        row.put("label", isLocal && local != null ? Integer.valueOf(local.label()) : atLeastZero(label));
        Object preference = null;
        if (isLocal && local != null) {
            preference = local.preference();
        } else if (isRemote && remote != null) {
            preference = remote.preference();
        }
        row.put("local_preference", preference);
        row.put("med", null);
        row.put("origin", null);
        row.put("as_path", null);
        row.put("route_targets", List.of());
        row.put("communities", isRemote && remote != null ? remote.communities() : List.of());
        row.put("tunnel_encap", nextHop instanceof NextHop.Tunnel tunnel ? List.of(encapsulation(tunnel)) : List.of());
        row.put("source", isLocal ? config.name() : isRemote && remote != null ? source(remote) : config.name());
        row.put("active", true);
        row.put("age_seconds", oper == null ? 0 : oper.ageSeconds(prefix));
        row.put("interface", interfaceOf(nextHop));
        row.put("network", isRemote && remote != null ? remote.network() : oper == null ? "" : oper.networkName());
        return row;
    }

    private static @Nullable Integer atLeastZero(int value) {
        return value < 0 ? null : Integer.valueOf(value);
    }

    private String source(RemoteRoute remote) {
        return config.controllers().get(remote.controller()).address().toString();
    }

    private String interfaceOf(@Nullable NextHop nextHop) {
        if (nextHop instanceof NextHop.Encap encap) {
            var vif = vrouter.vifs().get(encap.vif());
            return vif == null ? "" : vif.name();
        }
        return nextHop instanceof NextHop.Tunnel ? vrouter.vifs().physical().name() : "";
    }

    private @Nullable String target(@Nullable NextHop nextHop, boolean local) {
        if (nextHop instanceof NextHop.Tunnel tunnel) {
            return tunnel.destination().toString();
        }
        return local ? config.address().toString() : null;
    }

    /** {@code gre} or {@code udp}. */
    static String encapsulation(NextHop.Tunnel tunnel) {
        return tunnel.encapsulation() == Encapsulation.MPLS_OVER_GRE ? "gre" : "udp";
    }
}

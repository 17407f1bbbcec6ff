package net.minitrail.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.gateway.routing.GatewayConfig.Vrf;
import net.minitrail.gateway.routing.GatewayView;
import net.minitrail.gateway.routing.PeerSnapshot;
import net.minitrail.gateway.routing.RouteEntry;
import net.minitrail.gateway.routing.TableSnapshot;
import net.minitrail.gateway.routing.TunnelSnapshot;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.runtime.ControlApi.Query;
import org.jspecify.annotations.Nullable;

/** The rows of {@code /v1/inspect/…}, maps in the order of their columns. Short-lived. */
final class InspectPages {
    private final String node;
    private final GatewayView gateway;

    InspectPages(String node, GatewayView gateway) {
        this.node = node;
        this.gateway = gateway;
    }

    /** Null if there is no such page, or no table of that name. */
    @Nullable
    List<Map<String, Object>> page(String what, Query query) {
        return switch (what) {
            case "routes" -> routes(query);
            case "labels" -> labels();
            case "networks" -> networks();
            case "ports" -> List.of();
            case "tunnels" -> gateway.tunnels().stream().map(this::tunnel).toList();
            case "targets" -> targets(query);
            case "sessions" ->
                gateway.peers().stream().map(InspectPages::session).toList();
            default -> null;
        };
    }

    /** As in the status, with all that is to be known of the session. */
    private static Map<String, Object> session(PeerSnapshot peer) {
        Map<String, Object> row = ControlNode.session(peer);
        row.putAll(peer.facts().details());
        return row;
    }

    private @Nullable List<Map<String, Object>> routes(Query query) {
        List<Map<String, Object>> rows = new ArrayList<>();
        boolean found = query.table() == null && query.vrf() == null;
        for (TableSnapshot table : gateway.tables()) {
            if (query.table() != null && !table.name().equals(query.table())
                    || query.vrf() != null && !table.name().startsWith(query.vrf() + ".inet")
                    || query.family() != null && !isOf(table.name(), query.family())) {
                continue;
            }
            found = true;
            table.entries().stream()
                    .filter(entry -> query.prefix() == null || isAt(entry, query.prefix()))
                    .forEach(entry -> rows.add(row(entry)));
        }
        boolean known = found
                || gateway.config().vrfs().stream().anyMatch(vrf -> vrf.name().equals(query.vrf()))
                || query.table() != null && query.table().matches("(inet6?|inet\\.3|mpls|bgp\\..*)\\.?[03]?");
        return known ? rows : null;
    }

    private static boolean isAt(RouteEntry entry, String prefix) {
        IpPrefix own = entry.prefix();
        return entry.destination().equals(prefix)
                || own != null && own.toString().equals(prefix);
    }

    private static boolean isOf(String table, String family) {
        return switch (family) {
            case "inet" -> table.endsWith("inet.0");
            case "inet6" -> table.endsWith("inet6.0") && !table.startsWith("bgp.");
            case "inet-vpn" -> table.equals("bgp.l3vpn.0");
            case "inet6-vpn" -> table.equals("bgp.l3vpn-inet6.0");
            case "route-target" -> table.equals("bgp.rtarget.0");
            case "evpn", "e-vpn" -> table.equals("bgp.evpn.0");
            default -> table.equals(family);
        };
    }

    private Map<String, Object> row(RouteEntry entry) {
        PathAttributes attributes = entry.isBgp() ? entry.attributes() : null;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("node", node);
        row.put("table", entry.table());
        IpPrefix prefix = entry.prefix();
        row.put("prefix", prefix == null ? entry.destination() : prefix.toString());
        row.put("rd", text(entry.distinguisher()));
        row.put("protocol", entry.protocol().toLowerCase(Locale.ROOT));
        row.put("next_hop", text(entry.protocolNextHop().orElse(null)));
        row.put("via", String.join("; ", entry.via()));
        row.put("label", entry.label());
        row.put("local_preference", attributes == null ? null : number(attributes.localPref()));
        row.put("med", attributes == null ? null : number(attributes.med()));
        row.put("origin", attributes == null ? null : attributes.origin().name().toLowerCase(Locale.ROOT));
        row.put("as_path", attributes == null ? null : attributes.asPath().toString());
        row.put(
                "route_targets",
                attributes == null
                        ? List.of()
                        : attributes.routeTargets().stream()
                                .map(Object::toString)
                                .toList());
        row.put("communities", attributes == null ? List.of() : communities(attributes));
        row.put("tunnel_encap", attributes == null ? List.of() : encapsulations(attributes));
        row.put("source", text(entry.from()));
        row.put("active", entry.active());
        row.put("hidden", entry.hidden());
        row.put("age_seconds", entry.ageSeconds());
        return row;
    }

    private static List<String> communities(PathAttributes attributes) {
        List<String> all = new ArrayList<>();
        attributes.communities().asList().forEach(community -> all.add(community.toString()));
        attributes.extendedCommunities().asList().stream()
                .filter(community -> !community.isRouteTarget() && !community.isEncapsulation())
                .forEach(community -> all.add(community.toString()));
        return all;
    }

    private static List<String> encapsulations(PathAttributes attributes) {
        return attributes.extendedCommunities().asList().stream()
                .filter(ExtendedCommunity::isEncapsulation)
                .map(community -> community.toString().substring("encapsulation:".length()))
                .toList();
    }

    private List<Map<String, Object>> labels() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Vrf vrf : gateway.config().vrfs()) {
            int label = gateway.label(vrf.name());
            if (label > 0) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("node", node);
                row.put("label", label);
                row.put("action", "pop");
                row.put("vrf", vrf.name());
                row.put("interface", "lsi.0");
                rows.add(row);
            }
        }
        return rows;
    }

    private List<Map<String, Object>> networks() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Vrf vrf : gateway.config().vrfs()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("node", node);
            row.put("name", vrf.name());
            row.put("rd", vrf.distinguisher().map(Object::toString).orElse(""));
            row.put("label", gateway.label(vrf.name()));
            row.put(
                    "interfaces",
                    vrf.interfaces().stream().map(logical -> logical.name()).toList());
            row.put("import", vrf.importNames());
            row.put("export", vrf.exportNames());
            row.put(
                    "import_targets",
                    vrf.targets().stream().map(Object::toString).toList());
            rows.add(row);
        }
        return rows;
    }

    private Map<String, Object> tunnel(TunnelSnapshot tunnel) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("node", node);
        row.put("name", "gr-0/0/10." + tunnel.unit());
        row.put("source", tunnel.source().toString());
        row.put("destination", tunnel.destination().toString());
        row.put("encapsulation", tunnel.udp() ? "mpls-over-udp" : "mpls-over-gre");
        row.put("routes", tunnel.references());
        row.put("age_seconds", tunnel.ageSeconds());
        row.put("rx_packets", tunnel.inputPackets());
        row.put("tx_packets", tunnel.outputPackets());
        row.put("rx_bytes", tunnel.inputOctets());
        row.put("tx_bytes", tunnel.outputOctets());
        return row;
    }

    /** Which targets each VRF imports, and those that its own routes go out with. */
    private List<Map<String, Object>> targets(Query query) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Vrf vrf : gateway.config().vrfs()) {
            if (query.vrf() == null || query.vrf().equals(vrf.name())) {
                vrf.targets().forEach(target -> rows.add(target(vrf.name(), "import", target.toString())));
                gateway.peers().stream()
                        .flatMap(peer -> gateway.advertised(peer.config().address()).stream())
                        .filter(route -> route.table().startsWith(vrf.name() + ".inet"))
                        .flatMap(route -> route.attributes().routeTargets().stream())
                        .distinct()
                        .forEach(target -> rows.add(target(vrf.name(), "export", target.toString())));
            }
        }
        return rows;
    }

    private Map<String, Object> target(String vrf, String way, String target) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("node", node);
        row.put("vrf", vrf);
        row.put("direction", way);
        row.put("target", target);
        return row;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable Long number(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}

package net.minitrail.controller.introspect;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.controller.introspect.RouteDump.Chosen;
import net.minitrail.controller.introspect.RouteDump.Summary;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.runtime.ControlServer;
import org.jspecify.annotations.Nullable;

/** Pages of routes and tables, with the parameters and fields of Contrail's. */
final class RoutePages {
    private final RouteDump dump;
    private final NodeView node;

    RoutePages(NodeView node) {
        this.node = node;
        dump = new RouteDump(node);
    }

    /** {@code Snh_ShowRouteReq} and {@code Snh_ShowRouteVrfReq}. */
    SandeshXml.Page routes(ControlServer.Request request) {
        String table = text(request, "routing_table");
        String instance = text(request, "routing_instance") + text(request, "vrf");
        Predicate<Summary> tables = summary -> (table.isEmpty()
                        || summary.table().equals(table))
                && (instance.isEmpty() || summary.instance().equals(instance))
                && (text(request, "family").isEmpty() || summary.family().equals(text(request, "family")));
        Predicate<RouteRow> paths =
                row -> matches(row.protocol(), request, "protocol") && matches(row.source(), request, "source");
        boolean all =
                text(request, "protocol").isEmpty() && text(request, "source").isEmpty();
        int count = number(text(request, "count"));
        List<Chosen> shown = dump.choose(tables, prefixes(request)).stream()
                .map(chosen -> all ? chosen : dump.narrow(chosen, paths))
                .filter(chosen -> !chosen.keys().isEmpty() || !table.isEmpty())
                .map(chosen -> chosen.first(count))
                .toList();
        long as = node.<Long>ask(present -> present.rib().config().as());
        var modified = new ModifiedTimes();
        return SandeshXml.page(
                "ShowRouteResp",
                page -> page.list("tables", "ShowRouteTable", shown, (xml, chosen) -> {
                    counters(xml, chosen.summary());
                    int size = chosen.keys().size();
                    xml.list("routes", "ShowRoute", size, dump.read(chosen, paths), (route, rows) -> {
                        RouteRow first = rows.paths().get(0);
                        route.field("prefix", rows.nlri().toString()).field("last_modified", modified.of(first));
                        route.list(
                                "paths", "ShowRoutePath", rows.paths(), (each, row) -> path(each, row, modified, as));
                    });
                }));
    }

    /** {@code Snh_ShowRouteSummaryReq}. */
    SandeshXml.Page summary(ControlServer.Request request) {
        String search = text(request, "search_string");
        List<Summary> tables = dump.tables(summary -> summary.table().contains(search));
        return SandeshXml.page(
                "ShowRouteSummaryResp",
                page -> page.list("tables", "ShowRouteTableSummary", tables, (xml, summary) -> {
                    xml.field("name", summary.table());
                    counters(xml, summary);
                }));
    }

    static void counters(SandeshXml xml, Summary summary) {
        xml.field("routing_instance", summary.instance())
                .field("routing_table_name", summary.table())
                .field("deleted", false)
                .field("prefixes", summary.prefixes())
                .field("paths", summary.paths())
                .field("primary_paths", summary.primaryPaths())
                .field("secondary_paths", summary.secondaryPaths())
                .field("infeasible_paths", summary.infeasiblePaths())
                .field("stale_paths", summary.stalePaths());
    }

    private static void path(SandeshXml xml, RouteRow row, ModifiedTimes modified, long as) {
        xml.field("protocol", row.protocol())
                .field("last_modified", modified.of(row))
                .field("local_preference", row.localPreference())
                .field("med", row.med().orElse(0))
                .field("local_as", as)
                .field("peer_as", row.from().peerAs())
                .field("peer_router_id", row.from().routerId())
                .field("source", row.source())
                .field("as_path", row.asPath())
                .field("next_hop", row.nextHop())
                .field("label", Math.max(0, row.label()))
                .field("origin", row.origin())
                .field("replicated", row.replicated());
        if (row.replicated()) {
            xml.field("primary_table", row.primaryTable());
        }
        xml.strings("secondary_tables", row.secondaryTables());
        xml.strings(
                "communities",
                Stream.concat(row.communities().stream(), row.routeTargets().stream())
                        .toList());
        xml.field("origin_vn", row.originVn())
                .strings("flags", row.flags())
                .strings("tunnel_encap", row.tunnelEncap())
                .field("sequence_no", Long.toString(row.sequence()));
    }

    private static Predicate<Nlri> prefixes(ControlServer.Request request) {
        String wanted = text(request, "prefix");
        if (wanted.isEmpty()) {
            return nlri -> true;
        }
        boolean longer = flag(request, "longer_match");
        boolean shorter = flag(request, "shorter_match");
        IpPrefix prefix = prefix(wanted);
        return nlri -> {
            if (nlri.toString().equals(wanted)) {
                return true;
            }
            IpPrefix other = nlri instanceof UnicastPrefix unicast
                    ? unicast.prefix()
                    : nlri instanceof VpnIpv4Prefix vpn ? vpn.prefix() : null;
            return prefix != null
                    && other != null
                    && (longer && prefix.covers(other) || shorter && other.covers(prefix) || other.equals(prefix));
        };
    }

    private static @Nullable IpPrefix prefix(String text) {
        try {
            return IpPrefix.parse(text);
        } catch (IllegalArgumentException e) {
            return null; // a key of another kind, which only equals itself
        }
    }

    private static boolean matches(String value, ControlServer.Request request, String parameter) {
        String wanted = text(request, parameter);
        return wanted.isEmpty() || value.equalsIgnoreCase(wanted);
    }

    private static boolean flag(ControlServer.Request request, String name) {
        return text(request, name).equals("true") || text(request, name).equals("1");
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") && Integer.parseInt(text) > 0 ? Integer.parseInt(text) : Integer.MAX_VALUE;
    }

    private static String text(ControlServer.Request request, String name) {
        String value = request.query(name);
        return value == null ? "" : value;
    }
}

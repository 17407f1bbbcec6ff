package net.minitrail.controller.introspect;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.introspect.RouteDump.Chosen;
import net.minitrail.controller.introspect.RouteDump.Summary;
import net.minitrail.controller.introspect.RouteReader.Rows;
import net.minitrail.controller.routing.Instance;
import net.minitrail.controller.routing.InstancePlan;
import net.minitrail.net.RouteTarget;
import net.minitrail.net.runtime.ControlApi;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The rows of {@code /v1/inspect/…}. */
final class InspectPage {
    private final NodeView node;

    InspectPage(NodeView node) {
        this.node = node;
    }

    /** Null if there is no such page, or no table or instance that the query names. */
    @Nullable
    Iterable<Map<String, Object>> rows(String what, ControlApi.Query query) {
        return switch (what) {
            case "routes" -> routes(query);
            case "networks" -> networks();
            case "ports" -> ports();
            case "targets" -> targets();
            case "sessions" -> sessions();
            case "labels", "tunnels" -> List.of();
            default -> null;
        };
    }

    /** As in the status, with all that is to be known of BGP sessions. */
    private List<Map<String, Object>> sessions() {
        List<NeighborRow> neighbors = NeighborRow.all(node);
        List<Map<String, Object>> rows = StatusPage.sessions(node, neighbors);
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).putAll(neighbors.get(i).details());
        }
        return rows;
    }

    /** Read while they are taken. */
    private @Nullable Iterable<Map<String, Object>> routes(ControlApi.Query query) {
        Predicate<Summary> tables = summary -> named(summary.table(), query.table())
                && (query.vrf() == null
                        || named(summary.instance(), query.vrf())
                                && !summary.table().startsWith("bgp."))
                && (query.family() == null || summary.family().equals(query.family()));
        boolean asked = query.table() != null || query.vrf() != null;
        var dump = new RouteDump(node);
        String prefix = query.prefix();
        Predicate<Nlri> prefixes = nlri -> prefix == null
                || nlri.toString().equals(prefix)
                || nlri.toString().endsWith(":" + prefix);
        List<Chosen> chosen = dump.choose(tables, prefixes);
        if (asked && chosen.isEmpty()) {
            return null;
        }
        Iterable<RouteRow> paths = Iterables.concat(Iterables.transform(
                Iterables.concat(Iterables.transform(
                        chosen, table -> (Iterable<Rows>) () -> dump.read(table, row -> true))),
                Rows::paths));
        Map<String, Object> row = new LinkedHashMap<>();
        return Iterables.transform(paths, route -> row(route, row));
    }

    /** A full name, or its end after a colon. */
    static boolean named(String name, @Nullable String wanted) {
        return wanted == null || name.equals(wanted) || name.endsWith(":" + wanted);
    }

    /** Puts {@code route} in the place of the one before it, if it has the same columns. */
    private Map<String, Object> row(RouteRow route, Map<String, Object> usual) {
        boolean isUsual = route.stack().depth() <= 1 && route.pathId() == 0;
        Map<String, Object> row = isUsual ? usual : new LinkedHashMap<>();
        row.put("node", node.name());
        row.put("table", route.table());
        row.put("prefix", route.prefix());
        row.put("rd", route.rd());
        row.put("protocol", route.protocol());
        row.put("next_hop", route.nextHop());
        row.put("label", route.label() < 0 ? null : route.label());
        if (!route.labels().isEmpty()) {
            row.put("labels", route.labels());
        }
        if (route.pathId() != 0) {
            row.put("path_id", Integer.toUnsignedLong(route.pathId()));
        }
        row.put("local_preference", route.localPreference());
        row.put("med", route.med().isPresent() ? route.med().getAsLong() : null);
        row.put("origin", route.origin());
        row.put("as_path", route.asPath());
        row.put("route_targets", route.routeTargets());
        row.put("communities", route.communities());
        row.put("tunnel_encap", route.tunnelEncap());
        row.put("source", route.source());
        row.put("active", route.active());
        row.put("age_seconds", route.ageSeconds());
        return row;
    }

    private List<Map<String, Object>> networks() {
        return node.askConfiguration(graph ->
                graph.all("virtual-network").stream().map(InspectPage::network).toList());
    }

    private static Map<String, Object> network(ConfigObject network) {
        Set<String> subnets = new TreeSet<>();
        network.references().values().forEach(attribute -> {
            for (JsonNode subnet : attribute.path("ipam_subnets").values()) {
                subnets.add(subnet.path("subnet").path("ip_prefix").asString("") + "/"
                        + subnet.path("subnet").path("ip_prefix_len").asInt(0));
            }
        });
        Set<String> imports = new TreeSet<>();
        Set<String> exports = new TreeSet<>();
        network.children()
                .forEach(instance -> instance.references().forEach((target, attribute) -> {
                    String direction = attribute.path("import_export").stringValue("");
                    if (target.is("route-target") && !direction.equals("export")) {
                        imports.add(target.name());
                    }
                    if (target.is("route-target") && !direction.equals("import")) {
                        exports.add(target.name());
                    }
                }));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", network.name());
        row.put("uuid", network.uuid().toString());
        row.put("network_id", network.property("virtual_network_network_id").intValue(0));
        row.put("subnets", subnets);
        row.put("import_targets", imports);
        row.put("export_targets", exports);
        row.put("ports", network.referrers("virtual-machine-interface").size());
        return row;
    }

    private List<Map<String, Object>> ports() {
        return node.askConfiguration(graph -> graph.all("virtual-machine-interface").stream()
                .map(InspectPage::port)
                .toList());
    }

    private static Map<String, Object> port(ConfigObject port) {
        List<ConfigObject> machines = port.references("virtual-machine");
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", port.uuid().toString());
        row.put("name", port.property("display_name").asString(""));
        row.put(
                "network",
                port.references("virtual-network").stream()
                        .map(ConfigObject::name)
                        .findFirst()
                        .orElse(""));
        row.put(
                "mac",
                port.property("virtual_machine_interface_mac_addresses")
                        .path("mac_address")
                        .path(0)
                        .asString(""));
        row.put(
                "addresses",
                port.referrers("instance-ip").stream()
                        .map(address -> address.property("instance_ip_address").asString(""))
                        .sorted()
                        .toList());
        row.put(
                "virtual_machine",
                machines.stream()
                        .map(machine -> machine.uuid().toString())
                        .findFirst()
                        .orElse(""));
        row.put(
                "virtual_router",
                machines.stream()
                        .flatMap(machine -> machine.referrers("virtual-router").stream())
                        .map(ConfigObject::shortName)
                        .findFirst()
                        .orElse(""));
        return row;
    }

    private List<Map<String, Object>> targets() {
        return node.ask(tables -> {
            List<InstancePlan> plans =
                    tables.instances().all().stream().map(Instance::plan).toList();
            Set<RouteTarget> all = new TreeSet<>();
            plans.forEach(plan -> {
                all.addAll(plan.imports());
                all.addAll(plan.connected());
                all.addAll(plan.exports());
            });
            ImmutableSet<RouteTarget> wanted =
                    ImmutableSet.copyOf(tables.rib().localTargets().wanted());
            return all.stream().map(target -> target(target, plans, wanted)).toList();
        });
    }

    private static Map<String, Object> target(RouteTarget target, List<InstancePlan> plans, Set<RouteTarget> wanted) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("target", target.toString());
        row.put(
                "importers",
                names(
                        plans,
                        plan -> plan.imports().contains(target)
                                || plan.connected().contains(target)));
        row.put("exporters", names(plans, plan -> plan.exports().contains(target)));
        row.put("wanted", wanted.contains(target));
        return row;
    }

    private static List<String> names(List<InstancePlan> plans, Predicate<InstancePlan> condition) {
        return plans.stream().filter(condition).map(InstancePlan::name).toList();
    }
}

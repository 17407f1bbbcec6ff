package net.minitrail.controller.introspect;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.minitrail.controller.peer.AgentSession;
import net.minitrail.controller.routing.Instance;
import net.minitrail.controller.routing.InstancePlan;
import net.minitrail.net.RouteTarget;
import net.minitrail.net.runtime.ControlServer;

/** The pages {@code /Snh_…} of a control node. Thread-safe. */
public final class Introspection {
    private static final Comparator<RouteTarget> ORDER = Comparator.naturalOrder();

    private final NodeView node;
    private final ImmutableMap<String, Function<ControlServer.Request, SandeshXml.Page>> pages;

    public Introspection(NodeView node) {
        this.node = node;
        var routes = new RoutePages(node);
        pages = ImmutableMap.<String, Function<ControlServer.Request, SandeshXml.Page>>builder()
                .put("BgpNeighborReq", this::neighbors)
                .put("ShowBgpNeighborSummaryReq", this::neighborSummary)
                .put("ShowRouteReq", routes::routes)
                .put("ShowRouteVrfReq", routes::routes)
                .put("ShowRouteSummaryReq", routes::summary)
                .put("ShowRoutingInstanceReq", this::instances)
                .put("ShowRoutingInstanceSummaryReq", this::instances)
                .put("ShowRtGroupReq", this::targets)
                .put("ShowXmppServerReq", this::xmppServer)
                .put("ShowXmppConnectionReq", this::xmppConnections)
                .put("ShowBgpServerReq", this::bgpServer)
                .put("ClearBgpNeighborReq", this::clearNeighbor)
                .buildOrThrow();
    }

    public void install(ControlServer server) {
        server.on("GET", "/Snh_*", this::answer);
    }

    private void answer(ControlServer.Request request) throws IOException {
        String name = request.path().substring("/Snh_".length());
        Function<ControlServer.Request, SandeshXml.Page> page = pages.get(name);
        if (page == null) {
            request.reply(
                    404, "text/plain", "no such page (expected one of " + String.join(", ", pages.keySet()) + ")\n");
        } else {
            SandeshXml.Page answer = page.apply(request);
            answer.writeTo(new OutputStreamWriter(request.stream("text/xml; charset=UTF-8"), StandardCharsets.UTF_8));
        }
    }

    private List<NeighborRow> found(ControlServer.Request request) {
        String search = request.query("search_string");
        return NeighborRow.all(node).stream()
                .filter(row -> search == null
                        || row.name().contains(search)
                        || row.address().contains(search))
                .toList();
    }

    private SandeshXml.Page neighborSummary(ControlServer.Request request) {
        return SandeshXml.page(
                "ShowBgpNeighborSummaryResp",
                page -> page.list("neighbors", "BgpNeighborResp", found(request), Introspection::summary));
    }

    private static void summary(SandeshXml xml, NeighborRow row) {
        xml.field("peer", row.name())
                .field("deleted", false)
                .field("peer_address", row.address())
                .field("peer_asn", row.asn())
                .field("encoding", row.encoding())
                .field("peer_type", row.type())
                .field("state", row.state())
                .field("send_state", row.isUp() ? "in sync" : "not advertising")
                .field("flap_count", row.flaps())
                .field("flap_time", "");
    }

    private SandeshXml.Page neighbors(ControlServer.Request request) {
        return SandeshXml.page(
                "BgpNeighborListResp",
                page -> page.list("neighbors", "BgpNeighborResp", found(request), (xml, row) -> {
                    summary(xml, row);
                    xml.strings("configured_address_families", row.configuredFamilies())
                            .strings("negotiated_address_families", row.negotiatedFamilies())
                            .field("negotiated_hold_time", row.holdTime())
                            .field("last_error", row.lastEnd())
                            .field("last_state", String.valueOf(row.details().getOrDefault("last_state", "")))
                            .field("last_event", String.valueOf(row.details().getOrDefault("last_event", "")))
                            .field("local_address", String.valueOf(row.details().getOrDefault("local_endpoint", "")))
                            .field(
                                    "keepalive_interval",
                                    String.valueOf(row.details().getOrDefault("keepalive", "")))
                            .field("rx_prefixes", row.routesIn())
                            .field("tx_prefixes", row.routesOut());
                    xml.list("routing_instances", "BgpNeighborRoutingInstance", row.instances(), this::subscription);
                }));
    }

    private void subscription(SandeshXml xml, AgentSession.Subscription subscription) {
        List<String> imports = node.ask(tables -> tables.instances()
                .find(subscription.instance())
                .map(instance -> texts(instance.plan().imports().stream()))
                .orElse(List.of()));
        xml.field("name", subscription.instance())
                .field("state", subscription.active() ? "subscribed" : "pending")
                .field("index", subscription.instanceId())
                .strings("import_targets", imports);
    }

    private SandeshXml.Page instances(ControlServer.Request request) {
        String wanted = request.query("name") != null ? request.query("name") : request.query("search_string");
        List<Map.Entry<Integer, InstancePlan>> plans = node.ask(tables -> tables.instances().all().stream()
                .map(instance -> Map.entry(instance.index(), instance.plan()))
                .filter(entry -> wanted == null || entry.getValue().name().contains(wanted))
                .toList());
        var dump = new RouteDump(node);
        return SandeshXml.page(
                "ShowRoutingInstanceResp",
                page -> page.list("instances", "ShowRoutingInstance", plans, (xml, entry) -> {
                    InstancePlan plan = entry.getValue();
                    xml.field("name", plan.name())
                            .field("virtual_network", plan.network())
                            .field("vn_index", plan.networkId())
                            .field("vxlan_id", 0)
                            .strings(
                                    "import_target",
                                    texts(Stream.concat(plan.imports().stream(), plan.connected().stream())))
                            .strings("export_target", texts(plan.exports().stream()))
                            .field("always_subscribe", false)
                            .field("deleted", false)
                            .field("ri_index", entry.getKey());
                    xml.list(
                            "tables",
                            "ShowRoutingInstanceTable",
                            dump.tables(summary -> summary.instance().equals(plan.name())),
                            (table, summary) -> {
                                table.field("name", summary.table());
                                RoutePages.counters(table, summary);
                            });
                }));
    }

    private SandeshXml.Page targets(ControlServer.Request request) {
        List<InstancePlan> plans = node.ask(
                tables -> tables.instances().all().stream().map(Instance::plan).toList());
        ImmutableSortedSet.Builder<RouteTarget> targets = ImmutableSortedSet.orderedBy(ORDER);
        plans.forEach(
                plan -> targets.addAll(plan.imports()).addAll(plan.connected()).addAll(plan.exports()));
        var wanted = node.ask(tables -> tables.rib().localTargets().wanted());
        return SandeshXml.page(
                "ShowRtGroupResp",
                page -> page.list("rtgroup_list", "ShowRtGroupInfo", targets.build(), (xml, target) -> {
                    xml.field("rtarget", target.toString())
                            .strings(
                                    "import_members",
                                    names(
                                            plans,
                                            plan -> plan.imports().contains(target)
                                                    || plan.connected().contains(target)))
                            .strings(
                                    "export_members",
                                    names(plans, plan -> plan.exports().contains(target)))
                            .field("subscribed", wanted.contains(target));
                }));
    }

    private static List<String> names(List<InstancePlan> plans, Predicate<InstancePlan> condition) {
        return plans.stream().filter(condition).map(InstancePlan::name).toList();
    }

    private SandeshXml.Page xmppServer(ControlServer.Request request) {
        long agents = NeighborRow.all(node).stream()
                .filter(row -> row.encoding().equals("XMPP"))
                .count();
        return SandeshXml.page(
                "ShowXmppServerResp",
                page -> page.field("current_connections", agents).field("max_connections", 4096));
    }

    private SandeshXml.Page xmppConnections(ControlServer.Request request) {
        List<NeighborRow> agents = found(request).stream()
                .filter(row -> row.encoding().equals("XMPP"))
                .toList();
        return SandeshXml.page(
                "ShowXmppConnectionResp",
                page -> page.list(
                        "connections",
                        "ShowXmppConnection",
                        agents,
                        (xml, row) -> xml.field("name", row.name())
                                .field("deleted", false)
                                .field("remote_endpoint", row.address())
                                .field("local_endpoint", node.address().toString())
                                .field("state", row.state())
                                .field("flap_count", row.flaps())
                                .field("server_auth_type", "NIL")));
    }

    private SandeshXml.Page bgpServer(ControlServer.Request request) {
        var config = node.ask(tables -> tables.rib().config());
        return SandeshXml.page(
                "ShowBgpServerResp",
                page -> page.field("self", node.name())
                        .field("router_id", config.routerId().toString())
                        .field("autonomous_system", config.as())
                        .field("uptime_seconds", node.uptime() / 1_000_000_000L));
    }

    /** Ends the session with the neighbor {@code name}, or with {@code soft=true} asks for all its routes. */
    private SandeshXml.Page clearNeighbor(ControlServer.Request request) {
        String name = request.query("name");
        int cleared = name == null
                ? 0
                : new ClearNeighbor(node).run(name, "true".equals(request.query("soft")), "cleared by operator");
        return SandeshXml.page("ClearBgpNeighborResp", page -> page.field("success", cleared > 0));
    }

    private static List<String> texts(Stream<RouteTarget> targets) {
        return targets.map(RouteTarget::toString).toList();
    }
}

package net.minitrail.controller;

import java.util.List;
import java.util.stream.Stream;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.ConfigService;
import net.minitrail.controller.config.ObjectType;
import net.minitrail.controller.config.ObjectTypes;
import net.minitrail.controller.config.Rejected;
import net.minitrail.controller.config.rules.GlobalSettings;
import net.minitrail.controller.config.schema.DefaultObjects;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.RouteTarget;
import net.minitrail.net.runtime.ConfigException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the objects that a node's file asks for, as if they had been posted: those that a store brought back are updated.
 * What a former file named and this one does not, stays. On the config loop.
 */
final class FileObjects {
    private static final List<String> PROJECT = List.of("default-domain", "default-project");

    private final ConfigService config;
    private final ControllerConfig file;

    FileObjects(ConfigService config, ControllerConfig file) {
        this.config = config;
        this.file = file;
    }

    /** @throws ConfigException naming the entry that the rules refuse */
    void apply() {
        config.provision(editor -> DefaultObjects.ensure(editor, file.autonomousSystem()));
        ControllerConfig.GracefulRestart restart = file.gracefulRestart();
        if (restart != null) {
            config.provision(editor -> editor.setProperty(
                    editor.ensure("global-system-config", null, List.of(GlobalSettings.NAME)),
                    "graceful_restart_parameters",
                    gracefulRestart(restart)));
        }
        put("name", "bgp-router", own());
        for (ControllerConfig.Neighbor neighbor : file.neighbors()) {
            put("neighbors " + neighbor.address(), "bgp-router", neighbor(neighbor));
        }
        for (ControllerConfig.DynamicNeighbor range : file.dynamicNeighbors()) {
            put("dynamic-neighbors " + range.prefix(), "bgp-router", range(range));
        }
        file.networks().forEach((name, network) -> put("networks." + name, "virtual-network", network(name, network)));
        for (String name : file.virtualRouters()) {
            put("virtual-routers " + name, "virtual-router", named(List.of(GlobalSettings.NAME), name));
        }
    }

    private void put(String path, String typeName, ObjectNode body) {
        ObjectType type = ObjectTypes.known().named(typeName);
        List<String> name = body.path("fq_name").values().stream()
                .map(part -> part.asString(""))
                .toList();
        try {
            ConfigObject existing = config.graph().find(type, name).orElse(null);
            if (existing == null) {
                config.create(type, body);
            } else {
                config.update(type, existing.uuid(), body);
            }
        } catch (Rejected e) {
            throw new ConfigException(path, String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode gracefulRestart(ControllerConfig.GracefulRestart restart) {
        boolean helper = Boolean.TRUE.equals(restart.helper());
        return JsonNodeFactory.instance
                .objectNode()
                .put("enable", true)
                .put("restart_time", restart.restartTime())
                .put("long_lived_restart_time", restart.longLivedTime())
                .put("end_of_rib_timeout", restart.endOfRibTimeout())
                .put("bgp_helper_enable", helper)
                .put("xmpp_helper_enable", helper);
    }

    private ObjectNode own() {
        ObjectNode parameters = router(file.name());
        ObjectNode values = parameters.putObject("bgp_router_parameters");
        values.put("router_type", "control-node").put("vendor", "contrail");
        values.put("autonomous_system", file.autonomousSystem());
        values.put("identifier", file.routerId().toString());
        values.put("address", file.address().toString());
        values.put("port", file.ports().bgpPort());
        if (file.clusterId() != null) {
            values.put("cluster_id", Integer.toUnsignedLong(file.clusterId().value()));
        }
        families(values, List.of("route-target", "inet-vpn", "inet6-vpn", "e-vpn", "inet", "inet6"));
        return parameters;
    }

    private ObjectNode neighbor(ControllerConfig.Neighbor neighbor) {
        ObjectNode body = router(neighbor.name() == null ? neighbor.address().toString() : neighbor.name());
        ObjectNode values = body.putObject("bgp_router_parameters");
        values.put("router_type", "router");
        values.put("autonomous_system", neighbor.as() == null ? file.autonomousSystem() : neighbor.as());
        values.put("address", neighbor.address().toString());
        values.put("port", neighbor.port() == null ? 1179 : neighbor.port());
        values.put("passive", neighbor.passive());
        values.put("route_reflector_client", neighbor.isClient());
        values.put("admin_down", neighbor.shutdown());
        values.put("ipv4_in_mp_reach", neighbor.ipv4InMpReach());
        common(values, neighbor.families(), neighbor.holdTime(), neighbor.addPath());
        key(values, neighbor.md5());
        put(values, "shutdown_text", neighbor.shutdownText());
        put(values, "minimum_hold_time", neighbor.minimumHoldTime());
        put(values, "loop_count", neighbor.loopCount());
        put(values, "ttl_security", neighbor.ttlSecurity());
        put(values, "graceful_restart_helper", neighbor.gracefulRestartHelper());
        limit(values, neighbor.maximumPrefixes());
        return body;
    }

    private ObjectNode range(ControllerConfig.DynamicNeighbor range) {
        ObjectNode body =
                router("dynamic-" + range.prefix().toString().replace('/', '-').replace(':', '.'));
        ObjectNode values = body.putObject("bgp_router_parameters");
        values.put("router_type", "router");
        values.put("dynamic_range", range.prefix().toString());
        if (range.as() != null && range.as() != 0) {
            values.put("autonomous_system", range.as());
        }
        values.put("route_reflector_client", range.routeReflectorClient());
        values.put("ipv4_in_mp_reach", range.ipv4InMpReach());
        common(values, range.families(), range.holdTime(), range.addPath());
        key(values, range.md5());
        put(values, "minimum_hold_time", range.minimumHoldTime());
        put(values, "ttl_security", range.ttlSecurity());
        put(values, "graceful_restart_helper", range.gracefulRestartHelper());
        limit(values, range.maximumPrefixes());
        return body;
    }

    private static void put(ObjectNode values, String key, @Nullable String value) {
        if (value != null) {
            values.put(key, value);
        }
    }

    private static void put(ObjectNode values, String key, @Nullable Integer value) {
        if (value != null) {
            values.put(key, value);
        }
    }

    private static void put(ObjectNode values, String key, @Nullable Boolean value) {
        if (value != null) {
            values.put(key, value);
        }
    }

    private static void key(ObjectNode values, @Nullable String md5) {
        if (md5 != null) {
            ObjectNode data = values.putObject("auth_data").put("key_type", "md5");
            data.putArray("key_items").addObject().put("key_id", 0).put("key", md5);
        }
    }

    private static void limit(ObjectNode values, ControllerConfig.@Nullable MaximumPrefixes limit) {
        if (limit != null) {
            ObjectNode object = values.putObject("prefix_limit").put("maximum", limit.limit());
            put(object, "warning_percent", limit.warningPercent());
            put(object, "idle_timeout", limit.restart());
        }
    }

    private static void common(
            ObjectNode values,
            @Nullable List<String> families,
            @Nullable Integer holdTime,
            ControllerConfig.@Nullable AddPath addPath) {
        if (addPath != null) {
            values.putObject("add_path")
                    .put("receive", addPath.receive())
                    .put("send", addPath.send())
                    .put("path_count", addPath.pathCount() == null ? 0 : addPath.pathCount());
        }
        families(values, families == null ? List.of("inet-vpn") : families);
        if (holdTime != null) {
            values.put("hold_time", holdTime);
        }
    }

    private static void families(ObjectNode values, List<String> families) {
        ArrayNode list = values.putObject("address_families").putArray("family");
        families.forEach(list::add);
    }

    private static ObjectNode router(String name) {
        return named(List.of("default-domain", "default-project", "ip-fabric", "__default__"), name);
    }

    private static ObjectNode network(String name, ControllerConfig.Network network) {
        ObjectNode body = named(PROJECT, name);
        ObjectNode ipam = body.putArray("network_ipam_refs").addObject();
        PROJECT.forEach(ipam.putArray("to")::add);
        ((ArrayNode) ipam.path("to")).add("default-network-ipam");
        ArrayNode subnets = ipam.putObject("attr").putArray("ipam_subnets");
        Stream<IpPrefix> prefixes = Stream.concat(
                Stream.ofNullable(network.subnet()),
                Stream.ofNullable(network.subnets()).flatMap(List::stream));
        prefixes.forEach(prefix -> {
            ObjectNode subnet = subnets.addObject().put("addr_from_start", true);
            subnet.putObject("subnet")
                    .put("ip_prefix", prefix.address().toString())
                    .put("ip_prefix_len", prefix.length());
        });
        targets(body, "route_target_list", network.routeTargets());
        targets(body, "import_route_target_list", network.importRouteTargets());
        targets(body, "export_route_target_list", network.exportRouteTargets());
        return body;
    }

    private static void targets(ObjectNode body, String key, @Nullable List<RouteTarget> targets) {
        ArrayNode list = body.putObject(key).putArray("route_target");
        if (targets != null) {
            targets.forEach(target -> list.add(target.toString()));
        }
    }

    private static ObjectNode named(List<String> parent, String name) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode fqName = body.putArray("fq_name");
        parent.forEach(fqName::add);
        fqName.add(name);
        return body;
    }
}

package net.minitrail.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import net.minitrail.bgp.rib.RibConfig;
import net.minitrail.bgp.session.DynamicNeighbors;
import net.minitrail.bgp.session.NeighborConfig;
import net.minitrail.bgp.session.PathsOffer;
import net.minitrail.bgp.session.SessionOptions;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.rules.GlobalSettings;
import net.minitrail.controller.peer.BgpPlan;
import net.minitrail.controller.peer.GracefulRestartPlan;
import net.minitrail.controller.peer.NeighborPlan;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads bgp-routers: this node's own, which is the one of its address, and its neighbors. On the config loop. */
final class BgpPlanReader {
    private static final Set<String> CARRIED =
            Set.of("inet", "inet6", "inet-vpn", "inet6-vpn", "e-vpn", "route-target");

    private static final ImmutableSet<AddressFamily> WITH_PATHS = ImmutableSet.of(
            AddressFamily.IPV4_UNICAST, AddressFamily.IPV6_UNICAST, AddressFamily.VPN_IPV4, AddressFamily.VPN_IPV6);

    private final ControllerConfig node;
    private final ConfigGraph configuration;

    BgpPlanReader(ControllerConfig node, ConfigGraph configuration) {
        this.node = node;
        this.configuration = configuration;
    }

    BgpPlan read() {
        Optional<ConfigObject> own = configuration.all("bgp-router").stream()
                .filter(router -> text(router, "address").equals(node.address().toString()))
                .findFirst();
        long as = GlobalSettings.autonomousSystem(configuration);
        boolean alwaysCompareMed = GlobalSettings.object(configuration)
                .map(global -> global.property("bgp_always_compare_med").booleanValue(false))
                .orElse(false);
        var rib = new RibConfig(as, routerId(own), cluster(own), alwaysCompareMed);
        boolean enabled = own.isPresent() && !flag(own.get(), "admin_down");
        var neighbors = ImmutableMap.<IpAddress, NeighborPlan>builder();
        var ranges = ImmutableList.<DynamicNeighbors>builder();
        if (own.isPresent()) {
            for (ConfigObject router : configuration.all("bgp-router")) {
                if (!router.equals(own.get()) && peersWith(own.get(), router)) {
                    String range = text(router, "dynamic_range");
                    if (!range.isEmpty()) {
                        ranges.add(range(router, IpPrefix.parse(range), as));
                    } else if (!text(router, "address").isEmpty()) {
                        NeighborPlan plan = neighbor(router, own.get(), as);
                        neighbors.put(plan.neighbor().address(), plan);
                    }
                }
            }
        }
        return new BgpPlan(
                rib, GracefulRestartReader.read(configuration), enabled, neighbors.buildKeepingLast(), ranges.build());
    }

    /** Two routers that refer to each other, either way; one that refers to nobody is everybody's neighbor. */
    private static boolean peersWith(ConfigObject own, ConfigObject other) {
        return other.references("bgp-router").contains(own)
                || own.references("bgp-router").contains(other)
                || other.references("bgp-router").isEmpty();
    }

    private NeighborPlan neighbor(ConfigObject router, ConfigObject own, long as) {
        JsonNode session = session(router, own);
        IpAddress address = IpAddress.parse(text(router, "address"));
        boolean controlNode = parameters(router).path("vendor").stringValue("").equals("contrail");
        long peerAs = controlNode && text(router, "router_type").equals("control-node")
                ? as
                : parameters(router).path("autonomous_system").longValue(as);
        long localAs = session.path("local_autonomous_system")
                .longValue(parameters(own).path("local_autonomous_system").longValue(as));
        int port = parameters(router).path("port").intValue(0);
        NeighborConfig.Builder neighbor = NeighborConfig.builder(address, peerAs, localAs)
                .port(port == 0 ? NeighborConfig.DEFAULT_PORT : port)
                .passive(flag(router, "passive") || session.path("passive").booleanValue(false))
                .shutdown(flag(router, "admin_down")
                        || flag(own, "admin_down")
                        || session.path("admin_down").booleanValue(false))
                .md5Key(key(session) != null ? key(session) : key(parameters(router)))
                .routeReflectorClient(flag(router, "route_reflector_client"))
                .description(router.shortName());
        return new NeighborPlan(
                router.shortName(),
                text(router, "router_type"),
                session.path("loop_count")
                        .intValue(parameters(router).path("loop_count").intValue(0)),
                session.path("as_override").booleanValue(false),
                PeerOptionsReader.protect(neighbor, parameters(router), session, options(router, session))
                        .build());
    }

    private DynamicNeighbors range(ConfigObject router, IpPrefix prefix, long as) {
        long peerAs = parameters(router).path("autonomous_system").longValue(NeighborConfig.ANY_AS);
        JsonNode parameters = parameters(router);
        NeighborConfig.Builder template = NeighborConfig.builder(prefix.address(), peerAs, as)
                .passive(true)
                .md5Key(key(parameters))
                .routeReflectorClient(flag(router, "route_reflector_client"));
        SessionOptions options = options(router, parameters);
        return new DynamicNeighbors(
                prefix,
                PeerOptionsReader.protect(template, parameters, parameters.path("none"), options)
                        .build());
    }

    /** The attributes of the peering between two routers; a missing node if there are none. */
    private static JsonNode session(ConfigObject router, ConfigObject own) {
        JsonNode attribute =
                router.references().getOrDefault(own, parameters(router).path("none"));
        if (attribute.isNull() || attribute.isMissingNode()) {
            attribute = own.references().getOrDefault(router, attribute);
        }
        return attribute.path("session").path(0).path("attributes").path(0);
    }

    private SessionOptions options(ConfigObject router, JsonNode session) {
        JsonNode listed = session.path("address_families").path("family");
        if (listed.isEmpty()) {
            listed = parameters(router).path("address_families").path("family");
        }
        var families = ImmutableSet.<AddressFamily>builder();
        for (JsonNode family : listed.values()) {
            if (CARRIED.contains(family.stringValue())) {
                families.add(AddressFamily.ofConfigName(family.stringValue()));
            }
        }
        ImmutableSet<AddressFamily> wanted = families.build();
        SessionOptions options =
                wanted.isEmpty() ? SessionOptions.DEFAULT : SessionOptions.DEFAULT.withFamilies(wanted);
        GracefulRestartPlan restart = GracefulRestartReader.read(configuration);
        options = options.withPaths(paths(parameters(router).path("add_path"), options.families()))
                .withRestart(restart.offer())
                .withRestartHelper(restart.helper());
        int hold = session.path("hold_time")
                .intValue(parameters(router).path("hold_time").intValue(0));
        return hold == 0 ? options : options.withHoldTime(Duration.ofSeconds(hold));
    }

    /** Path identifiers make sense where several routers have a way to a prefix of the same name. */
    private static ImmutableMap<AddressFamily, PathsOffer> paths(JsonNode addPath, Set<AddressFamily> families) {
        if (!addPath.isObject()) {
            return ImmutableMap.of();
        }
        var offer = new PathsOffer(
                addPath.path("receive").booleanValue(false),
                addPath.path("send").booleanValue(false),
                addPath.path("path_count").intValue(0));
        return families.stream().filter(WITH_PATHS::contains).collect(ImmutableMap.toImmutableMap(f -> f, f -> offer));
    }

    private Ipv4Address routerId(Optional<ConfigObject> own) {
        String identifier = own.map(router -> text(router, "identifier")).orElse("");
        return identifier.isEmpty() ? node.routerId() : Ipv4Address.parse(identifier);
    }

    private static OptionalInt cluster(Optional<ConfigObject> own) {
        long cluster = own.map(router -> parameters(router).path("cluster_id").longValue(0))
                .orElse(0L);
        return cluster == 0 ? OptionalInt.empty() : OptionalInt.of((int) cluster);
    }

    private static @Nullable String key(JsonNode holder) {
        JsonNode item = holder.path("auth_data").path("key_items").path(0).path("key");
        return item.isString() && !item.stringValue().isEmpty() ? item.stringValue() : null;
    }

    private static JsonNode parameters(ConfigObject router) {
        return router.property("bgp_router_parameters");
    }

    private static String text(ConfigObject router, String key) {
        return parameters(router).path(key).stringValue("");
    }

    private static boolean flag(ConfigObject router, String key) {
        return parameters(router).path(key).booleanValue(false);
    }
}

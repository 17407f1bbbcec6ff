package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;
import net.minitrail.net.underlay.Wiring;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns a document without mistakes into a {@link Lab}; fills in what the file leaves out. */
final class LabBuilder {
    private static final long DEFAULT_AS = 64512;

    private final YamlTree tree;
    private final JsonNode root;
    private final Path file;
    private final long as;
    private final ImmutableList<String> controllers;
    private final ImmutableSetMultimap<String, String> peerings;

    LabBuilder(YamlTree tree, Path file) {
        this.tree = tree;
        this.root = tree.root();
        this.file = file;
        this.as = root.path("autonomous-system").asLong(DEFAULT_AS);
        this.controllers = NodeChecks.ofKind(root, NodeKind.CONTROLLER).asList();
        this.peerings = Peerings.of(root.path("nodes"));
    }

    Lab build(String digest) {
        ImmutableList.Builder<StepSource> steps = ImmutableList.builder();
        for (int i = 0; i < root.path("steps").size(); i++) {
            steps.add(new StepSource(
                    tree.value("/steps/" + i).line(), root.path("steps").get(i)));
        }
        return new Lab(
                root.path("name").asString(),
                root.path("about").asString("").strip(),
                as,
                Wiring.of(root.path("wiring").asString(Wiring.LOOPBACK.word())),
                root.path("xmpp-tls").asBoolean(false),
                root.path("message").asString(""),
                list(root.path("encapsulation-priorities"), text -> text),
                list(root.path("ecmp-hash"), text -> text),
                map(root.path("nodes"), this::node),
                map(root.path("networks"), LabBuilder::network),
                map(root.path("guests"), LabBuilder::guest),
                map(root.path("policies"), (name, rules) -> LabRule.list(rules)),
                map(root.path("security-groups"), (name, rules) -> LabRule.list(rules)),
                steps.build(),
                file,
                digest);
    }

    private LabNode node(String name, JsonNode node) {
        ImmutableList<String> named = list(node.path("controllers"), text -> text);
        NodeKind kind = NodeKind.of(node.path("kind").asString());
        return new LabNode(
                name,
                kind,
                Ipv4Address.parse(node.path("address").asString()),
                optional(node.path("transport"), Ipv4Address::parse),
                node.path("autonomous-system").asLong(as),
                named.isEmpty() ? controllers : named,
                peerings.get(name).asList(),
                ImmutableSet.copyOf(list(node.path("families"), AddressFamily::ofConfigName)),
                node.path("reflector").asBoolean(false),
                config(node),
                map(node.path("vrfs"), LabBuilder::vrf),
                kind != NodeKind.EXTERNAL && !node.has("md5") && !node.has("add-path")
                        ? null
                        : new LabNode.Attachment(
                                node.path("port").asInt(0),
                                node.path("passive").asBoolean(false),
                                optional(node.path("md5"), text -> text),
                                node.path("add-path").asBoolean(false)));
    }

    private @Nullable String config(JsonNode node) {
        if (!node.has("config-file")) {
            return optional(node.path("config"), text -> text);
        }
        Path path = file.resolveSibling(node.path("config-file").asString());
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new LabException(ErrorCode.UNREADABLE_FILE, path + ": cannot be read: " + e, null, e);
        }
    }

    private static VrfSpec vrf(String name, JsonNode vrf) {
        ImmutableSet<RouteTarget> both = targets(vrf.path("route-targets"));
        return new VrfSpec(
                name,
                RouteDistinguisher.parse(vrf.path("rd").asString()),
                union(both, targets(vrf.path("import-route-targets"))),
                union(both, targets(vrf.path("export-route-targets"))),
                vrf.path("label").asInt(-1),
                list(vrf.path("routes"), IpPrefix::parse));
    }

    private static LabNetwork network(String name, JsonNode network) {
        return new LabNetwork(
                name,
                subnets(network),
                optional(network.path("gateway"), IpAddress::parse),
                targets(network.path("route-targets")),
                targets(network.path("import-route-targets")),
                targets(network.path("export-route-targets")),
                optional(network.path("forwarding-mode"), text -> text),
                network.path("vni").asInt(0),
                network.path("flood-unknown-unicast").asBoolean(false),
                list(network.path("ecmp-hash"), text -> text),
                list(network.path("policies"), text -> text));
    }

    private static LabGuest guest(String name, JsonNode guest) {
        ImmutableList.Builder<LabGuest.Port> ports = ImmutableList.builder();
        int number = 0;
        for (JsonNode port : guest.path("ports")) {
            String seed = name + " port " + number++;
            UUID id = optional(port.path("id"), UUID::fromString);
            ports.add(new LabGuest.Port(
                    port.path("network").asString(),
                    id != null ? id : UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)),
                    ips(port),
                    GuestChecks.sharesIps(port),
                    optional(port.path("mac"), MacAddress::parse),
                    list(port.path("ecmp-hash"), text -> text),
                    LabGuest.AddressPair.list(port.path("allowed-address-pairs")),
                    list(port.path("security-groups"), text -> text),
                    LabMirror.of(port.path("mirror"))));
        }
        return new LabGuest(
                name, guest.path("node").asString(), guest.path("profile").asString("cirros"), ports.build());
    }

    private static ImmutableList<IpPrefix> subnets(JsonNode network) {
        ImmutableList.Builder<IpPrefix> subnets = ImmutableList.builder();
        if (network.path("subnet").isString()) {
            subnets.add(IpPrefix.parse(network.path("subnet").asString()));
        }
        return subnets.addAll(list(network.path("subnets"), IpPrefix::parse)).build();
    }

    private static ImmutableList<IpAddress> ips(JsonNode port) {
        ImmutableList.Builder<IpAddress> ips = ImmutableList.builder();
        for (String key : new String[] {"ip", "ip6"}) {
            if (port.path(key).isString()) {
                ips.add(IpAddress.parse(port.path(key).asString()));
            }
        }
        return ips.build();
    }

    private static ImmutableSet<RouteTarget> targets(JsonNode list) {
        return ImmutableSet.copyOf(list(list, RouteTarget::parse));
    }

    private static ImmutableSet<RouteTarget> union(ImmutableSet<RouteTarget> a, ImmutableSet<RouteTarget> b) {
        return ImmutableSet.<RouteTarget>builder().addAll(a).addAll(b).build();
    }

    private static <T> ImmutableList<T> list(JsonNode list, Function<String, T> parse) {
        ImmutableList.Builder<T> values = ImmutableList.builder();
        list.forEach(value -> values.add(parse.apply(value.asString())));
        return values.build();
    }

    private static <T> @Nullable T optional(JsonNode text, Function<String, T> parse) {
        return text.isString() ? parse.apply(text.asString()) : null;
    }

    private static <T> ImmutableMap<String, T> map(JsonNode map, BiFunction<String, JsonNode, T> read) {
        ImmutableMap.Builder<String, T> values = ImmutableMap.builder();
        for (String key : map.propertyNames()) {
            values.put(key, read.apply(key, map.path(key)));
        }
        return values.buildOrThrow();
    }
}

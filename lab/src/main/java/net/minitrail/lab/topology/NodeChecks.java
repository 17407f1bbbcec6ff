package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;
import net.minitrail.net.underlay.Wiring;
import tools.jackson.databind.JsonNode;

/** The rules of the {@code nodes} of a lab file that its schema cannot say. */
final class NodeChecks {
    private static final Ipv4Prefix LOOPBACK = Ipv4Prefix.parse("127.0.0.0/8");

    private final Findings findings;
    private final Path directory;
    private final Map<Ipv4Address, String> addresses = new HashMap<>();
    private final Map<Ipv4Address, String> transports = new HashMap<>();

    NodeChecks(Findings findings, Path directory) {
        this.findings = findings;
        this.directory = directory;
    }

    void run() {
        findings.entries("/nodes", this::node);
    }

    /** The names of the nodes of a kind, as far as the file says one. */
    static ImmutableSet<String> ofKind(JsonNode root, NodeKind kind) {
        return ofKinds(root, kind::equals);
    }

    /** The same for several kinds. */
    static ImmutableSet<String> ofKinds(JsonNode root, Predicate<NodeKind> wanted) {
        JsonNode nodes = root.path("nodes");
        return nodes.propertyNames().stream()
                .filter(name -> Arrays.stream(NodeKind.values())
                        .filter(wanted)
                        .anyMatch(kind ->
                                kind.word().equals(nodes.path(name).path("kind").asString(""))))
                .collect(ImmutableSet.toImmutableSet());
    }

    private void node(String name, String at) {
        if (!name.matches("[A-Za-z][A-Za-z0-9_.-]{0,62}")) {
            findings.addAtKey(
                    ErrorCode.BAD_FORM, at, "'" + name + "' (expected: a letter, then letters, digits, _ . -)", "");
        }
        findings.parse(at + "/address", ErrorCode.BAD_ADDRESS, Ipv4Address::parse)
                .ifPresent(address -> unique(addresses, address, name, at + "/address"));
        findings.parse(at + "/transport", ErrorCode.BAD_ADDRESS, Ipv4Address::parse)
                .ifPresent(transport -> {
                    if (!LOOPBACK.contains(transport)) {
                        findings.add(
                                ErrorCode.BAD_ADDRESS, at + "/transport", transport + " is not in 127.0.0.0/8", "");
                    }
                    unique(transports, transport, name, at + "/transport");
                });
        Collection<String> controllers = ofKind(findings.root(), NodeKind.CONTROLLER);
        findings.elements(at + "/controllers", controller -> findings.refersTo("controller", controller, controllers));
        Collection<String> speakers = ofKinds(findings.root(), NodeKind::speaksBgp);
        findings.elements(at + "/neighbors", neighbor -> {
            if (findings.refersTo("BGP speaker", neighbor, speakers)
                    && findings.root().at(neighbor).asString().equals(name)) {
                findings.add(ErrorCode.NOT_ALLOWED, neighbor, "'" + name + "' is no neighbor of itself", "");
            }
        });
        String word = findings.root().at(at + "/kind").asString("");
        Arrays.stream(NodeKind.values())
                .filter(kind -> kind.word().equals(word))
                .forEach(kind -> ofKind(kind, at));
        findings.entries(at + "/vrfs", (vrf, path) -> vrf(path));
    }

    private void unique(Map<Ipv4Address, String> taken, Ipv4Address address, String name, String at) {
        String other = taken.putIfAbsent(address, name);
        if (other != null) {
            findings.add(ErrorCode.ADDRESS_TWICE, at, address + " is the address of '" + other + "' already", "");
        }
    }

    private void ofKind(NodeKind kind, String at) {
        Collection<String> keys = findings.keys(at);
        for (String key : keys) {
            boolean known = Arrays.stream(NodeKind.values())
                    .anyMatch(other -> other.keys().contains(key));
            if (known && !kind.keys().contains(key)) {
                findings.addAtKey(
                        ErrorCode.KEY_OF_OTHER_KIND,
                        at + "/" + key,
                        "key '" + key + "' means nothing to a " + kind.word(),
                        "it may have: " + String.join(", ", kind.keys()));
            }
        }
        if (!keys.contains("address")) {
            findings.addAtKey(ErrorCode.MISSING_KEY, at, "key 'address' is missing", "");
        }
        if (kind == NodeKind.EXTERNAL && !keys.contains("transport")) {
            findings.addAtKey(ErrorCode.MISSING_KEY, at, "key 'transport' is missing", "it says where the node is");
        }
        if (findings.root().path("wiring").asString("").equals(Wiring.NETNS.word())) {
            netns(kind, at, keys);
        }
        if (kind.keys().contains("config")) {
            config(kind, at, keys);
        }
    }

    /** On netns wiring the protocol addresses are the only ones, and nobody outside can be reached. */
    private void netns(NodeKind kind, String at, Collection<String> keys) {
        if (kind == NodeKind.EXTERNAL) {
            findings.addAtKey(ErrorCode.NOT_ALLOWED, at, "no node outside can be reached with wiring netns", "");
        } else if (keys.contains("transport")) {
            findings.addAtKey(
                    ErrorCode.NOT_ALLOWED,
                    at + "/transport",
                    "key 'transport' means nothing with wiring netns",
                    "sockets are on 'address'");
        }
    }

    private void config(NodeKind kind, String at, Collection<String> keys) {
        long ways = keys.stream()
                .filter(ImmutableSet.of("config", "config-file", "vrfs")::contains)
                .count();
        boolean bare = kind != NodeKind.SDN_GATEWAY
                || findings.root().at(at + "/reflector").asBoolean(false);
        if (ways > 1 || ways == 0 && !bare) {
            findings.addAtKey(
                    ways == 0 ? ErrorCode.MISSING_KEY : ErrorCode.BAD_FORM,
                    at,
                    ways == 0 ? "no configuration" : "several configurations",
                    "one of: config, config-file, vrfs");
        }
        String file = findings.root().at(at + "/config-file").asString("");
        if (!file.isEmpty() && !Files.isReadable(directory.resolve(file))) {
            findings.add(ErrorCode.UNREADABLE_FILE, at + "/config-file", "cannot read " + directory.resolve(file), "");
        }
        if (kind == NodeKind.SDN_GATEWAY && findings.root().at(at + "/config").isString()) {
            GatewayText.check(findings, at + "/config");
        }
    }

    private void vrf(String at) {
        findings.parse(at + "/rd", ErrorCode.BAD_FORM, RouteDistinguisher::parse);
        for (String key : new String[] {"route-targets", "import-route-targets", "export-route-targets"}) {
            findings.elements(
                    at + "/" + key, one -> findings.parse(one, ErrorCode.BAD_ROUTE_TARGET, RouteTarget::parse));
        }
        findings.elements(at + "/routes", one -> findings.parse(one, ErrorCode.BAD_ADDRESS, IpPrefix::parse));
    }
}

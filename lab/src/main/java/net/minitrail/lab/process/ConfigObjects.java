package net.minitrail.lab.process;

import static net.minitrail.lab.process.ConfigApi.names;
import static net.minitrail.lab.process.ConfigApi.object;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.lab.topology.LabGuest;
import net.minitrail.lab.topology.LabMirror;
import net.minitrail.lab.topology.LabNetwork;
import net.minitrail.lab.topology.LabNode;
import net.minitrail.lab.topology.NodeKind;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.RouteTarget;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The configuration objects that stand for the parts of a lab, in the shape of the REST API. UUIDs follow from names, so
 * that every controller gets the same and nothing has to be remembered.
 */
final class ConfigObjects {
    private static final ImmutableList<String> FABRIC =
            ImmutableList.of("default-domain", "default-project", "ip-fabric", "__default__");
    private static final ImmutableList<String> PROJECT = ImmutableList.of("default-domain", "default-project");
    private static final ImmutableList<String> IPAM =
            ImmutableList.of("default-domain", "default-project", "default-network-ipam");
    static final ImmutableList<String> SYSTEM = ImmutableList.of("default-global-system-config");

    static final ImmutableList<String> VROUTERS =
            ImmutableList.of("default-global-system-config", "default-global-vrouter-config");

    private static final ImmutableList<String> FAMILIES =
            ImmutableList.of("route-target", "inet-vpn", "inet6-vpn", "e-vpn");

    private ConfigObjects() {}

    static String uuid(String type, String name) {
        return UUID.nameUUIDFromBytes((type + " " + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** The project that a network is in. */
    static ObjectNode project(LabNetwork network) {
        ObjectNode object = object();
        object.set("fq_name", names(network.fqName().subList(0, 2)));
        return object.put("parent_type", "domain");
    }

    static ObjectNode network(LabNetwork network) {
        ObjectNode object = object().put("uuid", uuid("virtual-network", network.name()));
        object.set("fq_name", names(network.fqName()));
        object.put("parent_type", "project");
        if (network.forwardingMode() != null || network.vni() != 0) {
            ObjectNode properties = object.putObject("virtual_network_properties");
            if (network.forwardingMode() != null) {
                properties.put("forwarding_mode", network.forwardingMode());
            }
            if (network.vni() != 0) {
                properties.put("vxlan_network_identifier", network.vni());
            }
        }
        if (network.floodUnknownUnicast()) {
            object.put("flood_unknown_unicast", true);
        }
        if (!network.ecmpHash().isEmpty()) {
            HashObjects.put(object, network.ecmpHash());
        }
        PolicyObjects.policies(object, network.policies());
        targets(object, network.routeTargets(), network.importRouteTargets(), network.exportRouteTargets());
        ObjectNode ipam = object.putArray("network_ipam_refs").addObject();
        ipam.set("to", names(IPAM));
        ArrayNode subnets = ipam.putObject("attr").putArray("ipam_subnets");
        for (IpPrefix prefix : network.subnets()) {
            ObjectNode subnet = subnets.addObject();
            subnet.putObject("subnet")
                    .put("ip_prefix", prefix.address().toString())
                    .put("ip_prefix_len", prefix.length());
            subnet.put("addr_from_start", true).put("enable_dhcp", true);
            if (network.gateway() != null && prefix.contains(network.gateway())) {
                subnet.put("default_gateway", network.gateway().toString());
            }
        }
        return object;
    }

    /** What all agents prefer to send in; {@code configured}, whether networks say their VXLAN identifiers themselves. */
    static ObjectNode encapsulation(ImmutableList<String> priorities, boolean configured) {
        ObjectNode object = object();
        if (!priorities.isEmpty()) {
            object.putObject("encapsulation_priorities").set("encapsulation", names(priorities));
        }
        return object.put("vxlan_network_identifier_mode", configured ? "configured" : "automatic");
    }

    static void targets(
            ObjectNode object,
            ImmutableSet<RouteTarget> both,
            ImmutableSet<RouteTarget> in,
            ImmutableSet<RouteTarget> out) {
        list(object, "route_target_list", both);
        list(object, "import_route_target_list", in);
        list(object, "export_route_target_list", out);
    }

    private static void list(ObjectNode object, String key, ImmutableSet<RouteTarget> targets) {
        object.putObject(key)
                .set(
                        "route_target",
                        names(targets.stream().map(RouteTarget::toString).toList()));
    }

    static ObjectNode bgpRouter(LabNode node, int port) {
        ObjectNode object = object().put("uuid", uuid("bgp-router", node.name()));
        object.set("fq_name", names(routerName(node.name())));
        object.put("parent_type", "routing-instance");
        ObjectNode parameters = object.putObject("bgp_router_parameters");
        boolean control = node.kind() == NodeKind.CONTROLLER;
        parameters
                .put("vendor", control ? "contrail" : node.kind() == NodeKind.SDN_GATEWAY ? "mx" : "unknown")
                .put("router_type", control ? "control-node" : "router")
                .put("autonomous_system", node.autonomousSystem())
                .put("identifier", node.address().toString())
                .put("address", node.address().toString())
                .put("port", port);
        parameters
                .putObject("address_families")
                .set(
                        "family",
                        names(
                                node.families().isEmpty()
                                        ? FAMILIES
                                        : node.families().stream()
                                                .map(AddressFamily::configName)
                                                .toList()));
        if (control && node.reflector()) {
            parameters.put("cluster_id", Integer.toUnsignedLong(node.address().value()));
        }
        return object;
    }

    /** A router as a neighbor of a controller. */
    static ObjectNode bgpNeighbor(LabNode node, int port, LabNode controller) {
        LabNode.Attachment attachment = node.attachment();
        int own = attachment == null ? 0 : attachment.port();
        ObjectNode object = bgpRouter(node, own == 0 ? port : own);
        ObjectNode parameters = (ObjectNode) object.path("bgp_router_parameters");
        if (controller.reflector() && node.autonomousSystem() == controller.autonomousSystem()) {
            parameters.put("route_reflector_client", true);
        }
        if (attachment != null && attachment.passive()) {
            parameters.put("passive", true);
        }
        if (node.md5() != null) {
            ObjectNode key = parameters
                    .putObject("auth_data")
                    .put("key_type", "md5")
                    .putArray("key_items")
                    .addObject();
            key.put("key_id", 0).put("key", node.md5());
        }
        if (node.addPath()) {
            parameters.putObject("add_path").put("receive", true).put("send", true);
        }
        ObjectNode reference = object.putArray("bgp_router_refs").addObject();
        reference.set("to", names(routerName(controller.name())));
        reference.putObject("attr").putArray("session").addObject().putArray("attributes");
        return object;
    }

    private static ImmutableList<String> routerName(String node) {
        return ImmutableList.<String>builder().addAll(FABRIC).add(node).build();
    }

    static ObjectNode virtualRouter(LabNode node) {
        ObjectNode object = object().put("uuid", uuid("virtual-router", node.name()));
        object.set("fq_name", names(ImmutableList.of(SYSTEM.get(0), node.name())));
        object.put("parent_type", "global-system-config");
        object.put("virtual_router_ip_address", node.address().toString());
        return object;
    }

    static ObjectNode virtualMachine(LabGuest guest) {
        String uuid = uuid("virtual-machine", guest.name());
        ObjectNode object = object().put("uuid", uuid);
        object.set("fq_name", names(ImmutableList.of(uuid)));
        return object.put("display_name", guest.name());
    }

    static ObjectNode port(LabGuest guest, LabGuest.Port port) {
        ObjectNode object = object().put("uuid", port.id().toString());
        object.set(
                "fq_name",
                names(ImmutableList.<String>builder()
                        .addAll(PROJECT)
                        .add(port.id().toString())
                        .build()));
        object.put("parent_type", "project").put("display_name", guest.name());
        ObjectNode network = object.putArray("virtual_network_refs").addObject();
        network.set("to", names(LabNetwork.fqName(port.network())));
        ObjectNode machine = object.putArray("virtual_machine_refs").addObject();
        machine.set("to", names(ImmutableList.of(uuid("virtual-machine", guest.name()))));
        if (port.mac() != null) {
            object.putObject("virtual_machine_interface_mac_addresses")
                    .set("mac_address", names(ImmutableList.of(port.mac().toString())));
        }
        if (!port.pairs().isEmpty()) {
            addressPairs(object, port.pairs());
        }
        if (!port.ecmpHash().isEmpty()) {
            HashObjects.put(object, port.ecmpHash());
        }
        PolicyObjects.securityGroups(object, port.securityGroups());
        if (port.mirror() != null) {
            PolicyObjects.mirror(object, port.mirror());
        }
        return object;
    }

    /** What a {@code set} step names of a port: hash fields, address pairs, packet mode, fat flows, security groups, mirroring. */
    static ObjectNode portChanges(JsonNode set) {
        ObjectNode changes = object();
        if (set.has("allowed-address-pairs")) {
            addressPairs(changes, LabGuest.AddressPair.list(set.path("allowed-address-pairs")));
        }
        if (set.has("packet-mode")) {
            changes.put(
                    "virtual_machine_interface_disable_policy",
                    set.path("packet-mode").asBoolean());
        }
        if (set.has("security-groups")) {
            PolicyObjects.securityGroups(changes, strings(set.path("security-groups")));
        }
        hash(changes, set);
        if (set.has("mirror")) {
            PolicyObjects.mirror(changes, LabMirror.of(set.path("mirror")));
        }
        if (set.has("fat-flows")) {
            fatFlows(changes.putObject("virtual_machine_interface_fat_flow_protocols"), set.path("fat-flows"));
        }
        return changes;
    }

    private static void hash(ObjectNode changes, JsonNode set) {
        if (set.has("ecmp-hash")) {
            HashObjects.put(changes, strings(set.path("ecmp-hash")));
        }
    }

    private static ImmutableList<String> strings(JsonNode list) {
        ImmutableList.Builder<String> strings = ImmutableList.builder();
        list.forEach(text -> strings.add(text.asString()));
        return strings.build();
    }

    /** What a {@code set} step names of a network: hash fields, route targets, flooding, fat flows, policies. */
    static ObjectNode networkChanges(JsonNode set) {
        ObjectNode changes = object();
        boolean targets = false;
        for (String key : new String[] {"route-targets", "import-route-targets", "export-route-targets"}) {
            targets |= set.has(key);
        }
        if (targets) {
            targets(
                    changes,
                    targets(set.path("route-targets")),
                    targets(set.path("import-route-targets")),
                    targets(set.path("export-route-targets")));
        }
        if (set.has("flood-unknown-unicast")) {
            changes.put(
                    "flood_unknown_unicast", set.path("flood-unknown-unicast").asBoolean());
        }
        if (set.has("fat-flows")) {
            fatFlows(changes.putObject("virtual_network_fat_flow_protocols"), set.path("fat-flows"));
        }
        hash(changes, set);
        if (set.has("policies")) {
            PolicyObjects.policies(changes, strings(set.path("policies")));
        }
        return changes;
    }

    private static void fatFlows(ObjectNode property, JsonNode rules) {
        ArrayNode list = property.putArray("fat_flow_protocol");
        for (JsonNode rule : rules) {
            ObjectNode one = list.addObject()
                    .put("protocol", rule.path("protocol").asString())
                    .put("port", rule.path("port").asInt(0))
                    .put("ignore_address", rule.path("ignore").asString("none"));
            for (String side : new String[] {"source", "destination"}) {
                if (rule.has(side)) {
                    IpPrefix prefix = IpPrefix.parse(rule.path(side).asString());
                    one.putObject(side + "_prefix")
                            .put("ip_prefix", prefix.address().toString())
                            .put("ip_prefix_len", prefix.length());
                    int aggregate = rule.path(side + "-aggregate").asInt(prefix.length());
                    one.put(side + "_aggregate_prefix_length", aggregate);
                }
            }
        }
    }

    private static ImmutableSet<RouteTarget> targets(JsonNode list) {
        return strings(list).stream().map(RouteTarget::parse).collect(ImmutableSet.toImmutableSet());
    }

    static void addressPairs(ObjectNode object, ImmutableList<LabGuest.AddressPair> pairs) {
        ArrayNode list = object.putObject("virtual_machine_interface_allowed_address_pairs")
                .putArray("allowed_address_pair");
        for (LabGuest.AddressPair pair : pairs) {
            ObjectNode one = list.addObject();
            one.putObject("ip")
                    .put("ip_prefix", pair.ip().address().toString())
                    .put("ip_prefix_len", pair.ip().length());
            if (pair.mac() != null) {
                one.put("mac", pair.mac().toString());
            }
            one.put("address_mode", pair.activeActive() ? "active-active" : "active-standby");
        }
    }

    /** Of the instance-ip that a port has its address by; ports that share an address have one. */
    static String addressUuid(LabGuest.Port port, boolean v4) {
        for (IpAddress ip : port.ips()) {
            if (port.sharesIps() && ip.isV4() == v4) {
                return uuid("instance-ip", port.network() + " " + ip);
            }
        }
        return uuid("instance-ip", port.id() + (v4 ? "" : " v6"));
    }

    static ObjectNode address(LabGuest.Port port, boolean v4) {
        String uuid = addressUuid(port, v4);
        ObjectNode object = object().put("uuid", uuid);
        object.set("fq_name", names(ImmutableList.of(uuid)));
        ObjectNode network = object.putArray("virtual_network_refs").addObject();
        network.set("to", names(LabNetwork.fqName(port.network())));
        ObjectNode reference = object.putArray("virtual_machine_interface_refs").addObject();
        reference.set(
                "to",
                names(ImmutableList.<String>builder()
                        .addAll(PROJECT)
                        .add(port.id().toString())
                        .build()));
        object.put("instance_ip_family", v4 ? "v4" : "v6");
        if (port.sharesIps()) {
            object.put("instance_ip_mode", "active-active");
        }
        port.ips().stream()
                .filter(ip -> ip.isV4() == v4)
                .forEach(ip -> object.put("instance_ip_address", ip.toString()));
        return object;
    }
}

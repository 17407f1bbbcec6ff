package net.minitrail.controller.config.schema;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigObject;
import tools.jackson.databind.JsonNode;

/**
 * Which networks a network's policies connect it to. Two are connected when each has a policy that names the other. Rules
 * that pass and rules that deny connect alike: what a packet may do is decided in the vRouter. A rule that sends packets
 * through services connects nothing.
 */
final class Connections {
    private Connections() {}

    /** The networks that {@code network} is connected to. A name that does not exist yet is simply not there yet. */
    static Set<ConfigObject> of(ConfigObject network, ConfigGraph graph) {
        Set<ConfigObject> connected = new LinkedHashSet<>();
        for (ConfigObject other : named(network, graph)) {
            if (named(other, graph).contains(network)) {
                connected.add(other);
            }
        }
        return connected;
    }

    /** The networks whose connections a change of {@code network} or of its policies may change. */
    static Set<ConfigObject> concernedBy(ConfigObject network, ConfigGraph graph) {
        Set<ConfigObject> concerned = new LinkedHashSet<>(named(network, graph));
        for (ConfigObject instance : network.children()) {
            instance.references("routing-instance")
                    .forEach(other -> other.parent().ifPresent(concerned::add));
            instance.referrers("routing-instance")
                    .forEach(other -> other.parent().ifPresent(concerned::add));
        }
        return concerned;
    }

    /** The networks at the other end of the rules that apply to {@code network}. */
    private static Set<ConfigObject> named(ConfigObject network, ConfigGraph graph) {
        Set<ConfigObject> others = new LinkedHashSet<>();
        network.references().forEach((policy, attribute) -> {
            if (policy.is("network-policy") && attribute.hasNonNull("sequence")) {
                for (JsonNode rule : policy.property("network_policy_entries")
                        .path("policy_rule")
                        .values()) {
                    if (connects(rule.path("action_list"))) {
                        addOthers(network, policy, rule, others, graph);
                    }
                }
            }
        });
        others.remove(network);
        return others;
    }

    private static boolean connects(JsonNode actions) {
        return actions.hasNonNull("simple_action")
                && actions.path("apply_service").isEmpty();
    }

    private static void addOthers(
            ConfigObject network, ConfigObject policy, JsonNode rule, Set<ConfigObject> others, ConfigGraph graph) {
        Set<ConfigObject> sources = ends(network, policy, rule.path("src_addresses"), graph);
        Set<ConfigObject> destinations = ends(network, policy, rule.path("dst_addresses"), graph);
        if (sources.contains(network)) {
            others.addAll(destinations);
        }
        if (destinations.contains(network)) {
            others.addAll(sources);
        }
    }

    private static Set<ConfigObject> ends(
            ConfigObject network, ConfigObject policy, JsonNode addresses, ConfigGraph graph) {
        Set<ConfigObject> ends = new LinkedHashSet<>();
        for (JsonNode address : addresses.values()) {
            String name = address.path("virtual_network").asString("");
            if (name.equals("local")) {
                ends.add(network);
            } else if (name.equals("any")) {
                network.parent()
                        .ifPresent(project -> project.children().stream()
                                .filter(child -> child.is("virtual-network"))
                                .forEach(ends::add));
            } else if (!name.isEmpty()) {
                graph.find("virtual-network", split(name, network)).ifPresent(ends::add);
            }
            String other = address.path("network_policy").asString("");
            if (!other.isEmpty()) {
                graph.find("network-policy", split(other, policy))
                        .ifPresent(named -> ends.addAll(named.referrers("virtual-network")));
            }
        }
        return ends;
    }

    /** A full name, or one within the same project. */
    private static String[] split(String name, ConfigObject sibling) {
        if (name.indexOf(':') >= 0) {
            return name.split(":", -1);
        }
        List<String> parent = sibling.fqName().subList(0, sibling.fqName().size() - 1);
        String[] parts = Arrays.copyOf(parent.toArray(String[]::new), parent.size() + 1);
        parts[parent.size()] = name;
        return parts;
    }
}

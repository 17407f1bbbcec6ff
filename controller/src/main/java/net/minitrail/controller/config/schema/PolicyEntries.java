package net.minitrail.controller.config.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.schema.AclRules.End;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rules that a network's policies make, as Contrail's schema transformer writes them: those of the policies in their
 * order, a rule of both directions twice; then that the network may talk to itself; then, for each pair of ends, that
 * nothing else passes; at last that everything else does.
 */
final class PolicyEntries {
    private PolicyEntries() {}

    private record Pair(ObjectNode from, ObjectNode to) {}

    private record Applied(ConfigObject policy, long major, long minor) {}

    static ArrayNode of(ConfigObject network, ConfigGraph graph) {
        ArrayNode rules = JsonNodeFactory.instance.arrayNode();
        Set<Pair> pairs = new LinkedHashSet<>();
        for (Applied applied : applied(network)) {
            for (JsonNode rule : applied.policy()
                    .property("network_policy_entries")
                    .path("policy_rule")
                    .values()) {
                add(rules, pairs, network, rule);
            }
        }
        if (rules.isEmpty()) {
            return rules;
        }
        End self = new End(AclRules.network(network.name()), AclRules.anyPort());
        AclRules.add(rules, AclRules.IMPLICIT_ALLOW, "any", "", self, self, AclRules.action("pass"));
        for (Pair pair : pairs) {
            AclRules.add(
                    rules,
                    AclRules.IMPLICIT_DENY,
                    "any",
                    "",
                    new End(pair.from, AclRules.anyPort()),
                    new End(pair.to, AclRules.anyPort()),
                    AclRules.action("deny"));
        }
        End any = new End(AclRules.network("any"), AclRules.anyPort());
        AclRules.add(rules, AclRules.IMPLICIT_ALLOW, "any", "", any, any, AclRules.action("pass"));
        return rules;
    }

    /** The network's policies by their sequence; one without a sequence is not applied. */
    private static List<Applied> applied(ConfigObject network) {
        List<Applied> applied = new ArrayList<>();
        network.references().forEach((policy, attribute) -> {
            if (policy.is("network-policy") && attribute.hasNonNull("sequence")) {
                JsonNode sequence = attribute.path("sequence");
                applied.add(new Applied(
                        policy,
                        sequence.path("major").longValue(0),
                        sequence.path("minor").longValue(0)));
            }
        });
        applied.sort(Comparator.comparingLong(Applied::major).thenComparingLong(Applied::minor));
        return applied;
    }

    private static void add(ArrayNode rules, Set<Pair> pairs, ConfigObject network, JsonNode rule) {
        JsonNode action = rule.path("action_list");
        if (!action.path("apply_service").isEmpty()) {
            return;
        }
        String uuid = rule.path("rule_uuid").asString("");
        String protocol = rule.path("protocol").asString("any");
        String etherType = rule.path("ethertype").asString("");
        for (ObjectNode source : addresses(rule.path("src_addresses"), network)) {
            for (ObjectNode destination : addresses(rule.path("dst_addresses"), network)) {
                for (JsonNode sourcePorts : ports(rule.path("src_ports"))) {
                    for (JsonNode destinationPorts : ports(rule.path("dst_ports"))) {
                        End from = new End(source, sourcePorts);
                        End to = new End(destination, destinationPorts);
                        AclRules.add(rules, uuid, protocol, etherType, from, to, action);
                        if (!rule.path("direction").asString("<>").equals(">") && !from.equals(to)) {
                            AclRules.add(rules, uuid, protocol, etherType, to, from, action);
                            pairs.add(new Pair(destination, source));
                        }
                    }
                }
                pairs.add(new Pair(source, destination));
            }
        }
    }

    /** The ends that a rule names: {@code local} is the network itself, a name without colons is in its project. */
    private static List<ObjectNode> addresses(JsonNode list, ConfigObject network) {
        List<ObjectNode> addresses = new ArrayList<>();
        for (JsonNode address : list.values()) {
            String name = address.path("virtual_network").asString("");
            ObjectNode end = JsonNodeFactory.instance.objectNode();
            if (!name.isEmpty()) {
                end.put("virtual_network", full(name, network));
            }
            for (String subnets : new String[] {"subnet", "subnet_list"}) {
                if (address.hasNonNull(subnets)) {
                    end.set(subnets, address.path(subnets));
                }
            }
            if (!end.isEmpty()) {
                addresses.add(end);
            } else if (!address.path("network_policy").asString("").isEmpty()) {
                addresses.add(AclRules.network("any"));
            }
        }
        return addresses;
    }

    private static String full(String name, ConfigObject network) {
        if (name.equals("local")) {
            return network.name();
        }
        return name.equals("any") || name.indexOf(':') >= 0
                ? name
                : String.join(":", network.fqName().subList(0, 2)) + ":" + name;
    }

    private static List<JsonNode> ports(JsonNode list) {
        List<JsonNode> ports = new ArrayList<>(list.values());
        return ports.isEmpty() ? List.of(AclRules.anyPort()) : ports;
    }
}

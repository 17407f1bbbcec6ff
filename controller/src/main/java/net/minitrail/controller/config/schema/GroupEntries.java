package net.minitrail.controller.config.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.schema.AclRules.End;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rules of a security group towards its members (ingress), or from them (egress): which way a rule goes says the end
 * that is {@code local}. Other groups are named by their numbers; one that does not exist matches nobody.
 */
final class GroupEntries {
    private GroupEntries() {}

    static ArrayNode of(ConfigObject group, boolean ingress, ConfigGraph graph) {
        ArrayNode rules = JsonNodeFactory.instance.arrayNode();
        for (JsonNode rule :
                group.property("security_group_entries").path("policy_rule").values()) {
            JsonNode own = rule.path(ingress ? "dst_addresses" : "src_addresses");
            if (own.values().stream()
                    .noneMatch(end -> end.path("security_group").asString("").equals("local"))) {
                continue;
            }
            for (ObjectNode other : others(group, rule.path(ingress ? "src_addresses" : "dst_addresses"), graph)) {
                for (JsonNode sourcePorts : ports(rule.path("src_ports"))) {
                    for (JsonNode destinationPorts : ports(rule.path("dst_ports"))) {
                        ObjectNode local = JsonNodeFactory.instance.objectNode();
                        AclRules.add(
                                rules,
                                rule.path("rule_uuid").asString(""),
                                rule.path("protocol").asString("any"),
                                rule.path("ethertype").asString(""),
                                new End(ingress ? other : local, sourcePorts),
                                new End(ingress ? local : other, destinationPorts),
                                AclRules.action("pass"));
                    }
                }
            }
        }
        return rules;
    }

    private static List<ObjectNode> others(ConfigObject group, JsonNode addresses, ConfigGraph graph) {
        List<ObjectNode> others = new ArrayList<>();
        for (JsonNode address : addresses.values()) {
            ObjectNode other = JsonNodeFactory.instance.objectNode();
            String name = address.path("security_group").asString("");
            if (address.hasNonNull("subnet")) {
                other.set("subnet", address.path("subnet"));
                others.add(other);
            } else if (name.equals("any")) {
                others.add(other);
            } else if (!name.isEmpty()) {
                (name.equals(group.name()) ? Optional.of(group) : graph.find("security-group", name.split(":", -1)))
                        .map(found -> found.property("security_group_id").asString(""))
                        .filter(id -> !id.isEmpty())
                        .ifPresent(id -> others.add(other.put("security_group", id)));
            }
        }
        return others;
    }

    private static List<JsonNode> ports(JsonNode list) {
        List<JsonNode> ports = new ArrayList<>(list.values());
        return ports.isEmpty() ? List.of(AclRules.anyPort()) : ports;
    }
}

package net.minitrail.controller.config.rules;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigRule;
import net.minitrail.controller.config.Draft;
import net.minitrail.controller.config.Rejected;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A network-policy: each rule says what to do, for a protocol that exists, and none stands twice. */
public final class PolicyRule implements ConfigRule {
    private static final Set<String> PROTOCOLS = Set.of(
            "any", "tcp", "udp", "icmp", "icmp6", "sctp", "gre", "esp", "ah", "ospf", "vrrp", "igmp", "ipv6-icmp");

    @Override
    public void check(Draft draft, ConfigGraph configuration) {
        if (!draft.is("network-policy")) {
            return;
        }
        Set<JsonNode> seen = new HashSet<>();
        int i = 0;
        for (JsonNode rule :
                draft.property("network_policy_entries").path("policy_rule").values()) {
            String field = "network_policy_entries.policy_rule[" + i++ + "]";
            check(field, rule);
            ObjectNode bare = (ObjectNode) rule.deepCopy();
            bare.remove("rule_uuid");
            if (!seen.add(bare)) {
                throw Rejected.conflict(field + ": the same rule stands twice");
            }
            if (!rule.hasNonNull("rule_uuid")) {
                ((ObjectNode) rule).put("rule_uuid", UUID.randomUUID().toString());
            }
        }
    }

    private static void check(String field, JsonNode rule) {
        if (!rule.hasNonNull("action_list")) {
            throw Rejected.invalid(field + ".action_list", "is required");
        }
        String protocol = rule.path("protocol").stringValue("any");
        if (!PROTOCOLS.contains(protocol) && !isNumber(protocol)) {
            throw Rejected.invalid(field + ".protocol", "found \"" + protocol + "\" (expected a name or 0 to 255)");
        }
        for (String side : new String[] {"src_addresses", "dst_addresses"}) {
            for (JsonNode address : rule.path(side).values()) {
                if (address.hasNonNull("security_group")) {
                    throw Rejected.invalid(field + "." + side, "a security group is no address of a network policy");
                }
            }
        }
    }

    private static boolean isNumber(String protocol) {
        return protocol.matches("[0-9]{1,3}") && Integer.parseInt(protocol) <= 255;
    }
}

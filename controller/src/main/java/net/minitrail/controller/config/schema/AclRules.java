package net.minitrail.controller.config.schema;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Rules of access control lists in the schema's form. */
final class AclRules {
    /** Of the rules that let a network talk to itself, and at the end all others. */
    static final String IMPLICIT_ALLOW = "00000000-0000-0000-0000-000000000001";
    /** Of the rules that let nothing else pass between two networks that a policy names. */
    static final String IMPLICIT_DENY = "00000000-0000-0000-0000-000000000002";

    private AclRules() {}

    /** One side of a match. */
    record End(ObjectNode address, JsonNode ports) {}

    static ObjectNode network(String name) {
        return JsonNodeFactory.instance.objectNode().put("virtual_network", name);
    }

    static ObjectNode anyPort() {
        return JsonNodeFactory.instance.objectNode().put("start_port", -1).put("end_port", -1);
    }

    static void add(
            ArrayNode rules, String uuid, String protocol, String etherType, End from, End to, JsonNode action) {
        ObjectNode rule = rules.addObject();
        ObjectNode match = rule.putObject("match_condition");
        match.put("protocol", protocol);
        match.set("src_address", from.address());
        match.set("src_port", from.ports());
        match.set("dst_address", to.address());
        match.set("dst_port", to.ports());
        if (!etherType.isEmpty()) {
            match.put("ethertype", etherType);
        }
        rule.set("action_list", action);
        rule.put("rule_uuid", uuid);
    }

    static ObjectNode action(String simple) {
        return JsonNodeFactory.instance.objectNode().put("simple_action", simple);
    }
}

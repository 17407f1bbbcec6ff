package net.minitrail.controller.config.schema;

import java.util.ArrayList;
import java.util.List;
import net.minitrail.controller.config.ConfigEditor;
import net.minitrail.controller.config.ConfigObject;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

/** The security group {@code default} of each project: its members may begin talks with all, and be talked to by members. */
final class DefaultGroups {
    static final String NAME = "default";

    private static final String NUMBER = "security_group_id";
    private static final long FIRST_NUMBER = 8_000_000;

    private DefaultGroups() {}

    static boolean owns(ConfigObject object) {
        return object.is("security-group") && object.shortName().equals(NAME);
    }

    /** Makes the group if the project has none; one that was changed stays so. */
    static void ensure(ConfigObject project, ConfigEditor editor) {
        List<String> name = new ArrayList<>(project.fqName());
        name.add(NAME);
        ConfigObject group = editor.ensure("security-group", project, name);
        if (group.property(NUMBER).isMissingNode()) {
            long highest = editor.graph().all("security-group").stream()
                    .mapToLong(other -> other.property(NUMBER).longValue(0))
                    .max()
                    .orElse(0);
            editor.setProperty(group, NUMBER, LongNode.valueOf(Math.max(FIRST_NUMBER, highest + 1)));
            editor.setProperty(find(group, editor), "security_group_entries", rules(group.name()));
        }
    }

    private static ConfigObject find(ConfigObject group, ConfigEditor editor) {
        return editor.graph().find(group.uuid()).orElse(group);
    }

    private static ObjectNode rules(String name) {
        ObjectNode entries = JsonNodeFactory.instance.objectNode();
        ArrayNode rules = entries.putArray("policy_rule");
        for (boolean v4 : new boolean[] {true, false}) {
            ObjectNode subnet = JsonNodeFactory.instance.objectNode();
            subnet.putObject("subnet").put("ip_prefix", v4 ? "0.0.0.0" : "::").put("ip_prefix_len", 0);
            rule(rules, v4, group("local"), subnet);
            rule(rules, v4, group(name), group("local"));
        }
        return entries;
    }

    private static ObjectNode group(String name) {
        return JsonNodeFactory.instance.objectNode().put("security_group", name);
    }

    private static void rule(ArrayNode rules, boolean v4, ObjectNode from, ObjectNode to) {
        ObjectNode rule = rules.addObject();
        rule.put("direction", ">").put("protocol", "any").put("ethertype", v4 ? "IPv4" : "IPv6");
        rule.putArray("src_addresses").add(from);
        rule.putArray("dst_addresses").add(to);
        rule.putArray("src_ports").add(AclRules.anyPort());
        rule.putArray("dst_ports").add(AclRules.anyPort());
    }
}

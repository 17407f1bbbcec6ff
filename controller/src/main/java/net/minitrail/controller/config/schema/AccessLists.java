package net.minitrail.controller.config.schema;

import java.util.ArrayList;
import java.util.List;
import net.minitrail.controller.config.ConfigEditor;
import net.minitrail.controller.config.ConfigObject;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the access control lists of networks and security groups, which are what agents get of their rules. */
final class AccessLists {
    static final String TYPE = "access-control-list";

    private static final String ENTRIES = "access_control_list_entries";
    private static final String INGRESS = "ingress-access-control-list";
    private static final String EGRESS = "egress-access-control-list";

    private AccessLists() {}

    /** Whether an object is one of those that are written here. */
    static boolean owns(ConfigObject object) {
        return object.is(TYPE)
                && object.parent()
                        .map(parent -> parent.is("security-group")
                                ? object.shortName().equals(INGRESS)
                                        || object.shortName().equals(EGRESS)
                                : object.shortName().equals(parent.shortName()))
                        .orElse(false);
    }

    /** The list of a network follows its policies; without any it has none. */
    static void ofNetwork(ConfigObject network, ConfigEditor editor) {
        ArrayNode rules = PolicyEntries.of(network, editor.graph());
        if (rules.isEmpty()) {
            network.children().stream().filter(AccessLists::owns).toList().forEach(editor::remove);
        } else {
            write(network, network.shortName(), rules, editor);
        }
    }

    static void ofGroup(ConfigObject group, ConfigEditor editor) {
        write(group, INGRESS, GroupEntries.of(group, true, editor.graph()), editor);
        write(group, EGRESS, GroupEntries.of(group, false, editor.graph()), editor);
    }

    private static void write(ConfigObject parent, String name, ArrayNode rules, ConfigEditor editor) {
        List<String> fqName = new ArrayList<>(parent.fqName());
        fqName.add(name);
        ObjectNode entries = JsonNodeFactory.instance.objectNode();
        entries.put("dynamic", parent.is("virtual-network"));
        entries.set("acl_rule", rules);
        editor.setProperty(editor.ensure(TYPE, parent, fqName), ENTRIES, entries);
    }
}

package net.minitrail.controller.config.schema;

import java.util.List;
import net.minitrail.controller.config.ConfigEditor;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.rules.GlobalSettings;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

/** What every system has from the start. */
public final class DefaultObjects {
    /** The network of the fabric itself, whose routing instance is the master one. */
    public static final String FABRIC = "default-domain:default-project:ip-fabric";

    private DefaultObjects() {}

    /** Makes what is missing, and sets the AS of the system. */
    public static void ensure(ConfigEditor editor, long autonomousSystem) {
        ConfigObject domain = editor.ensure("domain", null, List.of("default-domain"));
        ConfigObject project = editor.ensure("project", domain, List.of("default-domain", "default-project"));
        editor.ensure("network-ipam", project, List.of("default-domain", "default-project", "default-network-ipam"));
        ConfigObject fabric =
                editor.ensure("virtual-network", project, List.of("default-domain", "default-project", "ip-fabric"));
        editor.ensure(
                "routing-instance", fabric, List.of("default-domain", "default-project", "ip-fabric", "__default__"));
        ConfigObject global = editor.ensure("global-system-config", null, List.of(GlobalSettings.NAME));
        editor.setProperty(global, "autonomous_system", LongNode.valueOf(autonomousSystem));
        ConfigObject vrouters = editor.ensure(
                "global-vrouter-config", global, List.of(GlobalSettings.NAME, "default-global-vrouter-config"));
        if (vrouters.property("encapsulation_priorities").isMissingNode()) {
            ObjectNode priorities = JsonNodeFactory.instance.objectNode();
            priorities.putArray("encapsulation").add("MPLSoGRE").add("MPLSoUDP").add("VXLAN");
            editor.setProperty(vrouters, "encapsulation_priorities", priorities);
        }
    }
}

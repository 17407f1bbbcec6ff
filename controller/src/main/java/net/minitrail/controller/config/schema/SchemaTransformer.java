package net.minitrail.controller.config.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.minitrail.controller.config.ConfigEditor;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.Derivation;
import net.minitrail.controller.config.rules.GlobalSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

/** Derives routing instances and what they refer to. Confined to the config loop. */
public final class SchemaTransformer implements Derivation {
    private static final String INSTANCE = "routing-instance";

    private long as = -1;

    /** The default routing instance of a network: its last child name is the network's own, or that of the fabric. */
    public static List<String> instanceName(ConfigObject network) {
        var name = new ArrayList<>(network.fqName());
        name.add(isFabric(network) ? "__default__" : network.shortName());
        return List.copyOf(name);
    }

    @Override
    public void derive(Set<ConfigObject> touched, ConfigEditor editor) {
        Set<ConfigObject> networks = new LinkedHashSet<>();
        Set<ConfigObject> reconnect = new LinkedHashSet<>();
        boolean groups = false;
        for (ConfigObject object : touched) {
            if (editor.graph().find(object.uuid()).isEmpty()) {
                continue;
            }
            if (object.is("virtual-network")) {
                networks.add(object);
            } else if (object.is("network-policy")) {
                reconnect.addAll(object.referrers("virtual-network"));
            } else if (object.is("project")) {
                DefaultGroups.ensure(object, editor);
            } else if (object.is("security-group")) {
                groups = true;
            }
        }
        if (groups) {
            editor.graph().all("security-group").forEach(group -> AccessLists.ofGroup(group, editor));
        }
        if (as != GlobalSettings.autonomousSystem(editor.graph())) {
            as = GlobalSettings.autonomousSystem(editor.graph());
            networks.addAll(editor.graph().all("virtual-network"));
        }
        networks.forEach(network -> deriveInstance(network, editor));
        reconnect.addAll(networks);
        reconnect.forEach(network -> AccessLists.ofNetwork(network, editor));
        Set<ConfigObject> both = new LinkedHashSet<>(reconnect);
        reconnect.forEach(network -> both.addAll(Connections.concernedBy(network, editor.graph())));
        both.forEach(network -> connect(network, editor));
        for (ConfigObject object : touched) {
            if (object.is("virtual-machine-interface")
                    && editor.graph().find(object.uuid()).isPresent()) {
                derivePort(object, editor);
            }
        }
    }

    @Override
    public boolean owns(ConfigObject object) {
        boolean instance = object.is(INSTANCE)
                && object.parent()
                        .map(network -> instanceName(network).equals(object.fqName()))
                        .orElse(false);
        return instance || AccessLists.owns(object) || DefaultGroups.owns(object);
    }

    @Override
    public void release(ConfigObject object, ConfigEditor editor) {
        if (object.is("project") || object.is("security-group")) {
            for (ConfigObject derived : List.copyOf(object.children())) {
                release(derived, editor);
                editor.remove(derived);
            }
        } else if (object.is("virtual-network")) {
            for (ConfigObject instance : List.copyOf(object.children())) {
                List<ConfigObject> targets = instance.references("route-target");
                editor.remove(instance);
                dropUnused(targets, editor);
            }
        }
    }

    private void deriveInstance(ConfigObject network, ConfigEditor editor) {
        ConfigObject instance = editor.ensure(INSTANCE, network, instanceName(network));
        editor.setProperty(instance, "routing_instance_is_default", BooleanNode.TRUE);
        if (isFabric(network)) {
            return;
        }
        List<ConfigObject> before = instance.references("route-target");
        Map<ConfigObject, JsonNode> targets = new LinkedHashMap<>();
        InstanceTargets.of(network, instance, as, editor.graph())
                .forEach((target, direction) -> targets.put(
                        editor.ensure("route-target", null, List.of(target.toString())), direction.attribute()));
        editor.setReferences(instance, "route-target", targets);
        dropUnused(before, editor);
    }

    private static void dropUnused(List<ConfigObject> targets, ConfigEditor editor) {
        targets.stream()
                .filter(target -> target.referrers().isEmpty()
                        && editor.graph().find(target.uuid()).isPresent())
                .forEach(editor::remove);
    }

    private static void connect(ConfigObject network, ConfigEditor editor) {
        Map<ConfigObject, JsonNode> connected = new LinkedHashMap<>();
        for (ConfigObject other : Connections.of(network, editor.graph())) {
            editor.graph()
                    .find(INSTANCE, instanceName(other).toArray(String[]::new))
                    .ifPresent(instance -> connected.put(instance, NullNode.getInstance()));
        }
        editor.graph()
                .find(INSTANCE, instanceName(network).toArray(String[]::new))
                .ifPresent(instance -> editor.setReferences(instance, INSTANCE, connected));
    }

    private static void derivePort(ConfigObject port, ConfigEditor editor) {
        Map<ConfigObject, JsonNode> instances = new LinkedHashMap<>();
        for (ConfigObject network : port.references("virtual-network")) {
            editor.graph()
                    .find(INSTANCE, instanceName(network).toArray(String[]::new))
                    .ifPresent(instance -> instances.put(
                            instance, JsonNodeFactory.instance.objectNode().put("direction", "both")));
        }
        editor.setReferences(port, INSTANCE, instances);
    }

    private static boolean isFabric(ConfigObject network) {
        return network.name().equals(DefaultObjects.FABRIC);
    }
}

package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import net.minitrail.vrouter.flow.HashFields;

/**
 * What the configuration asks for now.
 *
 * @param networks by routing instance
 * @param interfaces the ports that can be active
 * @param missing what the others lack, in words
 */
record Plan(Map<String, NetworkConfig> networks, Map<UUID, InterfaceConfig> interfaces, Map<UUID, String> missing) {

    static Plan of(ConfigReader reader, Collection<Port> ports) {
        var plan = new Plan(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        reader.networks().forEach(network -> plan.networks.put(network.instance(), network));
        reader.read(ports).forEach((id, outcome) -> {
            InterfaceConfig config = outcome.config();
            if (config == null) {
                plan.missing.put(id, outcome.missing());
            } else if (plan.networks.containsKey(config.instance())) {
                plan.interfaces.put(id, config);
            } else {
                plan.missing.put(id, "the routing-instance " + config.instance());
            }
        });
        plan.interfaces.values().forEach(plan::addAnalyzersInstance);
        return plan;
    }

    /** Raw copies need the routes of the analyzer's instance, whether a port of this node is in it or not. */
    private void addAnalyzersInstance(InterfaceConfig config) {
        InterfaceMirror mirror = config.mirror();
        String instance = mirror == null ? "" : mirror.to().instance();
        if (!instance.isEmpty() && mirror != null && !mirror.to().juniperHeader()) {
            String network = instance.substring(0, Math.max(0, instance.lastIndexOf(':')));
            networks.putIfAbsent(
                    instance,
                    new NetworkConfig(
                            network,
                            instance,
                            0,
                            0,
                            ImmutableList.of(),
                            Forwarding.of(""),
                            false,
                            HashFields.ALL,
                            null));
        }
    }
}

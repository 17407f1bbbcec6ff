package net.minitrail.controller;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.minitrail.controller.config.Commit;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.routing.InstancePlan;
import net.minitrail.net.RouteTarget;

/** Reads from the configuration what the routing loop has to know of instances, as changes. On the config loop. */
final class PlanReader {
    private final ConfigGraph configuration;
    private final Map<String, InstancePlan> known = new HashMap<>();

    PlanReader(ConfigGraph configuration) {
        this.configuration = configuration;
    }

    /** What has to be done to the instances; a name in {@code removed} is not in {@code changed}. */
    record Changes(List<InstancePlan> changed, List<String> removed) {
        boolean isEmpty() {
            return changed.isEmpty() && removed.isEmpty();
        }
    }

    /** Everything, for the start. */
    Changes all() {
        return changes(new LinkedHashSet<>(configuration.all("routing-instance")));
    }

    /** Every plan as it was last given out. */
    List<InstancePlan> known() {
        return List.copyOf(known.values());
    }

    Changes after(Commit commit) {
        Set<ConfigObject> instances = new LinkedHashSet<>();
        for (ConfigObject object : commit.touched()) {
            if (object.is("routing-instance")) {
                instances.add(object);
                instances.addAll(object.referrers("routing-instance"));
            }
            object.children().stream()
                    .filter(child -> child.is("routing-instance"))
                    .forEach(instances::add);
        }
        return changes(instances);
    }

    private Changes changes(Set<ConfigObject> instances) {
        List<InstancePlan> changed = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (ConfigObject instance : instances) {
            boolean there =
                    configuration.find(instance.type(), instance.fqName()).isPresent();
            if (!there) {
                if (known.remove(instance.name()) != null) {
                    removed.add(instance.name());
                }
            } else if (configuration.find(instance.uuid()).isPresent()) {
                InstancePlan plan = plan(instance);
                if (!plan.equals(known.put(plan.name(), plan))) {
                    changed.add(plan);
                }
            }
        }
        return new Changes(changed, removed);
    }

    private static InstancePlan plan(ConfigObject instance) {
        Set<RouteTarget> own = new LinkedHashSet<>();
        Set<RouteTarget> exports = new LinkedHashSet<>();
        collect(instance, own, exports);
        Set<RouteTarget> connected = new LinkedHashSet<>();
        for (ConfigObject other : instance.references("routing-instance")) {
            collect(other, new LinkedHashSet<>(), connected);
        }
        ConfigObject network = instance.parent().orElse(instance);
        return new InstancePlan(
                instance.name(),
                network.name(),
                network.property("virtual_network_network_id").intValue(0),
                ImmutableSet.copyOf(own),
                ImmutableSet.copyOf(connected),
                ImmutableSet.copyOf(exports));
    }

    private static void collect(ConfigObject instance, Set<RouteTarget> imports, Set<RouteTarget> exports) {
        instance.references().forEach((to, attribute) -> {
            if (to.is("route-target")) {
                String direction = attribute.path("import_export").stringValue("");
                RouteTarget target = RouteTarget.parse(to.name());
                if (!direction.equals("export")) {
                    imports.add(target);
                }
                if (!direction.equals("import")) {
                    exports.add(target);
                }
            }
        });
    }
}

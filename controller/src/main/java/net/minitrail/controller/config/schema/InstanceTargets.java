package net.minitrail.controller.config.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.Rejected;
import net.minitrail.controller.config.rules.AutomaticTargets;
import net.minitrail.net.RouteTarget;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The route targets of a network's routing instance: its automatic one first, then the user's. */
final class InstanceTargets {
    private InstanceTargets() {}

    /** Which way routes go. */
    enum Direction {
        BOTH(null),
        IMPORT("import"),
        EXPORT("export");

        private final @Nullable String word;

        Direction(@Nullable String word) {
            this.word = word;
        }

        /** The attribute of the reference to the target. */
        ObjectNode attribute() {
            ObjectNode attribute = JsonNodeFactory.instance.objectNode();
            return attribute.put("import_export", word);
        }
    }

    static Map<RouteTarget, Direction> of(ConfigObject network, ConfigObject instance, long as, ConfigGraph graph) {
        Map<RouteTarget, Direction> targets = new LinkedHashMap<>();
        targets.put(automatic(instance, as, graph), Direction.BOTH);
        add(targets, network, "route_target_list", Direction.BOTH);
        add(targets, network, "import_route_target_list", Direction.IMPORT);
        add(targets, network, "export_route_target_list", Direction.EXPORT);
        return targets;
    }

    private static void add(
            Map<RouteTarget, Direction> targets, ConfigObject network, String list, Direction direction) {
        for (JsonNode text : network.property(list).path("route_target").values()) {
            targets.merge(
                    RouteTarget.parse(text.stringValue()),
                    direction,
                    (one, other) -> one == other ? one : Direction.BOTH);
        }
    }

    /** The one that the instance has, else the lowest that nobody has. */
    private static RouteTarget automatic(ConfigObject instance, long as, ConfigGraph graph) {
        AutomaticTargets range = AutomaticTargets.of(as);
        for (ConfigObject target : instance.references("route-target")) {
            OptionalLong number = range.number(target.name());
            if (number.isPresent()) {
                return range.target(number.getAsLong());
            }
        }
        for (long number = range.first(); number <= range.last(); number++) {
            RouteTarget target = range.target(number);
            if (graph.find("route-target", target.toString()).isEmpty()) {
                return target;
            }
        }
        throw Rejected.conflict("no automatic route target of AS " + as + " is left");
    }
}

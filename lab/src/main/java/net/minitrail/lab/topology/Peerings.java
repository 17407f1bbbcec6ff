package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import tools.jackson.databind.JsonNode;

/**
 * Which nodes have BGP sessions with each other. A node says so with {@code neighbors}; one that does not has the lab's
 * reflectors for neighbors if there are any, else all controllers; a reflector has both. The key {@code controllers} of a
 * gateway or speaker is an older word for {@code neighbors}. A session that one end names is there for both.
 */
final class Peerings {
    private final JsonNode nodes;
    private final ImmutableSet<String> controllers;
    private final ImmutableSet<String> reflectors;

    private Peerings(JsonNode nodes) {
        this.nodes = nodes;
        this.controllers = named("kind", NodeKind.CONTROLLER.word());
        this.reflectors = named("reflector", "true");
    }

    /** The neighbors of each node, by name, in the order of the file. */
    static ImmutableSetMultimap<String, String> of(JsonNode nodes) {
        Peerings peerings = new Peerings(nodes);
        ImmutableSetMultimap.Builder<String, String> sessions = ImmutableSetMultimap.builder();
        for (String name : nodes.propertyNames()) {
            for (String other : nodes.propertyNames()) {
                if (!name.equals(other) && (peerings.names(name, other) || peerings.names(other, name))) {
                    sessions.put(name, other);
                }
            }
        }
        return sessions.build();
    }

    private boolean names(String name, String other) {
        JsonNode node = nodes.path(name);
        if (node.path("kind").asString("").equals(NodeKind.VROUTER_AGENT.word())) {
            return false;
        }
        if (node.has("neighbors")) {
            return lists(node.path("neighbors"), other);
        }
        if (node.has("controllers")) {
            return lists(node.path("controllers"), other);
        }
        return reflectors.isEmpty() || reflectors.contains(name)
                ? controllers.contains(other) || reflectors.contains(other)
                : reflectors.contains(other);
    }

    private static boolean lists(JsonNode names, String name) {
        return names.valueStream().anyMatch(one -> one.asString("").equals(name));
    }

    private ImmutableSet<String> named(String key, String value) {
        return nodes.propertyNames().stream()
                .filter(name -> nodes.path(name).path(key).asString("").equals(value))
                .collect(ImmutableSet.toImmutableSet());
    }
}

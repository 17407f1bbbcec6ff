package net.minitrail.controller.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import tools.jackson.databind.JsonNode;

/**
 * A kind of configuration object: one row of {@code object-types.json}.
 *
 * @param name with dashes, as in URLs: {@code virtual-network}
 * @param parents the types that may be its parent, the usual one first; empty if it has none. {@code config-root} stands
 *     for the invisible root
 * @param properties shape by property name, with underscores as in bodies
 * @param references shape of the attribute by the type referred to
 */
public record ObjectType(
        String name,
        ImmutableList<String> parents,
        ImmutableMap<String, Shape> properties,
        ImmutableMap<String, Shape> references) {
    static final String ROOT = "config-root";

    private static final Shape TEXT = ScalarShape.named("string");
    /** What every object has. */
    private static final ImmutableMap<String, Shape> COMMON = ImmutableMap.of(
            "display_name",
            TEXT,
            "id_perms",
            Shape.Any.INSTANCE,
            "perms2",
            Shape.Any.INSTANCE,
            "annotations",
            Shape.Any.INSTANCE);

    static ObjectType read(String name, JsonNode row) {
        var parents = ImmutableList.<String>builder();
        row.path("parents").values().forEach(parent -> parents.add(parent.stringValue()));
        var properties = ImmutableMap.<String, Shape>builder().putAll(COMMON);
        row.path("properties").forEachEntry((property, shape) -> properties.put(property, Shape.of(shape)));
        var references = ImmutableMap.<String, Shape>builder();
        row.path("refs")
                .forEachEntry(
                        (type, shape) -> references.put(type, shape.isNull() ? Shape.Any.INSTANCE : Shape.of(shape)));
        return new ObjectType(name, parents.build(), properties.build(), references.build());
    }

    /** Whether an object of this type lives inside another one. */
    public boolean hasParent() {
        return !parents.isEmpty() && !parents.get(0).equals(ROOT);
    }

    /** The name as a body's key: {@code virtual_network}. */
    public String underscored() {
        return name.replace('-', '_');
    }

    /** As a collection is called: {@code virtual-networks}. */
    public String plural() {
        return name + "s";
    }

    @Override
    public String toString() {
        return name;
    }
}

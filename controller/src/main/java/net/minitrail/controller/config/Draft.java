package net.minitrail.controller.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an object is to become, before anybody has agreed. Rules read it, refuse it, or fill in what the server chooses.
 * Confined to the config loop.
 *
 * @param existing the object as it is now; null if it is to be created
 * @param properties own copy, which rules may change
 * @param references own copy, which rules may change
 */
public record Draft(
        ObjectType type,
        UUID uuid,
        List<String> fqName,
        @Nullable ConfigObject parent,
        ObjectNode properties,
        Map<ConfigObject, JsonNode> references,
        @Nullable ConfigObject existing) {
    /** What replies show in place of a key. */
    public static final String MASK = "********";

    public boolean is(String typeName) {
        return type.name().equals(typeName);
    }

    public String name() {
        return String.join(":", fqName);
    }

    public JsonNode property(String name) {
        return properties.path(name);
    }

    /** The property as it was before; a missing node if the object is new. */
    public JsonNode before(String name) {
        return existing == null ? MissingNode.getInstance() : existing.property(name);
    }

    public List<ConfigObject> references(String typeName) {
        return references.keySet().stream().filter(to -> to.is(typeName)).toList();
    }

    public Optional<ConfigObject> reference(String typeName) {
        return references.keySet().stream().filter(to -> to.is(typeName)).findFirst();
    }

    /** Whether the draft says the same as the object that exists. */
    boolean changesNothing() {
        return existing != null
                && existing.properties().equals(properties)
                && existing.references().equals(references);
    }
}

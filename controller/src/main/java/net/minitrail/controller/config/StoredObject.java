package net.minitrail.controller.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.minitrail.net.runtime.ConfigException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Objects as a store keeps them: {@code {"put": [{type, uuid, parent, fq_name, properties, refs}], "delete": [uuid]}}. */
final class StoredObject {
    private StoredObject() {}

    static ObjectNode snapshot(ConfigGraph graph) {
        Set<ConfigObject> written = new LinkedHashSet<>();
        graph.all().forEach(object -> writeAfterParent(object, written));
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        ArrayNode put = record.putArray("put");
        written.forEach(object -> put.add(write(object)));
        return record;
    }

    static ObjectNode delta(Commit commit) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        ArrayNode put = record.putArray("put");
        ArrayNode delete = record.putArray("delete");
        Map<ConfigObject, Boolean> alive = new LinkedHashMap<>();
        commit.changes().forEach(change -> alive.put(change.object(), change.kind() != Commit.Kind.DELETED));
        alive.forEach((object, here) -> {
            if (here) {
                put.add(write(object));
            } else {
                delete.add(object.uuid().toString());
            }
        });
        return record;
    }

    /** Replays records into an empty graph: first the objects, parents before children, then what they refer to. */
    static void restore(List<ObjectNode> records, ConfigGraph graph) {
        Map<UUID, JsonNode> last = new LinkedHashMap<>();
        for (ObjectNode record : records) {
            record.path("put")
                    .values()
                    .forEach(object ->
                            last.put(UUID.fromString(object.path("uuid").asString()), object));
            record.path("delete").values().forEach(uuid -> last.remove(UUID.fromString(uuid.asString())));
        }
        last.forEach((uuid, stored) -> graph.apply(draft(graph, uuid, stored, null)));
        last.forEach((uuid, stored) -> {
            if (!stored.path("refs").isEmpty()) {
                ConfigObject object = find(graph, uuid);
                Draft draft = draft(graph, uuid, stored, object);
                stored.path("refs")
                        .values()
                        .forEach(reference -> draft.references()
                                .put(
                                        find(
                                                graph,
                                                UUID.fromString(reference.get(0).asString())),
                                        reference.get(1)));
                graph.apply(draft);
            }
        });
    }

    private static Draft draft(ConfigGraph graph, UUID uuid, JsonNode stored, @Nullable ConfigObject existing) {
        ObjectType type = ObjectTypes.known().named(stored.path("type").asString());
        ConfigObject parent = stored.hasNonNull("parent")
                ? find(graph, UUID.fromString(stored.path("parent").asString()))
                : null;
        List<String> fqName =
                stored.path("fq_name").values().stream().map(JsonNode::asString).toList();
        ObjectNode properties = (ObjectNode) stored.path("properties");
        return new Draft(type, uuid, fqName, parent, properties, new LinkedHashMap<>(), existing);
    }

    private static ConfigObject find(ConfigGraph graph, UUID uuid) {
        return graph.find(uuid).orElseThrow(() -> new ConfigException("store", "nothing has the uuid " + uuid));
    }

    private static void writeAfterParent(ConfigObject object, Set<ConfigObject> written) {
        object.parent().ifPresent(parent -> writeAfterParent(parent, written));
        written.add(object);
    }

    private static ObjectNode write(ConfigObject object) {
        ObjectNode stored = JsonNodeFactory.instance.objectNode();
        stored.put("type", object.type().name());
        stored.put("uuid", object.uuid().toString());
        object.parent().ifPresent(parent -> stored.put("parent", parent.uuid().toString()));
        ArrayNode fqName = stored.putArray("fq_name");
        object.fqName().forEach(fqName::add);
        stored.set("properties", object.properties());
        ArrayNode refs = stored.putArray("refs");
        object.references().forEach((to, attribute) -> {
            ArrayNode reference = refs.addArray();
            reference.add(to.uuid().toString());
            reference.add(attribute);
        });
        return stored;
    }
}

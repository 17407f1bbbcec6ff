package net.minitrail.controller.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns the body of a request into a {@link Draft}: shapes, names, parents and references. Confined to the config loop. */
final class DraftReader {
    /** Keys of a body that identify the object and are no properties; what the server adds to a reply is taken back too. */
    private static final Set<String> IDENTITY =
            Set.of("fq_name", "uuid", "parent_type", "parent_uuid", "parent_href", "parent_fq_name", "href", "name");

    private final ConfigGraph graph;

    DraftReader(ConfigGraph graph) {
        this.graph = graph;
    }

    /** Reads the body of a POST. */
    Draft create(ObjectType type, JsonNode body) {
        List<String> fqName = Names.read("fq_name", body.path("fq_name"));
        Names.checkNewPart(type, fqName.get(fqName.size() - 1));
        ConfigObject parent = parent(type, fqName, body);
        UUID uuid = body.hasNonNull("uuid") ? uuid("uuid", body.path("uuid")) : UUID.randomUUID();
        graph.find(type, fqName).ifPresent(twin -> {
            throw Rejected.conflict(type + " " + twin.name() + " already exists with uuid: " + twin.uuid());
        });
        graph.find(uuid).ifPresent(twin -> {
            throw Rejected.conflict("uuid " + uuid + " already belongs to " + twin);
        });
        ObjectNode properties = body.isObject() ? (ObjectNode) body.deepCopy() : null;
        if (properties == null) {
            throw Rejected.invalid(type.name(), "found " + Shape.found(body) + " (expected an object)");
        }
        var draft = new Draft(type, uuid, fqName, parent, empty(properties), new LinkedHashMap<>(), null);
        merge(draft, body);
        Identity.stamp(draft);
        return draft;
    }

    /** Reads the body of a PUT: properties named in it are replaced, reference lists named in it are replaced whole. */
    Draft update(ConfigObject existing, JsonNode body) {
        if (!body.isObject()) {
            throw Rejected.invalid(existing.type().name(), "found " + Shape.found(body) + " (expected an object)");
        }
        Draft draft = copy(existing);
        if (body.hasNonNull("uuid") && !uuid("uuid", body.path("uuid")).equals(existing.uuid())) {
            throw Rejected.invalid(
                    "uuid", "found " + Shape.found(body.path("uuid")) + " (expected " + existing.uuid() + ")");
        }
        if (body.hasNonNull("fq_name")
                && !Names.read("fq_name", body.path("fq_name")).equals(existing.fqName())) {
            throw Rejected.invalid("fq_name", "a name cannot be changed");
        }
        merge(draft, body);
        return draft;
    }

    /** A draft that changes nothing yet. */
    Draft copy(ConfigObject existing) {
        return new Draft(
                existing.type(),
                existing.uuid(),
                existing.fqName(),
                existing.parent().orElse(null),
                existing.properties().deepCopy(),
                new LinkedHashMap<>(existing.references()),
                existing);
    }

    /** The object that a reference of a body names by {@code uuid} or by the fully qualified name {@code to}. */
    ConfigObject target(String field, ObjectType type, JsonNode uuid, JsonNode to) {
        if (uuid.isString()) {
            UUID id = uuid(field + ".uuid", uuid);
            return graph.find(id)
                    .filter(object -> object.type().equals(type))
                    .orElseThrow(() -> Rejected.missing(field + ": no " + type + " has the uuid " + id));
        }
        List<String> fqName = Names.read(field + ".to", to);
        return graph.find(type, fqName)
                .orElseThrow(() -> Rejected.missing(field + ": no " + type + " is called " + String.join(":", fqName)));
    }

    static UUID uuid(String field, JsonNode value) {
        try {
            return UUID.fromString(value.asString());
        } catch (IllegalArgumentException e) {
            throw Rejected.invalid(field, "found " + Shape.found(value) + " (expected a uuid)");
        }
    }

    private void merge(Draft draft, JsonNode body) {
        for (Map.Entry<String, JsonNode> entry : body.properties()) {
            String key = entry.getKey();
            JsonNode value = entry.getValue();
            Shape shape = draft.type().properties().get(key);
            if (shape != null) {
                property(draft, key, shape, value);
            } else if (key.endsWith("_refs") && !key.endsWith("_back_refs")) {
                references(draft, key, value);
            } else if (!isReply(draft.type(), key)) {
                throw Rejected.invalid(key, Shape.unknown(key, draft.type().properties()));
            }
        }
    }

    private static void property(Draft draft, String key, Shape shape, JsonNode value) {
        if (value.isNull()) {
            draft.properties().remove(key);
        } else {
            shape.check(key, value);
            draft.properties().set(key, value.deepCopy());
        }
    }

    private void references(Draft draft, String key, JsonNode list) {
        String typeName = key.substring(0, key.length() - "_refs".length()).replace('_', '-');
        Shape attribute = draft.type().references().get(typeName);
        if (attribute == null) {
            throw Rejected.invalid(key, "a " + draft.type() + " has no references to " + typeName);
        }
        if (!list.isArray() && !list.isNull()) {
            throw Rejected.invalid(key, "found " + Shape.found(list) + " (expected a list)");
        }
        draft.references().keySet().removeIf(to -> to.is(typeName));
        ObjectType type = ObjectTypes.known().named(typeName);
        for (int i = 0; i < list.size(); i++) {
            String field = key + "[" + i + "]";
            JsonNode entry = list.get(i);
            if (!entry.isObject()) {
                throw Rejected.invalid(field, "found " + Shape.found(entry) + " (expected an object with to or uuid)");
            }
            refer(
                    draft,
                    field,
                    target(field, type, entry.path("uuid"), entry.path("to")),
                    entry.path("attr"),
                    attribute);
        }
    }

    private static void refer(Draft draft, String field, ConfigObject to, JsonNode attribute, Shape shape) {
        boolean none = attribute.isNull() || attribute.isMissingNode();
        if (!none) {
            shape.check(field + ".attr", attribute);
        }
        if (draft.references().put(to, none ? NullNode.getInstance() : attribute.deepCopy()) != null) {
            throw Rejected.invalid(field, "refers twice to " + to);
        }
    }

    /** Whether {@code key} is something that the server writes into a reply and a client may send back. */
    private static boolean isReply(ObjectType type, String key) {
        if (IDENTITY.contains(key) || key.endsWith("_back_refs")) {
            return true;
        }
        for (ObjectType other : ObjectTypes.known().all()) {
            if (other.parents().contains(type.name())
                    && key.equals(other.plural().replace('-', '_'))) {
                return true;
            }
        }
        return false;
    }

    private @Nullable ConfigObject parent(ObjectType type, List<String> fqName, JsonNode body) {
        JsonNode given = body.path("parent_type");
        if (!given.isNull()
                && !given.isMissingNode()
                && !(given.isString()
                        && (type.parents().contains(given.stringValue())
                                || type.parents().isEmpty()
                                        && given.stringValue().equals(ObjectType.ROOT)))) {
            throw Rejected.invalid("parent_type", "found " + Shape.found(given) + " (expected " + type.parents() + ")");
        }
        if (!type.hasParent()) {
            if (fqName.size() != 1) {
                throw Rejected.invalid(
                        "fq_name", "a " + type + " has no parent, so its name has one part, not " + fqName.size());
            }
            return null;
        }
        List<String> name = fqName.subList(0, fqName.size() - 1);
        Optional<ConfigObject> parent = type.parents().stream()
                .filter(parentType -> !given.isString() || given.stringValue().equals(parentType))
                .flatMap(parentType -> graph.find(ObjectTypes.known().named(parentType), name).stream())
                .findFirst();
        if (parent.isEmpty()) {
            throw Rejected.missing("fq_name: no " + String.join(" or ", type.parents()) + " is called '"
                    + String.join(":", name) + "'");
        }
        if (body.hasNonNull("parent_uuid")
                && !uuid("parent_uuid", body.path("parent_uuid"))
                        .equals(parent.get().uuid())) {
            throw Rejected.invalid(
                    "parent_uuid",
                    "found " + Shape.found(body.path("parent_uuid")) + ", but " + parent.get() + " is "
                            + parent.get().uuid());
        }
        return parent.get();
    }

    private static ObjectNode empty(ObjectNode like) {
        return like.removeAll();
    }
}

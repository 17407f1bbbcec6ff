package net.minitrail.controller.config.rest;

import java.util.List;
import java.util.UUID;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.ConfigService;
import net.minitrail.controller.config.ObjectType;
import net.minitrail.controller.config.ObjectTypes;
import net.minitrail.controller.config.Rejected;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The URLs that are no objects: {@code /ref-update}, {@code /fqname-to-id}, {@code /id-to-fqname}. On the config loop. */
final class Actions {
    private final ConfigService config;

    Actions(ConfigService config) {
        this.config = config;
    }

    /** Adds or removes one reference: type, uuid, ref-type, ref-uuid or ref-fq-name, operation ADD or DELETE, attr. */
    ObjectNode changeReference(JsonNode body) {
        ObjectType type = type(body, "type");
        ObjectType to = type(body, "ref-type");
        String operation = body.path("operation").asString("");
        if (!operation.equals("ADD") && !operation.equals("DELETE")) {
            throw Rejected.invalid(
                    "operation", "found '" + RequestBody.oneLine(operation) + "' (expected ADD or DELETE)");
        }
        JsonNode uuid = either(body, "ref-uuid", "ref_uuid");
        JsonNode name = either(body, "ref-fq-name", "ref_fq_name");
        if (!uuid.isString() && !name.isArray()) {
            throw Rejected.invalid("ref-uuid", "ref-uuid or ref-fq-name is required");
        }
        ConfigObject object = config.changeReference(
                type, uuid(body, "uuid"), to, uuid, name, operation.equals("ADD"), body.path("attr"));
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.put("uuid", object.uuid().toString());
        return reply;
    }

    ObjectNode nameToId(JsonNode body) {
        ObjectType type = type(body, "type");
        List<String> name = body.path("fq_name").values().stream()
                .map(part -> part.asString(""))
                .toList();
        ConfigObject object = config.graph()
                .find(type, name)
                .orElseThrow(() -> Rejected.missing(
                        "no " + type + " is called '" + RequestBody.oneLine(String.join(":", name)) + "'"));
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.put("uuid", object.uuid().toString());
        return reply;
    }

    ObjectNode idToName(JsonNode body) {
        UUID uuid = uuid(body, "uuid");
        ConfigObject object =
                config.graph().find(uuid).orElseThrow(() -> Rejected.missing("nothing has the uuid " + uuid));
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.put("type", object.type().name());
        object.fqName().forEach(reply.putArray("fq_name")::add);
        return reply;
    }

    /** The links of {@code GET /}. */
    static ObjectNode links(String base) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.put("href", base);
        var links = reply.putArray("links");
        for (ObjectType type : ObjectTypes.known().all()) {
            link(links.addObject(), base, type.plural(), "collection");
            link(links.addObject(), base, type.name(), "resource-base");
        }
        for (String action : List.of("ref-update", "fqname-to-id", "id-to-fqname")) {
            link(links.addObject(), base, action, "action");
        }
        return reply;
    }

    private static void link(ObjectNode entry, String base, String name, String relation) {
        ObjectNode link = entry.putObject("link");
        link.put("href", base + "/" + name);
        link.put("name", name);
        link.put("rel", relation);
    }

    private static ObjectType type(JsonNode body, String key) {
        JsonNode name = either(body, key, key.replace('-', '_'));
        if (!name.isString()) {
            throw Rejected.invalid(key, "is required");
        }
        return ObjectTypes.known().named(name.stringValue().replace('_', '-'));
    }

    private static UUID uuid(JsonNode body, String key) {
        if (!body.path(key).isString()) {
            throw Rejected.invalid(key, "is required");
        }
        try {
            return UUID.fromString(body.path(key).stringValue());
        } catch (IllegalArgumentException e) {
            throw Rejected.invalid(
                    key, "found " + RequestBody.oneLine(body.path(key).toString()) + " (expected a uuid)");
        }
    }

    private static JsonNode either(JsonNode body, String key, String other) {
        return body.has(key) ? body.path(key) : body.path(other);
    }
}

package net.minitrail.controller.config.rest;

import java.util.Collection;
import java.util.Set;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.Draft;
import net.minitrail.controller.config.ObjectType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects as replies show them.
 *
 * @param base what links begin with, such as {@code http://127.0.0.1:8082}
 * @param links whether to write {@code href}
 */
record ObjectJson(String base, boolean links) {
    /** All of an object. Empty {@code fields} means every field. */
    ObjectNode full(ConfigObject object, Set<String> fields, boolean backReferences, boolean children) {
        ObjectNode json = identity(object);
        json.put("name", object.shortName());
        object.properties().forEachEntry((name, value) -> {
            if (wanted(fields, name) || name.equals("id_perms") || name.equals("display_name")) {
                json.set(name, masked(value));
            }
        });
        object.references().forEach((to, attribute) -> {
            if (wanted(fields, to.type().underscored() + "_refs")) {
                ObjectNode reference = entry(json, to.type().underscored() + "_refs", to);
                reference.set("attr", masked(attribute));
            }
        });
        entries(json, object.children(), "s", children, fields);
        entries(json, object.referrers(), "_back_refs", backReferences, fields);
        return json;
    }

    /** What a list or the reply to a change shows. */
    ObjectNode identity(ConfigObject object) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        fill(json, object, "fq_name");
        object.parent().ifPresent(parent -> {
            json.put("parent_type", parent.type().name());
            json.put("parent_uuid", parent.uuid().toString());
            if (links) {
                json.put("parent_href", link(parent));
            }
        });
        return json;
    }

    String link(ConfigObject object) {
        return base + "/" + object.type().name() + "/" + object.uuid();
    }

    ObjectNode wrapped(ObjectType type, ObjectNode content) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set(type.name(), content);
        return json;
    }

    private void entries(
            ObjectNode json, Collection<ConfigObject> others, String suffix, boolean asked, Set<String> fields) {
        for (ConfigObject other : others) {
            String key = other.type().underscored() + suffix;
            if (asked && fields.isEmpty() || fields.contains(key)) {
                entry(json, key, other);
            }
        }
    }

    private ObjectNode entry(ObjectNode json, String key, ConfigObject to) {
        ArrayNode list = json.withArrayProperty(key);
        ObjectNode entry = list.addObject();
        fill(entry, to, "to");
        return entry;
    }

    private void fill(ObjectNode json, ConfigObject object, String nameKey) {
        ArrayNode name = json.putArray(nameKey);
        object.fqName().forEach(name::add);
        json.put("uuid", object.uuid().toString());
        if (links) {
            json.put("href", link(object));
        }
    }

    private static boolean wanted(Set<String> fields, String name) {
        return fields.isEmpty() || fields.contains(name);
    }

    /** A copy in which keys of authentication data are not readable. */
    private static JsonNode masked(JsonNode value) {
        if (value.findValue("auth_data") == null) {
            return value;
        }
        JsonNode copy = value.deepCopy();
        for (JsonNode data : copy.findValues("auth_data")) {
            for (JsonNode item : data.path("key_items").values()) {
                if (item instanceof ObjectNode key && key.has("key")) {
                    key.put("key", Draft.MASK);
                }
            }
        }
        return copy;
    }
}

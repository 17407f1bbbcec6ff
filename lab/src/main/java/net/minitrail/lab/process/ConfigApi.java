package net.minitrail.lab.process;

import java.util.List;
import java.util.Optional;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A controller's configuration API (Contrail's, port 8082): objects by type and UUID.
 *
 * @param controller its name, for messages
 * @param endpoint {@code host:port}, after a network namespace and {@code @} if it is in one
 */
record ConfigApi(String controller, String endpoint) {

    /** Creates an object; one that is there already, under the same name, is left as it is. */
    void create(String type, ObjectNode object) {
        Http.Answer answer = post("/" + type + "s", wrap(type, object));
        if (!answer.isGood() && answer.status() != 409) {
            throw refused(type, answer);
        }
    }

    /** Changes the properties and reference lists that {@code changes} names. */
    void update(String type, String uuid, ObjectNode changes) {
        Http.Answer answer = Http.call("PUT", url("/" + type + "/" + uuid), wrap(type, changes));
        if (!answer.isGood()) {
            throw refused(type, answer);
        }
    }

    /** Deletes an object; one that is gone already is no error. */
    void delete(String type, String uuid) {
        Http.Answer answer = Http.call("DELETE", url("/" + type + "/" + uuid), null);
        if (!answer.isGood() && answer.status() != 404) {
            throw refused(type, answer);
        }
    }

    Optional<JsonNode> read(String type, String uuid) {
        Http.Answer answer = Http.call("GET", url("/" + type + "/" + uuid), null);
        return answer.isGood() ? Optional.of(answer.body().path(type)) : Optional.empty();
    }

    /** The UUID of the object of this name. */
    Optional<String> find(String type, List<String> fqName) {
        ObjectNode query = object().put("type", type);
        query.set("fq_name", names(fqName));
        Http.Answer answer = post("/fqname-to-id", query);
        return answer.isGood() ? Optional.of(answer.body().path("uuid").asString()) : Optional.empty();
    }

    /** Adds or deletes one reference of an object. */
    void reference(String type, String uuid, String toType, String toUuid, boolean add) {
        ObjectNode change = object().put("type", type)
                .put("uuid", uuid)
                .put("ref-type", toType)
                .put("ref-uuid", toUuid)
                .put("operation", add ? "ADD" : "DELETE");
        Http.Answer answer = post("/ref-update", change);
        if (!answer.isGood() && (add || answer.status() != 404)) {
            throw refused(type, answer);
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode names(Iterable<String> words) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        words.forEach(list::add);
        return list;
    }

    private static ObjectNode wrap(String type, ObjectNode object) {
        ObjectNode body = object();
        body.set(type, object);
        return body;
    }

    private Http.Answer post(String path, JsonNode body) {
        return Http.call("POST", url(path), body);
    }

    private String url(String path) {
        return "http://" + endpoint + path;
    }

    private LabException refused(String type, Http.Answer answer) {
        return new LabException(
                ErrorCode.CONFIG_REFUSED,
                "%s refuses a %s (%d): %s".formatted(controller, type, answer.status(), answer.reason()),
                null);
    }
}

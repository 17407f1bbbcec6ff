package net.minitrail.lab.process;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import net.minitrail.lab.topology.NodeKind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node of a running lab.
 *
 * @param transport where its sockets are, such as 127.1.100.2
 * @param namespace the network namespace that it lives in; null for the launcher's own
 * @param directory where a speaker of others keeps its files and sockets; null for all other nodes
 * @param endpoints what it listens on ({@code bgp}, {@code xmpp}, {@code api}, {@code control} …), each {@code host:port}
 */
public record RunningNode(
        String name,
        NodeKind kind,
        String address,
        String transport,
        @Nullable String namespace,
        @Nullable String directory,
        ImmutableMap<String, String> endpoints) {

    RunningNode withEndpoints(Map<String, String> found) {
        return new RunningNode(name, kind, address, transport, namespace, directory, ImmutableMap.copyOf(found));
    }

    /** The authority of an endpoint's URL, as {@link HttpConnection} reads it; null if there is no such endpoint. */
    @Nullable
    String authority(String endpoint) {
        String place = endpoints.get(endpoint);
        return place == null || namespace == null ? place : namespace + "@" + place;
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name);
        json.put("kind", kind.word());
        json.put("address", address);
        json.put("transport", transport);
        if (namespace != null) {
            json.put("namespace", namespace);
        }
        if (directory != null) {
            json.put("directory", directory);
        }
        ObjectNode map = json.putObject("endpoints");
        endpoints.forEach(map::put);
        return json;
    }

    static RunningNode parse(JsonNode json) {
        ImmutableMap.Builder<String, String> endpoints = ImmutableMap.builder();
        JsonNode map = json.path("endpoints");
        map.propertyNames().forEach(key -> endpoints.put(key, map.path(key).asString()));
        return new RunningNode(
                json.path("name").asString(),
                NodeKind.of(json.path("kind").asString()),
                json.path("address").asString(),
                json.path("transport").asString(),
                json.has("namespace") ? json.path("namespace").asString() : null,
                json.has("directory") ? json.path("directory").asString() : null,
                endpoints.buildOrThrow());
    }
}

package net.minitrail.lab.process;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import net.minitrail.lab.topology.NodeKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node of a running lab.
 *
 * @param transport where its sockets are, such as 127.1.100.2
 * @param endpoints what it listens on ({@code bgp}, {@code xmpp}, {@code api}, {@code control} …), each {@code host:port}
 */
public record RunningNode(
        String name, NodeKind kind, String address, String transport, ImmutableMap<String, String> endpoints) {

    RunningNode withEndpoints(Map<String, String> found) {
        return new RunningNode(name, kind, address, transport, ImmutableMap.copyOf(found));
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name);
        json.put("kind", kind.word());
        json.put("address", address);
        json.put("transport", transport);
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
                endpoints.buildOrThrow());
    }
}

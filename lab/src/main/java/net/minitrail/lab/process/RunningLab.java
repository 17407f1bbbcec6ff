package net.minitrail.lab.process;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the launcher must remember of a lab between commands.
 *
 * @param file the lab file, absolute
 * @param digest of the file's text when the lab was started
 * @param network the second octet of its loopback addresses, 1 to 254
 * @param guests the agent of each guest, by name
 */
public record RunningLab(
        String name,
        String file,
        String digest,
        int network,
        ImmutableList<RunningNode> nodes,
        ImmutableMap<String, String> guests) {

    public Optional<RunningNode> node(String node) {
        return nodes.stream().filter(one -> one.name().equals(node)).findFirst();
    }

    /** The node on which a node's or guest's commands run. */
    public Optional<RunningNode> nodeOf(String nodeOrGuest) {
        return node(guests.getOrDefault(nodeOrGuest, nodeOrGuest));
    }

    /** Every name that {@code exec} accepts: nodes, then guests. */
    public ImmutableList<String> names() {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        nodes.forEach(node -> names.add(node.name()));
        return names.addAll(guests.keySet()).build();
    }

    RunningLab with(RunningNode changed) {
        return new RunningLab(
                name,
                file,
                digest,
                network,
                nodes.stream()
                        .map(node -> node.name().equals(changed.name()) ? changed : node)
                        .collect(ImmutableList.toImmutableList()),
                guests);
    }

    String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name);
        json.put("file", file);
        json.put("digest", digest);
        json.put("network", network);
        var list = json.putArray("nodes");
        nodes.forEach(node -> list.add(node.toJson()));
        ObjectNode map = json.putObject("guests");
        guests.forEach(map::put);
        return json.toString();
    }

    static RunningLab parse(String text) {
        JsonNode json = JsonMapper.shared().readTree(text);
        ImmutableList.Builder<RunningNode> nodes = ImmutableList.builder();
        json.path("nodes").forEach(node -> nodes.add(RunningNode.parse(node)));
        ImmutableMap.Builder<String, String> guests = ImmutableMap.builder();
        JsonNode map = json.path("guests");
        map.propertyNames().forEach(key -> guests.put(key, map.path(key).asString()));
        return new RunningLab(
                json.path("name").asString(),
                json.path("file").asString(),
                json.path("digest").asString(),
                json.path("network").asInt(),
                nodes.build(),
                guests.buildOrThrow());
    }
}

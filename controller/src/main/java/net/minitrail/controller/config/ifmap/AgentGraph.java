package net.minitrail.controller.config.ifmap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.xmpp.stanza.ConfigChange;
import net.minitrail.xmpp.stanza.ConfigObject.Link;
import net.minitrail.xmpp.stanza.ConfigObject.Node;
import net.minitrail.xmpp.stanza.ConfigObject.NodeId;
import net.minitrail.xmpp.stanza.Dialect;

/** What one agent asked for and what it has been sent. Confined to the config loop. */
final class AgentGraph {
    private final Set<String> subscriptions = new LinkedHashSet<>();
    private final Map<NodeId, Long> sentNodes = new LinkedHashMap<>();
    private final Set<Link> sentLinks = new LinkedHashSet<>();
    private Set<ConfigObject> objects = Set.of();

    void subscribe(String node) {
        subscriptions.add(node);
    }

    void unsubscribe(String node) {
        subscriptions.remove(node);
    }

    /** Whether one of the objects is among what the agent has, or is one it asked for. */
    boolean concerns(Set<ConfigObject> touched) {
        return touched.stream()
                .anyMatch(object -> objects.contains(object)
                        || subscriptions.contains(object.type().name() + ":" + object.name()));
    }

    /** What the agent has to be told so that it has what it should; it is taken to have been told. */
    List<ConfigChange> refresh(ConfigGraph configuration) {
        Optional<ConfigObject> router = subscriptions.stream()
                .filter(node -> node.startsWith(Dialect.VIRTUAL_ROUTER))
                .flatMap(node -> find(configuration, node).stream())
                .findFirst();
        Map<NodeId, GraphPart.Entry> nodes = Map.of();
        Set<Link> links = Set.of();
        if (router.isPresent()) {
            List<ConfigObject> machines = subscriptions.stream()
                    .filter(node -> node.startsWith(Dialect.VIRTUAL_MACHINE))
                    .flatMap(node -> find(configuration, node).stream())
                    .toList();
            GraphPart part = GraphPart.of(router.get(), machines);
            nodes = part.nodes();
            links = part.links();
            objects = part.objects();
        } else {
            objects = Set.of();
        }
        return changes(nodes, links);
    }

    private List<ConfigChange> changes(Map<NodeId, GraphPart.Entry> nodes, Set<Link> links) {
        List<ConfigChange> changes = new ArrayList<>();
        for (Link link : List.copyOf(sentLinks)) {
            if (!links.contains(link)) {
                sentLinks.remove(link);
                changes.add(ConfigChange.delete(link));
            }
        }
        for (NodeId id : List.copyOf(sentNodes.keySet())) {
            if (!nodes.containsKey(id)) {
                sentNodes.remove(id);
                changes.add(ConfigChange.delete(Node.of(id.type(), id.name())));
            }
        }
        nodes.forEach((id, entry) -> {
            Long sent = sentNodes.put(id, entry.fingerprint());
            if (sent == null || sent != entry.fingerprint()) {
                changes.add(ConfigChange.update(entry.node(id)));
            }
        });
        for (Link link : links) {
            if (sentLinks.add(link)) {
                changes.add(ConfigChange.update(link));
            }
        }
        return changes;
    }

    /** For display: how much the agent has. */
    Map<String, Integer> counts() {
        var counts = new HashMap<String, Integer>();
        counts.put("nodes", sentNodes.size());
        counts.put("links", sentLinks.size());
        counts.put("subscriptions", subscriptions.size());
        return counts;
    }

    private static Optional<ConfigObject> find(ConfigGraph configuration, String node) {
        int colon = node.indexOf(':');
        String name = node.substring(colon + 1);
        Optional<ConfigObject> named = configuration.find(node.substring(0, colon), name.split(":", -1));
        if (named.isPresent() || !node.startsWith(Dialect.VIRTUAL_MACHINE)) {
            return named;
        }
        try {
            return configuration.find(UUID.fromString(name)).filter(object -> object.is("virtual-machine"));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not every machine is called by its uuid
        }
    }
}

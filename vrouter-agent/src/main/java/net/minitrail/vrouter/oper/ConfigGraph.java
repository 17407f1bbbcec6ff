package net.minitrail.vrouter.oper;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.minitrail.xmpp.stanza.ConfigChange;
import net.minitrail.xmpp.stanza.ConfigObject;
import net.minitrail.xmpp.stanza.ConfigObject.Link;
import net.minitrail.xmpp.stanza.ConfigObject.Node;
import net.minitrail.xmpp.stanza.ConfigObject.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that a control node sent: nodes, and links between them. A link may come before its nodes. Objects
 * carry the round in which they were last heard of, so that what a new source does not repeat can be swept. Confined to
 * the routing loop.
 */
public final class ConfigGraph {
    private final Map<NodeId, Held<Node>> nodes = new LinkedHashMap<>();
    private final Map<Link, Held<Link>> links = new LinkedHashMap<>();
    private final Map<NodeId, List<Link>> ends = new HashMap<>();
    private int round;

    private record Held<T>(T object, int round) {}

    /** Applies one change; a delete of something unknown is nothing. */
    public void apply(ConfigChange change) {
        boolean update = change.operation() == ConfigChange.Operation.UPDATE;
        ConfigObject object = change.object();
        if (object instanceof Node node) {
            if (update) {
                nodes.put(node.id(), new Held<>(node, round));
            } else {
                nodes.remove(node.id());
            }
        } else if (object instanceof Link link) {
            if (update) {
                put(link);
            } else {
                remove(link);
            }
        }
    }

    /** From now on another source speaks: what it does not repeat before {@link #sweep} is forgotten there. */
    public void nextRound() {
        round++;
    }

    /** Forgets all that was last heard of in an earlier round; answers how many objects that were. */
    public int sweep() {
        int before = nodes.size() + links.size();
        nodes.values().removeIf(held -> held.round() < round);
        for (Held<Link> held : List.copyOf(links.values())) {
            if (held.round() < round) {
                remove(held.object());
            }
        }
        return before - nodes.size() - links.size();
    }

    public @Nullable Node node(NodeId id) {
        Held<Node> held = nodes.get(id);
        return held == null ? null : held.object();
    }

    /** Every node of a type, in the order in which they came. */
    public List<Node> nodes(String type) {
        var found = new ArrayList<Node>();
        for (Held<Node> held : nodes.values()) {
            if (held.object().id().type().equals(type)) {
                found.add(held.object());
            }
        }
        return found;
    }

    /** The nodes of a type that a link joins to {@code from}. */
    public List<Node> neighbours(NodeId from, String type) {
        var found = new ArrayList<Node>();
        for (Link link : ends.getOrDefault(from, List.of())) {
            NodeId other = link.left().equals(from) ? link.right() : link.left();
            Node node = node(other);
            if (node != null && other.type().equals(type) && !found.contains(node)) {
                found.add(node);
            }
        }
        return found;
    }

    public int size() {
        return nodes.size();
    }

    private void put(Link link) {
        if (links.put(link, new Held<>(link, round)) == null) {
            ends.computeIfAbsent(link.left(), end -> new ArrayList<>()).add(link);
            ends.computeIfAbsent(link.right(), end -> new ArrayList<>()).add(link);
        }
    }

    private void remove(Link link) {
        links.remove(link);
        for (NodeId end : List.of(link.left(), link.right())) {
            List<Link> there = ends.get(end);
            if (there != null) {
                there.remove(link);
                if (there.isEmpty()) {
                    ends.remove(end);
                }
            }
        }
    }
}

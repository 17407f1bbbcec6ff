package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.minitrail.vrouter.acl.AccessList;
import net.minitrail.xmpp.stanza.ConfigObject.Node;
import net.minitrail.xmpp.stanza.ConfigObject.NodeId;
import net.minitrail.xmpp.stanza.XmlElement;
import org.jspecify.annotations.Nullable;

/** The rules of networks and ports in the configuration graph. What was read is kept until it changes. */
final class RuleReader {
    private final ConfigGraph graph;
    private final Map<NodeId, Read> read = new HashMap<>();

    private record Read(Node node, AccessList list) {}

    RuleReader(ConfigGraph graph) {
        this.graph = graph;
    }

    /** Forgets lists that are gone. */
    void sweep() {
        read.keySet().removeIf(id -> graph.node(id) == null);
    }

    /** The rules of a network's policies; null if it has none. */
    @Nullable
    AccessList policy(Node network) {
        List<Node> lists = graph.neighbours(network.id(), "access-control-list");
        return lists.isEmpty() ? null : list(lists.get(0));
    }

    /** The rules of a port's security groups. A group without a number is not there yet. */
    GroupRules groups(Node vmi) {
        var numbers = ImmutableList.<Long>builder();
        var ingress = ImmutableList.<AccessList>builder();
        var egress = ImmutableList.<AccessList>builder();
        for (Node group : graph.neighbours(vmi.id(), "security-group")) {
            long number = number(group);
            if (number > 0) {
                numbers.add(number);
                for (Node list : graph.neighbours(group.id(), "access-control-list")) {
                    boolean in = list.id().name().endsWith(":ingress-access-control-list");
                    (in ? ingress : egress).add(list(list));
                }
            }
        }
        return new GroupRules(ImmutableList.sortedCopyOf(numbers.build()), ingress.build(), egress.build());
    }

    private AccessList list(Node node) {
        Read before = read.get(node.id());
        if (before != null && before.node.equals(node)) {
            return before.list;
        }
        AccessList list = AccessListReader.read(node);
        read.put(node.id(), new Read(node, list));
        return list;
    }

    private static long number(Node group) {
        for (XmlElement property : group.properties()) {
            String text = property.text().strip();
            if (property.name().equals("security-group-id") && text.matches("[0-9]{1,10}")) {
                return Long.parseLong(text);
            }
        }
        return 0;
    }
}

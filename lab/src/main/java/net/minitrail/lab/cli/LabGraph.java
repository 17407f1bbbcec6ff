package net.minitrail.lab.cli;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.Set;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabGuest;
import net.minitrail.lab.topology.LabNode;
import net.minitrail.lab.topology.NodeKind;

/** Turns a lab into the text of a drawing: nodes with their addresses, sessions between them, guests with their networks. */
final class LabGraph {
    private LabGraph() {}

    /** A line of the drawing from one thing to another. */
    private record Edge(String from, String to, String label) {}

    static String mermaid(Lab lab) {
        StringBuilder text = new StringBuilder("graph LR\n");
        for (LabNode node : lab.nodes().values()) {
            text.append("  %s[\"%s<br/>%s<br/>%s\"]\n"
                    .formatted(id(node.name()), node.name(), node.kind().word(), node.address()));
        }
        lab.guests().keySet().forEach(guest -> text.append("  %s([\"%s\"])\n".formatted(id(guest), guest)));
        edges(lab).forEach(edge -> text.append("  %s ---|%s| %s\n".formatted(id(edge.from), edge.label, id(edge.to))));
        return text.toString();
    }

    static String dot(Lab lab) {
        StringBuilder text = new StringBuilder("graph \"" + lab.name() + "\" {\n  node [shape=box]\n");
        for (LabNode node : lab.nodes().values()) {
            text.append("  \"%s\" [label=\"%s\\n%s\\n%s\"]\n"
                    .formatted(node.name(), node.name(), node.kind().word(), node.address()));
        }
        lab.guests().keySet().forEach(guest -> text.append("  \"%s\" [shape=oval]\n".formatted(guest)));
        edges(lab)
                .forEach(edge ->
                        text.append("  \"%s\" -- \"%s\" [label=\"%s\"]\n".formatted(edge.from, edge.to, edge.label)));
        return text.append("}\n").toString();
    }

    private static ImmutableList<Edge> edges(Lab lab) {
        ImmutableList.Builder<Edge> edges = ImmutableList.builder();
        Set<String> drawn = new HashSet<>();
        for (LabNode node : lab.nodes().values()) {
            if (node.kind() == NodeKind.VROUTER_AGENT) {
                node.controllers().forEach(controller -> edges.add(new Edge(node.name(), controller, "XMPP")));
            }
            node.neighbors().stream()
                    .filter(other -> !drawn.contains(other))
                    .forEach(other -> edges.add(new Edge(node.name(), other, "BGP")));
            drawn.add(node.name());
        }
        for (LabGuest guest : lab.guests().values()) {
            guest.ports().forEach(port -> edges.add(new Edge(guest.name(), guest.node(), port.network())));
        }
        return edges.build();
    }

    private static String id(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_");
    }
}

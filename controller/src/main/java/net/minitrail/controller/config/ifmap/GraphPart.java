package net.minitrail.controller.config.ifmap;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.xmpp.stanza.ConfigObject.Link;
import net.minitrail.xmpp.stanza.ConfigObject.Node;
import net.minitrail.xmpp.stanza.ConfigObject.NodeId;
import net.minitrail.xmpp.stanza.XmlElement;
import tools.jackson.databind.JsonNode;

/**
 * The nodes and links that an agent should have. From a virtual-router the way leads to the settings of the system and to
 * virtual machines, from these to their ports, from a port to its addresses, security groups, network and instance, from a
 * network to its instances, its subnets and its access control list, which security groups have too; never back to the ports of others. Confined to the config loop.
 */
final class GraphPart {
    /** A node to be rendered when it has to be sent; nodes with equal fingerprints have equal contents. */
    record Entry(long fingerprint, Supplier<ImmutableList<XmlElement>> contents) {
        Node node(NodeId id) {
            return Node.of(id.type(), id.name(), contents.get());
        }
    }

    private final Map<NodeId, Entry> nodes = new LinkedHashMap<>();
    private final Set<Link> links = new LinkedHashSet<>();
    private final Set<ConfigObject> objects = new LinkedHashSet<>();

    private GraphPart() {}

    /** Walks from {@code router} and from {@code machines}, which are linked to it. */
    static GraphPart of(ConfigObject router, Collection<ConfigObject> machines) {
        var part = new GraphPart();
        part.add(router);
        router.parent().ifPresent(system -> {
            part.add(system);
            part.link(system, router);
            system.children().stream()
                    .filter(child -> child.is("global-vrouter-config"))
                    .forEach(settings -> {
                        part.add(settings);
                        part.link(system, settings);
                    });
        });
        Set<ConfigObject> all = new LinkedHashSet<>(router.references("virtual-machine"));
        all.addAll(machines);
        for (ConfigObject machine : all) {
            part.add(machine);
            part.link(router, machine);
            machine.referrers("virtual-machine-interface").forEach(port -> part.addPort(port, machine));
        }
        return part;
    }

    Map<NodeId, Entry> nodes() {
        return nodes;
    }

    Set<Link> links() {
        return links;
    }

    /** Whose changes may change this part. */
    Set<ConfigObject> objects() {
        return objects;
    }

    private void addPort(ConfigObject port, ConfigObject machine) {
        add(port);
        link(port, machine);
        port.references().forEach((to, attribute) -> {
            if (to.is("virtual-network")) {
                addNetwork(to);
                link(port, to);
            } else if (to.is("routing-instance")) {
                add(to);
                attributeLink(port, to, attribute);
            } else if (to.is("security-group")) {
                addWithLists(to);
                link(port, to);
            }
        });
        for (ConfigObject address : port.referrers("instance-ip")) {
            add(address);
            link(address, port);
            address.references("virtual-network").forEach(network -> {
                addNetwork(network);
                link(address, network);
            });
        }
    }

    /** A network or a security group, with its access control lists. */
    private void addWithLists(ConfigObject owner) {
        add(owner);
        owner.children().stream()
                .filter(child -> child.is("access-control-list"))
                .forEach(list -> {
                    add(list);
                    link(owner, list);
                });
    }

    private void addNetwork(ConfigObject network) {
        if (!objects.contains(network)) {
            addWithLists(network);
            network.children().stream()
                    .filter(child -> child.is("routing-instance"))
                    .forEach(instance -> {
                        add(instance);
                        link(network, instance);
                    });
            network.references().forEach((to, attribute) -> {
                if (to.is("network-ipam")) {
                    add(to);
                    attributeLink(network, to, attribute);
                }
            });
        }
    }

    private void add(ConfigObject object) {
        if (objects.add(object)) {
            nodes.put(
                    id(object),
                    new Entry(
                            Objects.hash(object.uuid(), object.version()),
                            () -> PropertyXml.elements(object.properties())));
        }
    }

    private void link(ConfigObject left, ConfigObject right) {
        links.add(new Link(
                id(left), id(right), left.type().name() + "-" + right.type().name()));
    }

    /** A reference with an attribute is a node of its own between both ends. */
    private void attributeLink(ConfigObject left, ConfigObject right, JsonNode attribute) {
        String type = left.type().name() + "-" + right.type().name();
        var middle = new NodeId(type, "attr(" + left.name() + "," + right.name() + ")");
        nodes.put(
                middle,
                new Entry(
                        attribute.hashCode(),
                        () -> ImmutableList.of(XmlElement.of("value", PropertyXml.elements(attribute)))));
        links.add(new Link(id(left), middle, type));
        links.add(new Link(middle, id(right), type));
    }

    private static NodeId id(ConfigObject object) {
        return new NodeId(object.type().name(), object.name());
    }
}

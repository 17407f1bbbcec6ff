package net.minitrail.xmpp.stanza;

import com.google.common.collect.ImmutableList;

/** A node or a link of the configuration graph. */
public sealed interface ConfigObject {

    /** The identity of a node: {@code type} such as {@code virtual-network}, {@code name} with colons between its parts. */
    record NodeId(String type, String name) {}

    /**
     * A node with its contents.
     *
     * @param properties elements such as {@code <display-name>}, in the order of the wire; none when the node is deleted
     */
    record Node(NodeId id, ImmutableList<XmlElement> properties) implements ConfigObject {
        public static Node of(String type, String name, XmlElement... properties) {
            return new Node(new NodeId(type, name), ImmutableList.copyOf(properties));
        }

        public static Node of(String type, String name, Iterable<XmlElement> properties) {
            return new Node(new NodeId(type, name), ImmutableList.copyOf(properties));
        }
    }

    /**
     * An edge between two nodes.
     *
     * @param metadata its type, such as {@code virtual-machine-interface-virtual-network}
     */
    record Link(NodeId left, NodeId right, String metadata) implements ConfigObject {}
}

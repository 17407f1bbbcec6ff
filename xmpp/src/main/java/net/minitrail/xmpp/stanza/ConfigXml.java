package net.minitrail.xmpp.stanza;

import com.google.common.collect.ImmutableList;
import net.minitrail.xmpp.stanza.ConfigChange.Operation;
import net.minitrail.xmpp.stanza.ConfigObject.Link;
import net.minitrail.xmpp.stanza.ConfigObject.Node;
import net.minitrail.xmpp.stanza.ConfigObject.NodeId;
import org.jspecify.annotations.Nullable;

/** The {@code config} element: blocks of updates and deletions, in any order and number. */
final class ConfigXml {
    private ConfigXml() {}

    static void write(ImmutableList<ConfigChange> changes, XmlWriter xml) {
        xml.open("config");
        Operation block = null;
        for (ConfigChange change : changes) {
            if (block != change.operation()) {
                closeBlock(block, xml);
                block = change.operation();
                xml.open(blockName(block));
            }
            write(change, xml);
        }
        closeBlock(block, xml);
        xml.close("config");
    }

    private static void closeBlock(@Nullable Operation block, XmlWriter xml) {
        if (block != null) {
            xml.close(blockName(block));
        }
    }

    private static String blockName(Operation operation) {
        return operation == Operation.UPDATE ? "update" : "delete";
    }

    private static void write(ConfigChange change, XmlWriter xml) {
        if (change.object() instanceof Node node) {
            xml.open("node", "type", node.id().type()).leaf("name", node.id().name());
            if (change.operation() == Operation.UPDATE) {
                node.properties().forEach(xml::element);
            }
            xml.close("node");
        } else if (change.object() instanceof Link link) {
            xml.open("link");
            writeId(link.left(), xml);
            writeId(link.right(), xml);
            xml.empty("metadata", "type", link.metadata()).close("link");
        }
    }

    private static void writeId(NodeId id, XmlWriter xml) {
        xml.open("node", "type", id.type()).leaf("name", id.name()).close("node");
    }

    /** Reads a {@code config} element; an object that makes no sense is added to {@code refusals}. */
    static ImmutableList<ConfigChange> read(XmlElement config, ImmutableList.Builder<Refusal> refusals) {
        var changes = ImmutableList.<ConfigChange>builder();
        for (XmlElement block : config.children()) {
            if (!block.name().equals("update") && !block.name().equals("delete")) {
                refusals.add(new Refusal("config", "block '%s' (expected: update, delete)".formatted(block.name())));
                continue;
            }
            Operation operation = block.name().equals("update") ? Operation.UPDATE : Operation.DELETE;
            for (XmlElement object : block.children()) {
                try {
                    changes.add(new ConfigChange(operation, readObject(object)));
                } catch (RefusedItemException e) {
                    refusals.add(new Refusal("config", String.valueOf(e.getMessage())));
                }
            }
        }
        return changes.build();
    }

    private static ConfigObject readObject(XmlElement object) throws RefusedItemException {
        switch (object.name()) {
            case "node" -> {
                ImmutableList<XmlElement> properties = object.children().stream()
                        .filter(child -> !child.name().equals("name"))
                        .collect(ImmutableList.toImmutableList());
                return new Node(readId(object), properties);
            }
            case "link" -> {
                ImmutableList<XmlElement> ends = object.children().stream()
                        .filter(child -> child.name().equals("node"))
                        .collect(ImmutableList.toImmutableList());
                XmlElement metadata = object.child("metadata");
                if (ends.size() != 2 || metadata == null) {
                    throw new RefusedItemException(
                            "link with %d nodes (expected: 2 and metadata)".formatted(ends.size()));
                }
                return new Link(readId(ends.get(0)), readId(ends.get(1)), metadata.attributeOrEmpty("type"));
            }
            default -> throw new RefusedItemException("'%s' (expected: node, link)".formatted(object.name()));
        }
    }

    private static NodeId readId(XmlElement node) throws RefusedItemException {
        String type = node.attributeOrEmpty("type");
        String name = node.childText("name");
        if (type.isEmpty() || name.isEmpty()) {
            throw new RefusedItemException("node of type '%s' named '%s'".formatted(type, name));
        }
        return new NodeId(type, name);
    }
}

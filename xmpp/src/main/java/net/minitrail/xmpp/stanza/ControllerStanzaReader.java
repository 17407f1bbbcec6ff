package net.minitrail.xmpp.stanza;

import com.google.common.collect.ImmutableList;
import net.minitrail.xmpp.stanza.ControllerNotice.Config;
import net.minitrail.xmpp.stanza.ControllerNotice.EndOfRib;
import net.minitrail.xmpp.stanza.ControllerNotice.Routes;

/** Reads what a control node says. Stateless. */
public final class ControllerStanzaReader {
    private ControllerStanzaReader() {}

    /** Never fails. */
    public static Reading<ControllerNotice> read(XmlElement stanza) {
        switch (stanza.name()) {
            case "message" -> {
                XmlElement items = stanza.find("items");
                return items == null ? Reading.refused("message", "no items") : readItems(items);
            }
            case "iq" -> {
                XmlElement config = stanza.child("config");
                if (config == null) {
                    return Reading.refused("iq", "no config");
                }
                var refusals = ImmutableList.<Refusal>builder();
                var changes = ConfigXml.read(config, refusals);
                return new Reading<>(ImmutableList.of(new Config(changes)), refusals.build());
            }
            default -> {
                return Reading.refused(stanza.name(), "unknown stanza (expected: iq, message)");
            }
        }
    }

    private static Reading<ControllerNotice> readItems(XmlElement items) {
        String node = items.attributeOrEmpty("node");
        if (node.equals(Dialect.END_OF_RIB_NODE)) {
            return Reading.of(EndOfRib.INSTANCE);
        }
        RouteFamily family;
        try {
            family = RouteFamily.ofNode(node);
        } catch (RefusedItemException e) {
            return Reading.refused("items", String.valueOf(e.getMessage()));
        }
        var added = ImmutableList.<RouteItem>builder();
        var removed = ImmutableList.<RouteKey>builder();
        var refusals = ImmutableList.<Refusal>builder();
        for (XmlElement item : items.children()) {
            String id = item.attributeOrEmpty("id");
            try {
                XmlElement entry = item.child("entry");
                if (item.name().equals("retract")) {
                    removed.add(KeyReader.ofId(family, id));
                } else if (item.name().equals("item") && entry != null) {
                    added.add(EntryReader.ofController(family, id, refusals).read(entry));
                } else {
                    refusals.add(new Refusal(id, "neither an entry nor a retract"));
                }
            } catch (RefusedItemException e) {
                refusals.add(new Refusal(id, String.valueOf(e.getMessage())));
            }
        }
        String instance = node.substring(family.toString().length() + 1);
        var routes = new Routes(family, instance, added.build(), removed.build());
        return new Reading<>(ImmutableList.of(routes), refusals.build());
    }
}

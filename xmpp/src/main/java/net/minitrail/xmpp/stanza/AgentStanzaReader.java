package net.minitrail.xmpp.stanza;

import com.google.common.collect.ImmutableList;
import net.minitrail.xmpp.stanza.AgentRequest.Announce;
import net.minitrail.xmpp.stanza.AgentRequest.ConfigSubscribe;
import net.minitrail.xmpp.stanza.AgentRequest.ConfigUnsubscribe;
import net.minitrail.xmpp.stanza.AgentRequest.EndOfRib;
import net.minitrail.xmpp.stanza.AgentRequest.Subscribe;
import net.minitrail.xmpp.stanza.AgentRequest.Unsubscribe;
import net.minitrail.xmpp.stanza.AgentRequest.Withdraw;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one agent says. A publish does nothing by itself: it is parked until the collection with the same item-id
 * says for which instance, and whether to add or to remove. One is parked at a time; a second takes its place.
 *
 * <p>Ids of stanzas are not looked at: agents repeat them and their test doubles have none. Confined to one thread, one
 * for each session.
 */
public final class AgentStanzaReader {
    private @Nullable Publish parked;

    /**
     * A publish that waits for its collection.
     *
     * @param itemId null in the publish of an End-of-RIB
     */
    private record Publish(@Nullable String itemId, ImmutableList<XmlElement> entries) {}

    /** Never fails. */
    public Reading<AgentRequest> read(XmlElement stanza) {
        if (stanza.name().equals("message")) {
            return readMessage(stanza);
        }
        if (!stanza.name().equals("iq")) {
            return Reading.refused(stanza.name(), "unknown stanza (expected: iq, message)");
        }
        if (!stanza.attributeOrEmpty("type").equals("set")) {
            return Reading.refused("iq", "type '" + stanza.attributeOrEmpty("type") + "' (expected: set)");
        }
        XmlElement pubsub = stanza.child("pubsub");
        if (pubsub == null) {
            return Reading.refused("iq", "no pubsub element");
        }
        for (XmlElement verb : pubsub.children()) {
            switch (verb.name()) {
                case "subscribe", "unsubscribe" -> {
                    return readSubscription(stanza, verb);
                }
                case "publish" -> {
                    return park(verb);
                }
                case "collection" -> {
                    return readCollection(verb);
                }
                default -> {
                    // options beside subscribe, and what later versions may add
                }
            }
        }
        return Reading.refused("pubsub", "neither subscribe, unsubscribe, publish nor collection");
    }

    /** The agent's own form of End-of-RIB is the only message it sends. */
    private static Reading<AgentRequest> readMessage(XmlElement message) {
        XmlElement items = message.find("items");
        return items != null && items.attributeOrEmpty("node").equals(Dialect.END_OF_RIB_NODE)
                ? Reading.of(EndOfRib.INSTANCE)
                : Reading.refused("message", "not an End-of-RIB");
    }

    private static Reading<AgentRequest> readSubscription(XmlElement iq, XmlElement verb) {
        String node = verb.attributeOrEmpty("node");
        if (node.isEmpty()) {
            return Reading.refused(verb.name(), "no node");
        }
        boolean begins = verb.name().equals("subscribe");
        if (isForConfig(iq.attributeOrEmpty("to"), node)) {
            return Reading.of(begins ? new ConfigSubscribe(node) : new ConfigUnsubscribe(node));
        }
        if (!begins) {
            return Reading.of(new Unsubscribe(node));
        }
        try {
            XmlElement options = iq.find("options");
            String id = options == null ? "" : options.childText("instance-id");
            String noRibOut = options == null ? "" : options.childText("no-ribout");
            int instanceId = (int) Numbers.orElse("instance-id", id, Integer.MAX_VALUE, -1);
            return Reading.of(new Subscribe(node, instanceId, noRibOut.equals("true") || noRibOut.equals("1")));
        } catch (RefusedItemException e) {
            return Reading.refused("subscribe " + node, String.valueOf(e.getMessage()));
        }
    }

    private static boolean isForConfig(String to, String node) {
        return to.indexOf('/') >= 0
                ? to.endsWith(Dialect.CONFIG)
                : node.startsWith(Dialect.VIRTUAL_ROUTER) || node.startsWith(Dialect.VIRTUAL_MACHINE);
    }

    private Reading<AgentRequest> park(XmlElement publish) {
        String itemId = publish.attributeOrEmpty("node");
        ImmutableList<XmlElement> entries = publish.children().stream()
                .filter(item -> item.name().equals("item"))
                .flatMap(item ->
                        item.children().stream().filter(entry -> entry.name().equals("entry")))
                .collect(ImmutableList.toImmutableList());
        parked = new Publish(itemId.isEmpty() ? null : itemId, entries);
        return Reading.nothing();
    }

    private Reading<AgentRequest> readCollection(XmlElement collection) {
        Publish publish = parked;
        parked = null;
        if (publish == null) {
            return Reading.refused("collection", "no publish came before it");
        }
        String instance = collection.attributeOrEmpty("node");
        XmlElement associate = collection.child("associate");
        XmlElement verb = associate != null ? associate : collection.child("dissociate");
        String itemId = publish.itemId();
        boolean marker = itemId == null || itemId.equals(Dialect.END_OF_RIB_NODE);
        if (publish.entries().isEmpty() && (verb == null || marker)) {
            return Reading.of(EndOfRib.INSTANCE);
        }
        if (verb == null || itemId == null || instance.isEmpty()) {
            return Reading.refused("collection", "no instance, item-id or association");
        }
        if (!verb.attributeOrEmpty("node").equals(itemId)) {
            return Reading.refused(itemId, "publish and collection differ: '" + verb.attributeOrEmpty("node") + "'");
        }
        return associate != null ? announce(instance, itemId, publish) : withdraw(instance, itemId, publish);
    }

    private static Reading<AgentRequest> announce(String instance, String itemId, Publish publish) {
        var requests = ImmutableList.<AgentRequest>builder();
        var refusals = ImmutableList.<Refusal>builder();
        if (publish.entries().isEmpty()) {
            refusals.add(new Refusal(itemId, "no entry"));
        }
        for (XmlElement entry : publish.entries()) {
            try {
                var reader = EntryReader.ofAgent(itemId, instance, refusals);
                requests.add(new Announce(instance, reader.read(entry)));
            } catch (RefusedItemException e) {
                refusals.add(new Refusal(itemId, String.valueOf(e.getMessage())));
            }
        }
        return new Reading<>(requests.build(), refusals.build());
    }

    /** Only the key counts; of a publish without an entry it is that of the item-id. */
    private static Reading<AgentRequest> withdraw(String instance, String itemId, Publish publish) {
        var requests = ImmutableList.<AgentRequest>builder();
        var refusals = ImmutableList.<Refusal>builder();
        try {
            RouteFamily family = RouteFamily.ofNode(itemId);
            if (publish.entries().isEmpty()) {
                requests.add(new Withdraw(instance, KeyReader.ofItemId(family, instance, itemId)));
            }
            for (XmlElement entry : publish.entries()) {
                requests.add(new Withdraw(instance, KeyReader.ofNlri(family, entry)));
            }
        } catch (RefusedItemException e) {
            refusals.add(new Refusal(itemId, String.valueOf(e.getMessage())));
        }
        return new Reading<>(requests.build(), refusals.build());
    }
}

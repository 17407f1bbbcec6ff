package net.minitrail.xmpp.stanza;

import static com.google.common.base.Preconditions.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * All of a control node's stanza but its envelope, which alone differs from agent to agent. Immutable, so any number of
 * sessions may write the same octets.
 */
public final class RenderedBody {
    /** Which resource of the agent the stanza is for. */
    public enum Destination {
        ROUTES,
        CONFIG
    }

    private static final byte[] AFTER_ITEMS = "</items></event>".getBytes(UTF_8);

    private final Destination destination;
    private final byte[] octets;

    private RenderedBody(Destination destination, byte[] octets) {
        this.destination = destination;
        this.octets = octets;
    }

    /**
     * Routes that are new or have changed, or routes that are gone.
     *
     * @param items of one family, 1 to 32 items or 1 to 256 retracts, never both
     */
    public static RenderedBody routes(String instance, List<RenderedItem> items) {
        checkArgument(!items.isEmpty(), "a notification without items is an End-of-RIB");
        RenderedItem first = items.get(0);
        int limit = first.isRetract() ? Dialect.MAX_RETRACTS : Dialect.MAX_ITEMS;
        checkArgument(items.size() <= limit, "%s items (expected: at most %s)", items.size(), limit);
        byte[] head = beforeItems(first.family() + "/" + instance).getBytes(UTF_8);
        int size = head.length + AFTER_ITEMS.length;
        for (RenderedItem item : items) {
            checkArgument(
                    item.family() == first.family() && item.isRetract() == first.isRetract(),
                    "items of different kinds in one notification");
            size += item.size();
        }
        byte[] octets = new byte[size];
        System.arraycopy(head, 0, octets, 0, head.length);
        int position = head.length;
        for (RenderedItem item : items) {
            position = item.copyTo(octets, position);
        }
        System.arraycopy(AFTER_ITEMS, 0, octets, position, AFTER_ITEMS.length);
        return new RenderedBody(Destination.ROUTES, octets);
    }

    /** The marker that all routes have been sent. */
    public static RenderedBody endOfRib() {
        var xml = new XmlWriter().open("event", "xmlns", Dialect.PUBSUB_NAMESPACE);
        xml.empty("items", "node", Dialect.END_OF_RIB_NODE).close("event");
        return new RenderedBody(Destination.ROUTES, xml.toString().getBytes(UTF_8));
    }

    /**
     * Changes of the configuration graph.
     *
     * @param changes 1 to 16, written in order, neighbours with the same operation in one block
     */
    public static RenderedBody config(List<ConfigChange> changes) {
        checkArgument(
                !changes.isEmpty() && changes.size() <= Dialect.MAX_CONFIG_OBJECTS,
                "%s objects (expected: 1..16)",
                changes.size());
        var xml = new XmlWriter();
        ConfigXml.write(ImmutableList.copyOf(changes), xml);
        return new RenderedBody(Destination.CONFIG, xml.toString().getBytes(UTF_8));
    }

    public Destination destination() {
        return destination;
    }

    /** Size in octets, without the envelope. */
    public int size() {
        return octets.length;
    }

    /** A read-only view. */
    public ByteBuffer octets() {
        return ByteBuffer.wrap(octets).asReadOnlyBuffer();
    }

    /** The octets themselves, for whoever writes them; nobody may change them. */
    public byte[] array() {
        return octets;
    }

    private static String beforeItems(String node) {
        return new XmlWriter()
                .open("event", "xmlns", Dialect.PUBSUB_NAMESPACE)
                .open("items", "node", node)
                .toString();
    }
}

package net.minitrail.xmpp.stanza;

import static java.nio.charset.StandardCharsets.UTF_8;

/** An {@code item} or {@code retract} element as octets: rendered once, shared by all agents. Immutable. */
public final class RenderedItem {
    private final RouteFamily family;
    private final boolean retract;
    private final byte[] octets;

    private RenderedItem(RouteFamily family, boolean retract, XmlWriter xml) {
        this.family = family;
        this.retract = retract;
        octets = xml.toString().getBytes(UTF_8);
    }

    public static RenderedItem of(RouteItem item) {
        var xml = new XmlWriter().open("item", "id", item.key().id());
        new EntryWriter(xml).write(item);
        return new RenderedItem(item.key().family(), false, xml.close("item"));
    }

    public static RenderedItem retract(RouteKey key) {
        return new RenderedItem(key.family(), true, new XmlWriter().empty("retract", "id", key.id()));
    }

    public RouteFamily family() {
        return family;
    }

    public boolean isRetract() {
        return retract;
    }

    /** Size in octets. */
    public int size() {
        return octets.length;
    }

    int copyTo(byte[] target, int offset) {
        System.arraycopy(octets, 0, target, offset, octets.length);
        return offset + octets.length;
    }
}

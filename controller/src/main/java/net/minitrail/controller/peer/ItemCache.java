package net.minitrail.controller.peer;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashMap;
import java.util.Map;
import net.minitrail.bgp.rib.Destination;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.controller.routing.Instance;
import net.minitrail.controller.routing.RouteItems;
import net.minitrail.xmpp.stanza.RenderedItem;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import org.jspecify.annotations.Nullable;

/**
 * Items as octets, rendered once for all agents of an instance. Agents are told of a change one right after the other, so a
 * small number of items is enough; many that live long would be copied by each collection. Confined to the routing loop.
 */
final class ItemCache {
    private static final int MOST = 2048;

    private final RouteItems items;
    private long count;

    private record Key(RouteTable table, Nlri nlri) {}

    private record Rendered(
            ImmutableList<Path> paths, @Nullable RenderedItem item) {}

    private final Map<Key, Rendered> rendered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Rendered> eldest) {
            return size() > MOST;
        }
    };

    ItemCache(RouteItems items) {
        this.items = items;
    }

    /** The item or the retract of a destination; null if agents do not know its kind. */
    @Nullable
    RenderedItem of(RouteTable table, Destination destination, Instance instance) {
        ImmutableList<Path> paths = destination.equalCostPaths();
        if (paths.isEmpty()) {
            RouteKey key = RouteItems.key(destination.nlri());
            return key == null ? null : RenderedItem.retract(key);
        }
        var key = new Key(table, destination.nlri());
        Rendered known = rendered.get(key);
        if (known == null || !known.paths().equals(paths)) {
            RouteItem item = items.item(destination, instance.plan());
            known = new Rendered(paths, item == null ? null : RenderedItem.of(item));
            rendered.put(key, known);
            count++;
        }
        return known.item();
    }

    /** How many items were rendered so far. */
    long rendered() {
        return count;
    }

    /** Forgets all, since names of networks have changed. */
    void clear() {
        rendered.clear();
    }
}

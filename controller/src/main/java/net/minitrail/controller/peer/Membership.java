package net.minitrail.controller.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.minitrail.bgp.rib.Destination;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.rib.TableReader;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.controller.routing.AgentRoute;
import net.minitrail.controller.routing.AgentSource;
import net.minitrail.controller.routing.Instance;
import net.minitrail.xmpp.session.AgentConnection;
import net.minitrail.xmpp.stanza.AgentRequest.Subscribe;
import net.minitrail.xmpp.stanza.Dialect;
import net.minitrail.xmpp.stanza.RenderedBody;
import net.minitrail.xmpp.stanza.RenderedItem;
import net.minitrail.xmpp.stanza.RouteKey;
import org.jspecify.annotations.Nullable;

/**
 * An agent's part in one routing instance: the routes it published, kept here while the instance does not exist, and how far
 * it has been told of the tables. Confined to the routing loop.
 */
final class Membership {
    private final Subscribe subscribe;
    private final AgentSource source;

    /** What is to be offered when the instance comes. */
    private final Map<Nlri, AgentRoute> deferred = new LinkedHashMap<>();

    /** The destination of each EVPN route, since a withdrawal does not say all of it. */
    private final Map<RouteKey, Nlri> keys = new LinkedHashMap<>();

    private final List<Reader> readers = new ArrayList<>();
    private @Nullable Instance instance;

    private record Reader(RouteTable table, TableReader changes) {}

    Membership(Subscribe subscribe, AgentSource source) {
        this.subscribe = subscribe;
        this.source = source;
        source.joined(subscribe.instance(), subscribe.instanceId());
    }

    Subscribe subscribe() {
        return subscribe;
    }

    @Nullable
    Instance instance() {
        return instance;
    }

    /** The instance has come: what was kept for it is offered, and the agent will be told of its routes. */
    void activate(Instance present, long now) {
        instance = present;
        deferred.values().forEach(route -> learn(present, route, now));
        deferred.clear();
        if (!subscribe.noRibOut()) {
            for (AddressFamily family : Instance.FAMILIES) {
                RouteTable table = present.table(family);
                readers.add(new Reader(table, table.reader()));
            }
        }
    }

    /** The instance is about to go: what the agent offered is kept for its return. */
    void keepOffers() {
        if (instance != null) {
            for (AddressFamily family : Instance.FAMILIES) {
                for (Path path : instance.table(family).offeredBy(source)) {
                    deferred.put(path.nlri(), AgentRoute.of(path));
                }
            }
        }
    }

    /** The agent is told of this instance no longer; what it offered stays. */
    void deactivate() {
        readers.forEach(reader -> reader.changes().close());
        readers.clear();
        instance = null;
    }

    /** Takes back all that the agent offered here. */
    void forget() {
        deferred.clear();
        keys.clear();
        if (instance != null) {
            for (AddressFamily family : Instance.FAMILIES) {
                instance.table(family).forget(source);
            }
        }
    }

    void announce(RouteKey key, AgentRoute route, long now) {
        Nlri before = key instanceof RouteKey.Evpn ? keys.put(key, route.route().nlri()) : null;
        if (before != null && !before.equals(route.route().nlri())) {
            withdraw(before);
        }
        if (instance == null) {
            deferred.put(route.route().nlri(), route);
        } else {
            learn(instance, route, now);
        }
    }

    /** One that was never announced is no error. */
    void withdraw(RouteKey key) {
        Nlri nlri = key instanceof RouteKey.Unicast unicast ? new UnicastPrefix(unicast.prefix()) : keys.remove(key);
        if (nlri != null) {
            withdraw(nlri);
        }
    }

    private void withdraw(Nlri nlri) {
        if (instance == null) {
            deferred.remove(nlri);
        } else {
            instance.table(nlri.family()).withdraw(nlri, source);
        }
    }

    private void learn(Instance present, AgentRoute route, long now) {
        present.table(route.route().nlri().family())
                .learn(route.route(), source, route.attributes(), route.whyNot(), now);
    }

    /** Whether the agent has been told all there is. */
    boolean isToldAll() {
        return readers.stream().noneMatch(reader -> reader.changes().hasNext());
    }

    /** Number of destinations that there are to tell. */
    int reachable() {
        return readers.stream().mapToInt(reader -> reader.table().reachable()).sum();
    }

    /** Tells the agent everything again. */
    void rewind() {
        readers.forEach(reader -> reader.changes().rewind());
    }

    /** Tells the agent what has changed, as far as it can take it. */
    void tell(AgentConnection agent, ItemCache items) {
        Instance present = instance;
        if (present == null) {
            return;
        }
        for (Reader reader : readers) {
            List<RenderedItem> added = new ArrayList<>();
            List<RenderedItem> removed = new ArrayList<>();
            while (reader.changes().hasNext() && agent.isWritable()) {
                Destination changed = reader.changes().next();
                RenderedItem item = changed == null ? null : items.of(reader.table(), changed, present);
                if (item != null) {
                    (item.isRetract() ? removed : added).add(item);
                }
                send(agent, added, Dialect.MAX_ITEMS);
                send(agent, removed, Dialect.MAX_RETRACTS);
            }
            send(agent, added, 1);
            send(agent, removed, 1);
        }
    }

    /** Sends the items as one notification if there are {@code least}. */
    private void send(AgentConnection agent, List<RenderedItem> items, int least) {
        if (items.size() >= least) {
            agent.send(RenderedBody.routes(subscribe.instance(), items));
            items.clear();
        }
    }
}

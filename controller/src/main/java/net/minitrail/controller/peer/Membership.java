package net.minitrail.controller.peer;

import java.util.LinkedHashMap;
import java.util.Map;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.controller.routing.AgentRoute;
import net.minitrail.controller.routing.AgentSource;
import net.minitrail.controller.routing.Instance;
import net.minitrail.xmpp.stanza.AgentRequest.Subscribe;
import net.minitrail.xmpp.stanza.RouteKey;
import org.jspecify.annotations.Nullable;

/**
 * An agent's part in one routing instance: the routes it published, kept here while the instance does not exist.
 * Confined to the routing loop.
 */
final class Membership {
    private final Subscribe subscribe;
    private final AgentSource source;

    /** What is to be offered when the instance comes. */
    private final Map<Nlri, AgentRoute> deferred = new LinkedHashMap<>();

    /** The destination of each EVPN route, since a withdrawal does not say all of it. */
    private final Map<RouteKey, Nlri> keys = new LinkedHashMap<>();

    private @Nullable Instance instance;

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

    /** The instance has come: what was kept for it is offered. */
    void activate(Instance present, long now) {
        instance = present;
        deferred.values().forEach(route -> learn(present, route, now));
        deferred.clear();
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

    /** The instance counts as gone; what the agent offered in it stays. */
    void deactivate() {
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
}

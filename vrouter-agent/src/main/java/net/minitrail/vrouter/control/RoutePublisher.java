package net.minitrail.vrouter.control;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.vrouter.oper.Agent;
import net.minitrail.vrouter.oper.LocalRoute;
import net.minitrail.vrouter.oper.OperVrf;
import net.minitrail.xmpp.session.XmppClient;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stanza.RouteAttributes;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stanza.RouteNextHop;
import org.jspecify.annotations.Nullable;

/**
 * Tells one control node which instances we take part in and which routes we have. Ten changes of a route within a batch
 * make one announcement. A session has a publisher of its own. Confined to the routing loop.
 */
final class RoutePublisher {
    private final XmppClient client;
    private final Agent agent;
    private final RoutingLoop loop;
    private final Ipv4Address own;
    private final Map<String, Map<RouteKey, RouteItem>> sent = new HashMap<>();
    private final Map<OperVrf, LinkedHashSet<RouteKey>> changed = new LinkedHashMap<>();
    private final Runnable flush = this::flush;
    private boolean ended;

    RoutePublisher(XmppClient client, Agent agent, RoutingLoop loop, Ipv4Address own) {
        this.client = client;
        this.agent = agent;
        this.loop = loop;
        this.own = own;
    }

    /** Subscribes to everything, publishes everything, and says that this was all. */
    void begin() {
        agent.vrfs().forEach(this::subscribe);
        flush();
        client.send(AgentRequest.EndOfRib.INSTANCE);
    }

    /** The session is over: what is still to be sent is not. */
    void end() {
        ended = true;
        changed.clear();
    }

    void subscribe(OperVrf vrf) {
        sent.put(vrf.name(), new LinkedHashMap<>());
        client.send(new AgentRequest.Subscribe(vrf.name(), vrf.index(), false));
        agent.localRoutes(vrf).forEach(key -> routeChanged(vrf, key));
    }

    void unsubscribe(OperVrf vrf) {
        changed.remove(vrf);
        Map<RouteKey, RouteItem> routes = sent.remove(vrf.name());
        if (routes != null) {
            routes.values().forEach(item -> client.send(new AgentRequest.Withdraw(vrf.name(), item.key())));
            client.send(new AgentRequest.Unsubscribe(vrf.name()));
        }
    }

    void routeChanged(OperVrf vrf, RouteKey key) {
        changed.computeIfAbsent(vrf, v -> new LinkedHashSet<>()).add(key);
        loop.atBatchEnd(flush);
    }

    /** How many routes the control node has from us. */
    int published() {
        return sent.values().stream().mapToInt(Map::size).sum();
    }

    private void flush() {
        if (ended) {
            return;
        }
        changed.forEach((vrf, keys) -> {
            Map<RouteKey, RouteItem> routes = sent.get(vrf.name());
            if (routes != null) {
                keys.forEach(key -> announce(vrf, key, routes));
            }
        });
        changed.clear();
    }

    private void announce(OperVrf vrf, RouteKey key, Map<RouteKey, RouteItem> routes) {
        RouteItem item = item(key, local(vrf, key));
        RouteItem before = item == null ? routes.remove(key) : routes.put(key, item);
        if (item == null && before != null) {
            client.send(new AgentRequest.Withdraw(vrf.name(), before.key()));
        } else if (item != null && !item.equals(before)) {
            client.send(new AgentRequest.Announce(vrf.name(), item));
        }
    }

    private @Nullable LocalRoute local(OperVrf vrf, RouteKey key) {
        if (key instanceof RouteKey.Evpn evpn) {
            return agent.localRoute(vrf, evpn);
        }
        return key instanceof RouteKey.Unicast unicast ? agent.localRoute(vrf, unicast.prefix()) : null;
    }

    private @Nullable RouteItem item(RouteKey key, @Nullable LocalRoute route) {
        if (route == null) {
            return null;
        }
        RouteNextHop hop = RouteNextHop.of(own, route.label(), route.encapsulations(), route.network());
        RouteAttributes attributes = RouteAttributes.builder()
                .virtualNetwork(route.network())
                .mobility(route.sequence(), false)
                .securityGroups(route.securityGroups())
                .localPreference(route.preference())
                .loadBalance(key instanceof RouteKey.Unicast ? route.hashing() : null)
                .subProtocol(key instanceof RouteKey.Unicast ? "interface" : "")
                .build();
        return RouteItem.of(key, ImmutableList.of(hop), attributes);
    }
}

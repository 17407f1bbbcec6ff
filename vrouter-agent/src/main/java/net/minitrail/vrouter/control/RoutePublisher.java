package net.minitrail.vrouter.control;

import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import net.minitrail.net.IpPrefix;
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
import net.minitrail.xmpp.stanza.TunnelEncapsulation;
import org.jspecify.annotations.Nullable;

/**
 * Tells one control node which instances we take part in and which routes we have. Ten changes of a route within a batch
 * make one announcement. A session has a publisher of its own. Confined to the routing loop.
 */
final class RoutePublisher {
    private static final ImmutableList<TunnelEncapsulation> OFFERED =
            ImmutableList.of(TunnelEncapsulation.GRE, TunnelEncapsulation.UDP);

    private final XmppClient client;
    private final Agent agent;
    private final RoutingLoop loop;
    private final Ipv4Address own;
    private final Map<String, Map<IpPrefix, RouteItem>> sent = new HashMap<>();
    private final Map<OperVrf, LinkedHashSet<IpPrefix>> changed = new LinkedHashMap<>();
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
        agent.localPrefixes(vrf).forEach(prefix -> routeChanged(vrf, prefix));
    }

    void unsubscribe(OperVrf vrf) {
        changed.remove(vrf);
        Map<IpPrefix, RouteItem> routes = sent.remove(vrf.name());
        if (routes != null) {
            routes.values().forEach(item -> client.send(new AgentRequest.Withdraw(vrf.name(), item.key())));
            client.send(new AgentRequest.Unsubscribe(vrf.name()));
        }
    }

    void routeChanged(OperVrf vrf, IpPrefix prefix) {
        changed.computeIfAbsent(vrf, v -> new LinkedHashSet<>()).add(prefix);
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
        changed.forEach((vrf, prefixes) -> {
            Map<IpPrefix, RouteItem> routes = sent.get(vrf.name());
            if (routes != null) {
                prefixes.forEach(prefix -> announce(vrf, prefix, routes));
            }
        });
        changed.clear();
    }

    private void announce(OperVrf vrf, IpPrefix prefix, Map<IpPrefix, RouteItem> routes) {
        RouteItem item = item(prefix, agent.localRoute(vrf, prefix));
        RouteItem before = item == null ? routes.remove(prefix) : routes.put(prefix, item);
        if (item == null && before != null) {
            client.send(new AgentRequest.Withdraw(vrf.name(), before.key()));
        } else if (item != null && !item.equals(before)) {
            client.send(new AgentRequest.Announce(vrf.name(), item));
        }
    }

    private @Nullable RouteItem item(IpPrefix prefix, @Nullable LocalRoute route) {
        if (route == null) {
            return null;
        }
        RouteNextHop hop = RouteNextHop.of(own, route.label(), OFFERED, route.network());
        RouteAttributes attributes = RouteAttributes.builder()
                .virtualNetwork(route.network())
                .mobility(route.sequence(), false)
                .securityGroups(route.securityGroups())
                .localPreference(route.preference())
                .subProtocol("interface")
                .build();
        return RouteItem.of(new RouteKey.Unicast(prefix), ImmutableList.of(hop), attributes);
    }
}

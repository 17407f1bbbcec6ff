package net.minitrail.vrouter.control;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.oper.Agent;
import net.minitrail.vrouter.oper.OperVrf;
import net.minitrail.xmpp.session.XmppClient;
import net.minitrail.xmpp.stanza.ControllerNotice;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import org.jspecify.annotations.Nullable;

/** What the agent knows of one control node: whether it is up, in which session, and what it has said. Confined to the routing loop. */
public final class ControllerLink {
    private final int index;
    private final Ipv4Address address;
    private final Agent agent;
    private @Nullable XmppClient client;
    private @Nullable RoutePublisher publisher;
    private long session;
    private boolean endOfRib;

    ControllerLink(int index, Ipv4Address address, Agent agent) {
        this.index = index;
        this.address = address;
        this.agent = agent;
    }

    /** Protocol address of the control node. */
    public Ipv4Address address() {
        return address;
    }

    public boolean isUp() {
        return publisher != null;
    }

    /** Whether it has sent all routes that it had when the session came up. */
    public boolean endOfRib() {
        return isUp() && endOfRib;
    }

    /** Routes that it has announced and not retracted. */
    public int routesIn() {
        return agent.routesFrom(index);
    }

    public int routesOut() {
        RoutePublisher now = publisher;
        return now == null ? 0 : now.published();
    }

    public @Nullable XmppClient client() {
        return client;
    }

    void setClient(XmppClient newClient) {
        client = newClient;
    }

    void up(RoutePublisher newPublisher) {
        session++;
        endOfRib = false;
        publisher = newPublisher;
        newPublisher.begin();
    }

    void down() {
        RoutePublisher before = publisher;
        if (before != null) {
            before.end();
        }
        publisher = null;
    }

    /** Forgets what it said in earlier sessions and not again in this one. */
    void sweepStale() {
        endOfRib = true;
        agent.sweepRoutes(index, session);
    }

    /** Forgets all that it ever said. */
    void forget() {
        agent.sweepRoutes(index, session + 1);
    }

    long session() {
        return session;
    }

    void routes(ControllerNotice.Routes notice) {
        for (RouteItem item : notice.added()) {
            if (item.key() instanceof RouteKey.Unicast unicast
                    && notice.family().isUnicast()) {
                agent.learn(index, session, notice.instance(), unicast.prefix(), item);
            } else if (item.key() instanceof RouteKey.Evpn evpn && isOfMac(evpn)) {
                agent.learn(index, session, notice.instance(), evpn, item);
            }
        }
        for (RouteKey key : notice.removed()) {
            if (key instanceof RouteKey.Unicast unicast && notice.family().isUnicast()) {
                agent.forget(index, notice.instance(), unicast.prefix());
            } else if (key instanceof RouteKey.Evpn evpn && isOfMac(evpn)) {
                agent.forget(index, notice.instance(), evpn);
            }
        }
    }

    /** Whether it is of type 2 or 3; routes of prefixes and of groups have no place in the bridge table. */
    private static boolean isOfMac(RouteKey.Evpn key) {
        return !key.mac().equals(MacAddress.ZERO) && key.group() == null;
    }

    void vrfAdded(OperVrf vrf) {
        RoutePublisher now = publisher;
        if (now != null) {
            now.subscribe(vrf);
        }
    }

    void vrfRemoved(OperVrf vrf) {
        RoutePublisher now = publisher;
        if (now != null) {
            now.unsubscribe(vrf);
        }
    }

    void routeChanged(OperVrf vrf, RouteKey key) {
        RoutePublisher now = publisher;
        if (now != null) {
            now.routeChanged(vrf, key);
        }
    }
}

package net.minitrail.vrouter.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.EventLog;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.net.runtime.RoutingLoop.Timer;
import net.minitrail.vrouter.oper.Agent;
import net.minitrail.vrouter.oper.AgentListener;
import net.minitrail.vrouter.oper.OperInterface;
import net.minitrail.vrouter.oper.OperVrf;
import net.minitrail.vrouter.oper.Port;
import net.minitrail.xmpp.session.ControllerListener;
import net.minitrail.xmpp.session.XmppClient;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stanza.ControllerNotice;
import net.minitrail.xmpp.stanza.RouteKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control nodes together: which of them configures us, and what becomes of one's routes when its session ends.
 *
 * <p>The routes of one that went are forgotten; headless, those of the last that was up stay until one is back. A session
 * that comes back is given until End-of-RIB, or a minute, to repeat its routes; what it has not repeated then is forgotten.
 * Configuration stays, and is treated alike after 15 s of silence. Confined to the routing loop.
 */
public final class Controllers implements AgentListener, ControllerListener {
    private static final Logger LOG = LoggerFactory.getLogger(Controllers.class);
    private static final Duration END_OF_RIB_FALLBACK = Duration.ofSeconds(60);
    private static final Duration CONFIG_SILENCE = Duration.ofSeconds(15);

    private final String agentName;
    private final Ipv4Address own;
    private final boolean headless;
    private final Agent agent;
    private final RoutingLoop loop;
    private final EventLog events;
    private final List<ControllerLink> links = new ArrayList<>();
    private @Nullable ControllerLink source;
    private @Nullable Timer configSweep;

    /** @param headless whether to forward as before while no control node is up */
    public Controllers(
            String agentName, Ipv4Address own, boolean headless, Agent agent, RoutingLoop loop, EventLog events) {
        this.agentName = agentName;
        this.own = own;
        this.headless = headless;
        this.agent = agent;
        this.loop = loop;
        this.events = events;
        agent.listen(this);
    }

    /** Adds a control node; {@code dial} makes the client that reports to this. */
    public void add(Ipv4Address address, Function<ControllerListener, XmppClient> dial) {
        var link = new ControllerLink(links.size(), address, agent);
        links.add(link);
        link.setClient(dial.apply(this));
    }

    public List<ControllerLink> links() {
        return List.copyOf(links);
    }

    /** The control node that configures us, or null while none does. */
    public @Nullable ControllerLink source() {
        return source;
    }

    /** Asks for the configuration of a port's machine. */
    public void portAdded(Port port) {
        long others = agent.ports().stream()
                .filter(other ->
                        other.instance().equals(port.instance()) && !other.id().equals(port.id()))
                .count();
        if (others == 0) {
            toSource(new AgentRequest.ConfigSubscribe(machine(port.instance())));
        }
    }

    /** Stops asking for a machine's configuration once its last port is gone. */
    public void portRemoved(Port port) {
        if (agent.ports().stream().noneMatch(other -> other.instance().equals(port.instance()))) {
            toSource(new AgentRequest.ConfigUnsubscribe(machine(port.instance())));
        }
    }

    @Override
    public void onUp(XmppClient controller) {
        ControllerLink link = link(controller);
        LOG.info("controller={} up", link.address());
        link.up(new RoutePublisher(controller, agent, loop, own));
        long session = link.session();
        loop.schedule(END_OF_RIB_FALLBACK, () -> {
            if (link.isUp() && link.session() == session && !link.endOfRib()) {
                endOfRib(link);
            }
        });
        if (source == null) {
            takeConfigFrom(link);
        }
        announce(link, "up");
    }

    @Override
    public void onDown(XmppClient controller, String reason) {
        ControllerLink link = link(controller);
        LOG.warn("controller={} down reason={}", link.address(), reason);
        link.down();
        ControllerLink other =
                links.stream().filter(ControllerLink::isUp).findFirst().orElse(null);
        if (other != null || !headless) {
            link.forget();
        }
        if (link == source) {
            source = null;
            if (other != null) {
                takeConfigFrom(other);
            }
        }
        announce(link, "down");
    }

    @Override
    public void onNotice(XmppClient controller, ControllerNotice notice) {
        ControllerLink link = link(controller);
        notice.accept(new ControllerNotice.Handler<Boolean>() {
            @Override
            public Boolean onRoutes(ControllerNotice.Routes routes) {
                link.routes(routes);
                return true;
            }

            @Override
            public Boolean onEndOfRib() {
                endOfRib(link);
                return true;
            }

            @Override
            public Boolean onConfig(ControllerNotice.Config config) {
                if (link == source) {
                    agent.configure(config.changes());
                    sweepAfterSilence();
                }
                return true;
            }
        });
    }

    private void endOfRib(ControllerLink link) {
        link.sweepStale();
        for (ControllerLink other : links) {
            if (!other.isUp()) {
                other.forget();
            }
        }
        announce(link, "end-of-rib");
    }

    private void takeConfigFrom(ControllerLink link) {
        source = link;
        if (agent.graph().size() > 0) {
            agent.graph().nextRound();
            sweepAfterSilence();
        }
        toSource(new AgentRequest.ConfigSubscribe("virtual-router:default-global-system-config:" + agentName));
        agent.ports().stream()
                .map(Port::instance)
                .distinct()
                .forEach(instance -> toSource(new AgentRequest.ConfigSubscribe(machine(instance))));
    }

    private void sweepAfterSilence() {
        if (configSweep != null) {
            configSweep.cancel();
        }
        configSweep = loop.schedule(CONFIG_SILENCE, () -> {
            if (source != null) {
                agent.sweepConfiguration();
            }
        });
    }

    private void toSource(AgentRequest request) {
        XmppClient client = source == null ? null : source.client();
        if (client != null) {
            client.send(request);
        }
    }

    private static String machine(UUID instance) {
        return "virtual-machine:" + instance;
    }

    private ControllerLink link(XmppClient client) {
        for (ControllerLink link : links) {
            if (link.client() == client) {
                return link;
            }
        }
        throw new IllegalStateException("a client that was never added");
    }

    private void announce(ControllerLink link, String state) {
        events.publish(
                "session", Map.of("type", "xmpp", "remote", link.address().toString(), "state", state));
    }

    @Override
    public void vrfAdded(OperVrf vrf) {
        links.forEach(link -> link.vrfAdded(vrf));
    }

    @Override
    public void vrfRemoved(OperVrf vrf) {
        links.forEach(link -> link.vrfRemoved(vrf));
    }

    @Override
    public void localRouteChanged(OperVrf vrf, RouteKey key) {
        links.forEach(link -> link.routeChanged(vrf, key));
    }

    @Override
    public void activated(OperInterface oper) {
        events.publish("port", Map.of("id", oper.port().id().toString(), "state", "active"));
    }

    @Override
    public void readdressed(OperInterface oper) {}

    @Override
    public void deactivated(OperInterface oper) {
        events.publish("port", Map.of("id", oper.port().id().toString(), "state", "inactive"));
    }
}

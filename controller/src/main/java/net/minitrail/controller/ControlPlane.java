package net.minitrail.controller;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import net.minitrail.bgp.session.BgpSpeaker;
import net.minitrail.bgp.session.BgpSpeakerConfig;
import net.minitrail.bgp.session.NeighborSnapshot;
import net.minitrail.bgp.session.SessionLoop;
import net.minitrail.bgp.session.TransportAddresses;
import net.minitrail.controller.peer.BgpPeers;
import net.minitrail.controller.peer.BgpPlan;
import net.minitrail.controller.peer.NeighborPlan;
import net.minitrail.controller.routing.InstancePlan;
import net.minitrail.net.IpAddress;
import net.minitrail.net.runtime.ThreadRoutingLoop;
import net.minitrail.xmpp.session.AgentConnection;
import net.minitrail.xmpp.session.AgentListener;
import net.minitrail.xmpp.session.XmppServer;
import net.minitrail.xmpp.session.XmppServerConfig;
import net.minitrail.xmpp.tls.TlsFiles;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of the control plane and the routing loop behind them. The configuration says what is wanted, on the config
 * loop; queries may come from any thread.
 */
final class ControlPlane implements AutoCloseable {
    private final ControllerConfig node;
    private final ThreadRoutingLoop loop = new ThreadRoutingLoop("routing").start();
    private final SessionLoop sessions = SessionLoop.open("bgp");
    private final TransportAddresses transport;
    private final XmppServer agents;
    private final CurrentPlane current;
    private final BgpPeers.SessionEvents events;
    private final SessionCaptures captures;
    private BgpPlan plan;
    private volatile BgpSpeaker speaker;
    private InetSocketAddress xmppAddress;
    private int bgpPort;

    /** Starts nothing yet, but reads the TLS files. */
    ControlPlane(
            ControllerConfig node,
            BgpPlan plan,
            List<InstancePlan> instances,
            AgentListener configuration,
            BgpPeers.SessionEvents events) {
        this.node = node;
        this.plan = plan;
        this.events = events;
        transport = TransportAddresses.of(node.underlay());
        captures = new SessionCaptures(node.underlay(), this::capturePoints);
        current = CompletableFuture.supplyAsync(
                        () -> new CurrentPlane(plane(plan, instances), configuration), loop::execute)
                .join();
        speaker = new BgpSpeaker(speakerConfig(plan, node.ports().bgpPort()).asRestarted(), sessions, loop, current);
        xmppAddress = new InetSocketAddress(
                node.transport().toInetAddress(), node.ports().xmppPort());
        agents = new XmppServer(
                XmppServerConfig.listeningOn(xmppAddress).withTls(tls()).withTap(() -> captures.tap("xmpp")),
                loop,
                current);
    }

    /**
     * Listens and dials.
     *
     * @throws IOException if an address is taken
     */
    void start() throws IOException {
        loop.execute(() -> {
            current.plane().bgp().plan(plan);
            current.plane().restarted(plan);
        });
        agents.setAccepting(plan.enabled());
        plan.neighbors().values().forEach(neighbor -> speaker.setNeighbor(neighbor.neighbor()));
        try {
            bgpPort = speaker.start();
        } catch (IllegalStateException e) {
            throw new IOException("BGP: " + e.getMessage(), e);
        }
        xmppAddress = agents.start();
    }

    int bgpPort() {
        return bgpPort;
    }

    int xmppPort() {
        return xmppAddress.getPort();
    }

    /** Instances have come, changed or gone. On the config loop. */
    void apply(PlanReader.Changes changes) {
        if (changes.isEmpty()) {
            return;
        }
        loop.execute(() -> {
            changes.removed().forEach(name -> current.plane().agents().remove(name));
            changes.changed().forEach(instance -> current.plane().agents().apply(instance));
        });
    }

    /** The speaker is to be so; {@code instances} are all there are. On the config loop. */
    void apply(BgpPlan wanted, List<InstancePlan> instances) {
        BgpPlan before = plan;
        if (wanted.equals(before)) {
            return;
        }
        plan = wanted;
        boolean reborn = !wanted.rib().equals(before.rib());
        if (reborn || !wanted.ranges().equals(before.ranges())) {
            speaker.stop();
            speaker = speaker(wanted, bgpPort);
            speaker.start();
            before = new BgpPlan(wanted.rib(), wanted.restart(), before.enabled(), ImmutableMap.of(), wanted.ranges());
        }
        if (reborn) {
            loop.execute(() -> current.replace(plane(wanted, instances)));
            agents.clear("the identity of the control node has changed");
        } else {
            loop.execute(() -> current.plane().bgp().plan(wanted));
        }
        agents.setAccepting(wanted.enabled());
        if (!wanted.enabled()) {
            agents.clear("the control node is administratively down");
        }
        setNeighbors(before.neighbors(), wanted.neighbors());
    }

    private void setNeighbors(Map<IpAddress, NeighborPlan> before, Map<IpAddress, NeighborPlan> wanted) {
        Set<IpAddress> gone = new HashSet<>(before.keySet());
        gone.removeAll(wanted.keySet());
        gone.forEach(speaker::removeNeighbor);
        wanted.forEach((address, neighbor) -> {
            if (!neighbor.equals(before.get(address))) {
                speaker.setNeighbor(neighbor.neighbor());
            }
        });
    }

    private BgpSpeaker speaker(BgpPlan wanted, int port) {
        return new BgpSpeaker(speakerConfig(wanted, port), sessions, loop, current);
    }

    private BgpSpeakerConfig speakerConfig(BgpPlan wanted, int port) {
        return BgpSpeakerConfig.of(wanted.rib().routerId(), node.transport())
                .withPort(port)
                .withTransport(transport)
                .withDynamicNeighbors(wanted.ranges())
                .withTap(() -> captures.tap("bgp"));
    }

    private RoutingPlane plane(BgpPlan wanted, List<InstancePlan> instances) {
        return new RoutingPlane(wanted, instances, loop, this::address, events);
    }

    private IpAddress address(AgentConnection agent) {
        return transport.toProtocol(IpAddress.of(agent.address().getAddress().getAddress()));
    }

    private @Nullable TlsFiles tls() {
        ControllerConfig.Tls tls = node.xmppTls();
        return tls == null ? null : new TlsFiles(tls.cert(), tls.key(), tls.ca(), tls.checkIdentity());
    }

    /** Asks the tables, on the routing loop. From any thread. */
    <T> CompletableFuture<T> ask(Function<RoutingPlane, T> question) {
        var answer = new CompletableFuture<T>();
        loop.execute(() -> {
            try {
                answer.complete(question.apply(current.plane()));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    SessionCaptures captures() {
        return captures;
    }

    private Set<String> capturePoints() {
        Set<String> points = new LinkedHashSet<>();
        neighbors().forEach(neighbor -> points.add("bgp:" + neighbor.config().address()));
        agents.agents().forEach(agent -> points.add("xmpp:" + address(agent)));
        return points;
    }

    List<NeighborSnapshot> neighbors() {
        return speaker.neighbors();
    }

    void reset(IpAddress neighbor, String text) {
        speaker.resetNeighbor(neighbor, text);
    }

    int agentCount() {
        return agents.agents().size();
    }

    long flaps(String agent) {
        return agents.flaps(agent);
    }

    @Override
    public void close() {
        Closing.all(agents::close, () -> {
            speaker.stop();
            sessions.close();
        });
        loop.close();
    }
}

package net.minitrail.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import net.minitrail.bgp.session.SessionLoop;
import net.minitrail.bgp.session.SessionTiming;
import net.minitrail.bgp.session.TransportAddresses;
import net.minitrail.gateway.cli.CommandContext;
import net.minitrail.gateway.forwarding.Forwarder;
import net.minitrail.gateway.junos.ConfigNode;
import net.minitrail.gateway.junos.ConfigStore;
import net.minitrail.gateway.routing.BgpPlace;
import net.minitrail.gateway.routing.Gateway;
import net.minitrail.net.runtime.CapturePage;
import net.minitrail.net.runtime.ConfigException;
import net.minitrail.net.runtime.ControlApi;
import net.minitrail.net.runtime.ControlServer;
import net.minitrail.net.runtime.EventLog;
import net.minitrail.net.runtime.NodeProgram;
import net.minitrail.net.runtime.ThreadRoutingLoop;
import net.minitrail.net.underlay.CaptureHub;
import net.minitrail.net.underlay.TransportMap;
import net.minitrail.net.underlay.TunnelPacket;
import net.minitrail.net.underlay.Underlay;
import net.minitrail.net.wiretap.WireTap;
import org.jspecify.annotations.Nullable;

/** One gateway process: its parts, made in order and stopped in the opposite one. */
public final class GatewayNode implements NodeProgram.Running, AutoCloseable {
    private final GatewayNodeConfig config;
    private final ThreadRoutingLoop loop;
    private final SessionLoop sessions;
    private final Underlay underlay;
    private final Gateway gateway;
    private final ControlServer control;

    private GatewayNode(
            GatewayNodeConfig config,
            ThreadRoutingLoop loop,
            SessionLoop sessions,
            Underlay underlay,
            Gateway gateway,
            ControlServer control) {
        this.config = config;
        this.loop = loop;
        this.sessions = sessions;
        this.underlay = underlay;
        this.gateway = gateway;
        this.control = control;
    }

    /**
     * Starts a gateway; it answers once this returns.
     *
     * @param file where the configuration came from, for messages and relative paths
     * @throws ConfigException if its Junos text has an error
     * @throws IOException if an address is taken
     */
    public static GatewayNode start(GatewayNodeConfig config, Path file) throws IOException {
        ConfigNode initial = JunosText.read(config, file);
        var events = new EventLog();
        var loop = new ThreadRoutingLoop("routing");
        SessionLoop sessions = SessionLoop.open("bgp");
        var parts = new Parts();
        var transports = new TransportMap(config.underlay());
        Underlay underlay = Underlay.open(config.wiring(), config.address(), transports, parts::receive);
        var place = new BgpPlace(
                config.transport(),
                config.bgpPort(),
                config.wiring().bgpPort(),
                TransportAddresses.of(config.underlay()),
                sessions,
                SessionTiming.DEFAULT,
                () -> new WireTap(parts.captures, transports, "bgp"));
        var gateway =
                new Gateway(initial, config.name(), config.address(), place, loop, events, parts.forwarder::install);
        parts.wire(underlay, gateway);
        loop.start();
        try {
            gateway.start(initial);
        } catch (IllegalStateException e) {
            throw new IOException(e.getMessage(), e);
        }
        var context = new CommandContext(gateway, new ConfigStore(initial, gateway), parts.forwarder, parts.captures);
        ControlServer control = ControlServer.bind(new InetSocketAddress(
                config.transport().toInetAddress(), config.ports().controlPort()));
        new ControlApi(new ControlNode(config.name(), gateway, context), events).install(control);
        CapturePage.install(control, parts.captures);
        control.start();
        return new GatewayNode(config, loop, sessions, underlay, gateway, control);
    }

    /** The forwarding plane, whose ends are tied to the wire and to the tables once those exist. */
    private static final class Parts {
        private final CaptureHub captures = new CaptureHub(this::points);
        private final Forwarder forwarder = new Forwarder(captures, this::send);
        private volatile @Nullable Underlay underlay;
        private volatile @Nullable Gateway gateway;

        private void wire(Underlay wire, Gateway tables) {
            underlay = wire;
            gateway = tables;
        }

        private void receive(TunnelPacket packet) {
            forwarder.receive(packet);
        }

        private void send(TunnelPacket packet) {
            Underlay wire = underlay;
            if (wire != null) {
                wire.send(packet);
            }
        }

        private Set<String> points() {
            Set<String> points = new LinkedHashSet<>();
            points.add(Forwarder.PHYSICAL);
            Gateway tables = gateway;
            if (tables != null) {
                tables.tunnels().forEach(tunnel -> points.add("gr-0/0/10." + tunnel.unit()));
                tables.peers().forEach(peer -> points.add("bgp:" + peer.config().address()));
            }
            return points;
        }
    }

    @Override
    public String role() {
        return "sdn-gateway";
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public Map<String, String> endpoints() {
        Map<String, String> endpoints = new LinkedHashMap<>();
        endpoints.put("bgp", config.transport() + ":" + gateway.port());
        endpoints.put("control", config.transport() + ":" + control.port());
        return endpoints;
    }

    @Override
    public void stop() {
        control.close();
        gateway.stop();
        underlay.close();
        sessions.close();
        loop.close();
    }

    @Override
    public void close() {
        stop();
    }
}

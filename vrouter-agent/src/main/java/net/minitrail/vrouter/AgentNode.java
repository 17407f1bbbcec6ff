package net.minitrail.vrouter;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.CapturePage;
import net.minitrail.net.runtime.CommandShell;
import net.minitrail.net.runtime.ControlApi;
import net.minitrail.net.runtime.ControlServer;
import net.minitrail.net.runtime.EventLog;
import net.minitrail.net.runtime.NodeProgram;
import net.minitrail.net.runtime.ThreadRoutingLoop;
import net.minitrail.net.underlay.CaptureHub;
import net.minitrail.net.underlay.TransportMap;
import net.minitrail.net.wiretap.WireTap;
import net.minitrail.vrouter.cli.HostShell;
import net.minitrail.vrouter.cli.HostTools;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.control.ControllerLink;
import net.minitrail.vrouter.control.Controllers;
import net.minitrail.vrouter.flow.FlowAging;
import net.minitrail.vrouter.forwarding.Datapath;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.guest.Guest;
import net.minitrail.vrouter.guest.Guests;
import net.minitrail.vrouter.oper.Agent;
import net.minitrail.vrouter.oper.TunnelChoice;
import net.minitrail.vrouter.oper.Whereabouts;
import net.minitrail.vrouter.policy.FlowSetup;
import net.minitrail.vrouter.policy.InterfaceFlows;
import net.minitrail.vrouter.service.AgentServices;
import net.minitrail.vrouter.service.ArpProbe;
import net.minitrail.xmpp.session.XmppClient;
import net.minitrail.xmpp.session.XmppClientConfig;
import net.minitrail.xmpp.tls.TlsFiles;
import org.jspecify.annotations.Nullable;

/** One compute node, running: loop, vRouter, agent, guests, sessions and control endpoint put together. */
final class AgentNode implements NodeProgram.Running, ControlApi.Node {
    private static final int MOST_COMMANDS = 64;

    private final AgentConfig config;
    private final ThreadRoutingLoop loop;
    private final LoopQuery query;
    private final TransportMap transports;
    private final CaptureHub captures;
    private final FabricLink fabric;
    private final Controllers controllers;
    private final Guests guests;
    private final AgentStatus status;
    private final AgentPages pages;
    private final ControlServer server;
    private final HostShell hostShell;
    /** What runs for those who have logged in to guests over the network. */
    private final ExecutorService commands = new ThreadPoolExecutor(
            0, MOST_COMMANDS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), AgentNode::commandThread);

    private AgentNode(AgentConfig config) throws IOException {
        this.config = config;
        loop = new ThreadRoutingLoop("routing");
        query = new LoopQuery(loop);
        transports = new TransportMap(config.underlay());
        var events = new EventLog();
        var vrouter = new VRouter(config.physicalInterface(), config.mac(), config.address(), config.mask());
        captures = new CaptureHub(() -> query.ask(() -> names(vrouter, config)));
        fabric = new FabricLink(vrouter, loop, captures);
        var agent = new Agent(loop, vrouter, tunnels(config));
        var services = new AgentServices(agent, vrouter, loop);
        var aging = new FlowAging(loop, vrouter.flows(), FlowAging.TIMEOUT);
        var flows = new FlowSetup(vrouter, new Whereabouts(vrouter, agent), aging::watch);
        var datapath = new Datapath(vrouter, captures::frame, fabric, services, flows, loop);
        services.connect(datapath);
        guests = new Guests(loop, datapath::fromGuest, commands, captures);
        controllers = new Controllers(config.name(), config.address(), config.headless(), agent, loop, events);
        agent.listen(guests);
        agent.listen(new ArpProbe(loop, datapath));
        agent.listen(new InterfaceFlows(vrouter.flows()));
        status = new AgentStatus(config, agent, controllers);
        pages = new AgentPages(config, agent, vrouter, status);
        hostShell = new HostShell(
                config.name(), HostTools.of(config.name(), vrouter, flows, config.mask(), query, captures));
        server = ControlServer.bind(new InetSocketAddress(
                config.transport().toInetAddress(), config.ports().controlPort()));
        new ControlApi(this, events).install(server);
        new PortRest(agent, controllers, query).install(server);
        new Introspect(agent, vrouter, controllers, query).install(server);
        CapturePage.install(server, captures);
        config.guests().forEach(guest -> loop.execute(() -> agent.addPort(guest.port())));
        fabric.open(config.wiring(), transports, datapath);
        dial();
    }

    static AgentNode start(AgentConfig config) throws IOException {
        var node = new AgentNode(config);
        node.loop.start();
        node.server.start();
        node.controllers.links().forEach(AgentNode::dial);
        return node;
    }

    private static Thread commandThread(Runnable work) {
        var thread = new Thread(work, "guest-command");
        thread.setDaemon(true);
        return thread;
    }

    private static void dial(ControllerLink link) {
        XmppClient client = link.client();
        if (client != null) {
            client.start();
        }
    }

    private void dial() {
        var local = new InetSocketAddress(config.transport().toInetAddress(), 0);
        for (AgentConfig.Controller controller : config.controllers()) {
            Ipv4Address transport = transports.transportOf(controller.address());
            var remote = new InetSocketAddress(transport.toInetAddress(), controller.xmppPort());
            XmppClientConfig client = XmppClientConfig.of(config.name(), local, remote)
                    .withTls(tls())
                    .withLongestRetry(config.longestRetry())
                    .withTap(() -> new WireTap(captures, transports, "xmpp"));
            controllers.add(controller.address(), listener -> new XmppClient(client, loop, listener));
        }
    }

    private @Nullable TlsFiles tls() {
        AgentConfig.Tls files = config.xmppTls();
        return files == null ? null : new TlsFiles(files.cert(), files.key(), files.ca(), false);
    }

    private static TunnelChoice tunnels(AgentConfig config) {
        return new TunnelChoice(
                config.address(),
                config.mac(),
                config.encapsulationPriorities().stream()
                        .map(AgentConfig::encapsulation)
                        .collect(ImmutableList.toImmutableList()));
    }

    /** Interfaces, and the sessions with control nodes. */
    private static Set<String> names(VRouter vrouter, AgentConfig config) {
        var names = new LinkedHashSet<String>();
        for (Vif vif : vrouter.vifs().all()) {
            if (vif.type() != Vif.Type.AGENT) {
                names.add(vif.name());
            }
        }
        config.controllers().forEach(controller -> names.add("xmpp:" + controller.address()));
        return names;
    }

    @Override
    public Map<String, Object> status() {
        return query.ask(status::page);
    }

    @Override
    public @Nullable List<Map<String, Object>> inspect(String what, ControlApi.Query filter) {
        // A query answers no null, so absence travels as an empty optional would.
        List<@Nullable List<Map<String, Object>>> found = query.ask(() -> {
            var one = new ArrayList<@Nullable List<Map<String, Object>>>();
            one.add(pages.rows(what, filter));
            return one;
        });
        return found.get(0);
    }

    @Override
    public @Nullable CommandShell shell(@Nullable String guest) {
        return shell(guest, true);
    }

    @Override
    public @Nullable CommandShell single(@Nullable String guest) {
        return shell(guest, false);
    }

    private @Nullable CommandShell shell(@Nullable String guest, boolean attended) {
        if (guest == null) {
            return hostShell;
        }
        List<Guest> found = query.ask(() -> {
            Guest named = guests.named(guest);
            return named == null ? List.of() : List.of(named);
        });
        return found.isEmpty() ? null : found.get(0).shell(query, attended);
    }

    @Override
    public String role() {
        return "vrouter-agent";
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public Map<String, String> endpoints() {
        var endpoints = new LinkedHashMap<String, String>();
        String control = config.transport() + ":" + server.port();
        endpoints.put("control", control);
        endpoints.put("introspect", control);
        return endpoints;
    }

    @Override
    public void stop() {
        for (ControllerLink link : controllers.links()) {
            XmppClient client = link.client();
            if (client != null) {
                client.close();
            }
        }
        commands.shutdownNow();
        fabric.close();
        server.close();
        loop.close();
    }
}

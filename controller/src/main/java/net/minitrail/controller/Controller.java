package net.minitrail.controller;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import net.minitrail.controller.config.ConfigService;
import net.minitrail.controller.config.ifmap.ConfigDistribution;
import net.minitrail.controller.config.rest.RestApi;
import net.minitrail.controller.introspect.ControlView;
import net.minitrail.controller.introspect.Introspection;
import net.minitrail.net.runtime.CapturePage;
import net.minitrail.net.runtime.ConfigException;
import net.minitrail.net.runtime.ControlApi;
import net.minitrail.net.runtime.ControlServer;
import net.minitrail.net.runtime.EventLog;
import net.minitrail.net.runtime.NodeProgram;
import org.jspecify.annotations.Nullable;

/** A running control node. Thread-safe. */
public final class Controller implements NodeProgram.Running {
    private final ControllerConfig config;
    private final Configuration configuration;
    private final ControlServer rest;
    private final ControlServer control;
    private final EventLog events = new EventLog();

    private @Nullable ControlPlane plane;

    private Controller(ControllerConfig config) throws IOException {
        this.config = config;
        configuration = new Configuration(config);
        rest = ControlServer.bind(address(config.ports().apiPort()));
        control = ControlServer.bind(address(config.ports().controlPort()));
    }

    /** Starts everything; when this returns, all ports listen. */
    public static Controller start(ControllerConfig config) throws IOException {
        var controller = new Controller(config);
        try {
            controller.run();
        } catch (CompletionException e) {
            controller.stop();
            if (e.getCause() instanceof ConfigException problem) {
                throw problem;
            }
            throw e;
        }
        return controller;
    }

    private void run() throws IOException {
        ConfigService service = configuration.service();
        ControlPlane running = service.call(() -> {
                    service.load();
                    new FileObjects(service, config).apply();
                    return planeOf(service);
                })
                .join();
        plane = running;
        running.start();
        new RestApi(service, endpoint(rest.port())).install(rest);
        var view = new LiveView(config, service, running);
        new ControlApi(new ControlView(view), events).install(control);
        new Introspection(view).install(control);
        CapturePage.install(control, running.captures().hub());
        rest.start();
        control.start();
    }

    /** On the config loop: the control plane as the configuration is now, which then follows every change. */
    private ControlPlane planeOf(ConfigService service) {
        var distribution = new ConfigDistribution(service.graph());
        var instances = new PlanReader(service.graph());
        var bgp = new BgpPlanReader(config, service.graph());
        instances.all();
        var built = new ControlPlane(
                config,
                bgp.read(),
                instances.known(),
                new ConfigForAgents(configuration.loop(), distribution),
                (event, peer, detail) -> events.publish(event, Map.of("peer", peer, "detail", detail)));
        service.subscribe(distribution::committed);
        service.subscribe(commit -> {
            built.apply(instances.after(commit));
            built.apply(bgp.read(), instances.known());
        });
        return built;
    }

    @Override
    public String role() {
        return "controller";
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public Map<String, String> endpoints() {
        Map<String, String> endpoints = new LinkedHashMap<>();
        ControlPlane running = plane;
        if (running != null) {
            endpoints.put("bgp", endpoint(running.bgpPort()));
            endpoints.put("xmpp", endpoint(running.xmppPort()));
        }
        endpoints.put("api", endpoint(rest.port()));
        endpoints.put("control", endpoint(control.port()));
        return endpoints;
    }

    /** How many agents have a session. */
    int agentCount() {
        ControlPlane running = plane;
        return running == null ? 0 : running.agentCount();
    }

    @Override
    public void stop() {
        ControlPlane running = plane;
        Closing.all(rest::close, control::close, running == null ? () -> {} : running::close);
        configuration.close();
    }

    private String endpoint(int port) {
        return config.transport() + ":" + port;
    }

    private InetSocketAddress address(int port) {
        return new InetSocketAddress(config.transport().toInetAddress(), port);
    }
}

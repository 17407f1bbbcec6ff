package net.minitrail.controller;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import net.minitrail.bgp.session.NeighborSnapshot;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigService;
import net.minitrail.controller.introspect.NodeView;
import net.minitrail.controller.introspect.Tables;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;

/** Asks the loops of a running node on behalf of those who look at it. Thread-safe. */
final class LiveView implements NodeView {
    private static final long PATIENCE_SECONDS = 10;

    private final ControllerConfig config;
    private final ConfigService service;
    private final ControlPlane plane;
    private final long started = System.nanoTime();

    LiveView(ControllerConfig config, ConfigService service, ControlPlane plane) {
        this.config = config;
        this.service = service;
        this.plane = plane;
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public Ipv4Address address() {
        return config.address();
    }

    @Override
    public <T> T ask(Function<Tables, T> question) {
        return wait(plane.ask(present -> question.apply(present.tables())));
    }

    @Override
    public <T> T askConfiguration(Function<ConfigGraph, T> question) {
        return wait(service.call(() -> question.apply(service.graph())));
    }

    @Override
    public List<NeighborSnapshot> neighbors() {
        return plane.neighbors();
    }

    @Override
    public void reset(IpAddress neighbor, String text) {
        plane.reset(neighbor, text);
    }

    @Override
    public long flaps(String agent) {
        return plane.flaps(agent);
    }

    @Override
    public long uptime() {
        return System.nanoTime() - started;
    }

    private static <T> T wait(CompletableFuture<T> answer) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the node is stopping", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the node does not answer", e);
        }
    }
}

package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.minitrail.bgp.rib.Destination;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.rib.TableReader;
import net.minitrail.bgp.session.BgpSpeaker;
import net.minitrail.gateway.forwarding.ForwardingState;
import net.minitrail.gateway.junos.CommitError;
import net.minitrail.gateway.junos.ConfigNode;
import net.minitrail.gateway.junos.ConfigStore;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.EventLog;
import net.minitrail.net.runtime.RoutingLoop;
import org.jspecify.annotations.Nullable;

/**
 * The running gateway. Configurations are applied by one caller at a time, who waits; tables are confined to the routing
 * loop; what is asked of it is answered from there.
 */
public final class Gateway implements GatewayView, ConfigStore.Target {
    private static final long PATIENCE_SECONDS = 10;

    private final DynamicTunnels tunnels = new DynamicTunnels();
    private final Map<RouteTable, TableReader> readers = new HashMap<>();
    private final Runnable forward = this::forward;
    private final String name;
    private final Ipv4Address address;
    private final RoutingLoop loop;
    private final EventLog events;
    private final Consumer<ForwardingState> packets;
    private final BgpPlace place;
    private final long started;
    private final VrfTables main;
    private volatile GatewayConfig config;
    private volatile Bgp bgp;
    private volatile int port;
    private VpnRoutes vpn;

    /**
     * A gateway that does nothing before {@link #start}.
     *
     * @param initial its first configuration, which passed {@link ConfigReader}
     * @param address ours in the protocols
     * @param packets takes what packets are to be looked up in, whenever that changes
     */
    public Gateway(
            ConfigNode initial,
            String name,
            Ipv4Address address,
            BgpPlace place,
            RoutingLoop loop,
            EventLog events,
            Consumer<ForwardingState> packets) {
        this.name = name;
        this.address = address;
        this.loop = loop;
        this.events = events;
        this.packets = packets;
        this.place = place;
        this.started = loop.nanoTime();
        this.config = ConfigReader.read(initial, name, address).config();
        this.main = VrfTables.main(instance(config));
        this.bgp = new Bgp(Bgp.Identity.of(config), place, loop, events);
        this.vpn = vpn(bgp);
        this.port = place.port();
    }

    /**
     * Listens, and puts the first configuration in force.
     *
     * @throws IllegalStateException if the address is taken
     */
    public void start(ConfigNode initial) {
        port = bgp.speaker().start();
        apply(initial);
    }

    /** The main routing instance, as if it were one of the configured ones: with all interfaces that no VRF took. */
    private static GatewayConfig.Vrf instance(GatewayConfig config) {
        List<GatewayConfig.LogicalInterface> free =
                new ArrayList<>(config.interfaces().values());
        config.vrfs().forEach(vrf -> free.removeAll(vrf.interfaces()));
        return new GatewayConfig.Vrf(
                "master",
                Optional.empty(),
                ImmutableList.copyOf(free),
                config.staticRoutes(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableSet.of(),
                false);
    }

    private VpnRoutes vpn(Bgp of) {
        var routes = new VpnRoutes(of.rib());
        of.rib().derive(now -> {
            if (changed()) {
                loop.atBatchEnd(forward);
            }
        });
        return routes;
    }

    @Override
    public List<CommitError> check(ConfigNode configuration) {
        ConfigReader.Result result = ConfigReader.read(configuration, name, address);
        List<CommitError> errors = new ArrayList<>(result.errors());
        boolean signs = place.loop().signs();
        result.config().groups().stream()
                .flatMap(group -> group.neighbors().stream())
                .filter(neighbor -> neighbor.authenticationKey() != null && !signs)
                .forEach(neighbor -> errors.add(new CommitError(
                        "protocols bgp group " + neighbor.group(),
                        "authentication-key",
                        "TCP MD5 signatures need a socket of Linux (io_uring or epoll)")));
        return errors;
    }

    @Override
    public void apply(ConfigNode configuration) {
        GatewayConfig next = ConfigReader.read(configuration, name, address).config();
        Bgp.Identity identity = Bgp.Identity.of(next);
        Bgp before = bgp;
        if (!before.is(identity)) {
            before.stop();
            Bgp fresh = new Bgp(identity, place.withPort(port), loop, events);
            ask(() -> {
                vpn = vpn(fresh);
                return true;
            });
            bgp = fresh;
            port = fresh.speaker().start();
        }
        ask(() -> {
            config = next;
            long now = loop.nanoTime();
            main.configure(instance(next), now);
            tunnels.configure(next.tunnels());
            vpn.configure(next, self(next), now);
            forgetReaders();
            bgp.sessions().changed();
            loop.atBatchEnd(forward);
            return true;
        });
        bgp.configure(next);
        events.publish("commit", Map.of("host-name", next.hostName()));
    }

    /** The next hop of what we announce: the local address of BGP where one is configured. */
    private Ipv4Address self(GatewayConfig next) {
        return next.groups().stream()
                .flatMap(group -> group.neighbors().stream())
                .flatMap(neighbor -> neighbor.localAddress().stream())
                .findFirst()
                .orElse(address);
    }

    /** Whether any VRF table changed since this was last asked. */
    private boolean changed() {
        boolean changed = false;
        for (VrfTables vrf : vpn.vrfs()) {
            for (RouteTable table : vrf.tables()) {
                TableReader reader = readers.computeIfAbsent(table, RouteTable::reader);
                for (Destination next = reader.next(); next != null; next = reader.next()) {
                    changed = true;
                    events.publish(
                            "route",
                            Map.of(
                                    "table", table.name(),
                                    "prefix", next.nlri().toString(),
                                    "state", next.best() == null ? "gone" : "active"));
                }
            }
        }
        return changed;
    }

    /** Lets go of the tables of VRFs that are gone. */
    private void forgetReaders() {
        Set<RouteTable> there = new HashSet<>();
        vpn.vrfs().forEach(vrf -> there.addAll(vrf.tables()));
        for (RouteTable table : List.copyOf(readers.keySet())) {
            TableReader gone = there.contains(table) ? null : readers.remove(table);
            if (gone != null) {
                gone.close();
            }
        }
    }

    /** Brings tunnels and forwarding up to date with the tables. */
    private void forward() {
        Map<IpAddress, Integer> users = new HashMap<>();
        for (VrfTables vrf : vpn.vrfs()) {
            for (RouteTable table : vrf.tables()) {
                table.forEach(destination -> destination.paths().stream()
                        .filter(Path::isSecondary)
                        .forEach(path ->
                                path.attributes().nextHop().ifPresent(hop -> users.merge(hop, 1, Integer::sum))));
            }
        }
        tunnels.keep(
                users,
                loop.nanoTime(),
                (tunnel, up) -> events.publish(
                        "tunnel",
                        Map.of(
                                "name", tunnel.end().name(),
                                "destination", tunnel.end().destination().toString(),
                                "state", up ? "up" : "down")));
        packets.accept(ForwardingBuilder.build(main, address, vpn.vrfs(), tunnels));
    }

    /** Runs a question on the routing loop and waits for the answer. */
    private <T> T ask(Supplier<T> question) {
        var answer = new CompletableFuture<T>();
        loop.execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the routing loop was asked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the routing loop could not answer", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the routing loop did not answer within " + PATIENCE_SECONDS + " s", e);
        }
    }

    @Override
    public GatewayConfig config() {
        return config;
    }

    @Override
    public ImmutableList<TableSnapshot> tables() {
        return ask(() -> new TableSnapshots(bgp.rib(), tunnels, loop.nanoTime())
                .all(main, List.copyOf(vpn.vrfs()), started, config));
    }

    @Override
    public ImmutableList<PeerSnapshot> peers() {
        BgpSpeaker speaker = bgp.speaker();
        return ask(() -> peerSnapshots().all(speaker.neighbors()));
    }

    private PeerSnapshots peerSnapshots() {
        return new PeerSnapshots(config, address, bgp.rib(), bgp.sessions(), tunnels);
    }

    @Override
    public ImmutableList<TunnelSnapshot> tunnels() {
        return ask(() -> tunnels.snapshot(loop.nanoTime()));
    }

    @Override
    public ImmutableList<AdvertisedRoute> advertised(IpAddress neighbor) {
        return ask(() -> peerSnapshots().advertised(neighbor, vpn.vrfs()));
    }

    @Override
    public boolean clear(IpAddress neighbor) {
        if (bgp.speaker().neighbor(neighbor).isEmpty()) {
            return false;
        }
        bgp.speaker().resetNeighbor(neighbor, "cleared by command");
        return true;
    }

    @Override
    public boolean refresh(IpAddress neighbor) {
        return ask(() -> bgp.sessions().refresh(neighbor));
    }

    @Override
    public int label(String vrf) {
        return ask(() -> {
            @Nullable Integer label = null;
            for (VrfTables tables : vpn.vrfs()) {
                label = tables.config().name().equals(vrf) ? Integer.valueOf(tables.label()) : label;
            }
            return label == null ? 0 : label;
        });
    }

    @Override
    public long uptimeSeconds() {
        return (loop.nanoTime() - started) / 1_000_000_000L;
    }

    /** The port on which BGP listens. */
    public int port() {
        return port;
    }

    /** Ends all sessions with Cease; at most half a second. */
    public void stop() {
        bgp.stop();
    }
}

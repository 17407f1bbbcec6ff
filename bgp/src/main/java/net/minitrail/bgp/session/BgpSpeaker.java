package net.minitrail.bgp.session;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.minitrail.bgp.wire.ErrorCode;
import net.minitrail.bgp.wire.Notification;
import net.minitrail.net.IpAddress;
import net.minitrail.net.runtime.RoutingLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A BGP speaker: listens, dials its neighbors, and tells a {@link RoutingSide} of their sessions and routes.
 *
 * <pre>{@code
 * SessionLoop sessions = SessionLoop.open("bgp");
 * BgpSpeaker speaker = new BgpSpeaker(config, sessions, routingLoop, routingSide);
 * speaker.addNeighbor(NeighborConfig.builder(address, 65500, 65500).build());
 * int port = speaker.start();
 * }</pre>
 *
 * <p>Thread-safe: changes are carried out on the session loop, in the order in which they were asked for.
 */
public final class BgpSpeaker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BgpSpeaker.class);

    /** Neighbors, beyond which nobody is accepted who is not named: so many sockets a process may have. */
    private static final int MAX_PEERS = 4096;

    private static final String GOING_DOWN = "shutting down";

    private final BgpSpeakerConfig config;
    private final SpeakerSockets sockets;
    private final SpeakerContext context;
    private final SessionLoop sessions;
    private final Map<IpAddress, Peer> peers = new ConcurrentHashMap<>();
    private boolean started;

    public BgpSpeaker(BgpSpeakerConfig config, SessionLoop sessions, RoutingLoop routing, RoutingSide side) {
        this.config = config;
        this.sessions = sessions;
        this.sockets = new SpeakerSockets(sessions, config);
        this.context = new SpeakerContext(config, sockets, routing, side, this::forget);
    }

    /**
     * Listens and begins to dial. Waits until the socket is bound; not for the session loop.
     *
     * @return the port on which it listens
     * @throws IllegalStateException if the address is taken
     */
    public int start() {
        Promise<Integer> port = sockets.loop().newPromise();
        run(() -> {
            started = true;
            ChannelFuture bound = sockets.listen(this::accept, configured());
            bound.addListener(done -> {
                if (done.isSuccess()) {
                    peers.values().forEach(Peer::open);
                    port.setSuccess(((InetSocketAddress) bound.channel().localAddress()).getPort());
                } else {
                    started = false;
                    port.setFailure(done.cause());
                }
            });
        });
        port.awaitUninterruptibly();
        if (!port.isSuccess()) {
            throw new IllegalStateException(
                    "cannot listen on %s port %d: %s"
                            .formatted(
                                    config.listenAddress(),
                                    config.port(),
                                    port.cause().getMessage()),
                    port.cause());
        }
        return port.getNow();
    }

    /** Ends all sessions with Cease and stops listening; returns when the peers were told, or after half a second. */
    public void stop() {
        var told = new CountDownLatch(1);
        run(() -> {
            started = false;
            sockets.close();
            Notification cease = Notification.shutdown(ErrorCode.ADMINISTRATIVE_SHUTDOWN, GOING_DOWN);
            for (Peer peer : List.copyOf(peers.values())) {
                peer.remove(cease, GOING_DOWN);
            }
            sessions.eventLoop().execute(told::countDown);
        });
        try {
            if (!told.await(500, TimeUnit.MILLISECONDS)) {
                log.warn("event=stop-timed-out");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Configures a neighbor, or changes the one of the same address: a change that is no matter of OPEN keeps its session. */
    public void setNeighbor(NeighborConfig neighbor) {
        checkArgument(
                sessions.signs() || (neighbor.md5Key() == null && neighbor.ttlSecurity() == 0),
                "TCP MD5 signatures and TTL security need Linux");
        run(() -> {
            Peer peer = peers.get(neighbor.address());
            if (peer == null || peer.isDynamic()) {
                if (peer != null) {
                    peer.remove(Notification.of(ErrorCode.OTHER_CONFIGURATION_CHANGE), "configured by address");
                }
                add(neighbor);
            } else {
                boolean otherwise = !Objects.equals(peer.config().md5Key(), neighbor.md5Key())
                        || peer.config().ttlSecurity() != neighbor.ttlSecurity();
                peer.reconfigure(neighbor);
                if (otherwise) {
                    protectCalls();
                    peer.protect();
                }
            }
        });
    }

    /** Ends the session with Cease (6/3) and forgets the neighbor. */
    public void removeNeighbor(IpAddress address) {
        run(() -> {
            Peer peer = peers.remove(address);
            if (peer != null) {
                peer.remove(Notification.of(ErrorCode.PEER_DECONFIGURED), "no longer configured");
                protectCalls();
            }
        });
    }

    /** Ends the session with Cease (6/4); it comes up again. */
    public void resetNeighbor(IpAddress address, String text) {
        run(() -> {
            Peer peer = peers.get(address);
            if (peer != null) {
                peer.reset(text);
            }
        });
    }

    /** Every neighbor at this moment, in the order of their addresses. */
    public ImmutableList<NeighborSnapshot> neighbors() {
        List<NeighborSnapshot> all = new ArrayList<>();
        for (Peer peer : peers.values()) {
            all.add(peer.snapshot());
        }
        all.sort(Comparator.comparing(neighbor -> neighbor.config().address()));
        return ImmutableList.copyOf(all);
    }

    public Optional<NeighborSnapshot> neighbor(IpAddress address) {
        return Optional.ofNullable(peers.get(address)).map(Peer::snapshot);
    }

    public BgpSpeakerConfig config() {
        return config;
    }

    private void add(NeighborConfig neighbor) {
        Peer peer = new Peer(context, neighbor, false);
        peers.put(neighbor.address(), peer);
        protectCalls();
        if (started) {
            peer.open();
        }
    }

    private void accept(Channel channel) {
        IpAddress caller = sockets.caller(channel);
        Peer peer = peers.get(caller);
        if (peer == null) {
            DynamicNeighbors range = rangeOf(caller);
            if (range == null || !started) {
                log.info("peer={} event=refused cause=\"no such neighbor\"", caller);
                sockets.refuse(channel, Notification.of(ErrorCode.PEER_DECONFIGURED));
                return;
            }
            if (peers.size() >= MAX_PEERS) {
                log.warn("peer={} event=refused cause=\"{} neighbors are there\"", caller, MAX_PEERS);
                sockets.refuse(channel, Notification.of(ErrorCode.OUT_OF_RESOURCES));
                return;
            }
            peer = new Peer(context, range.neighbor(caller), true);
            peers.put(caller, peer);
        }
        peer.accept(channel);
    }

    private @Nullable DynamicNeighbors rangeOf(IpAddress caller) {
        DynamicNeighbors best = null;
        for (DynamicNeighbors range : config.dynamicNeighbors()) {
            boolean longer =
                    best == null || range.prefix().length() > best.prefix().length();
            if (longer && range.prefix().contains(caller)) {
                best = range;
            }
        }
        return best;
    }

    private void forget(Peer peer) {
        peers.remove(peer.config().address(), peer);
    }

    private void protectCalls() {
        sockets.protectCalls(configured());
    }

    private List<NeighborConfig> configured() {
        return peers.values().stream().map(Peer::config).toList();
    }

    private void run(Runnable task) {
        sockets.loop().execute(task);
    }
}

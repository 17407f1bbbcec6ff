package net.minitrail.bgp.session;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.Delivery;
import net.minitrail.bgp.rib.Ending;
import net.minitrail.bgp.rib.PeerSettings;
import net.minitrail.bgp.rib.PeerSettings.PeerPolicy;
import net.minitrail.bgp.rib.RibPeer;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.RouteRefresh;
import net.minitrail.bgp.wire.Update;
import net.minitrail.net.IpAddress;
import net.minitrail.net.runtime.RoutingLoop;

/**
 * Connects the sessions of a speaker with its tables: what peers say goes into the {@link BgpRib}, and what they are to be
 * told is written to them.
 *
 * <pre>{@code
 * RibSessions sessions = RibSessions.alone(rib, routingLoop);
 * BgpSpeaker speaker = new BgpSpeaker(config, sessionLoop, routingLoop, sessions);
 * }</pre>
 *
 * <p>A node that has more to do when tables change than to tell its peers is given the constructor with {@code changed}; it
 * calls {@link #write} when it is done. Confined to the routing loop.
 */
public final class RibSessions implements RoutingSide {
    private static final Duration TICK = Duration.ofSeconds(1);

    private final BgpRib rib;
    private final RoutingLoop routing;
    private final Runnable changed;
    private final PeerTreatment treatment;
    private final SessionObserver observer;
    private final Map<PeerSession, RibPeer> peers = new LinkedHashMap<>();
    private final Map<RibPeer, PeerSession> sessions = new HashMap<>();
    private final Map<PeerSession, PrefixCount> counts = new HashMap<>();
    private RoutingLoop.Timer tick;
    private boolean closed;

    /** What is special about peers, beyond their configuration. */
    @FunctionalInterface
    public interface PeerTreatment {
        PeerTreatment USUAL = (session, usual) -> usual;

        /** The settings of a peer whose session just came up, made from the usual ones. */
        PeerSettings settings(PeerSession session, PeerSettings usual);
    }

    /** Hears of sessions that came, went, or have told all they had to tell at first. */
    public interface SessionObserver {
        SessionObserver NOBODY = new SessionObserver() {};

        default void up(PeerSession session, RibPeer peer) {}

        default void endOfRib(PeerSession session, AddressFamily family) {}

        /** A peer nears, reaches or exceeds the number of routes that it may announce. */
        default void prefixLimit(PeerSession session, String text) {}

        default void down(PeerSession session, SessionEnd end) {}
    }

    /**
     * Connections that are somebody's part.
     *
     * @param changed called when tables may have changed or a peer may be written to again; soon after, {@link #write} is to
     *     be called
     */
    public RibSessions(
            BgpRib rib, RoutingLoop routing, Runnable changed, PeerTreatment treatment, SessionObserver observer) {
        this.rib = rib;
        this.routing = routing;
        this.changed = changed;
        this.treatment = treatment;
        this.observer = observer;
        this.tick = routing.schedule(TICK, this::tick);
    }

    /** Connections that look after themselves: peers are told at the end of each batch of input. */
    public static RibSessions alone(BgpRib rib, RoutingLoop routing) {
        var self = new AtomicReference<RibSessions>();
        Runnable write = () -> requireNonNull(self.get()).writeAll();
        var sessions = new RibSessions(
                rib, routing, () -> routing.atBatchEnd(write), PeerTreatment.USUAL, SessionObserver.NOBODY);
        self.set(sessions);
        return sessions;
    }

    private void tick() {
        if (!closed) {
            rib.tick(routing.nanoTime());
            changed.run();
            tick = routing.schedule(TICK, this::tick);
        }
    }

    /** Tells peers no more; to be called when the speaker is stopped. What its sessions still say is taken in. */
    public void close() {
        closed = true;
        tick.cancel();
    }

    /** Sessions that are up, in the order in which they came, with their peers in the tables. */
    public Map<PeerSession, RibPeer> up() {
        return Collections.unmodifiableMap(peers);
    }

    /** The peer in the tables of a neighbor whose session is up. */
    public Optional<RibPeer> peer(IpAddress neighbor) {
        return peers.values().stream()
                .filter(peer -> peer.address().equals(neighbor))
                .findFirst();
    }

    @Override
    public void established(PeerSession session) {
        PeerSettings settings = treatment.settings(session, usual(session));
        RibPeer peer = rib.peerUp(settings, session::ready, routing.nanoTime());
        peers.put(session, peer);
        sessions.put(peer, session);
        counts.put(session, new PrefixCount(session, peer));
        observer.up(session, peer);
        changed.run();
    }

    @Override
    public void received(PeerSession session, Update update) {
        RibPeer peer = requireNonNull(peers.get(session));
        rib.update(peer, update, routing.nanoTime());
        if (!session.neighbor().prefixLimits().isEmpty()) {
            checkLimit(session);
        }
        AddressFamily ended = update.endOfRib();
        if (ended != null) {
            observer.endOfRib(session, ended);
        }
        changed.run();
    }

    @Override
    public void refreshRequested(PeerSession session, AddressFamily family) {
        RibPeer peer = requireNonNull(peers.get(session));
        Ending ending = rib.refresh(peer, family, session.negotiated().enhancedRefresh());
        if (ending == Ending.END_OF_REFRESH) {
            session.send(RouteRefresh.begin(family));
        }
        changed.run();
    }

    /** A mark before the initial routes are complete is no mark (RFC 7313 section 4). */
    @Override
    public void refreshBegan(PeerSession session, AddressFamily family) {
        RibPeer peer = requireNonNull(peers.get(session));
        boolean marksEnd = session.negotiated().gracefulRestart() != null;
        if (!marksEnd || peer.sawEndOfRib(family)) {
            rib.refreshBegan(peer, family, routing.nanoTime());
        }
    }

    @Override
    public void refreshEnded(PeerSession session, AddressFamily family) {
        rib.refreshEnded(requireNonNull(peers.get(session)), family);
        changed.run();
    }

    @Override
    public void ready(PeerSession session) {
        changed.run();
    }

    @Override
    public void ended(PeerSession session, SessionEnd end) {
        RibPeer peer = requireNonNull(peers.remove(session));
        sessions.remove(peer);
        counts.remove(session);
        boolean mayKeep = session.neighbor().options().restartHelper()
                && end.mayKeepStaleRoutes(session.negotiated().gracefulNotification());
        rib.peerDown(peer, mayKeep, routing.nanoTime());
        observer.down(session, end);
        changed.run();
    }

    /** Writes what the tables have for peers that are ready; answers whether to call it again, after other work. */
    public boolean write() {
        if (closed) {
            return false;
        }
        for (Delivery delivery : rib.drain(routing.nanoTime())) {
            var members = ImmutableList.<PeerSession>builderWithExpectedSize(
                    delivery.recipients().size());
            for (RibPeer recipient : delivery.recipients()) {
                members.add(requireNonNull(sessions.get(recipient)));
            }
            PeerSession.writeToAll(members.build(), new OutboundMessages(delivery.outbound()));
        }
        return rib.hasMore();
    }

    private void writeAll() {
        if (write()) {
            routing.execute(changed);
        }
    }

    private void checkLimit(PeerSession session) {
        String news = requireNonNull(counts.get(session)).check(rib);
        if (news != null) {
            observer.prefixLimit(session, news);
        }
    }

    private static PeerSettings usual(PeerSession session) {
        Negotiated negotiated = session.negotiated();
        String description = session.neighbor().description();
        return PeerSettings.of(
                        description.isEmpty() ? session.address().toString() : description,
                        session.address(),
                        negotiated.localAs(),
                        negotiated.peerAs(),
                        negotiated.peerId().value(),
                        negotiated.codec())
                .asReflectorClient(session.neighbor().routeReflectorClient())
                .withPolicy(new PeerPolicy(false, false, null, Restarts.understandsLongLived(negotiated)))
                .withRestart(Restarts.promise(negotiated))
                .withEndOfRib(Restarts.endOfRib(negotiated))
                .withPathLimits(Paths.limits(session.neighbor().options()));
    }
}

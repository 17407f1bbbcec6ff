package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.Delivery;
import net.minitrail.bgp.rib.PeerSettings;
import net.minitrail.bgp.rib.RestartPromise;
import net.minitrail.bgp.rib.RibPeer;
import net.minitrail.bgp.session.Negotiated;
import net.minitrail.bgp.session.PeerSession;
import net.minitrail.bgp.session.RoutingSide;
import net.minitrail.bgp.session.SessionEnd;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Capability;
import net.minitrail.bgp.wire.Update;
import net.minitrail.net.IpAddress;
import net.minitrail.net.runtime.EventLog;
import net.minitrail.net.runtime.RoutingLoop;

/** Brings sessions and tables together: what peers say goes into the tables, what tables give out goes to peers. Confined to the routing loop. */
final class Sessions implements RoutingSide {
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Map<PeerSession, RibPeer> peers = new LinkedHashMap<>();
    private final Map<RibPeer, PeerSession> sessions = new LinkedHashMap<>();
    private final Runnable drain = this::drain;
    private final RoutingLoop loop;
    private final BgpRib rib;
    private final EventLog events;
    private RoutingLoop.Timer ticking;
    private boolean closed;

    Sessions(RoutingLoop loop, BgpRib rib, EventLog events) {
        this.loop = loop;
        this.rib = rib;
        this.events = events;
        this.ticking = loop.schedule(TICK, this::tick);
    }

    /** Has tables and peers brought up to date once the input that waits was taken in. */
    void changed() {
        if (!closed) {
            loop.atBatchEnd(drain);
        }
    }

    /** Ends the ticking; sessions are ended by their speaker. */
    void close() {
        closed = true;
        ticking.cancel();
    }

    Optional<RibPeer> peer(IpAddress address) {
        return peers.values().stream()
                .filter(peer -> peer.address().equals(address))
                .findFirst();
    }

    @Override
    public void established(PeerSession session) {
        Negotiated negotiated = session.negotiated();
        PeerSettings settings = PeerSettings.of(
                        session.address().toString(),
                        session.address(),
                        negotiated.localAs(),
                        negotiated.peerAs(),
                        negotiated.peerId().value(),
                        negotiated.codec())
                .asReflectorClient(session.neighbor().routeReflectorClient())
                .withRestart(promise(negotiated));
        RibPeer peer = rib.peerUp(settings, session::ready, loop.nanoTime());
        peers.put(session, peer);
        sessions.put(peer, session);
        events.publish(
                "session", Map.of("type", "bgp", "remote", session.address().toString(), "state", "up"));
        changed();
    }

    private static RestartPromise promise(Negotiated negotiated) {
        Capability.GracefulRestart restart = negotiated.gracefulRestart();
        if (restart == null || restart.restartTimeSeconds() == 0) {
            return RestartPromise.NONE;
        }
        var families = ImmutableSet.<AddressFamily>builder();
        var forwarding = ImmutableSet.<AddressFamily>builder();
        for (Capability.GracefulRestart.Family family : restart.families()) {
            AddressFamily known = family.family();
            if (known != null) {
                families.add(known);
                if (family.forwarding()) {
                    forwarding.add(known);
                }
            }
        }
        return new RestartPromise(
                families.build(), forwarding.build(), Duration.ofSeconds(restart.restartTimeSeconds()), Duration.ZERO);
    }

    @Override
    public void received(PeerSession session, Update update) {
        RibPeer peer = peers.get(session);
        if (peer != null) {
            rib.update(peer, update, loop.nanoTime());
            if (update.endOfRib() != null) {
                events.publish(
                        "end-of-rib",
                        ImmutableMap.of(
                                "remote",
                                session.address().toString(),
                                "family",
                                update.endOfRib().junosName()));
            }
            changed();
        }
    }

    @Override
    public void refreshRequested(PeerSession session, AddressFamily family) {
        RibPeer peer = peers.get(session);
        if (peer != null) {
            rib.refresh(peer, family);
            changed();
        }
    }

    @Override
    public void ready(PeerSession session) {
        changed();
    }

    @Override
    public void ended(PeerSession session, SessionEnd end) {
        RibPeer peer = peers.remove(session);
        if (peer != null) {
            sessions.remove(peer);
            rib.peerDown(peer, end.mayKeepStaleRoutes(), loop.nanoTime());
            events.publish(
                    "session",
                    ImmutableMap.of(
                            "type",
                            "bgp",
                            "remote",
                            session.address().toString(),
                            "state",
                            "down",
                            "reason",
                            end.text()));
            changed();
        }
    }

    private void drain() {
        for (Delivery delivery : rib.drain(loop.nanoTime())) {
            List<PeerSession> to = new ArrayList<>();
            for (RibPeer recipient : delivery.recipients()) {
                PeerSession session = sessions.get(recipient);
                if (session != null) {
                    to.add(session);
                }
            }
            if (!to.isEmpty()) {
                PeerSession.writeToAll(to, new OutboundBatch(delivery.outbound()));
            }
        }
        if (rib.hasMore()) {
            loop.execute(this::changed);
        }
    }

    private void tick() {
        rib.tick(loop.nanoTime());
        changed();
        if (!closed) {
            ticking = loop.schedule(TICK, this::tick);
        }
    }
}

package net.minitrail.controller.peer;

import com.google.common.collect.ImmutableMap;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.Delivery;
import net.minitrail.bgp.rib.PeerSettings;
import net.minitrail.bgp.rib.PeerSettings.PeerPolicy;
import net.minitrail.bgp.rib.RestartPromise;
import net.minitrail.bgp.rib.RibPeer;
import net.minitrail.bgp.session.Negotiated;
import net.minitrail.bgp.session.PeerSession;
import net.minitrail.bgp.session.RoutingSide;
import net.minitrail.bgp.session.SessionEnd;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Update;
import net.minitrail.net.IpAddress;

/** Joins the sessions of BGP neighbors to the tables. Confined to the routing loop. */
public final class BgpPeers implements RoutingSide {
    private final BgpRib rib;
    private final Clock clock;
    private final Runnable changed;
    private final SessionEvents events;
    private final IdentityHashMap<PeerSession, RibPeer> peers = new IdentityHashMap<>();
    private final IdentityHashMap<RibPeer, PeerSession> sessions = new IdentityHashMap<>();
    private final Map<IpAddress, NeighborPlan> plans = new LinkedHashMap<>();

    /** Nanoseconds of a monotonic clock. */
    @FunctionalInterface
    public interface Clock {
        long now();
    }

    /** Hears of sessions that came or went. */
    @FunctionalInterface
    public interface SessionEvents {
        void happened(String event, String peer, String detail);
    }

    /** @param changed what to call when tables may have changed or a peer may be written to again */
    public BgpPeers(BgpRib rib, Clock clock, Runnable changed, SessionEvents events) {
        this.rib = rib;
        this.clock = clock;
        this.changed = changed;
        this.events = events;
    }

    /** From now on sessions that come up are treated so. */
    public void plan(Map<IpAddress, NeighborPlan> neighbors) {
        plans.clear();
        plans.putAll(neighbors);
    }

    @Override
    public void established(PeerSession session) {
        Negotiated negotiated = session.negotiated();
        NeighborPlan plan = plans.get(session.address());
        String name = plan == null ? session.address().toString() : plan.name();
        var policy = new PeerPolicy(
                plan != null && plan.isControlNode() && !negotiated.isInternal(),
                plan != null && plan.asOverride(),
                null,
                false);
        var settings = new PeerSettings(
                name,
                session.address(),
                negotiated.localAs(),
                negotiated.peerAs(),
                negotiated.peerId().value(),
                negotiated.codec(),
                session.neighbor().routeReflectorClient(),
                policy,
                RestartPromise.NONE,
                ImmutableMap.of());
        RibPeer peer = rib.peerUp(settings, session::ready, clock.now());
        peers.put(session, peer);
        sessions.put(peer, session);
        events.happened("bgp-up", name, "AS " + negotiated.peerAs());
        changed.run();
    }

    @Override
    public void received(PeerSession session, Update update) {
        RibPeer peer = peers.get(session);
        if (peer != null) {
            rib.update(peer, update, clock.now());
            if (update.endOfRib() != null) {
                events.happened("bgp-end-of-rib", peer.name(), update.endOfRib().configName());
            }
            changed.run();
        }
    }

    @Override
    public void refreshRequested(PeerSession session, AddressFamily family) {
        RibPeer peer = peers.get(session);
        if (peer != null) {
            rib.refresh(peer, family);
            changed.run();
        }
    }

    @Override
    public void ready(PeerSession session) {
        changed.run();
    }

    @Override
    public void ended(PeerSession session, SessionEnd end) {
        RibPeer peer = peers.remove(session);
        if (peer != null) {
            sessions.remove(peer);
            rib.peerDown(peer, end.mayKeepStaleRoutes(), clock.now());
            events.happened("bgp-down", peer.name(), end.text());
            changed.run();
        }
    }

    /** Writes what the tables have for peers that are ready; answers whether there is more to write now. */
    public boolean write() {
        for (Delivery delivery : rib.drain(clock.now())) {
            List<PeerSession> members = delivery.recipients().stream()
                    .map(sessions::get)
                    .filter(Objects::nonNull)
                    .toList();
            if (!members.isEmpty()) {
                PeerSession.writeToAll(members, new OutboundBatch(delivery.outbound()));
            }
        }
        return rib.hasMore();
    }

    /** The sessions that are up, with their peers in the tables. */
    public Map<PeerSession, RibPeer> up() {
        return Collections.unmodifiableMap(peers);
    }
}

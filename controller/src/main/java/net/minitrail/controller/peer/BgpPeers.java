package net.minitrail.controller.peer;

import com.google.common.collect.Sets;
import java.util.LinkedHashMap;
import java.util.Map;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.PeerSettings;
import net.minitrail.bgp.rib.PeerSettings.PeerPolicy;
import net.minitrail.bgp.rib.RestartPromise;
import net.minitrail.bgp.rib.RibPeer;
import net.minitrail.bgp.session.PeerSession;
import net.minitrail.bgp.session.RibSessions;
import net.minitrail.bgp.session.RibSessions.SessionObserver;
import net.minitrail.bgp.session.RoutingSide;
import net.minitrail.bgp.session.SessionEnd;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Update;
import net.minitrail.net.IpAddress;
import net.minitrail.net.runtime.RoutingLoop;

/**
 * The BGP neighbors of the tables of the present, treated as the configuration says. Sessions that came up under former
 * tables are ignored. Confined to the routing loop.
 */
public final class BgpPeers implements RoutingSide, SessionObserver {
    private final BgpRib rib;
    private final RibSessions sessions;
    private final SessionEvents events;
    private final Map<IpAddress, NeighborPlan> plans = new LinkedHashMap<>();
    private boolean helper;

    /** Hears of sessions that came or went. */
    @FunctionalInterface
    public interface SessionEvents {
        void happened(String event, String peer, String detail);
    }

    /** @param changed what to call when tables may have changed or a peer may be written to again */
    public BgpPeers(BgpRib rib, RoutingLoop loop, Runnable changed, SessionEvents events) {
        this.rib = rib;
        this.events = events;
        sessions = new RibSessions(rib, loop, changed, this::settings, this);
    }

    /** From now on sessions that come up are treated so; nothing is kept of neighbors that are no more. */
    public void plan(BgpPlan plan) {
        Sets.difference(plans.keySet(), plan.neighbors().keySet()).forEach(rib::forget);
        plans.clear();
        plans.putAll(plan.neighbors());
        helper = plan.restart().helper();
    }

    private PeerSettings settings(PeerSession session, PeerSettings usual) {
        NeighborPlan plan = plans.get(session.address());
        boolean controlNode = plan != null && plan.isControlNode();
        var policy = new PeerPolicy(
                controlNode && !session.negotiated().isInternal(),
                plan != null && plan.asOverride(),
                null,
                usual.policy().longLivedGracefulRestart(),
                plan == null ? 0 : plan.loopCount());
        return usual.named(name(session))
                .withPolicy(policy)
                .withRestart(helper ? usual.restart() : RestartPromise.NONE);
    }

    private String name(PeerSession session) {
        NeighborPlan plan = plans.get(session.address());
        return plan == null ? session.address().toString() : plan.name();
    }

    @Override
    public void established(PeerSession session) {
        sessions.established(session);
    }

    @Override
    public void received(PeerSession session, Update update) {
        if (isOurs(session)) {
            sessions.received(session, update);
        }
    }

    @Override
    public void refreshRequested(PeerSession session, AddressFamily family) {
        if (isOurs(session)) {
            sessions.refreshRequested(session, family);
        }
    }

    @Override
    public void refreshBegan(PeerSession session, AddressFamily family) {
        if (isOurs(session)) {
            sessions.refreshBegan(session, family);
        }
    }

    @Override
    public void refreshEnded(PeerSession session, AddressFamily family) {
        if (isOurs(session)) {
            sessions.refreshEnded(session, family);
        }
    }

    @Override
    public void ready(PeerSession session) {
        sessions.ready(session);
    }

    @Override
    public void ended(PeerSession session, SessionEnd end) {
        if (isOurs(session)) {
            sessions.ended(session, end);
        }
    }

    private boolean isOurs(PeerSession session) {
        return sessions.up().containsKey(session);
    }

    @Override
    public void up(PeerSession session, RibPeer peer) {
        events.happened("bgp-up", peer.name(), "AS " + session.negotiated().peerAs());
    }

    @Override
    public void prefixLimit(PeerSession session, String text) {
        events.happened("bgp-prefix-limit", name(session), text);
    }

    @Override
    public void down(PeerSession session, SessionEnd end) {
        events.happened("bgp-down", name(session), end.text());
    }

    /** Writes what the tables have for peers that are ready; answers whether there is more to write now. */
    public boolean write() {
        return sessions.write();
    }

    /** The tables have been replaced: nothing is told or timed any more. */
    public void close() {
        sessions.close();
    }

    /** The sessions that are up, with their peers in the tables. */
    public Map<PeerSession, RibPeer> up() {
        return sessions.up();
    }
}

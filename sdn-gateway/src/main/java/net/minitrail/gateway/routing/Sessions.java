package net.minitrail.gateway.routing;

import java.util.Map;
import java.util.Optional;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.RibPeer;
import net.minitrail.bgp.session.PeerSession;
import net.minitrail.bgp.session.RibSessions;
import net.minitrail.bgp.session.RibSessions.PeerTreatment;
import net.minitrail.bgp.session.RibSessions.SessionObserver;
import net.minitrail.bgp.session.RoutingSide;
import net.minitrail.bgp.session.SessionEnd;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.net.IpAddress;
import net.minitrail.net.runtime.EventLog;
import net.minitrail.net.runtime.RoutingLoop;

/** Peers are told at the end of each batch of input, and events of sessions are published. Confined to the routing loop. */
final class Sessions implements SessionObserver {
    private final Runnable write = this::write;
    private final RoutingLoop loop;
    private final EventLog events;
    private final RibSessions sessions;

    Sessions(RoutingLoop loop, BgpRib rib, EventLog events) {
        this.loop = loop;
        this.events = events;
        this.sessions = new RibSessions(rib, loop, this::changed, PeerTreatment.USUAL, this);
    }

    RoutingSide side() {
        return sessions;
    }

    /** Has tables and peers brought up to date once the input that waits was taken in. */
    void changed() {
        loop.atBatchEnd(write);
    }

    private void write() {
        if (sessions.write()) {
            loop.execute(this::changed);
        }
    }

    /** Ends the work; sessions are ended by their speaker. */
    void close() {
        sessions.close();
    }

    Optional<RibPeer> peer(IpAddress address) {
        return sessions.peer(address);
    }

    /** Asks a neighbor for all its routes again; answers whether its session is up. */
    boolean refresh(IpAddress neighbor) {
        Optional<PeerSession> session = sessions.up().keySet().stream()
                .filter(one -> one.address().equals(neighbor))
                .findFirst();
        session.ifPresent(one -> one.negotiated().families().forEach(one::requestRefresh));
        return session.isPresent();
    }

    @Override
    public void up(PeerSession session, RibPeer peer) {
        events.publish(
                "session", Map.of("type", "bgp", "remote", session.address().toString(), "state", "up"));
    }

    @Override
    public void endOfRib(PeerSession session, AddressFamily family) {
        events.publish("end-of-rib", Map.of("remote", session.address().toString(), "family", family.junosName()));
    }

    @Override
    public void prefixLimit(PeerSession session, String text) {
        events.publish("bgp-prefix-limit", Map.of("remote", session.address().toString(), "detail", text));
    }

    @Override
    public void down(PeerSession session, SessionEnd end) {
        var remote = session.address().toString();
        events.publish("session", Map.of("type", "bgp", "remote", remote, "state", "down", "reason", end.text()));
    }
}

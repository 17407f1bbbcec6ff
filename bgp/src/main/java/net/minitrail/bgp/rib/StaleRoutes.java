package net.minitrail.bgp.rib;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Community;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the routes of a peer that went and may come back (RFC 4724 section 4.2, RFC 9494 section 4). A peer that goes again
 * before it has sent everything gets no new time. Pure in time: deadlines are looked at when asked.
 */
final class StaleRoutes {
    private StaleRoutes() {}

    /** The session broke, and {@code tables} are those of the families to be kept. */
    static void begin(RibPeer peer, Collection<RouteTable> tables, long now) {
        tables.forEach(table -> table.markStale(peer));
        if (!peer.holdsStale()) {
            peer.staleDeadline(now + peer.settings().restart().restartTime().toNanos());
            peer.holdsStale(true);
        }
        peer.state(RibPeer.State.STALE);
    }

    /** Moves on if the time has come. Returns whether the routes are still kept. */
    static boolean expire(RibPeer peer, Collection<RouteTable> tables, long now) {
        if (peer.staleDeadline() - now > 0) {
            return true;
        }
        RestartPromise promise = peer.settings().restart();
        if (peer.state() == RibPeer.State.STALE && !promise.longLivedTime().isZero()) {
            for (RouteTable table : tables) {
                table.forget(
                        peer,
                        path -> path.isStale()
                                && path.attributes().communities().contains(Community.NO_LLGR));
                table.markLongLivedStale(peer);
            }
            peer.state(RibPeer.State.LONG_LIVED_STALE);
            peer.staleDeadline(now + promise.longLivedTime().toNanos());
            return true;
        }
        tables.forEach(table -> table.sweep(peer));
        peer.holdsStale(false);
        return false;
    }

    /** The peer is back: families that it no longer has, or did not go on forwarding, lose their stale routes at once. */
    static void resume(RibPeer peer, Iterable<RouteTable> tables, ImmutableSet<AddressFamily> negotiated) {
        ImmutableSet<AddressFamily> kept = peer.settings().restart().keptForwarding();
        for (RouteTable table : tables) {
            if (!negotiated.contains(table.family()) || !kept.contains(table.family())) {
                table.sweep(peer);
            }
        }
    }

    /** The peer sent all its routes of one family, or null for all. */
    static void sweep(RibPeer peer, Iterable<RouteTable> tables, @Nullable AddressFamily family) {
        for (RouteTable table : tables) {
            if (family == null || table.family() == family) {
                table.sweep(peer);
            }
        }
    }
}

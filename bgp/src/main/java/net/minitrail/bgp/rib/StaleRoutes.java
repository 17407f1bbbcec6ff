package net.minitrail.bgp.rib;

import java.util.Iterator;
import java.util.Map;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Community;

/**
 * Keeps the routes of a peer that went and may come back, each family for itself (RFC 4724 section 4.2, RFC 9494 section
 * 4.2). Pure in time: deadlines are looked at when asked.
 */
final class StaleRoutes {
    private StaleRoutes() {}

    /**
     * The session broke, and the routes of {@code table} are to be kept. What is still stale from the time before goes now,
     * or, if the routes may be kept for long, stays without getting new time.
     */
    static void begin(RibPeer peer, RouteTable table, long now) {
        AddressFamily family = table.family();
        RestartPromise promise = peer.settings().restart();
        StaleFamily before = peer.stale().get(family);
        boolean goesOn = before != null && !before.longLivedTime.isZero() && before.table == table;
        if (before != null && !goesOn) { // consecutive restarts
            before.table.sweep(peer);
        }
        table.markStale(peer);
        if (before == null || !goesOn) {
            var stale = new StaleFamily(table, promise.restartTime(family), promise.longLivedTime(family));
            stale.deadline = now + stale.restartTime.toNanos();
            peer.stale().put(family, stale);
        } else if (before.longLived) {
            lastChoice(peer, before.table);
        }
        expire(peer, now);
    }

    /** Moves on what is due. */
    static void expire(RibPeer peer, long now) {
        for (Iterator<StaleFamily> families = peer.stale().values().iterator(); families.hasNext(); ) {
            StaleFamily stale = families.next();
            if (stale.deadline - now > 0) {
                continue;
            }
            if (stale.longLived || stale.longLivedTime.isZero()) {
                stale.table.sweep(peer);
                families.remove();
            } else {
                lastChoice(peer, stale.table);
                stale.longLived = true;
                stale.deadline = now + stale.longLivedTime.toNanos();
            }
        }
    }

    private static void lastChoice(RibPeer peer, RouteTable table) {
        table.forget(
                peer, path -> path.isStale() && path.attributes().communities().contains(Community.NO_LLGR));
        table.markLongLivedStale(peer);
    }

    /**
     * The peer is back, with {@code tables} for what was negotiated. Families that it no longer has, or did not go on
     * forwarding, lose their stale routes at once; for the others it has one more restart time to send its routes.
     */
    static void resume(RibPeer peer, Map<AddressFamily, RouteTable> tables, long now) {
        RestartPromise promise = peer.settings().restart();
        for (Iterator<StaleFamily> families = peer.stale().values().iterator(); families.hasNext(); ) {
            StaleFamily stale = families.next();
            AddressFamily family = stale.table.family();
            if (tables.get(family) != stale.table || !promise.keptForwarding(family, stale.longLived)) {
                stale.table.sweep(peer);
                families.remove();
            } else if (!stale.longLived) {
                stale.deadline = now + stale.restartTime.toNanos();
            }
        }
    }

    /** The peer sent all its routes of one family. */
    static void sweep(RibPeer peer, AddressFamily family) {
        StaleFamily stale = peer.stale().remove(family);
        if (stale != null) {
            stale.table.sweep(peer);
        }
    }

    /** Ends the keeping, whatever is left of it. */
    static void end(RibPeer peer) {
        peer.stale().values().forEach(stale -> stale.table.sweep(peer));
        peer.stale().clear();
    }
}

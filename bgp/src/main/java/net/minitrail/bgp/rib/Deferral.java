package net.minitrail.bgp.rib;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * After a restart of this node: peers, which still use what they were told before, are told nothing until everybody has said
 * what he knows, or for some time at most (RFC 4724 section 4.1). Memberships in route targets wait for nobody but this node,
 * since peers send VPN routes only after them. Confined to the routing loop.
 */
final class Deferral {
    /**
     * How long peers are waited for that say they have restarted too. They need not be at all, since two that wait for each
     * other would do so until the deadline; but there are such that say so for as long as their restart time after each
     * start, and mark their end without waiting: FRR.
     */
    private static final long SHORT_WAIT = 5_000_000_000L;

    private final Set<IpAddress> expected;
    private final long deadline;
    private boolean localComplete;

    /** @param expected peers whose End-of-RIB is waited for, if they say that they send it */
    Deferral(Set<IpAddress> expected, long deadline) {
        this.expected = new HashSet<>(expected);
        this.deadline = deadline;
    }

    /** What does not come from peers is complete. */
    void localComplete() {
        localComplete = true;
    }

    /** Nobody waits for that peer any more. */
    void forget(IpAddress peer) {
        expected.remove(peer);
    }

    boolean holds(AddressFamily family, Map<IpAddress, RibPeer> peers) {
        if (!localComplete) {
            return true;
        }
        return family != AddressFamily.ROUTE_TARGET
                && expected.stream().anyMatch(address -> isAwaited(peers.get(address), family));
    }

    private static boolean isAwaited(@Nullable RibPeer peer, AddressFamily family) {
        if (peer == null || !peer.isUp()) {
            return true;
        }
        PeerSettings settings = peer.settings();
        return settings.endOfRib() != EndOfRibMark.NEVER
                && settings.codec().families().contains(family)
                && !peer.sawEndOfRib(family);
    }

    /** Whether there is nothing to wait for any more; to be called about once a second. */
    boolean isOver(Map<IpAddress, RibPeer> peers, long now) {
        if (deadline - now <= 0) {
            return true;
        }
        expected.removeIf(address -> isWaitedForEnough(peers.get(address), now));
        for (AddressFamily family : AddressFamily.values()) {
            if (holds(family, peers)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWaitedForEnough(@Nullable RibPeer peer, long now) {
        return peer != null
                && peer.isUp()
                && peer.settings().endOfRib() == EndOfRibMark.AFTER_RESTART
                && peer.upFor(now) >= SHORT_WAIT;
    }
}

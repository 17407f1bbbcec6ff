package net.minitrail.bgp.rib;

import java.util.ArrayDeque;
import java.util.Deque;

/** One peer in an update group. Confined to the routing loop. */
final class GroupMember {
    final RibPeer peer;
    UpdateStream stream;

    /** Number of the next batch of {@link #stream} that it takes. */
    long next;

    /** Destinations that it may now want, and those that it may no longer want, since it asked for other targets. */
    final Deque<Destination> gained = new ArrayDeque<>();

    final Deque<Destination> lost = new ArrayDeque<>();

    GroupMember(RibPeer peer, UpdateStream stream) {
        this.peer = peer;
        this.stream = stream;
        this.next = stream.nextNumber();
    }

    boolean isCaughtUp() {
        return next == stream.nextNumber();
    }

    boolean hasOwn() {
        return !gained.isEmpty() || !lost.isEmpty();
    }
}

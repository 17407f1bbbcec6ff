package net.minitrail.bgp.rib;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.PathAttributes;

/** Which peers asked for which targets, and which no longer do, since the last time. Confined to the routing loop. */
final class TargetChanges {
    private final Map<Long, BitSet> gained = new HashMap<>();
    private final Map<Long, BitSet> lost = new HashMap<>();
    private final BitSet all = new BitSet();

    /** Peers whose wishes changed for a range of targets: every route is looked at. */
    private final BitSet ranges = new BitSet();

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Notes that the peers that want {@code target} were {@code before} and are {@code after}. */
    void note(long target, BitSet before, BitSet after) {
        add(gained, target, after, before);
        add(lost, target, before, after);
    }

    private void add(Map<Long, BitSet> changes, long target, BitSet these, BitSet without) {
        var difference = (BitSet) these.clone();
        difference.andNot(without);
        if (!difference.isEmpty()) {
            changes.computeIfAbsent(target, unused -> new BitSet()).or(difference);
            all.or(difference);
        }
    }

    /** Notes that the peers that want a range of targets were {@code before} and are {@code after}. */
    void noteRange(BitSet before, BitSet after) {
        var difference = (BitSet) before.clone();
        difference.xor(after);
        ranges.or(difference);
        all.or(difference);
    }

    boolean concern(int peer) {
        return all.get(peer);
    }

    /** Whether any of the changes may be about a route with these attributes. */
    boolean touch(PathAttributes attributes) {
        if (!ranges.isEmpty()) {
            return true;
        }
        ExtendedCommunities communities = attributes.extendedCommunities();
        for (int i = 0; i < communities.size(); i++) {
            long value = communities.valueAt(i);
            if (gained.containsKey(value) || lost.containsKey(value)) {
                return true;
            }
        }
        return false;
    }

    boolean gains(int peer, PathAttributes attributes) {
        return ranges.get(peer) || touches(gained, peer, attributes.extendedCommunities());
    }

    boolean loses(int peer, PathAttributes attributes) {
        return ranges.get(peer) || touches(lost, peer, attributes.extendedCommunities());
    }

    private static boolean touches(Map<Long, BitSet> changes, int peer, ExtendedCommunities communities) {
        for (int i = 0; i < communities.size(); i++) {
            BitSet peers = changes.get(communities.valueAt(i));
            if (peers != null && peers.get(peer)) {
                return true;
            }
        }
        return false;
    }
}

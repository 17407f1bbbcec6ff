package net.minitrail.bgp.rib;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.RouteTargetMembership;
import net.minitrail.net.RouteTarget;
import org.jspecify.annotations.Nullable;

/**
 * Which peers asked for which route targets (RFC 4684), as bit sets by peer id.
 *
 * <p>An internal peer asks with any of its usable memberships; of external ones only those count that come from the
 * neighbour AS of the best external path. Confined to the routing loop.
 */
final class TargetFilters {
    private static final BitSet NOBODY = new BitSet();

    private final RouteTable memberships;

    /** Memberships that somebody began or ceased to ask for since the last time. */
    private final Set<Nlri> changed = new LinkedHashSet<>();

    /** What makes up {@link #byTarget}: memberships of one target may come from several origin ASes. */
    private final Map<Long, Map<RouteTargetMembership, BitSet>> exact = new HashMap<>();

    private final Map<Long, BitSet> byTarget = new HashMap<>();

    /** Memberships in a range of targets, the default among them; few. */
    private final Map<RouteTargetMembership, BitSet> ranges = new HashMap<>();

    private @Nullable PathAttributes lastAttributes;
    private BitSet lastMembers = NOBODY;
    private BitSet lastInterested = NOBODY;

    /** @param table bgp.rtarget.0 */
    TargetFilters(RouteTable table) {
        this.memberships = table;
        table.watchPaths(changed::add);
    }

    /** Takes in what changed in the table. */
    TargetChanges refresh() {
        var changes = new TargetChanges();
        for (Nlri nlri : changed) {
            var membership = (RouteTargetMembership) nlri;
            BitSet asking = memberships.find(nlri).map(TargetFilters::asking).orElse(NOBODY);
            if (membership.target().isPresent()) {
                refreshExact(membership, asking, changes);
            } else {
                BitSet before = asking.isEmpty() ? ranges.remove(membership) : ranges.put(membership, asking);
                changes.noteRange(before == null ? NOBODY : before, asking);
            }
        }
        changed.clear();
        if (!changes.isEmpty()) {
            lastAttributes = null;
        }
        return changes;
    }

    private void refreshExact(RouteTargetMembership membership, BitSet asking, TargetChanges changes) {
        long target = membership.routeTarget();
        Map<RouteTargetMembership, BitSet> parts = exact.computeIfAbsent(target, unused -> new HashMap<>());
        if (asking.isEmpty()) {
            parts.remove(membership);
        } else {
            parts.put(membership, asking);
        }
        var union = new BitSet();
        parts.values().forEach(union::or);
        BitSet before = byTarget.getOrDefault(target, NOBODY);
        changes.note(target, before, union);
        if (parts.isEmpty()) {
            exact.remove(target);
            byTarget.remove(target);
        } else {
            byTarget.put(target, union);
        }
    }

    private static BitSet asking(Destination membership) {
        var peers = new BitSet();
        long bestExternalAs = -1;
        for (Path path = membership.first; path != null; path = path.next) {
            if (path.isFeasible() && path.source() instanceof RibPeer peer) {
                long as = path.attributes().asPath().neighborAs().orElse(0);
                if (!peer.isInternal() && bestExternalAs < 0) {
                    bestExternalAs = as;
                }
                if (peer.isInternal() || as == bestExternalAs) {
                    peers.set(peer.id());
                }
            }
        }
        return peers;
    }

    /** Those of {@code members} that asked for a route with these attributes; not changed any more. */
    @SuppressWarnings("ReferenceEquality") // routes come in runs; equal ones that are not the same only cost time
    BitSet interested(PathAttributes attributes, BitSet members) {
        if (attributes == lastAttributes && members == lastMembers) {
            return lastInterested;
        }
        var interested = new BitSet();
        ExtendedCommunities communities = attributes.extendedCommunities();
        for (int i = 0; i < communities.size(); i++) {
            long value = communities.valueAt(i);
            if (RouteTarget.isRouteTarget(value)) {
                interested.or(asking(value));
            }
        }
        if (!ranges.isEmpty()) {
            addRanges(attributes, interested);
        }
        interested.and(members);
        lastAttributes = attributes;
        lastMembers = members;
        lastInterested = interested;
        return interested;
    }

    private BitSet asking(long target) {
        return byTarget.getOrDefault(target, NOBODY);
    }

    private void addRanges(PathAttributes attributes, BitSet interested) {
        for (Map.Entry<RouteTargetMembership, BitSet> range : ranges.entrySet()) {
            RouteTargetMembership membership = range.getKey();
            if (membership.length() == 0 || attributes.routeTargets().stream().anyMatch(membership::covers)) {
                interested.or(range.getValue());
            }
        }
    }

    /** Whether one peer asked for a route with these attributes. */
    boolean isInterested(PathAttributes attributes, int peer) {
        var one = new BitSet();
        one.set(peer);
        return !interested(attributes, one).isEmpty();
    }
}

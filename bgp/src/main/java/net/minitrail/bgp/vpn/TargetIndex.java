package net.minitrail.bgp.vpn;

import com.google.common.collect.ImmutableSet;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.net.RouteTarget;

/** Which VRFs are to be asked about a route with given targets, as bit sets by VRF index. Confined to the routing loop. */
final class TargetIndex {
    private final Map<Long, BitSet> byTarget = new HashMap<>();

    /** VRFs whose policy cannot say which targets it takes. */
    private final BitSet always = new BitSet();

    void add(int vrf, Optional<ImmutableSet<RouteTarget>> targets) {
        if (targets.isEmpty()) {
            always.set(vrf);
            return;
        }
        for (RouteTarget target : targets.get()) {
            byTarget.computeIfAbsent(target.value(), unused -> new BitSet()).set(vrf);
        }
    }

    void remove(int vrf, Optional<ImmutableSet<RouteTarget>> targets) {
        always.clear(vrf);
        for (RouteTarget target : targets.orElse(ImmutableSet.of())) {
            byTarget.computeIfPresent(target.value(), (value, vrfs) -> {
                vrfs.clear(vrf);
                return vrfs.isEmpty() ? null : vrfs;
            });
        }
    }

    /** The VRFs that may take a route with these attributes; the caller's to change. */
    BitSet candidates(PathAttributes attributes) {
        var vrfs = (BitSet) always.clone();
        ExtendedCommunities communities = attributes.extendedCommunities();
        for (int i = 0; i < communities.size(); i++) {
            BitSet importing = byTarget.get(communities.valueAt(i));
            if (importing != null) {
                vrfs.or(importing);
            }
        }
        return vrfs;
    }

    boolean isEmpty() {
        return always.isEmpty() && byTarget.isEmpty();
    }
}

package net.minitrail.bgp.rib;

import com.google.common.collect.ImmutableSortedSet;
import java.util.HashMap;
import java.util.Map;
import net.minitrail.bgp.wire.Origin;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.RouteTargetMembership;
import net.minitrail.net.RouteTarget;

/**
 * The route targets that this node wants, and announces to peers with route target constraint (RFC 4684). Counted: a target
 * is wanted until everybody who asked for it has let go of it. Confined to the routing loop.
 */
public final class LocalTargets {
    private final RouteTable table;
    private final RibConfig config;
    private final PathSource self = NamedSource.local("local", 0);
    private final Map<RouteTarget, Integer> wanted = new HashMap<>();

    LocalTargets(RouteTable table, RibConfig config) {
        this.table = table;
        this.config = config;
    }

    public void join(RouteTarget target, long now) {
        if (wanted.merge(target, 1, Integer::sum) == 1) {
            PathAttributes attributes = PathAttributes.builder()
                    .origin(Origin.IGP)
                    .nextHop(config.routerId())
                    .localPref(PathOrder.DEFAULT_LOCAL_PREF)
                    .build();
            table.learn(Route.of(membership(target)), self, attributes, now);
        }
    }

    /** Must match an earlier {@link #join}. */
    public void leave(RouteTarget target) {
        Integer left = wanted.computeIfPresent(target, (key, count) -> count == 1 ? null : count - 1);
        if (left == null) {
            table.withdraw(membership(target), self);
        }
    }

    /** For display. */
    public ImmutableSortedSet<RouteTarget> wanted() {
        return ImmutableSortedSet.copyOf(wanted.keySet());
    }

    private RouteTargetMembership membership(RouteTarget target) {
        return RouteTargetMembership.of(config.as(), target);
    }
}

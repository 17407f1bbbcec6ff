package net.minitrail.controller.routing;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.RouteTarget;

/** Says which network a route comes from. Confined to the routing loop. */
public final class OriginNetworks {
    /** What an agent is told when nobody knows. */
    public static final String UNRESOLVED = "unresolved";

    private final Map<Integer, String> byId = new HashMap<>();
    private final Map<RouteTarget, Set<String>> exporters = new HashMap<>();
    private long as;

    public OriginNetworks(long as) {
        this.as = as;
    }

    public void autonomousSystem(long as) {
        this.as = as;
    }

    void add(InstancePlan plan) {
        if (plan.networkId() != 0) {
            byId.put(plan.networkId(), plan.network());
        }
        plan.exports()
                .forEach(target -> exporters
                        .computeIfAbsent(target, t -> new LinkedHashSet<>())
                        .add(plan.network()));
    }

    void remove(InstancePlan plan) {
        byId.remove(plan.networkId(), plan.network());
        plan.exports()
                .forEach(target -> exporters.computeIfPresent(target, (t, networks) -> {
                    networks.remove(plan.network());
                    return networks.isEmpty() ? null : networks;
                }));
    }

    /**
     * The network of a route that is in the table of {@code instance}: by the origin-VN community of our AS, else that of the
     * instance if it exports one of the route's targets, else the only network that does.
     *
     * @param ownRoute whether an agent published it in this very instance
     */
    public String of(ExtendedCommunities communities, InstancePlan instance, boolean ownRoute) {
        Optional<String> named = communities.asList().stream()
                .filter(community -> community.isOriginVirtualNetwork() && community.as() == as)
                .map(community -> byId.get((int) community.number()))
                .filter(Objects::nonNull)
                .findFirst();
        if (named.isPresent()) {
            return named.get();
        }
        if (ownRoute) {
            return instance.network();
        }
        Set<String> candidates = new LinkedHashSet<>();
        for (RouteTarget target : communities.routeTargets()) {
            if (instance.exports().contains(target)) {
                return instance.network();
            }
            candidates.addAll(exporters.getOrDefault(target, Set.of()));
        }
        return candidates.size() == 1 ? candidates.iterator().next() : UNRESOLVED;
    }

    /** The community that names a network, to go with its routes; empty if it has no number. */
    Optional<ExtendedCommunity> mark(InstancePlan plan) {
        return plan.networkId() == 0
                ? Optional.empty()
                : Optional.of(ExtendedCommunity.originVirtualNetwork(as, plan.networkId()));
    }
}

package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Comparator;
import java.util.Optional;
import net.minitrail.gateway.junos.CommunityMember;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import org.jspecify.annotations.Nullable;

/**
 * One term of a policy: what it matches and what it does. Conditions of different kinds must all hold; of several values
 * of one kind, any. Immutable.
 *
 * @param communities each is a named community, all of whose members a route must have
 * @param prefixes from prefix lists, which match exactly
 */
record PolicyTerm(
        String name,
        ImmutableSet<String> protocols,
        ImmutableSet<IpAddress> neighbors,
        ImmutableSet<IpAddress> nextHops,
        ImmutableList<ImmutableSet<CommunityMember>> communities,
        ImmutableList<RouteFilter> filters,
        ImmutableSet<IpPrefix> prefixes,
        @Nullable String family,
        ImmutableList<Action> actions,
        Flow flow) {

    /** Where evaluation goes after a term that matched. */
    enum Flow {
        ACCEPT,
        REJECT,
        NEXT_TERM,
        NEXT_POLICY
    }

    /** Changes a route. */
    @FunctionalInterface
    interface Action {
        void change(PolicyRoute route);
    }

    boolean matches(PolicyRoute route) {
        return (protocols.isEmpty() || protocols.contains(route.protocol))
                && (neighbors.isEmpty() || route.neighbor != null && neighbors.contains(route.neighbor))
                && (nextHops.isEmpty() || route.nextHop != null && nextHops.contains(route.nextHop))
                && (communities.isEmpty() || communities.stream().anyMatch(route.communities::containsAll))
                && familyMatches(route)
                && prefixMatches(route.prefix);
    }

    private boolean familyMatches(PolicyRoute route) {
        return family == null || family.equals("inet6") != route.prefix.isV4();
    }

    private boolean prefixMatches(IpPrefix prefix) {
        if (filters.isEmpty() && prefixes.isEmpty() || prefixes.contains(prefix)) {
            return true;
        }
        Optional<RouteFilter> longest = filters.stream()
                .filter(filter -> filter.covers(prefix))
                .max(Comparator.comparingInt(filter -> filter.prefix().length()));
        return longest.isPresent() && longest.get().matches(prefix);
    }
}

package net.minitrail.gateway.routing;

import java.util.Collection;
import java.util.TreeSet;
import net.minitrail.gateway.junos.CommunityMember;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import org.jspecify.annotations.Nullable;

/**
 * A route while policies look at it and change it. Mutable, and alive for one evaluation only.
 *
 * <p>Communities are kept in the order of their octets, extended ones last, as they go out.
 */
final class PolicyRoute {
    final String protocol;
    final IpPrefix prefix;
    final @Nullable IpAddress neighbor;
    final TreeSet<CommunityMember> communities;

    @Nullable
    IpAddress nextHop;

    @Nullable
    Long localPreference;

    @Nullable
    Long metric;

    /**
     * @param protocol as {@code from protocol} names it: bgp, direct, static
     * @param neighbor whom it was learned from; null if it is our own
     */
    PolicyRoute(String protocol, IpPrefix prefix, @Nullable IpAddress neighbor, @Nullable IpAddress nextHop) {
        this.protocol = protocol;
        this.prefix = prefix;
        this.neighbor = neighbor;
        this.nextHop = nextHop;
        this.communities = new TreeSet<>((a, b) -> a.extended() == b.extended()
                ? Long.compareUnsigned(a.value(), b.value())
                : Boolean.compare(a.extended(), b.extended()));
    }

    PolicyRoute with(Collection<CommunityMember> members) {
        communities.addAll(members);
        return this;
    }

    PolicyRoute localPreference(@Nullable Long value) {
        localPreference = value;
        return this;
    }

    PolicyRoute metric(@Nullable Long value) {
        metric = value;
        return this;
    }
}

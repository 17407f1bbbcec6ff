package net.minitrail.gateway.routing;

import net.minitrail.net.IpPrefix;

/**
 * One {@code route-filter} of a policy term: a prefix, and the mask lengths that match inside it.
 *
 * @param least smallest mask length that matches
 * @param most largest mask length that matches
 */
record RouteFilter(IpPrefix prefix, int least, int most) {

    /** Whether the filter is about this prefix at all; the longest such filter of a term alone decides. */
    boolean covers(IpPrefix route) {
        return prefix.isV4() == route.isV4() && prefix.covers(route);
    }

    boolean matches(IpPrefix route) {
        return covers(route) && route.length() >= least && route.length() <= most;
    }
}

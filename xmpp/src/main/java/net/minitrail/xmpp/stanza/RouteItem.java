package net.minitrail.xmpp.stanza;

import com.google.common.collect.ImmutableList;

/**
 * One route as the agent channel carries it: an {@code entry} element. From an agent it has exactly one next hop, from a
 * control node one for each path of equal cost.
 */
public record RouteItem(
        RouteKey key, ImmutableList<RouteNextHop> nextHops, RouteAttributes attributes, Replication replication) {

    /** A route without anything about replication. */
    public static RouteItem of(RouteKey key, Iterable<RouteNextHop> nextHops, RouteAttributes attributes) {
        return new RouteItem(key, ImmutableList.copyOf(nextHops), attributes, Replication.NONE);
    }
}

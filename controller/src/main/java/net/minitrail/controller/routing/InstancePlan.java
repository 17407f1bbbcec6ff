package net.minitrail.controller.routing;

import com.google.common.collect.ImmutableSet;
import net.minitrail.net.RouteTarget;

/**
 * A routing instance as the configuration wants it.
 *
 * @param name full, such as {@code default-domain:default-project:test_vn:test_vn}
 * @param network full name of its network
 * @param networkId the network's number; 0 if it has none
 * @param imports what it imports by itself
 * @param connected what instances export that it is connected to by policy
 * @param exports what its routes carry
 */
public record InstancePlan(
        String name,
        String network,
        int networkId,
        ImmutableSet<RouteTarget> imports,
        ImmutableSet<RouteTarget> connected,
        ImmutableSet<RouteTarget> exports) {}

package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;

/**
 * A VRF of a gateway or speaker whose configuration the lab generates.
 *
 * @param label the label to announce its routes with, 16 to 1048575; -1 leaves the choice to the node
 * @param routes the prefixes that it announces
 */
public record VrfSpec(
        String name,
        RouteDistinguisher rd,
        ImmutableSet<RouteTarget> imports,
        ImmutableSet<RouteTarget> exports,
        int label,
        ImmutableList<IpPrefix> routes) {}

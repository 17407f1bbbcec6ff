package net.minitrail.gateway.forwarding;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.underlay.Encapsulation;

/**
 * A tunnel as packets need it. Immutable but for its counters.
 *
 * @param name of its interface, such as {@code gr-0/0/10.32769}
 */
public record TunnelEnd(
        String name,
        Encapsulation encapsulation,
        Ipv4Address source,
        Ipv4Address destination,
        TunnelCounters counters) {}

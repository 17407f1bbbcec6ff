package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import net.minitrail.net.Ipv4Address;

/**
 * Who aggregated a route (RFC 4271 section 5.1.7).
 *
 * @param as 1 to 4294967295
 */
public record Aggregator(long as, Ipv4Address routerId) {
    public Aggregator {
        checkArgument(as >= 1 && as <= 0xFFFF_FFFFL, "AS %s is not in 1..4294967295", as);
    }
}

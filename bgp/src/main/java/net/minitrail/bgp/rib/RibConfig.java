package net.minitrail.bgp.rib;

import java.util.OptionalInt;
import net.minitrail.net.Ipv4Address;

/**
 * What a speaker is.
 *
 * @param as our AS, 1 to 4294967295
 * @param routerId our BGP identifier
 * @param clusterId if we are a route reflector (RFC 4456)
 * @param alwaysCompareMed whether MEDs of different neighbour ASes are compared
 */
public record RibConfig(long as, Ipv4Address routerId, OptionalInt clusterId, boolean alwaysCompareMed) {

    public static RibConfig of(long as, Ipv4Address routerId) {
        return new RibConfig(as, routerId, OptionalInt.empty(), false);
    }

    /** The same, reflecting under its router id as cluster id, as is the custom. */
    public RibConfig asReflector() {
        return new RibConfig(as, routerId, OptionalInt.of(routerId.value()), alwaysCompareMed);
    }
}

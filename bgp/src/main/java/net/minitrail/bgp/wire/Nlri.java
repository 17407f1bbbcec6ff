package net.minitrail.bgp.wire;

import java.util.Comparator;

/**
 * The identity of a route: what a withdrawal names and what a table is keyed by. Labels, next hop and EVPN details are
 * not part of it. Orders by family, then as routing tables print.
 */
public sealed interface Nlri extends Comparable<Nlri>
        permits UnicastPrefix, VpnIpv4Prefix, VpnIpv6Prefix, RouteTargetMembership, EvpnNlri, IdentifiedNlri {

    AddressFamily family();

    /** Orders within one family; {@code other} is of the family of this one. */
    int compareWithinFamily(Nlri other);

    @Override
    default int compareTo(Nlri other) {
        int byFamily = family().compareTo(other.family());
        return byFamily != 0 ? byFamily : compareWithinFamily(other);
    }

    /** The natural order, for callers that need a comparator. */
    static Comparator<Nlri> order() {
        return Comparator.naturalOrder();
    }
}

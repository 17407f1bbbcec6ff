package net.minitrail.itests.interop;

import com.google.common.collect.ImmutableSortedSet;

/**
 * A route to be announced.
 *
 * @param distinguisher {@code 65500:11}; empty if the family has none
 * @param label -1 if the family has none
 * @param nextHop an IPv4 address; mapped into IPv6 on the wire where the family needs it
 * @param target {@code 65500:101}; empty if the family has none
 */
record Route(Family family, String distinguisher, String prefix, int label, String nextHop, String target) {

    Route withLabel(int other) {
        return new Route(family, distinguisher, prefix, other, nextHop, target);
    }

    Route withTarget(String other) {
        return new Route(family, distinguisher, prefix, label, nextHop, other);
    }

    /** {@code ::ffff:192.168.100.11} in IPv6. */
    String wireNextHop() {
        return (family.isIpv6() ? "::ffff:" : "") + nextHop;
    }

    /** What somebody must hold who was told of it. */
    Held held() {
        return new Held(label, nextHop, target.isEmpty() ? ImmutableSortedSet.of() : ImmutableSortedSet.of(target));
    }
}

package net.minitrail.itests.soak;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.minitrail.itests.peer.Family;
import net.minitrail.itests.peer.Octets;
import net.minitrail.itests.peer.PeerConnection;
import net.minitrail.itests.peer.RouteKey;
import net.minitrail.itests.peer.RouteOffer;

/** What a peer has said and not taken back: its routes, and the route targets that it asks for. For one thread at a time. */
final class Holdings {
    /** Asks for everything (RFC 4684 section 4). */
    static final long DEFAULT = 0;

    final Map<RouteKey, RouteOffer> routes = new LinkedHashMap<>();
    final Set<Long> targets = new TreeSet<>();
    private final Role role;

    Holdings(Role role) {
        this.role = role;
    }

    void clear() {
        routes.clear();
        targets.clear();
    }

    /** Says all of it, and that this is all. */
    void announce(PeerConnection to) throws IOException {
        for (long target : targets) {
            to.send(membership(target, true));
        }
        if (role.constrained()) {
            to.send(Family.ROUTE_TARGET.endOfRib());
        }
        for (var route : routes.entrySet()) {
            to.send(route.getValue().announcement(route.getKey()));
        }
        to.send(Family.VPN_IPV4.endOfRib());
        to.send(Family.VPN_IPV6.endOfRib());
    }

    /** The UPDATE that asks for {@code target}, or does so no longer. */
    byte[] membership(long target, boolean wanted) {
        var nlri = target == DEFAULT
                ? new Octets().u8(0)
                : new Octets().u8(96).u32(role.as()).u64(target);
        if (!wanted) {
            return new Octets()
                    .attribute(0x80, 15, new Octets().u16(1).u8(132).put(nlri))
                    .update();
        }
        return new Octets()
                .attribute(0x40, 1, new Octets().u8(0))
                .attribute(0x40, 2, new Octets())
                .attribute(0x40, 5, new Octets().u32(100))
                .attribute(
                        0x80,
                        14,
                        new Octets()
                                .u16(1)
                                .u8(132)
                                .u8(4)
                                .u32(0x7F3C_0100L | role.number())
                                .u8(0)
                                .put(nlri))
                .update();
    }

    /** Whether it is to be told of a route with these targets. */
    boolean wants(Iterable<Long> routeTargets) {
        if (!role.constrained() || targets.contains(DEFAULT)) {
            return true;
        }
        for (long target : routeTargets) {
            if (targets.contains(target)) {
                return true;
            }
        }
        return false;
    }
}

package net.minitrail.bgp.rib;

import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.PathAttributes;
import org.jspecify.annotations.Nullable;

/** What becomes of the attributes of a received route, and whether it may be used. Pure. */
final class ImportRules {
    private static final long HIGH = 200;
    private static final long LOW = 100;
    private static final long HIGHEST_METRIC = 0xFFFF_FFFFL;

    private ImportRules() {}

    /** The attributes to keep: a local preference from another AS says nothing here (RFC 4271 section 5.1.5). */
    static PathAttributes attributes(PeerSettings peer, PathAttributes received) {
        if (peer.isInternal()) {
            return received;
        }
        if (peer.policy().medToLocalPref() && received.med().isPresent()) {
            return received.toBuilder().localPref(localPref(received.medOr(0))).build();
        }
        return received.localPref().isPresent()
                ? received.toBuilder().noLocalPref().build()
                : received;
    }

    /** Contrail's pairing of MED and local preference: 100 and 200 are each other's, the rest is turned over. */
    static long localPref(long med) {
        if (med == LOW) {
            return HIGH;
        }
        return med == HIGH ? LOW : HIGHEST_METRIC - med;
    }

    /** Why a route may not be used, or null. */
    static @Nullable Infeasibility whyNot(
            RibConfig config, PeerSettings peer, AddressFamily family, PathAttributes attributes) {
        boolean carriesTraffic = family != AddressFamily.ROUTE_TARGET;
        if (carriesTraffic
                && attributes.nextHop().filter(config.routerId()::equals).isPresent()) {
            return Infeasibility.OWN_NEXT_HOP;
        }
        if (attributes.asPath().occurrences(peer.localAs()) > peer.policy().loopCount()) {
            return Infeasibility.AS_LOOP;
        }
        if (!peer.isInternal()) {
            return attributes.asPath().neighborAs().orElse(0) == peer.peerAs() ? null : Infeasibility.NO_NEIGHBOR_AS;
        }
        if (attributes.originatorId().filter(config.routerId()::equals).isPresent()) {
            return Infeasibility.ORIGINATOR_LOOP;
        }
        boolean clusterLoop = config.clusterId().isPresent()
                && attributes.clusterList().contains(config.clusterId().getAsInt());
        return clusterLoop ? Infeasibility.CLUSTER_LOOP : null;
    }
}

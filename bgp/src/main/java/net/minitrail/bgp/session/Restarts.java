package net.minitrail.bgp.session;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.Optional;
import net.minitrail.bgp.rib.EndOfRibMark;
import net.minitrail.bgp.rib.RestartPromise;
import net.minitrail.bgp.rib.RestartPromise.LongLived;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Capability;
import net.minitrail.bgp.wire.Capability.LongLivedGracefulRestart;

/** What a peer's OPEN promises for its restarts, in families that were negotiated. Pure functions. */
final class Restarts {
    private Restarts() {}

    static RestartPromise promise(Negotiated negotiated) {
        Capability.GracefulRestart restart = negotiated.gracefulRestart();
        if (restart == null) {
            return RestartPromise.NONE;
        }
        var families = ImmutableSet.<AddressFamily>builder();
        var forwarding = ImmutableSet.<AddressFamily>builder();
        for (Capability.GracefulRestart.Family one : restart.families()) {
            AddressFamily family = one.family();
            if (family != null && negotiated.families().contains(family)) {
                families.add(family);
                if (one.forwarding()) {
                    forwarding.add(family);
                }
            }
        }
        return new RestartPromise(
                families.build(),
                forwarding.build(),
                Duration.ofSeconds(restart.restartTimeSeconds()),
                longLived(negotiated));
    }

    private static ImmutableMap<AddressFamily, LongLived> longLived(Negotiated negotiated) {
        var families = ImmutableMap.<AddressFamily, LongLived>builder();
        capability(negotiated).ifPresent(capability -> {
            for (LongLivedGracefulRestart.StaleFamily one : capability.families()) {
                AddressFamily family = one.family();
                if (family != null && negotiated.families().contains(family)) {
                    families.put(family, new LongLived(Duration.ofSeconds(one.staleTimeSeconds()), one.forwarding()));
                }
            }
        });
        return families.buildKeepingLast();
    }

    /** Whether the peer marks the end of its routes. */
    static EndOfRibMark endOfRib(Negotiated negotiated) {
        Capability.GracefulRestart restart = negotiated.gracefulRestart();
        if (restart == null) {
            return EndOfRibMark.NEVER;
        }
        return restart.restarting() ? EndOfRibMark.AFTER_RESTART : EndOfRibMark.SENT;
    }

    /** Whether the peer knows what long-lived stale routes are (RFC 9494 section 4.3). */
    static boolean understandsLongLived(Negotiated negotiated) {
        return capability(negotiated).isPresent();
    }

    /** Counts only beside the capability of RFC 4724 (RFC 9494 section 4.1). */
    private static Optional<LongLivedGracefulRestart> capability(Negotiated negotiated) {
        return negotiated.gracefulRestart() == null
                ? Optional.empty()
                : negotiated.received().stream()
                        .filter(LongLivedGracefulRestart.class::isInstance)
                        .map(LongLivedGracefulRestart.class::cast)
                        .findFirst();
    }
}

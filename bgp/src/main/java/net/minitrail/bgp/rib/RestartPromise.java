package net.minitrail.bgp.rib;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.time.Duration;
import net.minitrail.bgp.wire.AddressFamily;

/**
 * What a peer promised for the time after its session breaks, as far as we help (RFC 4724, RFC 9494).
 *
 * @param families whose routes may be kept as they are while it is away, for {@code restartTime}
 * @param keptForwarding those of them for which it says, now that it is back, that it went on forwarding
 * @param restartTime zero for not at all
 * @param longLived families whose routes may be kept as the last choice after that
 */
public record RestartPromise(
        ImmutableSet<AddressFamily> families,
        ImmutableSet<AddressFamily> keptForwarding,
        Duration restartTime,
        ImmutableMap<AddressFamily, LongLived> longLived) {
    /** Its routes go when the session does. */
    public static final RestartPromise NONE =
            new RestartPromise(ImmutableSet.of(), ImmutableSet.of(), Duration.ZERO, ImmutableMap.of());

    /**
     * A family of the long-lived capability.
     *
     * @param staleTime up to 16777215 s; zero for not at all
     * @param keptForwarding whether the peer says, now that it is back, that it went on forwarding
     */
    public record LongLived(Duration staleTime, boolean keptForwarding) {
        public LongLived {
            checkArgument(!staleTime.isNegative(), "negative stale time");
        }
    }

    public RestartPromise {
        checkArgument(!restartTime.isNegative(), "negative restart time");
        families = Sets.immutableEnumSet(families);
        keptForwarding = Sets.immutableEnumSet(keptForwarding);
    }

    /** How long routes of {@code family} are kept as they are. */
    Duration restartTime(AddressFamily family) {
        return families.contains(family) ? restartTime : Duration.ZERO;
    }

    /** How long routes of {@code family} are kept as the last choice after that. */
    Duration longLivedTime(AddressFamily family) {
        LongLived promise = longLived.get(family);
        return promise == null ? Duration.ZERO : promise.staleTime();
    }

    /** Whether routes of {@code family} are kept at all. */
    boolean keeps(AddressFamily family) {
        return !restartTime(family).isZero() || !longLivedTime(family).isZero();
    }

    /** Whether the peer, now that it is back, went on forwarding what is kept, for long or not (RFC 9494 section 4.2). */
    boolean keptForwarding(AddressFamily family, boolean forLong) {
        LongLived promise = longLived.get(family);
        return forLong ? promise != null && promise.keptForwarding() : keptForwarding.contains(family);
    }
}

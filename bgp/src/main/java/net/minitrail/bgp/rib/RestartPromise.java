package net.minitrail.bgp.rib;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import net.minitrail.bgp.wire.AddressFamily;

/**
 * What a peer promised for the time after its session breaks, as far as we help (RFC 4724, RFC 9494).
 *
 * @param families whose routes may be kept while it is away
 * @param keptForwarding those of them for which it says, now that it is back, that it went on forwarding
 * @param restartTime how long they are kept as they are; zero for not at all
 * @param longLivedTime how long they are kept as the last choice after that; zero for not at all
 */
public record RestartPromise(
        ImmutableSet<AddressFamily> families,
        ImmutableSet<AddressFamily> keptForwarding,
        Duration restartTime,
        Duration longLivedTime) {
    /** Its routes go when the session does. */
    public static final RestartPromise NONE =
            new RestartPromise(ImmutableSet.of(), ImmutableSet.of(), Duration.ZERO, Duration.ZERO);

    public RestartPromise {
        checkArgument(!restartTime.isNegative() && !longLivedTime.isNegative(), "negative restart time");
    }

    /** Whether anything is kept at all. */
    public boolean keeps() {
        return !families.isEmpty() && !(restartTime.isZero() && longLivedTime.isZero());
    }
}

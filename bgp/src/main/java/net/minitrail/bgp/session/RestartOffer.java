package net.minitrail.bgp.session;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/**
 * How long a peer should keep our routes when we vanish, in all families of the session.
 *
 * @param restartTime as they are, 0 to 4095 s (RFC 4724 section 3)
 * @param longLivedTime as the last choice after that, 0 to 16777215 s (RFC 9494 section 3.1)
 */
public record RestartOffer(Duration restartTime, Duration longLivedTime) {
    /** Not at all: we only mark the end of the initial routes. */
    public static final RestartOffer NONE = new RestartOffer(Duration.ZERO, Duration.ZERO);

    private static final long LONGEST_RESTART_TIME = 4095;
    private static final long LONGEST_STALE_TIME = 0xFF_FFFF;

    public RestartOffer {
        checkArgument(
                !restartTime.isNegative() && restartTime.toSeconds() <= LONGEST_RESTART_TIME,
                "restart time %s is not 0 s to 4095 s",
                restartTime);
        checkArgument(
                !longLivedTime.isNegative() && longLivedTime.toSeconds() <= LONGEST_STALE_TIME,
                "long-lived stale time %s is not 0 s to 16777215 s",
                longLivedTime);
    }

    /** Whether routes are to be kept at all. */
    public boolean isSome() {
        return !restartTime.isZero() || !longLivedTime.isZero();
    }
}

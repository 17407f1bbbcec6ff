package net.minitrail.bgp.session;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/**
 * The pauses and limits of RFC 4271 section 10 that are not negotiated.
 *
 * @param connectRetry how long to wait for an answer to dialing, and between two attempts; jittered
 * @param idleHold how long to wait before dialing again after a session ended in an error; calls are taken at once
 * @param openHold how long to wait for the peer's OPEN
 * @param sendHold how long nothing at all may be written before the peer is given up (RFC 9687); twice the hold time if that
 *     is longer
 */
public record SessionTiming(Duration connectRetry, Duration idleHold, Duration openHold, Duration sendHold) {
    public static final SessionTiming DEFAULT = new SessionTiming(
            Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(4), Duration.ofMinutes(8));

    public SessionTiming {
        checkArgument(isPositive(connectRetry), "connect retry time %s is not positive", connectRetry);
        checkArgument(!idleHold.isNegative(), "idle hold time %s is negative", idleHold);
        checkArgument(isPositive(openHold), "open hold time %s is not positive", openHold);
        checkArgument(isPositive(sendHold), "send hold time %s is not positive", sendHold);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }
}

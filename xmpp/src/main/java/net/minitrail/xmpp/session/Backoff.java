package net.minitrail.xmpp.session;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before each attempt to connect: 0, 1, 2, 4, 8, 16, then 30 s for ever, but never longer than a limit, give
 * or take a tenth.
 */
final class Backoff {
    private static final ImmutableList<Integer> SECONDS = ImmutableList.of(0, 1, 2, 4, 8, 16, 30);

    private final Duration longest;
    private final DoubleSupplier random;
    private int attempts;

    /** @param random gives numbers of 0 to 1 */
    Backoff(Duration longest, DoubleSupplier random) {
        this.longest = longest;
        this.random = random;
    }

    Duration next() {
        Duration wait = Duration.ofSeconds(SECONDS.get(Math.min(attempts, SECONDS.size() - 1)));
        attempts++;
        long nanos = Math.min(wait.toNanos(), longest.toNanos());
        return Duration.ofNanos((long) (nanos * (0.9 + 0.2 * random.getAsDouble())));
    }

    /** Waits since the last success. */
    int attempts() {
        return attempts;
    }

    void reset() {
        attempts = 0;
    }
}

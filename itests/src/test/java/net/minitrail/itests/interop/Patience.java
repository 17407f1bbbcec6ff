package net.minitrail.itests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long a machine with much else to do may take, and how often it is asked. */
final class Patience {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private Patience() {}

    static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(LOOK_AGAIN);
    }

    /** Waits until {@code question} answers exactly that. */
    static <T> void awaitEqual(String what, T expected, Callable<T> question) {
        await(what).untilAsserted(() -> assertEquals(expected, question.call(), what));
    }
}

package net.minitrail.xmpp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void waits_longer_each_time_and_starts_over_after_a_success() {
        var backoff = new Backoff(Duration.ofSeconds(30), () -> 0.5);

        assertEquals(List.of(0L, 1L, 2L, 4L, 8L, 16L, 30L, 30L), seconds(backoff, 8));
        backoff.reset();
        assertEquals(List.of(0L, 1L), seconds(backoff, 2));
    }

    @Test
    void varies_by_a_tenth() {
        var early = new Backoff(Duration.ofSeconds(30), () -> 0);
        var late = new Backoff(Duration.ofSeconds(30), () -> 1);
        early.next();
        late.next();

        assertEquals(Duration.ofMillis(900), early.next());
        assertEquals(Duration.ofMillis(1100), late.next());
    }

    @Test
    void never_waits_longer_than_its_limit() {
        var backoff = new Backoff(Duration.ofSeconds(3), () -> 0.5);

        assertEquals(List.of(0L, 1L, 2L, 3L, 3L, 3L), seconds(backoff, 6));
    }

    private static List<Long> seconds(Backoff backoff, int count) {
        return Stream.generate(backoff::next)
                .limit(count)
                .map(Duration::toSeconds)
                .toList();
    }
}

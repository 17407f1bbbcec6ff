package net.minitrail.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    /** Two neighbors hear each other's 16384 routes, two more hear both: each route takes more than 60 octets. */
    private static final long ONE_ACT = 6L * 16_384 * 60;

    @Test
    void neighbors_hear_the_routes_of_the_others_and_nothing_of_it_stays() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        assertTrue(Rehearsal.play(Duration.ofSeconds(1)) > ONE_ACT);

        Awaitility.await().untilAsserted(() -> assertEquals(Set.of(), routingThreadsBeside(before)));
    }

    private static Set<Thread> routingThreadsBeside(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getName().matches("routing|config|bgp.*|xmpp.*|control.*"))
                .collect(Collectors.toSet());
    }
}

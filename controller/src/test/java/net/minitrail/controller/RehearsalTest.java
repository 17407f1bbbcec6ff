package net.minitrail.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    /** What 16384 routes take at least, each in an UPDATE of its own. */
    private static final long ROUTES_OF_ONE = 16_384L * 60;

    @Test
    void neighbors_hear_the_routes_of_the_others_and_nothing_of_it_stays() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        long heard = Rehearsal.play(Duration.ofSeconds(12)); // a round takes some seconds on a slow machine
        assertTrue(heard > ROUTES_OF_ONE, heard + " octets");

        Awaitility.await().untilAsserted(() -> assertEquals(Set.of(), routingThreadsBeside(before)));
    }

    private static Set<Thread> routingThreadsBeside(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getName().matches("routing|config|bgp.*|xmpp.*|control.*"))
                .collect(Collectors.toSet());
    }
}

package net.minitrail.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutageTest {
    private static final String REPLY = "64 bytes from 192.168.20.254: seq=%d ttl=64 time=0.5 ms%n";

    @Test
    void the_longest_gap_counts_with_the_interval_of_the_command() {
        String output = REPLY.formatted(0) + REPLY.formatted(3) + REPLY.formatted(8)
                + "10 packets transmitted, 3 packets received, 70% packet loss\n";

        assertEquals(Duration.ofMillis(400), Outage.of("ping -c 10 -i 0.1 192.168.20.254", output));
        assertEquals(Duration.ofSeconds(4), Outage.of("ping -c 10 192.168.20.254", output));
    }

    @Test
    void a_ping_that_is_never_answered_counts_whole() {
        assertEquals(
                Duration.ofSeconds(2),
                Outage.of(
                        "ping -i 0.5 -c 4 10.0.0.1", "4 packets transmitted, 0 packets received, 100% packet loss\n"));
        assertEquals(Duration.ZERO, Outage.of("ping -c 1 10.0.0.1", REPLY.formatted(0) + "1 packets transmitted\n"));
    }
}

package net.minitrail.net.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLineTest {
    private static String line(Level level, String message, @Nullable Throwable error) {
        var logger = new LoggerContext().getLogger("net.minitrail.bgp.session.Peer");
        var event = new LoggingEvent("", logger, level, message, error, new Object[] {"192.168.100.1"});
        event.setInstant(Instant.parse("2020-01-01T10:20:30.004Z"));
        return new LogLine().doLayout(event).replaceFirst("^\\d\\d:\\d\\d:", "HH:MM:");
    }

    @Test
    void an_event_is_a_line() {
        assertEquals("HH:MM:30.004 INFO  Peer peer=192.168.100.1 up\n", line(Level.INFO, "peer={} up", null));
        assertEquals("HH:MM:30.004 ERROR Peer peer=192.168.100.1\n", line(Level.ERROR, "peer={}", null));
    }

    @Test
    void what_a_peer_sent_makes_no_line_and_no_escape() {
        assertEquals("HH:MM:30.004 WARN  Peer a?b??c?[2J\n", line(Level.WARN, "a\nb\r\nc\u001b[2J", null));
    }

    @Test
    void an_error_is_there_with_its_cause() {
        var error = new IllegalStateException("lost", new IllegalArgumentException("label 3"));

        String text = line(Level.ERROR, "thread failed", error);

        assertTrue(
                text.startsWith("HH:MM:30.004 ERROR Peer thread failed\njava.lang.IllegalStateException: lost\n\tat "),
                text);
        assertTrue(text.contains("Caused by: java.lang.IllegalArgumentException: label 3"), text);
    }
}

package net.minitrail.itests.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.minitrail.itests.node.NodeProcess;
import net.minitrail.itests.peer.PeerConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a controller does on SIGTERM, SIGKILL, SIGSTOP and SIGCONT, as its peers see it. */
@Timeout(180)
class SignalsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Controllers controllers() {
        return new Controllers("127.61", directory);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void on_sigterm_peers_hear_why_and_the_process_ends_in_order_even_if_told_twice(int times) throws Exception {
        try (NodeProcess controller = controllers().start();
                PeerConnection one = controllers().dial(controller, 1, 0);
                PeerConnection other = controllers().dial(controller, 2, 90)) {
            for (int i = 0; i < times; i++) {
                controller.signal("TERM");
            }

            assertEquals(0, controller.awaitExit(Duration.ofSeconds(10)));
            assertEquals("6/2 shutting down", one.end().get(5, TimeUnit.SECONDS));
            assertEquals("6/2 shutting down", other.end().get(5, TimeUnit.SECONDS));
            assertFalse(controller.log().contains("Exception"), controller.log());
        }
    }

    /** First a little of everything is stored; then a start is broken off as soon as the store is touched. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"})
    void a_start_that_is_broken_off_leaves_the_store_whole(String signal) throws Exception {
        Map<String, String> networks;
        String ports;
        try (NodeProcess controller = controllers().start()) {
            Controllers.createNetwork(controller, "green");
            networks = Controllers.networks(controller);
            ports = Controllers.portsOf(controller);
            controller.signal("TERM");
            controller.awaitExit(PATIENCE);
        }
        Path store = directory.resolve("store");
        Files.delete(directory.resolve("store.lock"));
        Path config =
                Files.writeString(directory.resolve("again.yml"), controllers().config(ports));

        Process again = NodeProcess.launch("controller", config, directory.resolve("again.log"), "-Xmx128m");
        await().atMost(PATIENCE).until(() -> Files.exists(directory.resolve("store.lock")));
        new ProcessBuilder("kill", "-" + signal, Long.toString(again.pid()))
                .start()
                .waitFor();

        assertTrue(again.waitFor(10, TimeUnit.SECONDS), "still there");
        assertTrue(Files.size(store) > 0);
        try (NodeProcess controller = controllers().start(ports, "")) {
            assertEquals(networks, Controllers.networks(controller));
        }
    }

    @Test
    void a_controller_that_was_stopped_for_longer_than_the_hold_time_starts_over_with_its_peers() throws Exception {
        try (NodeProcess controller = controllers().start();
                PeerConnection impatient = controllers().dial(controller, 1, 3);
                PeerConnection silent = controllers().dial(controller, 2, 3);
                PeerConnection watcher = controllers().dial(controller, 3, 0)) {
            impatient.send(Controllers.offer(1, 17).announcement(Controllers.key(1, 0)));
            silent.send(Controllers.offer(2, 18).announcement(Controllers.key(2, 0)));
            await().until(() -> Controllers.holds(watcher, Controllers.key(1, 0), 17)
                    && Controllers.holds(watcher, Controllers.key(2, 0), 18));

            controller.signal("STOP");
            // one gives up as RFC 4271 section 6.5 asks, the other just does not write
            awaitSilence(impatient, Duration.ofSeconds(4));
            impatient.reset();
            controller.signal("CONT");

            await().atMost(PATIENCE).until(() -> watcher.received().routes().isEmpty());
            assertEquals("4/0", silent.end().get(10, TimeUnit.SECONDS));
            assertTrue(watcher.isUp());
            try (PeerConnection back = controllers().dial(controller, 1, 0)) {
                back.send(Controllers.offer(1, 19).announcement(Controllers.key(1, 0)));
                await().atMost(PATIENCE).until(() -> Controllers.holds(watcher, Controllers.key(1, 0), 19));
                assertEquals(1, watcher.received().routes().size());
            }
        }
    }

    /** Returns when nothing was heard for so long. */
    private static void awaitSilence(PeerConnection peer, Duration silence) {
        long[] heard = {peer.keepalives()};
        long[] since = {System.nanoTime()};
        await().atMost(PATIENCE).until(() -> {
            if (peer.keepalives() != heard[0]) {
                heard[0] = peer.keepalives();
                since[0] = System.nanoTime();
            }
            return System.nanoTime() - since[0] > silence.toNanos();
        });
    }

    @Test
    void a_second_controller_on_one_store_or_one_port_is_refused_and_the_first_lives() throws Exception {
        try (NodeProcess controller = controllers().start();
                PeerConnection peer = controllers().dial(controller, 1, 0)) {
            String free = "{bgp: 0, xmpp: 0, api: 0, control: 0}";
            assertRefused(3, "in use by another process", controllers().config(free));
            String taken = controllers().config(Controllers.portsOf(controller)).replaceAll("(?m)^store:.*$", "");
            assertRefused(4, "Address already in use", taken);
            String bgpTaken = taken.replaceAll("xmpp: \\d+, api: \\d+, control: \\d+", "xmpp: 0, api: 0, control: 0");
            assertRefused(4, "BGP: cannot listen on 127.61.0.1 port", bgpTaken);

            assertTrue(peer.isUp());
            try (PeerConnection another = controllers().dial(controller, 2, 0)) {
                another.send(Controllers.offer(2, 17).announcement(Controllers.key(2, 0)));
                await().atMost(PATIENCE).until(() -> Controllers.holds(peer, Controllers.key(2, 0), 17));
            }
        }
    }

    private void assertRefused(int exit, String words, String config) throws IOException, InterruptedException {
        Path log = directory.resolve("second.log");
        Files.deleteIfExists(log);
        Process second = NodeProcess.launch(
                "controller", Files.writeString(directory.resolve("second.yml"), config), log, "-Xmx128m");
        assertTrue(second.waitFor(60, TimeUnit.SECONDS), "still there");
        assertEquals(exit, second.exitValue(), Files.readString(log));
        assertTrue(Files.readString(log).contains(words), Files.readString(log));
    }
}

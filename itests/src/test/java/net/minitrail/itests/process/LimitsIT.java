package net.minitrail.itests.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.itests.node.NodeProcess;
import net.minitrail.itests.peer.PeerConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A controller that runs out of file descriptors, or of memory. */
@Timeout(180)
class LimitsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CALLS = 40;

    @TempDir
    private Path directory;

    @Test
    void without_descriptors_new_calls_wait_and_sessions_live_until_there_are_some_again() throws Exception {
        var controllers = new Controllers("127.63", directory);
        List<Socket> calls = new ArrayList<>();
        try (NodeProcess controller = controllers.start();
                PeerConnection one = controllers.dial(controller, 1, 0);
                PeerConnection other = controllers.dial(controller, 2, 3)) {
            controller.get("/v1/status");
            limitDescriptors(controller, controller.descriptors() + CALLS / 4);
            for (int i = 0; i < CALLS; i++) {
                Socket call = new Socket();
                calls.add(call);
                call.bind(new InetSocketAddress("127.63.1." + (100 + i), 0));
                call.connect(controller.endpoint(i % 4 == 0 ? "xmpp" : "bgp"), 10_000);
            }

            // for longer than the hold time, a session lives and passes routes on
            long keepalives = other.keepalives();
            int[] label = {100};
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
                other.sendKeepalive();
                one.send(Controllers.offer(1, ++label[0]).announcement(Controllers.key(1, 0)));
                return other.keepalives() >= keepalives + 5;
            });
            await().atMost(PATIENCE).until(() -> Controllers.holds(other, Controllers.key(1, 0), label[0]));

            for (Socket call : calls) {
                call.close();
            }
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                other.sendKeepalive();
                try (PeerConnection late = controllers.dial(controller, 3, 0)) {
                    return late.isUp();
                }
            });
            assertEquals("ready", controller.get("/healthz").path("state").asString());
            assertTrue(one.isUp() && other.isUp());
        }
    }

    private static void limitDescriptors(NodeProcess node, int most) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder("prlimit", "--pid", "" + node.pid(), "--nofile=" + most + ":" + most)
                .inheritIO()
                .start();
        assertEquals(0, prlimit.waitFor());
    }

    @Test
    void without_memory_the_process_ends_and_does_not_live_on_by_halves() throws Exception {
        var controllers = new Controllers("127.64", directory);
        try (NodeProcess controller = controllers.start("{bgp: 0, xmpp: 0, api: 0, control: 0}", "-Xmx20m");
                PeerConnection flood = controllers.dial(controller, 1, 0)) {
            assertTrue(controllers.dial(controller, 2, 0).isUp());
            Thread flooding = new Thread(() -> announceWithoutEnd(flood));
            flooding.start();

            assertEquals(3, controller.awaitExit(Duration.ofSeconds(120)), "of -XX:+ExitOnOutOfMemoryError");
            flooding.join();
        }
    }

    /** Each route with attributes of its own. */
    private static void announceWithoutEnd(PeerConnection peer) {
        try {
            for (int route = 0; peer.isUp(); route++) {
                peer.send(Controllers.offer(route, 17)
                        .announcement(Controllers.key(1 + route / 60_000 % 250, route % 60_000)));
            }
        } catch (IOException e) {
            assertTrue(e.getMessage() != null);
        }
    }
}

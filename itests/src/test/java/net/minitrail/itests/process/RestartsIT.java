package net.minitrail.itests.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import net.minitrail.itests.node.NodeProcess;
import net.minitrail.itests.peer.PeerConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A controller that is killed while routes and configuration pour in, again and again, on the same ports and store. */
@Timeout(600)
class RestartsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int RESTARTS = 20;
    private static final int ENOUGH = 5;

    @TempDir
    private Path directory;

    @Test
    void twenty_times_killed_under_load_it_comes_back_with_all_that_it_promised_and_nothing_stale() throws Exception {
        var controllers = new Controllers("127.62", directory);
        Map<String, String> promised = new TreeMap<>();
        Set<String> confirmed = Set.of();
        String ports = "{bgp: 0, xmpp: 0, api: 0, control: 0}";
        for (int round = 0; round < RESTARTS; round++) {
            try (NodeProcess controller = controllers.start(ports, "")) {
                ports = Controllers.portsOf(controller);
                Map<String, String> present = Controllers.networks(controller);
                promised.forEach((uuid, network) -> assertEquals(network, present.get(uuid)));
                assertTrue(present.keySet().containsAll(confirmed), "a network that was confirmed is gone");
                promised.putAll(present);
                try (PeerConnection one = controllers.dial(controller, 1, 0);
                        PeerConnection other = controllers.dial(controller, 2, 0)) {
                    one.send(Controllers.offer(1, 1000 + round).announcement(Controllers.key(1, round)));
                    int last = round;
                    await().atMost(PATIENCE)
                            .until(() -> Controllers.holds(other, Controllers.key(1, last), 1000 + last));
                    assertEquals(1, other.received().routes().size(), "a route from before");
                    confirmed = killedUnderLoad(controller, round, one);
                }
            }
        }
        assertTrue(promised.size() >= RESTARTS * ENOUGH, "only " + promised.size() + " networks");
        long size = Files.size(directory.resolve("store"));
        try (NodeProcess controller = controllers.start(ports, "")) {
            assertTrue(Controllers.networks(controller).entrySet().containsAll(promised.entrySet()));
            assertTrue(Files.size(directory.resolve("store")) <= size, "the store has grown");
            assertEquals(1, processesOn(directory), "orphans");
        }
    }

    /** Ends it in the middle of work, with SIGKILL or SIGTERM; answers the uuids of networks whose making was confirmed. */
    private static Set<String> killedUnderLoad(NodeProcess controller, int round, PeerConnection peer)
            throws InterruptedException, IOException {
        Set<String> confirmed = new ConcurrentSkipListSet<>();
        Thread makingNetworks = new Thread(() -> makeNetworks(controller, round, confirmed));
        Thread makingRoutes = new Thread(() -> makeRoutes(peer));
        makingNetworks.start();
        makingRoutes.start();
        await().atMost(PATIENCE).until(() -> confirmed.size() >= ENOUGH);
        controller.signal(round % 2 == 0 ? "KILL" : "TERM");
        controller.process().waitFor(10, TimeUnit.SECONDS);
        makingNetworks.join();
        makingRoutes.join();
        return confirmed;
    }

    private static void makeNetworks(NodeProcess controller, int round, Set<String> confirmed) {
        try {
            for (int i = 0; controller.process().isAlive(); i++) {
                JsonNode made = Controllers.createNetwork(controller, "n" + round + "-" + i);
                confirmed.add(made.path("uuid").asString());
            }
        } catch (IOException e) {
            assertTrue(!confirmed.isEmpty(), e.toString());
        }
    }

    private static void makeRoutes(PeerConnection peer) {
        try {
            for (int route = 0; peer.isUp(); route++) {
                peer.send(Controllers.offer(1, 16 + route % 1_000_000).announcement(Controllers.key(1, route % 5000)));
            }
        } catch (IOException e) {
            assertTrue(e.getMessage() != null);
        }
    }

    private static long processesOn(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(directory.toString()))
                .count();
    }
}

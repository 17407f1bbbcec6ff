package net.minitrail.itests.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.minitrail.itests.node.NodeProcess;
import net.minitrail.itests.peer.AgentConnection;
import net.minitrail.itests.peer.PeerConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A hundred BGP peers and a hundred agents call at the same moment, as they do when a control node comes back: all come up. */
@Timeout(240)
class AtOnceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int EACH = 100;
    private static final String BLUE = "default-domain:default-project:blue:blue";

    @TempDir
    private Path directory;

    @Test
    void a_hundred_peers_and_a_hundred_agents_that_call_at_once_all_come_up() throws Exception {
        var controllers = new Controllers("127.68", directory);
        try (NodeProcess controller = controllers.start()) {
            List<Callable<AutoCloseable>> calls = new ArrayList<>();
            for (int i = 1; i <= EACH; i++) {
                int number = i;
                calls.add(() -> controllers.dial(controller, number, 0));
                calls.add(() -> agent(controller, number));
            }
            List<AutoCloseable> sessions = atOnce(calls);
            await().atMost(PATIENCE).until(() -> up(controller, "bgp") == EACH && up(controller, "xmpp") == EACH);

            PeerConnection first = (PeerConnection) sessions.get(0);
            first.send(Controllers.offer(1, 1001).announcement(Controllers.key(1, 0)));
            for (AutoCloseable session : sessions.subList(2, sessions.size())) {
                await().atMost(PATIENCE)
                        .until(() -> session instanceof AgentConnection agent
                                ? agent.told().size() == 1
                                : session instanceof PeerConnection peer
                                        && Controllers.holds(peer, Controllers.key(1, 0), 1001));
            }
            assertTrue(first.isUp());
            for (AutoCloseable session : sessions) {
                session.close();
            }
        }
    }

    private static AgentConnection agent(NodeProcess controller, int number) throws Exception {
        AgentConnection agent =
                AgentConnection.open("127.68.2." + number, controller.endpoint("xmpp"), "agent-" + number, true);
        agent.subscribe(BLUE, 1);
        return agent;
    }

    private static List<AutoCloseable> atOnce(List<Callable<AutoCloseable>> calls) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(calls.size());
        try {
            var start = new CountDownLatch(1);
            List<Future<AutoCloseable>> made = new ArrayList<>();
            for (Callable<AutoCloseable> call : calls) {
                made.add(callers.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            List<AutoCloseable> sessions = new ArrayList<>();
            for (Future<AutoCloseable> session : made) {
                sessions.add(session.get());
            }
            return sessions;
        } finally {
            callers.shutdownNow();
        }
    }

    private static int up(NodeProcess controller, String type) {
        int up = 0;
        for (JsonNode session : controller.get("/v1/status").path("sessions")) {
            boolean isUp = session.path("state").asString("").equalsIgnoreCase("Established");
            up += isUp && session.path("type").asString("").equals(type) ? 1 : 0;
        }
        return up;
    }
}

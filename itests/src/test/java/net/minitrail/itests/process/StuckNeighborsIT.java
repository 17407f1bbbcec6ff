package net.minitrail.itests.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.minitrail.itests.node.NodeProcess;
import net.minitrail.itests.peer.AgentConnection;
import net.minitrail.itests.peer.Family;
import net.minitrail.itests.peer.PeerConnection;
import net.minitrail.itests.peer.RouteOffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A peer and an agent among a hundred neighbors read nothing while routes change faster than a kernel can keep for them: the
 * others are told everything, memory is bounded, and when they read on they are told what is true then, not what was meanwhile.
 */
@Timeout(600)
class StuckNeighborsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final String BLUE = "default-domain:default-project:blue:blue";
    private static final int PEERS = 98;
    private static final int ROUTES = 400;
    private static final int ROUNDS = 10;
    private static final int LAST_LABEL = 1000 + ROUNDS;

    /** More than the growth of a heap of 128 MiB. */
    private static final long MOST_KIB = 200 * 1024;

    /** So that what is said of all routes in all rounds, 2 MB, is more than a kernel keeps for who takes nothing. */
    private static final List<Integer> COMMUNITIES =
            IntStream.range(0, 120).map(number -> 65_000 << 16 | number).boxed().toList();

    @TempDir
    private Path directory;

    @Test
    void who_does_not_read_costs_the_others_nothing_and_is_told_the_final_state() throws Exception {
        var controllers = new Controllers("127.66", directory);
        try (NodeProcess controller = controllers.start()) {
            List<PeerConnection> peers = allAtOnce(controllers, controller);
            AgentConnection agent = agent(controller, 1);
            AgentConnection stuckAgent = agent(controller, 2);
            PeerConnection source = peers.get(0);
            PeerConnection stuck = peers.get(1);
            List<PeerConnection> others = new ArrayList<>(peers.subList(2, PEERS));
            long before = rssKib(controller);

            stuck.setReading(false);
            stuckAgent.setReading(false);
            for (int label = 1001; label <= LAST_LABEL; label++) {
                for (int route = 0; route < ROUTES; route++) {
                    source.send(offer(route, label).announcement(Controllers.key(1, route)));
                }
                stuckAgent.sendKeepalive();
            }
            for (int route = ROUTES / 2; route < ROUTES; route++) {
                source.send(Controllers.key(1, route).withdrawal());
            }
            others.add(controllers.dial(controller, PEERS + 1, 0));

            Map<String, String> expected = new TreeMap<>();
            for (int route = 0; route < ROUTES / 2; route++) {
                expected.put(
                        Controllers.key(1, route).id(), offer(route, LAST_LABEL).labelText());
            }
            for (PeerConnection other : others) {
                await().atMost(PATIENCE).until(() -> {
                    stuckAgent.sendKeepalive();
                    return labels(other).equals(expected) && other.received().isComplete(Family.VPN_IPV4);
                });
            }
            await().atMost(PATIENCE).until(() -> agent.told().size() == ROUTES / 2);
            assertTrue(stuckAgent.told().size() < ROUTES / 2, "the agent is stuck");
            long after = rssKib(controller);
            assertTrue(after < before + MOST_KIB, after + " KiB, before " + before);

            stuck.setReading(true);
            stuckAgent.setReading(true);
            await().atMost(PATIENCE).until(() -> labels(stuck).equals(expected));
            await().atMost(PATIENCE).until(() -> stuckAgent.told().equals(agent.told()));
            assertTrue(stuck.received().updates() < ROUTES * ROUNDS, "it was told what was true meanwhile");
            assertTrue(peers.stream().allMatch(PeerConnection::isUp));
            assertFalse(agent.end().isDone() || stuckAgent.end().isDone());
            for (PeerConnection peer : peers) {
                peer.close();
            }
            agent.close();
            stuckAgent.close();
        }
    }

    /** Sessions of the first {@link #PEERS} peers, which call at the same moment. */
    private static List<PeerConnection> allAtOnce(Controllers controllers, NodeProcess controller) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(PEERS);
        try {
            var start = new CountDownLatch(1);
            List<Future<PeerConnection>> calls = new ArrayList<>();
            for (int number = 1; number <= PEERS; number++) {
                int peer = number;
                calls.add(callers.submit(() -> {
                    start.await();
                    return controllers.dial(controller, peer, 0);
                }));
            }
            start.countDown();
            List<PeerConnection> peers = new ArrayList<>();
            for (Future<PeerConnection> call : calls) {
                peers.add(call.get());
            }
            return peers;
        } finally {
            callers.shutdownNow();
        }
    }

    private static AgentConnection agent(NodeProcess controller, int number) throws Exception {
        AgentConnection agent =
                AgentConnection.open("127.66.2." + number, controller.endpoint("xmpp"), "agent-" + number, true);
        agent.subscribe(BLUE, 1);
        return agent;
    }

    /** Each route has attributes of its own, so that none share a message. */
    private static RouteOffer offer(int route, int label) {
        RouteOffer plain = Controllers.offer(route, label);
        return new RouteOffer(
                label, plain.nextHop(), plain.asPath(), plain.localPreference(), label, COMMUNITIES, plain.targets());
    }

    /** What a peer holds: destinations and labels. */
    private static Map<String, String> labels(PeerConnection peer) {
        Map<String, String> labels = new TreeMap<>();
        peer.received().routes().forEach((key, held) -> labels.put(key, held.label()));
        return labels;
    }

    private static long rssKib(NodeProcess controller) {
        return controller.get("/v1/status").path("rss_kib").asLong();
    }
}

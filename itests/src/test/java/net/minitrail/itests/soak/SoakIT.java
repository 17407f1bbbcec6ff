package net.minitrail.itests.soak;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.minitrail.itests.node.NodeProcess;
import net.minitrail.itests.peer.AdjRibIn;
import net.minitrail.itests.peer.Family;
import net.minitrail.itests.peer.PeerConnection;
import net.minitrail.itests.peer.RouteKey;
import net.minitrail.itests.peer.RouteOffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thirty peers and three agents flap at random, then hold still: the controller's tables and what it told each of them must
 * be those of a controller that was started afresh and heard only what they hold in the end.
 *
 * <p>{@code -Dminitrail.soak.seconds=N} for how long, {@code -Dminitrail.soak.seed=N} to repeat a run.
 */
class SoakIT {
    private static final int PEERS = 30;
    private static final int AGENTS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String JVM = "-XX:+UseSerialGC -Xmx192m -Xss512k";

    /** Of the process as a whole; its heap is bounded by {@link #JVM}. */
    private static final long MOST_RSS_KIB = 512 * 1024;

    /** Threads and descriptors come and go with requests to the control endpoint. */
    private static final int SLACK = 8;

    private static final String CONFIG = """
            name: soak
            address: 127.60.0.1
            transport: %s
            autonomous-system: 65000
            cluster-id: 127.60.0.1
            ports: {bgp: 0, xmpp: 0, api: 0, control: 0}
            dynamic-neighbors:
              - {prefix: 127.60.1.0/24, as: 65000, route-reflector-client: true, families: [inet-vpn, inet6-vpn, route-target]}
              - {prefix: 127.60.2.0/24, families: [inet-vpn, inet6-vpn]}
            networks:
              red: {subnet: 10.100.1.0/24, route-targets: [target:65000:1]}
              blue: {subnet: 10.100.2.0/24, route-targets: [target:65000:2], import-route-targets: [target:65000:1]}
              green: {subnet: 10.100.3.0/24, route-targets: [target:65000:3]}
            """;

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("minitrail.soak.seed", 20_261_126);
    private final int seconds = Integer.getInteger("minitrail.soak.seconds", 120);
    private final CountDownLatch settle = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);
    private final Tally tally = new Tally();
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void end_what_runs() throws InterruptedException {
        settle.countDown();
        leave.countDown();
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        }
    }

    @Test
    void after_two_minutes_of_flapping_all_tables_are_those_of_a_fresh_start() throws Exception {
        System.out.println("soak: seed " + seed + ", " + seconds + " s");
        try (NodeProcess soaked = start("127.60.0.1")) {
            List<Flapper> peers = new ArrayList<>();
            for (int number = 1; number <= PEERS; number++) {
                peers.add(new Flapper(Role.of(number), soaked.endpoint("bgp"), seed, settle, leave, tally));
            }
            List<FlappingAgent> agents = new ArrayList<>();
            for (int number = 1; number <= AGENTS; number++) {
                agents.add(new FlappingAgent(number, soaked.endpoint("xmpp"), seed, settle, leave, tally));
            }
            run(peers, agents);
            assertFalse(soaked.process().waitFor(seconds, TimeUnit.SECONDS), () -> "it ended: " + log(soaked));
            settle.countDown();
            awaitSettled(peers);
            System.out.println("soak: " + tally);

            try (NodeProcess fresh = start("127.60.0.2")) {
                List<Flapper> models = peers.stream()
                        .map(peer -> new Flapper(peer, fresh.endpoint("bgp")))
                        .toList();
                List<FlappingAgent> agentModels = agents.stream()
                        .map(agent -> new FlappingAgent(agent, fresh.endpoint("xmpp")))
                        .toList();
                run(models, agentModels);
                awaitSettled(models);
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(500))
                        .untilAsserted(() -> assertEquals(
                                "",
                                Snapshot.of(soaked, peers, agents)
                                        .differences(Snapshot.of(fresh, models, agentModels))));
                assertEveryoneHoldsWhatOnlyOneAnnounces(peers);
                assertEquals(fresh.descriptors(), soaked.descriptors(), SLACK, "file descriptors");
                assertEquals(fresh.threads(), soaked.threads(), SLACK, "threads");
                assertTrue(soaked.rssKib() < MOST_RSS_KIB, () -> "uses " + rss(soaked) + " KiB");
                System.out.println("soak: rss " + soaked.rssKib() + " KiB, fresh " + fresh.rssKib() + " KiB; threads "
                        + soaked.threads() + " and " + fresh.threads() + "; descriptors " + soaked.descriptors()
                        + " and " + fresh.descriptors());
            }
            assertFalse(log(soaked).contains("Exception"), () -> log(soaked));
        }
    }

    private NodeProcess start(String transport) throws IOException {
        return NodeProcess.start("controller", transport, CONFIG.formatted(transport), directory, JVM);
    }

    private void run(List<Flapper> peers, List<FlappingAgent> agents) {
        List<Runnable> all = new ArrayList<>(peers);
        all.addAll(agents);
        for (Runnable one : all) {
            Thread thread = new Thread(one, one.toString());
            threads.add(thread);
            thread.start();
        }
    }

    private static void awaitSettled(List<Flapper> peers) {
        for (Flapper peer : peers) {
            await("peer " + peer.role()).atMost(PATIENCE).until(() -> {
                PeerConnection session = peer.connection();
                return peer.hasSettled()
                        && session != null
                        && session.isUp()
                        && session.received().isComplete(Family.VPN_IPV4)
                        && session.received().isComplete(Family.VPN_IPV6);
            });
        }
    }

    /** The test's own idea of route reflection, for the routes about which there is no choice. */
    private static void assertEveryoneHoldsWhatOnlyOneAnnounces(List<Flapper> peers) {
        Map<RouteKey, List<Flapper>> sources = new HashMap<>();
        for (Flapper peer : peers) {
            peer.holdings()
                    .routes
                    .keySet()
                    .forEach(key -> sources.computeIfAbsent(key, any -> new ArrayList<>())
                            .add(peer));
        }
        int compared = 0;
        for (var route : sources.entrySet()) {
            if (route.getValue().size() > 1) {
                continue;
            }
            Flapper source = route.getValue().get(0);
            RouteOffer offer = source.holdings().routes.get(route.getKey());
            for (Flapper peer : peers) {
                AdjRibIn.Held held = peer.held(route.getKey());
                boolean expected = peer != source && peer.holdings().wants(offer.targets());
                String label = held == null ? "" : held.label();
                assertEquals(
                        expected ? offer.labelText() : "",
                        label,
                        () -> route.getKey() + " of " + source.role() + " at " + peer.role());
                compared++;
            }
        }
        assertTrue(compared > 1000, "only " + compared + " routes were compared");
    }

    private static String log(NodeProcess node) {
        try {
            return node.log();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String rss(NodeProcess node) {
        try {
            return Long.toString(node.rssKib());
        } catch (IOException e) {
            return e.toString();
        }
    }
}

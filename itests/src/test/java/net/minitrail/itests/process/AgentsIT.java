package net.minitrail.itests.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import net.minitrail.itests.node.NodeProcess;
import net.minitrail.itests.peer.AgentConnection;
import net.minitrail.itests.peer.PeerConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agents that flap, break off in the middle or do not listen, and what a controller's other neighbors see of it. */
@Timeout(180)
class AgentsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BLUE = "default-domain:default-project:blue:blue";
    private static final int SLACK = 6;

    @TempDir
    private Path directory;

    private NodeProcess controller;
    private PeerConnection peer;
    private AgentConnection clean;

    @BeforeEach
    void start() throws Exception {
        var controllers = new Controllers("127.65", directory);
        controller = controllers.start();
        peer = controllers.dial(controller, 1, 0);
        clean = agent(100, true);
        clean.subscribe(BLUE, 1);
        clean.publish(BLUE, "10.1.255.1/32", 17, "127.65.2.100");
        await().atMost(PATIENCE).until(() -> peer.received().routes().size() == 1);
    }

    @AfterEach
    void the_clean_agent_and_the_peer_were_not_disturbed() throws Exception {
        assertFalse(clean.end().isDone());
        assertTrue(peer.isUp());
        assertFalse(controller.log().contains("Exception"), controller.log());
        clean.close();
        peer.close();
        controller.close();
    }

    private AgentConnection agent(int number, boolean reads) throws Exception {
        return AgentConnection.open("127.65.2." + number, controller.endpoint("xmpp"), "agent-" + number, reads);
    }

    @Test
    void an_agent_that_flaps_a_hundred_times_leaves_nothing_behind() throws Exception {
        int threads = controller.threads();
        int descriptors = controller.descriptors();
        for (int i = 0; i < 100; i++) {
            AgentConnection agent = agent(1 + i % 3, true);
            agent.subscribe(BLUE, 2);
            agent.publish(BLUE, "10.1.0." + i + "/32", 1000 + i, "127.65.2.1");
            String id = "10.1.0." + i;
            await().atMost(PATIENCE).until(() -> clean.told().stream().anyMatch(item -> item.contains(id + "/32")));
            if (i % 2 == 0) {
                agent.reset();
            } else {
                agent.close();
            }
            await().atMost(PATIENCE).until(() -> clean.told().stream().noneMatch(item -> item.contains(id + "/32")));
        }

        await().atMost(PATIENCE).until(() -> peer.received().routes().size() == 1);
        assertEquals(threads, controller.threads(), SLACK, "threads");
        assertEquals(descriptors, controller.descriptors(), SLACK, "file descriptors");
    }

    @Test
    void ten_thousand_routes_of_an_agent_that_breaks_off_are_all_withdrawn() throws Exception {
        AgentConnection agent = agent(1, true);
        agent.subscribe(BLUE, 2);
        for (int i = 0; i < 10_000; i++) {
            agent.publish(BLUE, "10.1." + i / 250 + "." + i % 250 + "/32", 1000 + i, "127.65.2.1");
        }
        await().atMost(PATIENCE).until(() -> peer.received().routes().size() == 10_001);
        await().atMost(PATIENCE).until(() -> clean.told().size() == 10_001);
        agent.say("<iq type='set'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='");
        agent.reset();

        await().atMost(PATIENCE).until(() -> peer.received().routes().size() == 1);
        await().atMost(PATIENCE).until(() -> clean.told().size() == 1);
    }

    @Test
    void an_agent_that_does_not_listen_holds_up_nobody_and_costs_no_memory() throws Exception {
        AgentConnection deaf = agent(1, false);
        deaf.subscribe(BLUE, 2);
        long before = controller.rssKib();
        for (int round = 0; round < 5; round++) {
            for (int route = 0; route < 10_000; route++) {
                peer.send(Controllers.offer(1, 1000 + round).announcement(Controllers.key(1, route)));
            }
        }
        int last = 1004;
        peer.send(Controllers.offer(1, last).announcement(Controllers.key(1, 10_000)));
        await().atMost(PATIENCE).until(() -> clean.told().stream().anyMatch(item -> item.contains("10.1.16.0/24")));
        assertTrue(controller.rssKib() < before + 200 * 1024, controller.rssKib() + " KiB, before " + before);
        deaf.close();
        AgentConnection again = agent(2, true);
        again.subscribe(BLUE, 3);
        await().atMost(PATIENCE).until(() -> again.told().size() == clean.told().size());
        again.close();
    }
}

package net.minitrail.xmpp.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.minitrail.net.IpPrefix;
import net.minitrail.xmpp.stanza.RenderedBody;
import net.minitrail.xmpp.stanza.RenderedItem;
import net.minitrail.xmpp.stanza.RouteItemBuilder;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stream.StreamLimits;
import net.minitrail.xmpp.stream.StreamXml;
import org.junit.jupiter.api.Test;

class TimersTest {
    private static final Duration LONG = Duration.ofSeconds(90);

    @Test
    void a_connection_that_says_nothing_is_closed_in_bounded_time() throws Exception {
        try (var controller = new ServerFixture(ServerFixture.hasty(LONG, Duration.ofMillis(200)));
                var agent = new RawAgent(controller.address)) {
            assertTrue(agent.hearEnd().contains("connection-timeout"));
        }
    }

    @Test
    void an_opening_that_comes_too_slowly_is_closed_in_bounded_time() throws Exception {
        try (var controller = new ServerFixture(ServerFixture.hasty(LONG, Duration.ofMillis(200)));
                var agent = new RawAgent(controller.address)) {
            agent.say(" <stream:stream ");
            assertTrue(agent.hearEnd().contains("connection-timeout"));
        }
    }

    @Test
    void silence_for_the_hold_time_ends_a_session_and_keepalives_keep_it() throws Exception {
        Duration hold = Duration.ofMillis(600);
        try (var controller = new ServerFixture(ServerFixture.hasty(hold, LONG));
                var silent = RawAgent.opened(controller.address, "silent");
                var alive = RawAgent.opened(controller.address, "alive")) {
            long start = System.nanoTime();
            await().pollInterval(Duration.ofMillis(100)).until(() -> {
                alive.say(StreamXml.KEEPALIVE);
                return controller.listener.of("silent").count() == 2;
            });
            assertTrue(System.nanoTime() - start > hold.toNanos() / 2);
            assertEquals("down: hold timer expired", controller.listener.awaitDown("silent"));
            assertTrue(silent.hearEnd().contains("\u0200"), "the control node sent keepalives");
            assertEquals(List.of("up"), controller.listener.of("alive").toList());
        }
    }

    @Test
    void an_unfinished_stanza_is_no_sign_of_life() throws Exception {
        try (var controller = new ServerFixture(ServerFixture.hasty(Duration.ofMillis(400), LONG));
                var agent = RawAgent.opened(controller.address, "trickle")) {
            agent.say("<iq>");
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                agent.sayInVain(new byte[] {'x'});
                return controller.listener.of("trickle").count() == 2;
            });
        }
    }

    @Test
    void a_slow_routing_loop_slows_the_agent_and_does_not_end_its_session() throws Exception {
        Duration hold = Duration.ofSeconds(1);
        String subscribe = "<iq type='set'><pubsub><subscribe node='blue'/></pubsub>" + " ".repeat(5000) + "</iq>";
        byte[] much = subscribe.repeat(8000).getBytes(UTF_8); // more than the kernel keeps
        var blocked = new CountDownLatch(1);
        try (var controller = new ServerFixture(ServerFixture.hasty(hold, LONG));
                var agent = RawAgent.opened(controller.address, "eager")) {
            controller.listener.awaitUp("eager");
            controller.routing.execute(() -> {
                try {
                    assertTrue(blocked.await(20, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            var sender = new Thread(() -> agent.sayInVain(much));
            sender.start();
            long start = System.nanoTime();
            await().until(() -> System.nanoTime() - start > 3 * hold.toNanos());
            assertTrue(sender.isAlive(), "the agent's 40 MB were not taken in");

            blocked.countDown();

            controller.listener.awaitRequests("eager", 8000);
            assertTrue(controller
                    .listener
                    .of("eager")
                    .noneMatch(what -> what.toString().startsWith("down")));
            sender.join(5000);
        }
    }

    @Test
    void an_agent_that_does_not_read_fills_a_bounded_queue_and_is_given_up() throws Exception {
        var limits = ServerFixture.config().withLimits(StreamLimits.DEFAULT, 4 << 20, 100);
        try (var controller = new ServerFixture(limits);
                var deaf = RawAgent.opened(controller.address, "deaf");
                var clean = RawAgent.opened(controller.address, "clean")) {
            AgentConnection toDeaf = controller.listener.awaitUp("deaf");
            AgentConnection toClean = controller.listener.awaitUp("clean");
            RenderedBody body = retracts();

            fill(toDeaf, body);
            assertTrue(toDeaf.statistics().queuedOctets() < 2 << 20, "writability says stop early");
            toClean.send(RenderedBody.endOfRib());
            clean.hear("EndOfRib", "</message>");
            while (toDeaf.isUp() && toDeaf.statistics().queuedOctets() < 8 << 20) {
                toDeaf.send(body);
            }

            assertEquals("down: agent does not read", controller.listener.awaitDown("deaf"));
            assertTrue(deaf.socket().isConnected());
            assertTrue(toDeaf.statistics().queuedOctets() <= 4 << 20);
            assertTrue(toClean.isUp());
        }
    }

    @Test
    void a_full_queue_says_when_it_is_writable_again() throws Exception {
        try (var controller = new ServerFixture(ServerFixture.config());
                var agent = RawAgent.opened(controller.address, "slow")) {
            AgentConnection connection = controller.listener.awaitUp("slow");
            var writable = new CountDownLatch(1);
            connection.onWritable(writable::countDown);
            RenderedBody body = retracts();
            fill(connection, body);
            connection.send(RenderedBody.endOfRib());
            agent.hear("EndOfRib");
            assertTrue(writable.await(5, TimeUnit.SECONDS));
            assertTrue(connection.isWritable());
        }
    }

    /** The kernel takes some megabytes before anything waits. */
    private static void fill(AgentConnection connection, RenderedBody body) {
        for (int i = 0; i < 100_000 && connection.isWritable(); i++) {
            connection.send(body);
        }
        assertFalse(connection.isWritable());
    }

    private static RenderedBody retracts() {
        var items = new ArrayList<RenderedItem>();
        for (int i = 0; i < 256; i++) {
            items.add(RenderedItem.retract(new RouteKey.Unicast(IpPrefix.parse("10.0." + i + ".0/24"))));
        }
        return RenderedBody.routes(RouteItemBuilder.INSTANCE, items);
    }
}

package net.minitrail.xmpp.session;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stream.StreamXml;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each agent that misbehaves is dealt with alone: a second one, well-behaved, notices nothing. */
class BadInputTest {
    private static final String SUBSCRIBE = "<iq type='set' from='a' to='network-control@contrailsystems.com/bgp-peer'>"
            + "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscribe node='blue'/></pubsub></iq>";
    private static final AgentRequest BLUE = new AgentRequest.Subscribe("blue", -1, false);

    private ServerFixture controller;
    private RawAgent clean;

    @BeforeEach
    void start() throws Exception {
        controller = new ServerFixture(ServerFixture.config());
        clean = RawAgent.opened(controller.address, "clean");
        controller.listener.awaitUp("clean");
    }

    @AfterEach
    void the_clean_agent_is_still_served() throws Exception {
        clean.say(SUBSCRIBE);
        controller.listener.awaitRequests("clean", 1);
        assertEquals(List.of("up", BLUE), controller.listener.of("clean").toList());
        clean.close();
        controller.close();
    }

    @ParameterizedTest(name = "{0} ends in {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "<iq><a></iq> | not-well-formed",
                "<iq></message> | not-well-formed",
                "<iq>\u0001</iq> | not-well-formed",
                "<!DOCTYPE a [<!ENTITY lol 'lol'><!ENTITY lol2 '&lol;&lol;'>]><iq>&lol2;</iq> | restricted-xml",
                "<!DOCTYPE a SYSTEM 'file:///etc/passwd'> | restricted-xml",
                "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x'> | restricted-xml",
                "<iq>&xxe;</iq> | restricted-xml",
                "<!-- hello --> | restricted-xml",
                "<?target data?> | restricted-xml",
                "<stream:stream from='b' to='network-control@contrailsystems.com'> | bad-format",
                "some text | bad-format",
            })
    void a_broken_stream_is_answered_and_closed(String text, String condition) throws Exception {
        try (var agent = RawAgent.opened(controller.address, "bad")) {
            agent.say(text);

            assertClosedWith(condition, agent);
            assertTrue(controller.listener.awaitDown("bad").contains(condition));
        }
    }

    @ParameterizedTest(name = "{0} ends in {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "<iq type='set'/> | bad-format",
                "<stream xmlns='jabber:client' from='b'> | invalid-namespace",
                "<stream:stream from='b' to='network-control@contrailsystems.com' xmlns='jabber:client'> | invalid-namespace",
                "<stream:stream from='b' to='network-control@contrailsystems.com' xmlns='jabber:client' xmlns:stream='urn:x'> | invalid-namespace",
                "<stream:stream from='b' to='network-control@contrailsystems.com' xmlns='urn:x' xmlns:stream='http://etherx.jabber.org/streams'> | invalid-namespace",
                "<stream:stream from='b' to='network-control@contrailsystems.com' xmlns:stream='http://etherx.jabber.org/streams'> | invalid-namespace",
                "<stream:stream from='b' to='other@contrailsystems.com' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'> | host-unknown",
                "<stream:stream to='network-control@contrailsystems.com' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'> | improper-addressing",
                "<stream:stream from='' to='network-control@contrailsystems.com' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'> | improper-addressing",
            })
    void a_wrong_opening_creates_no_state(String text, String condition) throws Exception {
        try (var agent = new RawAgent(controller.address)) {
            agent.say(text);

            assertClosedWith(condition, agent);
            assertEquals(1, controller.server.agents().size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../etc/passwd", "a/b", "a&#10;event=up", "&#x202e;", "a b", ".hidden", "&lt;script&gt;"})
    void a_name_that_is_not_safe_is_refused(String name) throws Exception {
        try (var agent = new RawAgent(controller.address)) {
            agent.say("<stream:stream from='" + name + "' to='network-control@contrailsystems.com' "
                    + "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>");

            assertClosedWith("improper-addressing", agent);
        }
    }

    @Test
    void a_name_that_is_too_long_is_refused() throws Exception {
        try (var agent = new RawAgent(controller.address)) {
            agent.say(StreamXml.open("a".repeat(3072), RawAgent.CONTROLLER));
            assertClosedWith("improper-addressing", agent);
        }
        try (var agent = RawAgent.opened(controller.address, "a".repeat(3071))) {
            controller.listener.awaitUp("a".repeat(3071));
            agent.say(StreamXml.CLOSE);
        }
    }

    @Test
    void another_encoding_is_refused() throws Exception {
        try (var agent = new RawAgent(controller.address)) {
            agent.say(("\uFEFF" + StreamXml.open("b", RawAgent.CONTROLLER)).getBytes(UTF_16BE));
            assertClosedWith("unsupported-encoding", agent);
        }
        try (var agent = new RawAgent(controller.address)) {
            agent.say(("\uFEFF" + StreamXml.open("b", RawAgent.CONTROLLER)).getBytes(UTF_8));
            assertClosedWith("unsupported-encoding", agent);
        }
        try (var agent = RawAgent.opened(controller.address, "latin")) {
            agent.say(new byte[] {'<', 'i', 'q', '>', (byte) 0xE9, '<', '/', 'i', 'q', '>'});
            assertClosedWith("not-well-formed", agent);
        }
    }

    @Test
    void a_stanza_that_never_ends_is_cut_off_within_bounded_memory() throws Exception {
        byte[] megabyte = "x".repeat(1 << 20).getBytes(UTF_8);
        try (var agent = RawAgent.opened(controller.address, "endless")) {
            agent.say("<iq><a>");
            for (int i = 0; i < 10; i++) {
                agent.sayInVain(megabyte);
            }
            assertTrue(controller.listener.awaitDown("endless").contains("policy-violation"));
        }
    }

    @Test
    void the_peer_is_told_that_its_stanza_was_too_long() throws Exception {
        try (var agent = RawAgent.opened(controller.address, "long")) {
            agent.sayInVain(("<iq><a>" + "x".repeat(1 << 20)).getBytes(UTF_8));

            assertClosedWith("policy-violation", agent);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a>", "<a b='", "<a b='' ", "<"})
    void many_of_anything_are_refused_at_a_limit(String piece) throws Exception {
        try (var agent = RawAgent.opened(controller.address, "many")) {
            agent.sayInVain(("<iq>" + piece.repeat(100_000)).getBytes(UTF_8));

            String reason = controller.listener.awaitDown("many");
            assertTrue(reason.contains("policy-violation") || reason.contains("not-well-formed"), reason);
        }
    }

    @Test
    void octets_may_come_one_by_one_with_keepalives_between_stanzas() throws Exception {
        try (var agent = new RawAgent(controller.address)) {
            String all =
                    StreamXml.open("slow", RawAgent.CONTROLLER) + " \u0200\r\n\t" + SUBSCRIBE + "\u0200" + SUBSCRIBE;
            for (byte octet : all.getBytes(UTF_8)) {
                agent.say(new byte[] {octet});
            }
            assertEquals(List.of(BLUE, BLUE), controller.listener.awaitRequests("slow", 2));
        }
    }

    @Test
    void unknown_stanzas_and_bad_items_are_counted_and_the_session_stays() throws Exception {
        try (var agent = RawAgent.opened(controller.address, "odd")) {
            agent.say("<presence/><iq type='get'/><iq type='set'><pubsub><other/></pubsub></iq>" + SUBSCRIBE);

            controller.listener.awaitRequests("odd", 1);
            assertEquals(3, controller.listener.awaitUp("odd").statistics().refused());
        }
    }

    @Test
    void the_closing_tag_is_answered_and_tcp_closed() throws Exception {
        try (var agent = RawAgent.opened(controller.address, "polite")) {
            agent.say(StreamXml.CLOSE);

            assertEquals(StreamXml.CLOSE, agent.hearEnd());
            assertEquals("down: closed by agent", controller.listener.awaitDown("polite"));
        }
    }

    @Test
    void the_newer_of_two_with_one_name_is_refused_wherever_it_comes_from() throws Exception {
        try (var first = RawAgent.opened(controller.address, "twin")) {
            controller.listener.awaitUp("twin");
            for (String from : List.of("127.0.0.1", "127.0.0.9")) {
                try (var second = new RawAgent(controller.address, from)) {
                    second.say(StreamXml.open("twin", RawAgent.CONTROLLER));
                    assertClosedWith("conflict", second);
                }
            }
            first.say(SUBSCRIBE);
            assertEquals(List.of(BLUE), controller.listener.awaitRequests("twin", 1));
            assertEquals(List.of("up", BLUE), controller.listener.of("twin").toList());
        }
    }

    @Test
    void a_name_is_free_again_when_its_session_has_ended() throws Exception {
        for (int i = 1; i <= 100; i++) {
            try (var agent = RawAgent.opened(controller.address, "flapping")) {
                agent.say(SUBSCRIBE);
            }
            int flaps = i;
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> controller.server.flaps("flapping") == flaps);
        }
        assertEquals(1, controller.server.agents().size());
    }

    @Test
    void everything_said_before_an_abrupt_end_is_heard_before_the_end() throws Exception {
        try (var agent = RawAgent.opened(controller.address, "burst")) {
            agent.say(SUBSCRIBE.repeat(10_000));
        }
        controller.listener.awaitRequests("burst", 10_000);
        assertTrue(controller.listener.awaitDown("burst").contains("closed by agent"));
        var log = controller.listener.of("burst").toList();
        assertEquals(10_002, log.size());
        assertTrue(log.get(10_001).toString().startsWith("down"));
    }

    @Test
    void agents_are_refused_until_the_control_node_is_ready() throws Exception {
        controller.server.setAccepting(false);
        try (var agent = new RawAgent(controller.address)) {
            agent.say(StreamXml.open("early", RawAgent.CONTROLLER));
            String answer = agent.hearEnd();
            assertTrue(answer.contains("id=\"++123\"") && !answer.contains("error"), answer);
        }
        controller.server.setAccepting(true);
        try (var agent = RawAgent.opened(controller.address, "early")) {
            controller.listener.awaitUp("early");
            assertFalse(agent.socket().isClosed());
        }
    }

    private static void assertClosedWith(String condition, RawAgent agent) throws IOException {
        String all = agent.hearEnd();
        assertTrue(
                all.endsWith("<stream:error><" + condition
                        + " xmlns=\"urn:ietf:params:xml:ns:xmpp-streams\"/></stream:error></stream:stream>"),
                all);
    }
}

package net.minitrail.bgp.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.minitrail.bgp.fsm.State;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two speakers over loopback sockets. */
@Timeout(30)
class BgpSpeakerTest {
    private static final String LEFT = "127.77.0.1";
    private static final String RIGHT = "127.77.0.2";
    private static final long AS = 65500;

    @Test
    void two_speakers_that_dial_each_other_end_up_with_one_session() {
        try (TestSpeaker left = new TestSpeaker(LEFT, "10.0.0.1");
                TestSpeaker right = new TestSpeaker(RIGHT, "10.0.0.2")) {
            left.start();
            right.start();
            left.speaker.setNeighbor(neighbor(right).build());
            right.speaker.setNeighbor(neighbor(left).build());

            left.awaitEstablished(RIGHT);
            right.awaitEstablished(LEFT);
            await().during(Duration.ofMillis(500))
                    .until(() -> left.neighbor(RIGHT).isEstablished());

            NeighborSnapshot seen = left.neighbor(RIGHT);
            assertEquals(
                    left.neighbor(RIGHT).localEndpoint(), right.neighbor(LEFT).remoteEndpoint());
            assertEquals(0, seen.flaps());
            assertNotNull(seen.negotiated());
            assertEquals(90, seen.negotiated().holdTimeSeconds());
            assertTrue(seen.negotiated().families().contains(AddressFamily.VPN_IPV4));
        }
    }

    @Test
    void a_neighbor_is_known_by_the_protocol_address_of_its_source() {
        var map = TransportAddresses.of(Map.of(
                IpAddress.parse("192.168.100.1"), IpAddress.parse(LEFT),
                IpAddress.parse("192.168.100.2"), IpAddress.parse(RIGHT)));
        try (TestSpeaker left = new TestSpeaker(LEFT, "192.168.100.1", 0, ImmutableList.of(), map);
                TestSpeaker right = new TestSpeaker(RIGHT, "192.168.100.2", 0, ImmutableList.of(), map)) {
            right.start();
            left.start();
            right.speaker.setNeighbor(NeighborConfig.builder(IpAddress.parse("192.168.100.1"), AS, AS)
                    .passive(true)
                    .build());
            left.speaker.setNeighbor(NeighborConfig.builder(IpAddress.parse("192.168.100.2"), AS, AS)
                    .port(right.port())
                    .build());

            left.awaitEstablished("192.168.100.2");
            right.awaitEstablished("192.168.100.1");
            assertTrue(right.neighbor("192.168.100.1").remoteEndpoint().startsWith(LEFT + ":"));
        }
    }

    @Test
    void a_shut_down_neighbor_hears_why_and_comes_back_when_it_may() {
        try (TestSpeaker left = new TestSpeaker(LEFT, "10.0.0.1");
                TestSpeaker right = new TestSpeaker(RIGHT, "10.0.0.2")) {
            connect(left, right);

            left.speaker.setNeighbor(
                    neighbor(right).shutdown(true).shutdownText("back at noon").build());

            right.awaitState(LEFT, State.ACTIVE);
            assertNotNull(right.neighbor(LEFT).lastError());
            SessionEnd end = right.ends.get(0);
            assertEquals(
                    "the peer ended it: Cease/Hard Reset (6/9) for Cease/Administrative Shutdown (6/2): \"back at noon\"",
                    end.text());
            assertEquals(State.IDLE, left.neighbor(RIGHT).state());

            left.speaker.setNeighbor(neighbor(right).build());
            left.awaitEstablished(RIGHT);
            assertEquals(1, left.neighbor(RIGHT).flaps());
        }
    }

    @Test
    void a_removed_neighbor_is_told_that_it_is_no_longer_configured() {
        try (TestSpeaker left = new TestSpeaker(LEFT, "10.0.0.1");
                TestSpeaker right = new TestSpeaker(RIGHT, "10.0.0.2")) {
            connect(left, right);

            left.speaker.removeNeighbor(IpAddress.parse(RIGHT));

            await().until(() -> right.events.contains("ended " + LEFT));
            assertNotNull(right.neighbor(LEFT).lastError());
            SessionEnd end = right.ends.get(0);
            assertEquals("the peer ended it: Cease/Hard Reset (6/9) for Cease/Peer Deconfigured (6/3)", end.text());
            assertTrue(left.speaker.neighbors().isEmpty());
        }
    }

    @Test
    void a_change_that_is_no_matter_of_open_keeps_the_session() {
        try (TestSpeaker left = new TestSpeaker(LEFT, "10.0.0.1");
                TestSpeaker right = new TestSpeaker(RIGHT, "10.0.0.2")) {
            connect(left, right);

            left.speaker.setNeighbor(neighbor(right)
                    .description("gateway")
                    .prefixLimits(Map.of(AddressFamily.VPN_IPV4, PrefixLimit.of(1000)))
                    .passive(true)
                    .build());

            await().until(() -> left.neighbor(RIGHT).config().description().equals("gateway"));
            assertTrue(left.neighbor(RIGHT).isEstablished());
            assertEquals(0, left.neighbor(RIGHT).flaps());
            assertTrue(right.neighbor(LEFT).isEstablished());
        }
    }

    @Test
    void a_change_of_the_offered_families_restarts_the_session() {
        try (TestSpeaker left = new TestSpeaker(LEFT, "10.0.0.1");
                TestSpeaker right = new TestSpeaker(RIGHT, "10.0.0.2")) {
            connect(left, right);

            left.speaker.setNeighbor(neighbor(right)
                    .options(SessionOptions.DEFAULT.withFamilies(AddressFamily.VPN_IPV4))
                    .build());

            await().until(() -> right.events.contains("ended " + LEFT));
            right.awaitEstablished(LEFT);
            Negotiated agreed = right.neighbor(LEFT).negotiated();
            assertNotNull(agreed);
            assertEquals(1, agreed.families().size());
        }
    }

    @Test
    void a_peer_that_vanishes_is_taken_back_when_it_returns() {
        try (TestSpeaker left = new TestSpeaker(LEFT, "10.0.0.1")) {
            left.start();
            int port;
            try (TestSpeaker right = new TestSpeaker(RIGHT, "10.0.0.2")) {
                port = right.start();
                right.speaker.setNeighbor(neighbor(left).passive(true).build());
                left.speaker.setNeighbor(neighbor(right).build());
                left.awaitEstablished(RIGHT);
            }
            await().until(() -> left.events.contains("ended " + RIGHT));
            try (TestSpeaker again =
                    new TestSpeaker(RIGHT, "10.0.0.2", port, ImmutableList.of(), TransportAddresses.IDENTITY)) {
                again.start();
                again.speaker.setNeighbor(neighbor(left).passive(true).build());
                left.awaitEstablished(RIGHT);
            }
        }
    }

    @Test
    void callers_from_a_prefix_are_accepted_and_forgotten_when_they_leave() {
        var range = DynamicNeighbors.of(
                        IpPrefix.parse("127.77.0.0/16"), NeighborConfig.ANY_AS, AS, SessionOptions.DEFAULT)
                .asReflectorClients();
        try (TestSpeaker left = new TestSpeaker(LEFT, "10.0.0.1", 0, List.of(range), TransportAddresses.IDENTITY)) {
            left.start();
            try (TestSpeaker right = new TestSpeaker(RIGHT, "10.0.0.2")) {
                right.start();
                right.speaker.setNeighbor(neighbor(left).build());
                left.awaitEstablished(RIGHT);
                assertTrue(left.neighbor(RIGHT).dynamic());
                assertTrue(left.sessions.get(IpAddress.parse(RIGHT)).neighbor().routeReflectorClient());
            }
            await().until(() -> left.speaker.neighbors().isEmpty());
        }
    }

    @Test
    void signed_sessions_come_up_with_equal_keys_only_and_survive_a_change_of_keys() {
        assumeTrue(SessionLoop.canSign(), "TCP MD5 needs a socket of Linux and the kernel's support");
        try (TestSpeaker left = new TestSpeaker(LEFT, "10.0.0.1");
                TestSpeaker right = new TestSpeaker(RIGHT, "10.0.0.2")) {
            left.start();
            right.start();
            left.speaker.setNeighbor(signed(right, "secret").build());
            right.speaker.setNeighbor(signed(left, "other").build());
            await().during(Duration.ofMillis(700)).until(() -> left.sessions.isEmpty() && right.sessions.isEmpty());

            right.speaker.setNeighbor(signed(left, "secret").build());
            left.awaitEstablished(RIGHT);
            right.awaitEstablished(LEFT);

            left.speaker.setNeighbor(signed(right, "fresh").build());
            right.speaker.setNeighbor(signed(left, "fresh").build());
            left.speaker.resetNeighbor(IpAddress.parse(RIGHT), "try the new key");
            await().until(() -> left.events.contains("ended " + RIGHT));
            left.awaitEstablished(RIGHT);
        }
    }

    @Test
    void callers_from_a_signed_prefix_need_the_key() {
        assumeTrue(SessionLoop.canSign(), "TCP MD5 needs a socket of Linux and the kernel's support");
        var range = new DynamicNeighbors(
                IpPrefix.parse("127.77.0.0/16"),
                NeighborConfig.builder(IpAddress.parse("127.77.0.0"), AS, AS)
                        .passive(true)
                        .md5Key("secret")
                        .build());
        try (TestSpeaker left = new TestSpeaker(LEFT, "10.0.0.1", 0, List.of(range), TransportAddresses.IDENTITY);
                TestSpeaker right = new TestSpeaker(RIGHT, "10.0.0.2")) {
            left.start();
            right.start();
            right.speaker.setNeighbor(signed(left, null).build());
            await().during(Duration.ofMillis(400))
                    .until(() -> left.speaker.neighbors().isEmpty());
            right.speaker.setNeighbor(signed(left, "other").build());
            await().during(Duration.ofMillis(400))
                    .until(() -> left.speaker.neighbors().isEmpty());

            right.speaker.setNeighbor(signed(left, "secret").build());
            left.awaitEstablished(RIGHT);
        }
    }

    @Test
    void a_neighbor_that_is_to_be_near_is_not_heard_when_its_packets_may_come_from_afar() {
        assumeTrue(SessionLoop.canSign(), "TTL security needs a socket of Linux");
        try (TestSpeaker left = new TestSpeaker(LEFT, "10.0.0.1");
                TestSpeaker right = new TestSpeaker(RIGHT, "10.0.0.2")) {
            left.start();
            right.start();
            left.speaker.setNeighbor(neighbor(right).ttlSecurity(1).build());
            await().until(() -> left.speaker.neighbors().size() == 1); // a call before that would be let in
            right.speaker.setNeighbor(neighbor(left).build()); // sends with a TTL of 64
            await().during(Duration.ofMillis(700)).until(() -> left.sessions.isEmpty() && right.sessions.isEmpty());

            right.speaker.setNeighbor(neighbor(left).ttlSecurity(2).build());
            left.awaitEstablished(RIGHT);
            right.awaitEstablished(LEFT);
        }
    }

    /** With a neighbor beside it that may be anywhere, the socket that listens lets calls in, and the connection does not. */
    @Test
    void a_call_from_afar_gets_no_session_even_if_other_neighbors_may_be_far() throws Exception {
        assumeTrue(SessionLoop.canSign(), "TTL security needs a socket of Linux");
        try (TestSpeaker left = new TestSpeaker(LEFT, "10.0.0.1")) {
            left.start();
            left.speaker.setNeighbor(NeighborConfig.builder(IpAddress.parse("127.77.0.9"), AS, AS)
                    .passive(true)
                    .build());
            left.speaker.setNeighbor(NeighborConfig.builder(IpAddress.parse(RIGHT), AS, AS)
                    .passive(true)
                    .ttlSecurity(1)
                    .build());
            await().until(() -> left.speaker.neighbors().size() == 2);
            try (RawPeer afar = new RawPeer(RIGHT, LEFT, left.port())) {
                assertTrue(afar.receive().startsWith("01", 4), "our OPEN");
                afar.send(RawPeer.open((int) AS, 90, "10.0.0.9") + RawPeer.KEEPALIVE);
                await().during(Duration.ofMillis(500)).until(() -> left.sessions.isEmpty());
            }
        }
    }

    private static NeighborConfig.Builder neighbor(TestSpeaker other) {
        return NeighborConfig.builder(other.address, AS, AS).port(other.port());
    }

    private static NeighborConfig.Builder signed(TestSpeaker other, @Nullable String key) {
        return neighbor(other).md5Key(key);
    }

    private static void connect(TestSpeaker left, TestSpeaker right) {
        left.start();
        right.start();
        left.speaker.setNeighbor(neighbor(right).build());
        right.speaker.setNeighbor(neighbor(left).build());
        left.awaitEstablished(right.address.toString());
        right.awaitEstablished(left.address.toString());
    }
}

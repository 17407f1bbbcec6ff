package net.minitrail.bgp.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a speaker answers to a peer that does it wrong. */
@Timeout(30)
class SessionFaultsTest {
    private static final String US = "127.78.0.1";
    private static final String GOOD = "127.78.1.1";
    private static final String BAD = "127.78.1.2";
    private static final int AS = 65500;

    private TestSpeaker speaker = newSpeaker();

    @BeforeEach
    void start() {
        speaker.start();
    }

    @AfterEach
    void stop() {
        speaker.close();
    }

    @Test
    void a_caller_that_nobody_knows_is_told_so() throws IOException {
        try (RawPeer stranger = new RawPeer("127.79.0.1", US, speaker.port())) {
            assertEquals("0603", stranger.receiveNotification());
            assertEquals("", stranger.receive());
        }
    }

    @Test
    void http_on_our_port_is_not_synchronized() throws IOException {
        try (RawPeer browser = new RawPeer(BAD, US, speaker.port())) {
            browser.send("474554202f20485454502f312e310d0a0d0a00000000");
            assertEquals("0101", browser.receiveNotification());
        }
    }

    @Test
    void a_length_out_of_bounds_is_sent_back() throws IOException {
        try (RawPeer peer = new RawPeer(BAD, US, speaker.port())) {
            peer.send(RawPeer.MARKER + "0012 04");
            assertEquals("01020012", peer.receiveNotification());
        }
    }

    @Test
    void an_unknown_type_is_sent_back() throws IOException {
        try (RawPeer peer = new RawPeer(BAD, US, speaker.port()).establish(AS, 90, "10.0.0.9")) {
            peer.send(RawPeer.MARKER + "0013 ff");
            assertEquals("0103ff", peer.receiveNotification());
        }
    }

    @Test
    void an_open_of_another_version_hears_which_one_we_speak() throws IOException {
        try (RawPeer peer = new RawPeer(BAD, US, speaker.port())) {
            peer.send(RawPeer.MARKER + "001d 01 03 ffdc 005a 0a000009 00");
            assertEquals("02010004", peer.receiveNotification());
        }
    }

    @Test
    void a_wrong_as_is_a_bad_peer() throws IOException {
        try (RawPeer peer = new RawPeer(BAD, US, speaker.port())) {
            peer.send(RawPeer.open(64999, 90, "10.0.0.9"));
            assertEquals("0202", peer.receiveNotification());
        }
    }

    @Test
    void our_own_identifier_and_none_at_all_are_bad() throws IOException {
        for (String id : List.of("10.0.0.1", "0.0.0.0")) {
            try (RawPeer peer = new RawPeer(BAD, US, speaker.port())) {
                peer.send(RawPeer.open(AS, 90, id));
                assertTrue(peer.receiveNotification().startsWith("0203"), id);
            }
        }
    }

    @Test
    void a_hold_time_of_one_second_is_unacceptable() throws IOException {
        try (RawPeer peer = new RawPeer(BAD, US, speaker.port())) {
            peer.send(RawPeer.open(AS, 1, "10.0.0.9"));
            assertTrue(peer.receiveNotification().startsWith("0206"));
        }
    }

    @Test
    void a_peer_that_refuses_capabilities_is_asked_again_without_them() throws IOException {
        String shy = "127.78.2.1";
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getByName(shy))) {
            speaker.speaker.setNeighbor(NeighborConfig.builder(IpAddress.parse(shy), AS, AS)
                    .port(listener.getLocalPort())
                    .build());
            try (RawPeer peer = RawPeer.answer(listener)) {
                assertNotEquals("00", peer.receive().substring(2 * 12), "the first OPEN has parameters");
                peer.send(RawPeer.MARKER + "0015 03 0204");
            }
            try (RawPeer peer = RawPeer.answer(listener)) {
                assertEquals("001d01" + "04ffdc005a" + "0a000001" + "00", peer.receive());
                peer.send(RawPeer.openWith(AS, 90, "10.0.0.9", ""));
                peer.send(RawPeer.KEEPALIVE);
                speaker.awaitEstablished(shy);
                assertEquals(
                        ImmutableSet.of(AddressFamily.IPV4_UNICAST),
                        speaker.sessions.get(IpAddress.parse(shy)).negotiated().families());
            }
            try (RawPeer peer = RawPeer.answer(listener)) {
                assertNotEquals("00", peer.receive().substring(2 * 12), "once was enough");
            }
        }
    }

    @Test
    void marks_of_a_refresh_count_only_if_both_know_them() throws IOException {
        String begin = RawPeer.MARKER + "0017 05 0001 01 80";
        String end = RawPeer.MARKER + "0017 05 0001 02 80";
        try (RawPeer plain = new RawPeer(GOOD, US, speaker.port()).establish(AS, 90, "10.0.0.8");
                RawPeer enhanced =
                        new RawPeer(BAD, US, speaker.port()).establish(RawPeer.open(AS, 90, "10.0.0.9", "0202 4600"))) {
            plain.send(begin + end + RawPeer.MARKER + "0017 05 0001 00 80");
            enhanced.send(begin + end);
            await().until(() -> speaker.events.contains("refresh-ended " + BAD + " " + AddressFamily.VPN_IPV4)
                    && speaker.events.contains("refresh " + GOOD + " " + AddressFamily.VPN_IPV4));
            assertFalse(speaker.events.contains("refresh-began " + GOOD + " " + AddressFamily.VPN_IPV4));
        }
    }

    @Test
    void a_flood_of_strangers_is_shed_and_neighbors_still_get_in() throws IOException {
        List<RawPeer> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                strangers.add(new RawPeer("127.79.0." + (1 + i % 250), US, speaker.port()));
            }
            try (RawPeer good = new RawPeer(GOOD, US, speaker.port())) {
                good.establish(AS, 90, "10.0.0.8");
                speaker.awaitEstablished(GOOD);
            }
            for (RawPeer stranger : strangers) {
                assertTrue(List.of("0603", "closed without NOTIFICATION").contains(stranger.receiveNotification()));
            }
        } finally {
            for (RawPeer stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void a_neighbor_that_calls_and_calls_keeps_three_calls_waiting_at_most() throws IOException {
        List<RawPeer> calls = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                calls.add(new RawPeer(BAD, US, speaker.port()));
            }
            for (RawPeer dropped : calls.subList(0, 7)) {
                assertEquals("0607", dropped.receiveNotification());
            }
            calls.get(9).establish(AS, 90, "10.0.0.9");
            speaker.awaitEstablished(BAD);
        } finally {
            for (RawPeer call : calls) {
                call.close();
            }
        }
    }

    @Test
    void a_reset_in_the_middle_of_a_message_ends_the_session_and_the_peer_may_come_back() throws IOException {
        for (int i = 1; i <= 10; i++) {
            RawPeer peer = new RawPeer(BAD, US, speaker.port()).establish(AS, 90, "10.0.0.9");
            speaker.awaitEstablished(BAD);
            peer.send(RawPeer.MARKER + "0100 02 0000");
            peer.reset();
            int times = i;
            await().until(() -> speaker.ends.size() == times);
        }
        assertEquals(10, speaker.neighbor(BAD).flaps());
    }

    @Test
    void messages_out_of_turn_name_the_state() throws IOException {
        try (RawPeer peer = new RawPeer(BAD, US, speaker.port())) {
            peer.send(RawPeer.KEEPALIVE);
            assertEquals("050104", peer.receiveNotification());
        }
        try (RawPeer peer = new RawPeer(BAD, US, speaker.port()).establish(AS, 90, "10.0.0.9")) {
            peer.send(RawPeer.open(AS, 90, "10.0.0.9"));
            assertEquals("050301", peer.receiveNotification());
        }
    }

    @Test
    void a_silent_peer_is_given_up_after_the_hold_time() throws IOException {
        long before = System.nanoTime();
        try (RawPeer peer = new RawPeer(BAD, US, speaker.port()).establish(AS, 3, "10.0.0.9")) {
            assertEquals("0400", peer.receiveNotification());
            assertTrue(System.nanoTime() - before >= Duration.ofSeconds(3).toNanos());
        }
        await().until(() -> speaker.events.contains("ended " + BAD));
    }

    @Test
    void keepalives_come_within_a_third_of_the_hold_time() throws IOException {
        try (RawPeer peer = new RawPeer(BAD, US, speaker.port()).establish(AS, 3, "10.0.0.9")) {
            long before = System.nanoTime();
            assertEquals("001304", peer.receive());
            assertTrue(System.nanoTime() - before <= Duration.ofMillis(1200).toNanos());
        }
    }

    @Test
    void keepalives_go_both_ways_while_the_routing_loop_is_busy_and_reading_is_paused() throws IOException {
        int updates = 5000; // more than are let wait for the routing loop
        var idle = new CountDownLatch(1);
        try (RawPeer peer = new RawPeer(BAD, US, speaker.port()).establish(AS, 3, "10.0.0.9")) {
            speaker.awaitEstablished(BAD);
            speaker.route(() -> Uninterruptibles.awaitUninterruptibly(idle));
            peer.send((RawPeer.MARKER + "0017 02 0000 0000").repeat(updates));

            for (int keepalives = 0; keepalives < 6; keepalives++) { // that is twice the hold time
                assertEquals("001304", peer.receive());
            }
            idle.countDown();

            await().until(() -> speaker.updates.size() == updates);
            assertTrue(speaker.neighbor(BAD).isEstablished());
        } finally {
            idle.countDown();
        }
    }

    @Test
    void a_peer_that_takes_nothing_is_given_up_after_the_send_hold_time_and_holds_nobody_up() throws IOException {
        try (RawPeer deaf = new RawPeer(BAD, US, speaker.port());
                RawPeer good = new RawPeer(GOOD, US, speaker.port()).establish(AS, 90, "10.0.0.8")) {
            deaf.establish(AS, 0, "10.0.0.9");
            speaker.awaitEstablished(BAD);
            speaker.awaitEstablished(GOOD);
            PeerSession stuck = speaker.sessions.get(IpAddress.parse(BAD));
            PeerSession other = speaker.sessions.get(IpAddress.parse(GOOD));
            speaker.route(() -> {
                while (stuck.ready()) {
                    PeerSession.writeToAll(List.of(stuck, other), out -> {
                        out.writeZero(8 << 20);
                        return 1;
                    });
                }
            });
            speaker.route(() -> other.write(out -> 0));
            good.skip(2L * (8 << 20));

            await().until(() -> speaker.events.contains("ended " + BAD));
            assertEquals(
                    "send hold timer expired: the peer takes nothing",
                    speaker.ends.get(0).text());
            assertTrue(speaker.neighbor(GOOD).isEstablished());
            assertTrue(other.ready());
        }
    }

    @Test
    void a_fault_of_our_own_costs_one_session() throws IOException {
        try (RawPeer unlucky = new RawPeer(BAD, US, speaker.port()).establish(AS, 90, "10.0.0.9");
                RawPeer good = new RawPeer(GOOD, US, speaker.port()).establish(AS, 90, "10.0.0.8")) {
            speaker.awaitEstablished(BAD);
            speaker.awaitEstablished(GOOD);
            PeerSession session = speaker.sessions.get(IpAddress.parse(BAD));
            speaker.route(() -> session.write(out -> {
                throw new IllegalStateException("a test of faults");
            }));

            assertEquals("0600", unlucky.receiveNotification());
            good.send(RawPeer.MARKER + "0017 05 0001 00 80");
            await().until(() -> speaker.events.contains("refresh " + GOOD + " " + AddressFamily.VPN_IPV4));
        }
    }

    @Test
    void one_bad_session_disturbs_no_other() throws IOException {
        try (RawPeer good = new RawPeer(GOOD, US, speaker.port()).establish(AS, 90, "10.0.0.8");
                RawPeer bad = new RawPeer(BAD, US, speaker.port()).establish(AS, 90, "10.0.0.9")) {
            speaker.awaitEstablished(GOOD);
            speaker.awaitEstablished(BAD);
            bad.send(RawPeer.MARKER + "001b 02 00ff 0000 0000 0000"); // withdrawn routes longer than the message
            assertTrue(bad.receiveNotification().startsWith("0301"));
            await().until(() -> speaker.events.contains("ended " + BAD));

            good.send(RawPeer.MARKER + "0017 05 0001 00 80"); // route refresh
            await().until(() -> speaker.events.contains("refresh " + GOOD + " " + AddressFamily.VPN_IPV4));
        }
    }

    @Test
    void messages_may_come_octet_by_octet() throws IOException {
        try (RawPeer peer = new RawPeer(BAD, US, speaker.port())) {
            String hello = (RawPeer.open(AS, 90, "10.0.0.9") + RawPeer.KEEPALIVE).replace(" ", "");
            for (int i = 0; i < hello.length(); i += 2) {
                peer.send(hello.substring(i, i + 2));
            }
            speaker.awaitEstablished(BAD);
        }
    }

    @Test
    void a_second_call_during_a_session_is_a_collision() throws IOException {
        try (RawPeer first = new RawPeer(BAD, US, speaker.port()).establish(AS, 90, "10.0.0.9");
                RawPeer second = new RawPeer(BAD, US, speaker.port())) {
            speaker.awaitEstablished(BAD);
            second.send(RawPeer.open(AS, 90, "10.0.0.9"));
            assertEquals("0607", second.receiveNotification());
            assertTrue(speaker.neighbor(BAD).isEstablished());
            first.send(RawPeer.KEEPALIVE);
        }
    }

    @Test
    void a_peer_may_come_back_at_once_after_an_error() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (RawPeer peer = new RawPeer(BAD, US, speaker.port()).establish(AS, 90, "10.0.0.9")) {
                peer.send(RawPeer.MARKER + "0014 04 00");
                assertEquals("01020014", peer.receiveNotification());
            }
        }
    }

    private static TestSpeaker newSpeaker() {
        var range = DynamicNeighbors.of(IpPrefix.parse("127.78.1.0/24"), AS, AS, SessionOptions.DEFAULT);
        TestSpeaker speaker = new TestSpeaker(US, "10.0.0.1", 0, ImmutableList.of(range), TransportAddresses.IDENTITY);
        speaker.speaker.setNeighbor(NeighborConfig.builder(IpAddress.parse(BAD), AS, AS)
                .passive(true)
                .build());
        return speaker;
    }
}

package net.minitrail.bgp.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.List;
import net.minitrail.bgp.fsm.State;
import net.minitrail.net.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two connections with the same peer (RFC 4271 section 6.8): one that we dialed, one that the peer did. */
@Timeout(30)
class CollisionTest {
    private static final String US = "127.82.0.1";
    private static final String THEM = "127.82.0.2";
    private static final String LOWER = "10.0.0.1";
    private static final String MIDDLE = "10.0.0.5";
    private static final String HIGHER = "10.0.0.9";
    private static final int AS = 65500;
    private static final String COLLISION = "0607";

    @Test
    void the_call_of_a_higher_peer_survives_ours() throws IOException {
        try (ServerSocket listener = listener();
                TestSpeaker us = dialing(listener);
                RawPeer ours = RawPeer.answer(listener);
                RawPeer theirs = new RawPeer(THEM, US, us.port())) {
            ours.send(RawPeer.open(AS, 90, HIGHER));
            theirs.send(RawPeer.open(AS, 90, HIGHER));

            assertEquals(COLLISION, ours.receiveNotification());
            theirs.send(RawPeer.KEEPALIVE);
            us.awaitEstablished(THEM);
        }
    }

    @Test
    void our_call_survives_that_of_a_lower_peer() throws IOException {
        try (ServerSocket listener = listener();
                TestSpeaker us = dialing(listener);
                RawPeer ours = RawPeer.answer(listener);
                RawPeer theirs = new RawPeer(THEM, US, us.port())) {
            theirs.send(RawPeer.open(AS, 90, LOWER));

            assertEquals(COLLISION, theirs.receiveNotification());
            ours.send(RawPeer.open(AS, 90, LOWER));
            ours.send(RawPeer.KEEPALIVE);
            us.awaitEstablished(THEM);
        }
    }

    @Test
    void in_open_confirm_the_call_of_a_higher_peer_takes_the_place_of_ours() throws IOException {
        try (ServerSocket listener = listener();
                TestSpeaker us = dialing(listener);
                RawPeer ours = RawPeer.answer(listener)) {
            ours.send(RawPeer.open(AS, 90, HIGHER));
            us.awaitState(THEM, State.OPEN_CONFIRM);
            try (RawPeer theirs = new RawPeer(THEM, US, us.port())) {
                theirs.send(RawPeer.open(AS, 90, HIGHER));
                assertEquals(COLLISION, ours.receiveNotification());
                theirs.send(RawPeer.KEEPALIVE);
                us.awaitEstablished(THEM);
            }
        }
    }

    @Test
    void in_open_confirm_our_call_survives_that_of_a_lower_peer() throws IOException {
        try (ServerSocket listener = listener();
                TestSpeaker us = dialing(listener);
                RawPeer ours = RawPeer.answer(listener)) {
            ours.send(RawPeer.open(AS, 90, LOWER));
            us.awaitState(THEM, State.OPEN_CONFIRM);
            try (RawPeer theirs = new RawPeer(THEM, US, us.port())) {
                theirs.send(RawPeer.open(AS, 90, LOWER));
                assertEquals(COLLISION, theirs.receiveNotification());
            }
            ours.send(RawPeer.KEEPALIVE);
            us.awaitEstablished(THEM);
        }
    }

    @Test
    void an_established_session_survives_a_call_even_of_a_higher_peer() throws IOException {
        try (ServerSocket listener = listener();
                TestSpeaker us = dialing(listener);
                RawPeer ours = RawPeer.answer(listener)) {
            ours.establish(AS, 90, HIGHER);
            us.awaitEstablished(THEM);
            try (RawPeer theirs = new RawPeer(THEM, US, us.port())) {
                theirs.send(RawPeer.open(AS, 90, HIGHER));
                assertEquals(COLLISION, theirs.receiveNotification());
            }
            assertTrue(us.neighbor(THEM).isEstablished());
        }
    }

    @Test
    void a_peer_that_restarts_gracefully_takes_over_its_old_session() throws IOException {
        try (ServerSocket listener = listener();
                TestSpeaker us = dialing(listener);
                RawPeer before = RawPeer.answer(listener)) {
            before.send(RawPeer.restartingOpen(AS, HIGHER));
            before.send(RawPeer.KEEPALIVE);
            us.awaitEstablished(THEM);
            try (RawPeer after = new RawPeer(THEM, US, us.port())) {
                after.send(RawPeer.restartingOpen(AS, HIGHER));
                after.send(RawPeer.KEEPALIVE);
                await().until(() -> us.neighbor(THEM).establishedCount() == 2);
                assertEquals("closed without NOTIFICATION", before.receiveNotification());
                await().until(() ->
                        us.events.equals(List.of("established " + THEM, "ended " + THEM, "established " + THEM)));
                assertTrue(us.ends.get(0).mayKeepStaleRoutes(false));
            }
        }
    }

    @Test
    void a_call_that_ends_before_its_open_is_not_dialed_again() throws IOException {
        try (ServerSocket listener = listener();
                TestSpeaker us = dialing(listener);
                RawPeer ours = RawPeer.answer(listener)) {
            new RawPeer(THEM, US, us.port()).close();
            await().until(() -> us.neighbor(THEM).lastEnd() != null);
            ours.establish(AS, 90, HIGHER);
            us.awaitEstablished(THEM);

            listener.setSoTimeout(2_000);
            assertThrows(SocketTimeoutException.class, listener::accept);
            assertTrue(us.neighbor(THEM).isEstablished());
            assertEquals(List.of("established " + THEM), us.events);
        }
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getByName(THEM));
    }

    private static TestSpeaker dialing(ServerSocket listener) {
        TestSpeaker us = new TestSpeaker(US, MIDDLE);
        us.start();
        us.speaker.setNeighbor(NeighborConfig.builder(IpAddress.parse(THEM), AS, AS)
                .port(listener.getLocalPort())
                .build());
        return us;
    }
}

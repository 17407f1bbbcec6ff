package net.minitrail.bgp.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.RibConfig;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.ThreadRoutingLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the routes of a peer that restarts gracefully when a NOTIFICATION ends its session (RFC 8538). */
@Timeout(30)
class GracefulNotificationTest {
    private static final String US = "127.84.0.1";
    private static final String THEM = "127.84.1.1";
    private static final int AS = 65500;

    private final ThreadRoutingLoop routing = new ThreadRoutingLoop("routing").start();
    private final SessionLoop loop = SessionLoop.open("sessions");
    private final BgpRib rib = new BgpRib(RibConfig.of(AS, Ipv4Address.parse("10.0.0.1")));
    private final BgpSpeaker speaker = new BgpSpeaker(
            BgpSpeakerConfig.of(Ipv4Address.parse("10.0.0.1"), IpAddress.parse(US))
                    .withPort(0)
                    .withTiming(TestSpeaker.FAST)
                    .withDynamicNeighbors(ImmutableList.of(DynamicNeighbors.of(
                            IpPrefix.parse("127.84.1.0/24"),
                            AS,
                            AS,
                            SessionOptions.DEFAULT.withFamilies(AddressFamily.VPN_IPV4)))),
            loop,
            routing,
            RibSessions.alone(rib, routing));
    private int port;

    @BeforeEach
    void start() {
        port = speaker.start();
    }

    @AfterEach
    void stop() {
        speaker.close();
        loop.close();
        routing.close();
    }

    @Test
    void its_routes_stay_when_both_say_so() throws IOException {
        try (RawPeer peer = announcing("4078")) {
            peer.send(RawPeer.MARKER + "0015 03 0608"); // out of resources
            awaitStale();
        }
    }

    @Test
    void its_routes_stay_when_it_falls_silent() throws IOException {
        try (RawPeer peer = announcing(3, "4078")) {
            assertEquals("0400", peer.receiveNotification());
            awaitStale();
        }
    }

    @Test
    void its_routes_go_after_a_hard_reset() throws IOException {
        try (RawPeer peer = announcing("4078")) {
            peer.send(RawPeer.MARKER + "001e 03 0609 0602 06 6e6f6f6e2121");
            awaitGone();
        }
        assertTrue(speaker.neighbors().isEmpty());
    }

    @Test
    void its_routes_go_when_it_does_not_say_so() throws IOException {
        try (RawPeer peer = announcing("0078")) {
            peer.send(RawPeer.MARKER + "0015 03 0608");
            awaitGone();
        }
    }

    @Test
    void we_reset_hard_when_the_end_is_meant() throws IOException {
        try (RawPeer peer = announcing("4078")) {
            speaker.resetNeighbor(IpAddress.parse(THEM), "noon");
            assertEquals("0609" + "0604" + "04" + "6e6f6f6e", peer.receiveNotification());
            awaitGone();
        }
    }

    @Test
    void a_peer_that_does_not_know_hard_resets_gets_none() throws IOException {
        try (RawPeer peer = announcing("0078")) {
            speaker.resetNeighbor(IpAddress.parse(THEM), "noon");
            assertEquals("0604" + "04" + "6e6f6f6e", peer.receiveNotification());
            awaitGone();
        }
    }

    /** @param restart flags and time of its graceful restart capability: 4 in front is the N bit */
    private RawPeer announcing(String restart) throws IOException {
        return announcing(90, restart);
    }

    private RawPeer announcing(int holdTime, String restart) throws IOException {
        RawPeer peer = new RawPeer(THEM, US, port)
                .establish(RawPeer.open(AS, holdTime, "10.0.0.9", "0208 4006 " + restart + " 0001 80 80"));
        peer.send(RibSessionsTest.announcement(16));
        await().until(() -> rib.table(AddressFamily.VPN_IPV4).reachable() == 1);
        return peer;
    }

    private void awaitStale() {
        await().until(() -> speaker.neighbors().isEmpty());
        await().until(() -> rib.table(AddressFamily.VPN_IPV4).destinations().stream()
                .flatMap(destination -> destination.paths().stream())
                .allMatch(Path::isStale));
        assertEquals(1, rib.table(AddressFamily.VPN_IPV4).reachable());
    }

    private void awaitGone() {
        await().until(() -> rib.table(AddressFamily.VPN_IPV4).reachable() == 0);
    }
}

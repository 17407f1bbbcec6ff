package net.minitrail.bgp.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import net.minitrail.bgp.fsm.State;
import net.minitrail.bgp.rib.BgpRib;
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

/** A route reflector whose clients are played octet by octet. */
@Timeout(30)
class RibSessionsTest {
    private static final String US = "127.83.0.1";
    private static final String FIRST = "127.83.1.1";
    private static final String SECOND = "127.83.1.2";
    private static final int AS = 65500;
    private static final int LIMIT = 3;
    private static final PrefixLimit SOON_AGAIN = new PrefixLimit(LIMIT, 75, true, false, Duration.ZERO);
    private static final String END_OF_RIB = "001d02" + "0000" + "0006" + "800f03000180";

    private final ThreadRoutingLoop routing = new ThreadRoutingLoop("routing").start();
    private final SessionLoop loop = SessionLoop.open("sessions");
    private final BgpRib rib =
            new BgpRib(RibConfig.of(AS, Ipv4Address.parse("10.0.0.1")).asReflector());
    private final RibSessions sessions = RibSessions.alone(rib, routing);
    private final BgpSpeaker speaker = new BgpSpeaker(
            BgpSpeakerConfig.of(Ipv4Address.parse("10.0.0.1"), IpAddress.parse(US))
                    .withPort(0)
                    .withTiming(TestSpeaker.FAST)
                    .withDynamicNeighbors(ImmutableList.of(new DynamicNeighbors(
                            IpPrefix.parse("127.83.1.0/24"),
                            NeighborConfig.builder(IpAddress.parse(FIRST), AS, AS)
                                    .passive(true)
                                    .routeReflectorClient(true)
                                    .prefixLimits(Map.of(AddressFamily.VPN_IPV4, SOON_AGAIN))
                                    .options(SessionOptions.DEFAULT.withFamilies(AddressFamily.VPN_IPV4))
                                    .build()))),
            loop,
            routing,
            sessions);
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
    void a_client_is_told_the_end_of_an_empty_table() throws IOException {
        try (RawPeer client = new RawPeer(FIRST, US, port).establish(AS, 90, "10.0.0.8")) {
            assertEquals(END_OF_RIB, client.receive());
        }
    }

    @Test
    void a_route_is_reflected_with_its_label_and_target_and_withdrawn_when_its_source_leaves() throws IOException {
        try (RawPeer second = new RawPeer(SECOND, US, port).establish(AS, 90, "10.0.0.9")) {
            try (RawPeer first = new RawPeer(FIRST, US, port).establish(AS, 90, "10.0.0.8")) {
                first.send(announcement(16));

                String update = second.receiveRoutes();
                assertTrue(update.contains("6c" + "186a11" + "0001c0a8640a0007" + "0a0110"), update); // label 100001
                assertTrue(update.contains("0002ffdc00000065"), update); // target:65500:101
                assertTrue(update.contains("800904" + "0a000008"), update); // originator
                assertTrue(update.contains("800a04" + "0a000001"), update); // our cluster
            }
            String withdrawal = second.receiveRoutes();
            assertTrue(withdrawal.contains("0001c0a8640a0007" + "0a0110"), withdrawal);
        }
    }

    @Test
    void a_client_that_announces_too_much_is_sent_away() throws IOException {
        try (RawPeer client = new RawPeer(FIRST, US, port).establish(AS, 90, "10.0.0.8")) {
            for (int i = 0; i <= LIMIT; i++) {
                client.send(announcement(16 * i));
            }
            assertEquals("0601" + "0001" + "80" + "00000003", client.receiveNotification());
        }
        await().until(() -> rib.table(AddressFamily.VPN_IPV4).reachable() == 0);
    }

    @Test
    void a_neighbor_over_its_limit_is_left_alone_for_a_while() throws IOException {
        speaker.setNeighbor(NeighborConfig.builder(IpAddress.parse(FIRST), AS, AS)
                .passive(true)
                .prefixLimits(Map.of(AddressFamily.VPN_IPV4, PrefixLimit.of(1)))
                .build());
        IpAddress first = IpAddress.parse(FIRST);
        await().until(() -> speaker.neighbor(first).isPresent());
        try (RawPeer client = new RawPeer(FIRST, US, port).establish(AS, 90, "10.0.0.8")) {
            client.send(announcement(0));
            client.send(announcement(16));
            assertTrue(client.receiveNotification().startsWith("0601"));
        }
        await().until(() -> speaker.neighbor(first).orElseThrow().state() == State.IDLE);
        assertNotNull(speaker.neighbor(first).orElseThrow().lastError());
        try (RawPeer again = new RawPeer(FIRST, US, port)) {
            assertEquals("0605", again.receiveNotification());
        }
    }

    @Test
    void a_refresh_repeats_the_routes() throws IOException {
        try (RawPeer first = new RawPeer(FIRST, US, port).establish(AS, 90, "10.0.0.8");
                RawPeer second = new RawPeer(SECOND, US, port).establish(AS, 90, "10.0.0.9")) {
            first.send(announcement(16));
            String once = second.receiveRoutes();
            second.send(RawPeer.MARKER + "0017 05 0001 00 80");
            assertEquals(once, second.receiveRoutes());
        }
    }

    @Test
    void a_refresh_is_marked_for_a_peer_that_knows_marks() throws IOException {
        try (RawPeer first = new RawPeer(FIRST, US, port).establish(AS, 90, "10.0.0.8");
                RawPeer second =
                        new RawPeer(SECOND, US, port).establish(RawPeer.open(AS, 90, "10.0.0.9", "0202 4600"))) {
            first.send(announcement(16));
            String once = second.receiveRoutes();
            second.send(RawPeer.MARKER + "0017 05 0001 00 80");
            assertEquals("00010180", second.receiveRefresh());
            assertEquals(once, second.receiveRoutes());
            assertEquals("00010280", second.receiveRefresh());
        }
    }

    @Test
    void what_a_peer_does_not_repeat_between_the_marks_is_gone() throws IOException {
        try (RawPeer client = new RawPeer(FIRST, US, port).establish(RawPeer.open(AS, 90, "10.0.0.8", "0202 4600"))) {
            client.send(announcement(0) + announcement(16));
            await().until(() -> rib.table(AddressFamily.VPN_IPV4).reachable() == 2);
            client.send(RawPeer.MARKER + "0017 05 0001 01 80");
            client.send(announcement(16) + RawPeer.MARKER + "0017 05 0001 02 80");
            await().until(() -> rib.table(AddressFamily.VPN_IPV4).reachable() == 1);
        }
    }

    @Test
    void a_peer_is_asked_for_its_routes_again() throws IOException {
        try (RawPeer client = new RawPeer(FIRST, US, port).establish(AS, 90, "10.0.0.8")) {
            assertEquals(END_OF_RIB, client.receive());
            routing.execute(() -> sessions.up().keySet().forEach(s -> s.requestRefresh(AddressFamily.VPN_IPV4)));
            assertEquals("00010080", client.receiveRefresh());
        }
    }

    @Test
    void attributes_that_do_not_fit_for_one_peer_leave_its_session_up_and_others_untouched() throws IOException {
        String bigMessages = "0202 0600";
        try (RawPeer source = new RawPeer(FIRST, US, port).establish(RawPeer.open(AS, 90, "10.0.0.8", bigMessages));
                RawPeer small = new RawPeer(SECOND, US, port).establish(AS, 90, "10.0.0.9");
                RawPeer big =
                        new RawPeer("127.83.1.3", US, port).establish(RawPeer.open(AS, 90, "10.0.0.10", bigMessages))) {
            source.send(announcement(16));
            String once = small.receiveRoutes();
            assertEquals(once, big.receiveRoutes());

            source.send(announcement(16, "d0082000" + communities(0x800))); // 8 KiB of them
            assertTrue(big.receiveRoutes().contains("fde80001fde80002"));
            String withdrawal = small.receiveRoutes();
            assertTrue(withdrawal.contains("800f"), withdrawal); // MP_UNREACH_NLRI
            source.send(announcement(16));
            assertEquals(once, small.receiveRoutes());
        }
    }

    private static String communities(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("fde8%04x".formatted(i));
        }
        return text.toString();
    }

    /** 10.1.{@code third}.0/20 with label 100001 and target:65500:101, from 192.168.100.10. */
    static String announcement(int third) {
        return announcement(third, "");
    }

    private static String announcement(int third, String more) {
        String attributes = "400101 02" + "400200" + "400504 000000c8" + more + "c01008 0002ffdc00000065"
                + "900e0020 0001 80 0c 0000000000000000c0a8640a 00" + "6c 186a11 0001c0a8640a0007 0a01"
                + "%02x".formatted(third);
        int length = attributes.replace(" ", "").length() / 2;
        return RawPeer.MARKER + "%04x 02 0000 %04x".formatted(23 + length, length) + attributes;
    }
}

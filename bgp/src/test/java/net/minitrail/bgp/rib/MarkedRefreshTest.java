package net.minitrail.bgp.rib;

import static net.minitrail.bgp.rib.RibFixtures.announce;
import static net.minitrail.bgp.rib.RibFixtures.internal;
import static net.minitrail.bgp.rib.RibFixtures.key;
import static net.minitrail.bgp.rib.RibFixtures.red;
import static net.minitrail.bgp.rib.RibFixtures.vpn;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Update;
import net.minitrail.net.Ipv4Address;
import org.junit.jupiter.api.Test;

/** Repetitions with marks at begin and end (RFC 7313), both ways. */
class MarkedRefreshTest {
    private static final String FIRST = "192.168.100.3:7:10.0.16.0/20";
    private static final String SECOND = "192.168.100.3:7:10.0.32.0/20";
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final RibHarness speaker =
            new RibHarness(RibConfig.of(65500, Ipv4Address.parse("10.0.0.1")).asReflector());
    private final RibPeer source = client(1);
    private final RibPeer listener = client(2);
    private final RouteTable table = speaker.rib.table(AddressFamily.VPN_IPV4);

    MarkedRefreshTest() {
        speaker.hear(source, announce(vpn(FIRST, 17), red()));
        speaker.hear(source, announce(vpn(SECOND, 18), red()));
        speaker.drain();
    }

    private RibPeer client(int last) {
        return speaker.up(internal(last, AddressFamily.VPN_IPV4).asReflectorClient(true));
    }

    @Test
    void a_peer_that_wants_marks_is_told_all_again_and_then_the_end() {
        Ending ending = speaker.rib.refresh(listener, AddressFamily.VPN_IPV4, true);
        speaker.drain();

        assertEquals(Ending.END_OF_REFRESH, ending);
        assertEquals(4, speaker.at(listener).announced);
        assertEquals(List.of(Ending.END_OF_RIB, Ending.END_OF_REFRESH), speaker.at(listener).endings);
    }

    @Test
    void before_the_initial_routes_are_told_their_end_is_the_only_mark() {
        RibPeer late = client(3);

        assertEquals(Ending.END_OF_RIB, speaker.rib.refresh(late, AddressFamily.VPN_IPV4, true));
        speaker.drain();

        assertEquals(List.of(Ending.END_OF_RIB), speaker.at(late).endings);
        assertEquals(2, speaker.at(late).routes.size());
    }

    @Test
    void a_second_request_starts_over_and_ends_once() {
        speaker.at(listener).ready = false;
        speaker.rib.refresh(listener, AddressFamily.VPN_IPV4, true);
        speaker.drain();
        assertEquals(Ending.END_OF_REFRESH, speaker.rib.refresh(listener, AddressFamily.VPN_IPV4, true));
        speaker.at(listener).ready = true;
        speaker.drain();

        assertEquals(List.of(Ending.END_OF_RIB, Ending.END_OF_REFRESH), speaker.at(listener).endings);
        speaker.assertSettled();
    }

    @Test
    void a_peer_without_the_family_is_told_nothing() {
        assertEquals(Ending.NOTHING, speaker.rib.refresh(listener, AddressFamily.EVPN, true));
    }

    @Test
    void what_is_not_repeated_goes_at_the_end_and_not_before() {
        speaker.rib.refreshBegan(source, AddressFamily.VPN_IPV4, 0);
        speaker.hear(source, announce(vpn(FIRST, 17), red()));
        assertEquals(2, table.reachable());

        speaker.rib.refreshEnded(source, AddressFamily.VPN_IPV4);
        speaker.drain();

        assertEquals(1, table.reachable());
        assertEquals(
                List.of(key(FIRST)), List.copyOf(speaker.at(listener).routes.keySet()));
        assertEquals(2, speaker.at(listener).announced, "what was repeated is no news");
    }

    @Test
    void an_end_without_a_begin_says_nothing() {
        speaker.rib.refreshEnded(source, AddressFamily.VPN_IPV4);

        assertEquals(2, table.reachable());
    }

    @Test
    void a_begin_without_an_end_is_bounded() {
        speaker.rib.refreshBegan(source, AddressFamily.VPN_IPV4, 0);
        speaker.rib.tick(59 * SECOND_NANOS);
        assertEquals(2, table.reachable());

        speaker.rib.tick(61 * SECOND_NANOS);

        assertEquals(0, table.reachable());
    }

    @Test
    void a_session_that_ends_takes_its_marks_along() {
        speaker.rib.refreshBegan(source, AddressFamily.VPN_IPV4, 0);
        speaker.down(source);
        RibPeer back = client(1);
        speaker.hear(back, announce(vpn(FIRST, 17), red()));
        speaker.hear(back, Update.endOfRib(AddressFamily.VPN_IPV4));

        speaker.rib.tick(61 * SECOND_NANOS);

        assertEquals(1, table.reachable());
    }
}

package net.minitrail.bgp.rib;

import static net.minitrail.bgp.rib.RibFixtures.SECOND;
import static net.minitrail.bgp.rib.RibFixtures.announce;
import static net.minitrail.bgp.rib.RibFixtures.attributes;
import static net.minitrail.bgp.rib.RibFixtures.controller;
import static net.minitrail.bgp.rib.RibFixtures.internal;
import static net.minitrail.bgp.rib.RibFixtures.key;
import static net.minitrail.bgp.rib.RibFixtures.red;
import static net.minitrail.bgp.rib.RibFixtures.vpn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.OptionalLong;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Communities;
import net.minitrail.bgp.wire.Community;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Update;
import org.junit.jupiter.api.Test;

class GracefulRestartTest {
    private static final String ONE = "192.168.100.1:1:100.100.100.100/32";
    private static final String TWO = "192.168.100.1:1:100.100.100.0/27";
    private static final ImmutableSet<AddressFamily> VPN = ImmutableSet.of(AddressFamily.VPN_IPV4);

    private final RibHarness speaker = new RibHarness(controller().asReflector());
    private final RouteTable table = speaker.rib.table(AddressFamily.VPN_IPV4);

    private static PeerSettings gateway(ImmutableSet<AddressFamily> keptForwarding, int longLivedSeconds) {
        return internal(1, AddressFamily.VPN_IPV4)
                .asReflectorClient(true)
                .withRestart(new RestartPromise(
                        VPN, keptForwarding, Duration.ofSeconds(120), Duration.ofSeconds(longLivedSeconds)));
    }

    private RibPeer upWithRoutes(PeerSettings settings) {
        RibPeer peer = speaker.up(settings);
        speaker.hear(peer, announce(vpn(ONE, 20), red()));
        speaker.hear(peer, announce(vpn(TWO, 20), red()));
        speaker.drain();
        return peer;
    }

    @Test
    void routes_stay_while_the_peer_is_away_and_nobody_notices_when_it_comes_back() {
        RibPeer listener = speaker.up(internal(4, AddressFamily.VPN_IPV4));
        RibPeer peer = upWithRoutes(gateway(VPN, 0));
        int told = speaker.at(listener).announced;

        speaker.lose(peer);
        speaker.drain();
        assertEquals(2, table.reachable());
        assertTrue(table.best(key(ONE)).orElseThrow().isStale());

        RibPeer back = upWithRoutes(gateway(VPN, 0));
        speaker.hear(back, Update.endOfRib(AddressFamily.VPN_IPV4));
        speaker.drain();

        assertEquals(told, speaker.at(listener).announced);
        assertEquals(0, speaker.at(listener).withdrawn);
        assertFalse(table.best(key(ONE)).orElseThrow().isStale());
    }

    @Test
    void what_is_not_offered_again_goes_at_the_end_of_rib() {
        speaker.lose(upWithRoutes(gateway(VPN, 0)));
        RibPeer back = speaker.up(gateway(VPN, 0));
        speaker.hear(back, announce(vpn(ONE, 20), red()));
        assertEquals(2, table.reachable());

        speaker.hear(back, Update.endOfRib(AddressFamily.VPN_IPV4));

        assertEquals(1, table.reachable());
    }

    @Test
    void everything_goes_when_the_peer_does_not_come_back_in_time() {
        speaker.lose(upWithRoutes(gateway(VPN, 0)));
        speaker.rib.tick(119 * SECOND);
        assertEquals(2, table.reachable());

        speaker.rib.tick(120 * SECOND);

        assertEquals(0, table.paths());
        assertTrue(speaker.rib.peers().isEmpty());
    }

    @Test
    void a_peer_that_is_back_but_never_ends_loses_its_stale_routes_at_the_same_time() {
        speaker.lose(upWithRoutes(gateway(VPN, 0)));
        RibPeer back = speaker.up(gateway(VPN, 0));
        speaker.hear(back, announce(vpn(ONE, 20), red()));

        speaker.rib.tick(120 * SECOND);

        assertEquals(1, table.reachable());
        assertEquals(RibPeer.State.UP, back.state());
    }

    @Test
    void going_again_before_the_end_gives_no_new_time() {
        speaker.lose(upWithRoutes(gateway(VPN, 0)));
        speaker.now = 100 * SECOND;
        speaker.lose(speaker.up(gateway(VPN, 0)));

        speaker.rib.tick(120 * SECOND);

        assertEquals(0, table.paths());
    }

    @Test
    void a_family_that_was_not_kept_forwarding_loses_its_routes_at_once() {
        speaker.lose(upWithRoutes(gateway(VPN, 0)));

        speaker.up(gateway(ImmutableSet.of(), 0));

        assertEquals(0, table.reachable());
    }

    @Test
    void routes_go_at_once_when_the_session_was_ended_on_purpose_or_nothing_was_promised() {
        speaker.down(upWithRoutes(gateway(VPN, 0)));
        assertEquals(0, table.paths());

        speaker.lose(upWithRoutes(internal(1, AddressFamily.VPN_IPV4)));
        assertEquals(0, table.paths());
    }

    @Test
    void long_lived_stale_routes_are_told_with_a_mark_or_kept_inside_and_last() {
        var knowing = new PeerSettings.PeerPolicy(false, false, null, true);
        RibPeer capable = speaker.up(internal(4, AddressFamily.VPN_IPV4).withPolicy(knowing));
        RibPeer plain = speaker.up(internal(5, AddressFamily.VPN_IPV4));
        RibPeer outside = speaker.up(RibFixtures.external(6, 65001, AddressFamily.VPN_IPV4));
        speaker.lose(upWithRoutes(gateway(VPN, 600)));
        speaker.drain();

        speaker.rib.tick(120 * SECOND);
        speaker.drain();

        PathAttributes marked = speaker.at(capable).told(key(ONE)).attributes();
        assertTrue(marked.communities().contains(Community.LLGR_STALE));
        PathAttributes last = speaker.at(plain).told(key(ONE)).attributes();
        assertEquals(OptionalLong.of(0), last.localPref());
        assertTrue(last.communities().contains(Community.NO_EXPORT));
        assertNull(speaker.at(outside).routes.get(key(ONE)));

        speaker.rib.tick(720 * SECOND);
        speaker.drain();
        assertEquals(0, speaker.at(plain).routes.size());
    }

    @Test
    void routes_that_must_not_be_kept_for_long_go_at_the_restart_time() {
        RibPeer peer = speaker.up(gateway(VPN, 600));
        speaker.hear(
                peer, announce(vpn(ONE, 20), attributes(with -> with.communities(Communities.of(Community.NO_LLGR)))));
        speaker.hear(peer, announce(vpn(TWO, 20), red()));
        speaker.lose(peer);

        speaker.rib.tick(120 * SECOND);

        assertEquals(1, table.reachable());
    }
}

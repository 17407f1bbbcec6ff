package net.minitrail.bgp.rib;

import static net.minitrail.bgp.rib.RibFixtures.SECOND;
import static net.minitrail.bgp.rib.RibFixtures.announce;
import static net.minitrail.bgp.rib.RibFixtures.attributes;
import static net.minitrail.bgp.rib.RibFixtures.controller;
import static net.minitrail.bgp.rib.RibFixtures.inet;
import static net.minitrail.bgp.rib.RibFixtures.internal;
import static net.minitrail.bgp.rib.RibFixtures.key;
import static net.minitrail.bgp.rib.RibFixtures.red;
import static net.minitrail.bgp.rib.RibFixtures.vpn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
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
                .withRestart(promise(keptForwarding, longLivedSeconds));
    }

    private static RestartPromise promise(ImmutableSet<AddressFamily> keptForwarding, int longLivedSeconds) {
        var longLived = new RestartPromise.LongLived(Duration.ofSeconds(longLivedSeconds), !keptForwarding.isEmpty());
        return new RestartPromise(
                VPN, keptForwarding, Duration.ofSeconds(120), ImmutableMap.of(AddressFamily.VPN_IPV4, longLived));
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
    void a_peer_that_is_back_but_never_ends_loses_its_stale_routes_after_one_more_restart_time() {
        speaker.lose(upWithRoutes(gateway(VPN, 0)));
        speaker.now = 100 * SECOND;
        RibPeer back = speaker.up(gateway(VPN, 0));
        speaker.hear(back, announce(vpn(ONE, 20), red()));

        speaker.rib.tick(219 * SECOND);
        assertEquals(2, table.reachable());
        speaker.rib.tick(220 * SECOND);

        assertEquals(1, table.reachable());
        assertEquals(RibPeer.State.UP, back.state());
    }

    @Test
    void going_again_before_the_end_costs_what_was_not_offered_in_between() {
        speaker.lose(upWithRoutes(gateway(VPN, 0)));
        speaker.now = 100 * SECOND;
        RibPeer back = speaker.up(gateway(VPN, 0));
        speaker.hear(back, announce(vpn(ONE, 20), red()));

        speaker.lose(back);

        assertEquals(1, table.paths());
        speaker.rib.tick(220 * SECOND);
        assertEquals(0, table.paths());
    }

    @Test
    void going_again_gives_long_lived_routes_no_new_time() {
        speaker.lose(upWithRoutes(gateway(VPN, 600)));
        speaker.rib.tick(120 * SECOND);
        speaker.now = 200 * SECOND;
        speaker.lose(speaker.up(gateway(VPN, 600)));
        assertEquals(2, table.reachable());

        speaker.rib.tick(719 * SECOND);
        assertEquals(2, table.reachable());
        speaker.rib.tick(720 * SECOND);
        assertEquals(0, table.paths());
    }

    @Test
    void a_peer_that_comes_back_without_the_capability_loses_its_stale_routes_at_once() {
        speaker.lose(upWithRoutes(gateway(VPN, 600)));

        RibPeer back = speaker.up(internal(1, AddressFamily.VPN_IPV4));

        assertEquals(0, table.paths());
        speaker.hear(back, announce(vpn(ONE, 20), red()));
        speaker.rib.tick(1000 * SECOND);
        assertEquals(1, table.paths());
    }

    @Test
    void a_family_that_is_not_negotiated_any_more_loses_its_routes_at_once() {
        speaker.lose(upWithRoutes(gateway(VPN, 600)));

        speaker.up(internal(1, AddressFamily.IPV4_UNICAST).withRestart(promise(VPN, 600)));

        assertEquals(0, table.paths());
    }

    @Test
    void each_family_ends_for_itself() {
        var both = ImmutableSet.of(AddressFamily.VPN_IPV4, AddressFamily.IPV4_UNICAST);
        PeerSettings settings = internal(1, AddressFamily.VPN_IPV4, AddressFamily.IPV4_UNICAST)
                .withRestart(new RestartPromise(
                        both,
                        both,
                        Duration.ofSeconds(120),
                        ImmutableMap.of(
                                AddressFamily.IPV4_UNICAST, new RestartPromise.LongLived(Duration.ofHours(1), true))));
        RouteTable unicast = speaker.rib.table(AddressFamily.IPV4_UNICAST);
        RibPeer peer = upWithRoutes(settings);
        speaker.hear(peer, announce(inet("10.1.0.0/20"), attributes().build()));
        speaker.hear(peer, Update.endOfRib(AddressFamily.VPN_IPV4));

        speaker.lose(peer);
        speaker.rib.tick(120 * SECOND);

        assertEquals(0, table.paths());
        assertTrue(unicast.offeredBy(peer).get(0).isLongLivedStale());
        RibPeer back = speaker.up(settings);
        speaker.hear(back, announce(vpn(ONE, 20), red()));
        speaker.hear(back, Update.endOfRib(AddressFamily.VPN_IPV4));
        assertEquals(1, unicast.paths());
        speaker.hear(back, Update.endOfRib(AddressFamily.IPV4_UNICAST));
        assertEquals(0, unicast.paths());
        assertEquals(1, table.paths());
    }

    @Test
    void without_a_restart_time_long_lived_routes_are_the_last_choice_at_once() {
        PeerSettings settings = internal(1, AddressFamily.VPN_IPV4)
                .asReflectorClient(true)
                .withRestart(new RestartPromise(
                        ImmutableSet.of(),
                        ImmutableSet.of(),
                        Duration.ZERO,
                        ImmutableMap.of(
                                AddressFamily.VPN_IPV4, new RestartPromise.LongLived(Duration.ofHours(1), true))));
        RibPeer other = speaker.up(internal(2, AddressFamily.VPN_IPV4));
        RibPeer peer = upWithRoutes(settings);
        speaker.hear(other, announce(vpn(ONE, 30), attributes(with -> with.localPref(1))));

        speaker.lose(peer);

        assertEquals(30, table.best(key(ONE)).orElseThrow().labelOr(-1));
        assertEquals(RibPeer.State.LONG_LIVED_STALE, peer.state());
    }

    @Test
    void a_peer_that_is_no_longer_wanted_leaves_nothing() {
        RibPeer peer = upWithRoutes(gateway(VPN, 600));
        speaker.lose(peer);

        speaker.rib.forget(peer.address());

        assertEquals(0, table.paths());
        assertTrue(speaker.rib.peers().isEmpty());
    }

    @Test
    void a_route_that_came_marked_is_not_told_outside_to_peers_that_do_not_know_the_mark() {
        RibPeer outside = speaker.up(RibFixtures.external(6, 65001, AddressFamily.VPN_IPV4));
        RibPeer plain = speaker.up(internal(5, AddressFamily.VPN_IPV4));
        RibPeer peer = speaker.up(gateway(VPN, 0));
        speaker.hear(
                peer,
                announce(vpn(ONE, 20), attributes(with -> with.communities(Communities.of(Community.LLGR_STALE)))));
        speaker.drain();

        assertNull(speaker.at(outside).routes.get(key(ONE)));
        PathAttributes last = speaker.at(plain).told(key(ONE)).attributes();
        assertEquals(OptionalLong.of(0), last.localPref());
        assertTrue(last.communities().contains(Community.NO_EXPORT));
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

package net.minitrail.bgp.rib;

import static net.minitrail.bgp.rib.RibFixtures.announce;
import static net.minitrail.bgp.rib.RibFixtures.attributes;
import static net.minitrail.bgp.rib.RibFixtures.blue;
import static net.minitrail.bgp.rib.RibFixtures.controller;
import static net.minitrail.bgp.rib.RibFixtures.internal;
import static net.minitrail.bgp.rib.RibFixtures.key;
import static net.minitrail.bgp.rib.RibFixtures.path;
import static net.minitrail.bgp.rib.RibFixtures.red;
import static net.minitrail.bgp.rib.RibFixtures.vpn;
import static net.minitrail.bgp.rib.RibFixtures.want;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Set;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.IdentifiedNlri;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Update;
import org.junit.jupiter.api.Test;

class AddPathTest {
    private static final String KEY = "192.168.100.1:1:100.100.100.0/27";
    private static final PathAttributes BEST = attributes(with -> with.localPref(300));
    private static final PathAttributes SECOND = attributes(with -> with.localPref(200));

    private final RibHarness speaker = new RibHarness(controller().asReflector());
    private final RouteTable table = speaker.rib.table(AddressFamily.VPN_IPV4);

    private static PeerSettings several(int last) {
        return RibFixtures.withPaths(
                internal(last, AddressFamily.VPN_IPV4).asReflectorClient(true), AddressFamily.VPN_IPV4);
    }

    private Set<Integer> labelsAt(RibPeer peer) {
        return speaker.at(peer).routes.values().stream()
                .map(told -> told.route().labels().top())
                .collect(ImmutableSet.toImmutableSet());
    }

    private Nlri nameOf(RibPeer peer, int label) {
        return speaker.at(peer).routes.values().stream()
                .filter(told -> told.route().labels().top() == label)
                .findFirst()
                .orElseThrow()
                .route()
                .nlri();
    }

    @Test
    void a_peer_offers_several_paths_and_takes_one_of_them_back() {
        RibPeer peer = speaker.up(several(1));

        speaker.hear(peer, announce(path(7, vpn(KEY, 20)), SECOND));
        speaker.hear(peer, announce(path(8, vpn(KEY, 30)), BEST));
        assertEquals(2, table.paths());
        assertEquals(30, table.best(key(KEY)).orElseThrow().labelOr(-1));
        assertEquals(8, table.best(key(KEY)).orElseThrow().pathId());

        speaker.hear(peer, Update.withdrawing(new IdentifiedNlri(key(KEY), 8)));
        assertEquals(20, table.best(key(KEY)).orElseThrow().labelOr(-1));
        speaker.hear(peer, Update.withdrawing(new IdentifiedNlri(key(KEY), 9)));
        assertEquals(1, table.paths());
        speaker.down(peer);
        assertEquals(0, table.paths());
    }

    @Test
    void a_peer_is_told_every_path_but_its_own_and_others_only_the_best() {
        RibPeer one = speaker.up(several(1));
        RibPeer listener = speaker.up(several(2));
        RibPeer plain = speaker.up(internal(3, AddressFamily.VPN_IPV4).asReflectorClient(true));
        speaker.hear(one, announce(path(7, vpn(KEY, 20)), SECOND));
        speaker.hear(one, announce(path(8, vpn(KEY, 30)), BEST));
        speaker.hear(listener, announce(path(7, vpn(KEY, 40)), SECOND));

        speaker.drain();

        assertEquals(Set.of(20, 30), labelsAt(listener));
        assertEquals(Set.of(40), labelsAt(one));
        assertEquals(Set.of(30), labelsAt(plain));
        assertEquals(1, speaker.at(plain).announced);
        speaker.assertSettled();
    }

    @Test
    void an_identifier_stays_while_its_path_changes_and_is_not_given_to_another() {
        RibPeer one = speaker.up(several(1));
        RibPeer listener = speaker.up(several(2));
        speaker.hear(one, announce(path(7, vpn(KEY, 20)), SECOND));
        speaker.hear(one, announce(path(8, vpn(KEY, 30)), BEST));
        speaker.drain();
        Nlri first = nameOf(listener, 20);

        speaker.hear(one, announce(path(7, vpn(KEY, 21)), red()));
        speaker.drain();
        assertEquals(first, nameOf(listener, 21));
        assertEquals(2, speaker.at(listener).routes.size());
        assertEquals(3, speaker.at(listener).announced);

        speaker.hear(one, Update.withdrawing(new IdentifiedNlri(key(KEY), 7)));
        speaker.hear(one, announce(path(9, vpn(KEY, 22)), red()));
        speaker.drain();
        assertNotEquals(first, nameOf(listener, 22));
        assertEquals(Set.of(22, 30), labelsAt(listener));
        assertEquals(1, speaker.at(listener).withdrawn);
    }

    @Test
    void no_more_paths_are_told_than_the_limit_and_the_next_best_moves_up() {
        RibPeer one = speaker.up(several(1));
        RibPeer listener = speaker.up(several(2).withPathLimits(ImmutableMap.of(AddressFamily.VPN_IPV4, 2)));
        speaker.hear(one, announce(path(1, vpn(KEY, 20)), BEST));
        speaker.hear(one, announce(path(2, vpn(KEY, 30)), SECOND));
        speaker.hear(one, announce(path(3, vpn(KEY, 40)), red()));
        speaker.drain();
        assertEquals(Set.of(20, 30), labelsAt(listener));

        speaker.hear(one, Update.withdrawing(new IdentifiedNlri(key(KEY), 1)));
        speaker.drain();

        assertEquals(Set.of(30, 40), labelsAt(listener));
        speaker.assertSettled();
    }

    @Test
    void a_refresh_tells_all_again_and_the_end_of_rib_comes_once_after_the_routes() {
        RibPeer one = speaker.up(several(1));
        speaker.hear(one, announce(path(1, vpn(KEY, 20)), BEST));
        RibPeer listener = speaker.up(several(2));
        speaker.drain();
        assertEquals(1, speaker.at(listener).announced);
        assertEquals(1, speaker.at(listener).ends.size());

        speaker.rib.refresh(listener, AddressFamily.VPN_IPV4, true);
        speaker.drain();

        assertEquals(2, speaker.at(listener).announced);
        assertEquals(1, speaker.at(listener).ends.size());
    }

    @Test
    void targets_that_are_asked_for_decide_path_by_path() {
        RibPeer one = speaker.up(several(1));
        RibPeer listener = speaker.up(RibFixtures.withPaths(
                internal(2, AddressFamily.VPN_IPV4, AddressFamily.ROUTE_TARGET).asReflectorClient(true),
                AddressFamily.VPN_IPV4));
        speaker.hear(listener, want(RibFixtures.RED));
        speaker.hear(listener, Update.endOfRib(AddressFamily.ROUTE_TARGET));
        speaker.hear(one, announce(path(1, vpn(KEY, 20)), red()));
        speaker.hear(one, announce(path(2, vpn(KEY, 30)), blue()));
        speaker.drain();
        assertEquals(1, speaker.rib.advertised(listener, AddressFamily.VPN_IPV4).size());

        speaker.hear(listener, want(RibFixtures.BLUE));
        speaker.drain();

        speaker.assertSettled();
        assertEquals(2, speaker.rib.advertised(listener, AddressFamily.VPN_IPV4).size());
    }
}

package net.minitrail.bgp.rib;

import static net.minitrail.bgp.rib.RibFixtures.AS;
import static net.minitrail.bgp.rib.RibFixtures.BLUE;
import static net.minitrail.bgp.rib.RibFixtures.RED;
import static net.minitrail.bgp.rib.RibFixtures.SECOND;
import static net.minitrail.bgp.rib.RibFixtures.announce;
import static net.minitrail.bgp.rib.RibFixtures.attributes;
import static net.minitrail.bgp.rib.RibFixtures.blue;
import static net.minitrail.bgp.rib.RibFixtures.controller;
import static net.minitrail.bgp.rib.RibFixtures.external;
import static net.minitrail.bgp.rib.RibFixtures.internal;
import static net.minitrail.bgp.rib.RibFixtures.key;
import static net.minitrail.bgp.rib.RibFixtures.red;
import static net.minitrail.bgp.rib.RibFixtures.vpn;
import static net.minitrail.bgp.rib.RibFixtures.want;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.AsPath;
import net.minitrail.bgp.wire.Origin;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.RouteTargetMembership;
import net.minitrail.bgp.wire.Update;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;
import org.junit.jupiter.api.Test;

class RouteTargetConstraintTest {
    private static final String RED_VM = "192.168.100.3:7:192.168.1.3/32";
    private static final String BLUE_VM = "192.168.100.3:8:192.168.2.3/32";
    private static final PathSource AGENT = NamedSource.agent("compute-1", Ipv4Address.parse("192.168.100.3"));

    private final RibHarness speaker = new RibHarness(controller());
    private final RouteTable table = speaker.rib.table(AddressFamily.VPN_IPV4);

    RouteTargetConstraintTest() {
        table.learn(vpn(RED_VM, 17), AGENT, red(), 0);
        table.learn(vpn(BLUE_VM, 18), AGENT, blue(), 0);
    }

    private static PeerSettings constrained(int last) {
        return internal(last, AddressFamily.VPN_IPV4, AddressFamily.ROUTE_TARGET);
    }

    /** A peer that has said which targets it wants. */
    private RibPeer wanting(int last, RouteTarget... targets) {
        RibPeer peer = speaker.up(constrained(last));
        for (RouteTarget target : targets) {
            speaker.hear(peer, want(target));
        }
        speaker.hear(peer, Update.endOfRib(AddressFamily.ROUTE_TARGET));
        speaker.drain();
        return peer;
    }

    private Set<?> heldBy(RibPeer peer) {
        return speaker.at(peer).routes.keySet().stream()
                .filter(nlri -> nlri.family() == AddressFamily.VPN_IPV4)
                .collect(Collectors.toSet());
    }

    @Test
    void a_peer_gets_what_it_asked_for_and_nothing_else() {
        assertEquals(Set.of(key(RED_VM)), heldBy(wanting(1, RED)));
        assertEquals(Set.of(), heldBy(wanting(4)));
    }

    @Test
    void a_peer_without_the_family_gets_everything() {
        RibPeer plain = speaker.up(internal(1, AddressFamily.VPN_IPV4));
        speaker.drain();

        assertEquals(2, heldBy(plain).size());
    }

    @Test
    void routes_are_held_back_until_the_peer_has_said_all_it_wants() {
        RibPeer peer = speaker.up(constrained(1));
        speaker.hear(peer, want(RED));
        speaker.drain();
        assertEquals(Set.of(), heldBy(peer));
        assertTrue(peer.isWaitingForTargets(AddressFamily.VPN_IPV4));

        speaker.hear(peer, Update.endOfRib(AddressFamily.ROUTE_TARGET));
        speaker.drain();

        assertEquals(Set.of(key(RED_VM)), heldBy(peer));
    }

    @Test
    void a_peer_that_never_says_the_end_gets_its_routes_after_thirty_seconds() {
        RibPeer peer = speaker.up(constrained(1));
        speaker.hear(peer, want(RED));
        speaker.rib.tick(29 * SECOND);
        speaker.drain();
        assertEquals(Set.of(), heldBy(peer));

        speaker.rib.tick(30 * SECOND);
        speaker.drain();

        assertEquals(Set.of(key(RED_VM)), heldBy(peer));
    }

    @Test
    void asking_for_more_brings_only_the_new_routes() {
        RibPeer peer = wanting(1, RED);
        int before = speaker.at(peer).announced;

        speaker.hear(peer, want(BLUE));
        speaker.drain();

        assertEquals(Set.of(key(RED_VM), key(BLUE_VM)), heldBy(peer));
        assertEquals(1, speaker.at(peer).announced - before);
    }

    @Test
    void letting_go_of_a_target_withdraws_its_routes_and_no_others() {
        RibPeer peer = wanting(1, RED, BLUE);

        speaker.hear(peer, Update.withdrawing(RouteTargetMembership.of(AS, RED)));
        speaker.drain();

        assertEquals(Set.of(key(BLUE_VM)), heldBy(peer));
        assertEquals(1, speaker.at(peer).withdrawn);
    }

    @Test
    void a_target_asked_for_under_two_ases_is_kept_until_both_let_go() {
        RibPeer peer = wanting(1, RED);
        speaker.hear(peer, announce(Route.of(RouteTargetMembership.of(65009, RED)), attributes(with -> with)));
        speaker.hear(peer, Update.withdrawing(RouteTargetMembership.of(AS, RED)));
        speaker.drain();

        assertEquals(Set.of(key(RED_VM)), heldBy(peer));
    }

    @Test
    void the_default_asks_for_everything_even_with_a_special_wish_beside_it() {
        RibPeer peer = wanting(1);
        speaker.hear(peer, announce(Route.of(RouteTargetMembership.DEFAULT), attributes(with -> with)));
        speaker.hear(peer, want(RED));
        speaker.drain();
        assertEquals(2, heldBy(peer).size());

        speaker.hear(peer, Update.withdrawing(RouteTargetMembership.DEFAULT));
        speaker.drain();

        assertEquals(Set.of(key(RED_VM)), heldBy(peer));
    }

    @Test
    void a_range_of_targets_asks_for_those_in_it() {
        RibPeer peer = wanting(1);
        long firstOctets = RED.value() & 0xFFFF_FFFF_0000_0000L; // type and administrator: 65500, in any number
        speaker.hear(
                peer, announce(Route.of(new RouteTargetMembership(AS, firstOctets, 64)), attributes(with -> with)));
        speaker.drain();

        assertEquals(2, heldBy(peer).size());
    }

    @Test
    void a_route_that_changes_its_target_moves_from_one_peer_to_the_other() {
        RibPeer redPeer = wanting(1, RED);
        RibPeer bluePeer = wanting(4, BLUE);

        table.learn(vpn(RED_VM, 17), AGENT, blue(), 0);
        speaker.drain();

        assertEquals(Set.of(), heldBy(redPeer));
        assertEquals(Set.of(key(RED_VM), key(BLUE_VM)), heldBy(bluePeer));
        assertEquals(0, speaker.at(bluePeer).withdrawn);
    }

    @Test
    void a_wish_is_heard_though_another_path_to_it_is_better() {
        speaker.rib.localTargets().join(RED, 0);
        speaker.drain();
        RibPeer outside = speaker.up(external(7, 65001, AddressFamily.VPN_IPV4, AddressFamily.ROUTE_TARGET));
        ask(outside, AsPath.of(65001));
        speaker.hear(outside, Update.endOfRib(AddressFamily.ROUTE_TARGET));
        speaker.drain();
        assertEquals(Set.of(key(RED_VM)), heldBy(outside));

        speaker.hear(outside, Update.withdrawing(RouteTargetMembership.of(AS, RED)));
        speaker.drain();

        assertEquals(Set.of(), heldBy(outside));
    }

    @Test
    void the_last_wish_that_goes_takes_everything_with_it_and_the_default_may_come_before_a_special_one() {
        RibPeer peer = speaker.up(constrained(1));
        speaker.hear(peer, Update.endOfRib(AddressFamily.ROUTE_TARGET));
        speaker.hear(
                peer,
                Update.announcing(
                        AddressFamily.ROUTE_TARGET, attributes().build(), Route.of(RouteTargetMembership.DEFAULT)));
        speaker.drain();
        assertEquals(Set.of(key(RED_VM), key(BLUE_VM)), heldBy(peer));
        speaker.hear(peer, want(RED));
        speaker.hear(peer, Update.withdrawing(RouteTargetMembership.DEFAULT));
        speaker.drain();
        assertEquals(Set.of(key(RED_VM)), heldBy(peer));

        speaker.hear(peer, Update.withdrawing(RouteTargetMembership.of(AS, RED)));
        speaker.drain();

        assertEquals(Set.of(), heldBy(peer));
    }

    @Test
    void of_external_peers_those_of_the_as_of_the_best_path_are_heard() {
        RibPeer near = outside(1, 65001);
        RibPeer far = outside(4, 65002);
        ask(near, AsPath.of(65001));
        ask(far, AsPath.of(65002, 65009));
        speaker.drain();

        assertEquals(Set.of(key(RED_VM)), heldBy(near));
        assertEquals(Set.of(), heldBy(far));
    }

    private RibPeer outside(int last, long as) {
        return speaker.up(external(last, as, AddressFamily.VPN_IPV4, AddressFamily.ROUTE_TARGET));
    }

    private void ask(RibPeer peer, AsPath path) {
        speaker.hear(
                peer,
                announce(
                        Route.of(RouteTargetMembership.of(AS, RED)),
                        attributes(with -> with.noLocalPref().asPath(path))));
        speaker.hear(peer, Update.endOfRib(AddressFamily.ROUTE_TARGET));
    }

    @Test
    void our_own_wishes_are_counted_and_told_with_our_as_and_origin_igp() {
        RibPeer peer = wanting(1);
        LocalTargets own = speaker.rib.localTargets();
        own.join(RED, 0);
        own.join(RED, 0);
        own.leave(RED);
        speaker.drain();
        var membership = RouteTargetMembership.of(AS, RED);
        var told = speaker.at(peer).told(membership).attributes();
        assertEquals(Origin.IGP, told.origin());
        assertEquals(Optional.of(Ipv4Address.parse("192.168.100.2")), told.nextHop());

        own.leave(RED);
        speaker.drain();

        assertFalse(speaker.at(peer).routes.containsKey(membership));
    }

    @Test
    void a_client_of_a_reflector_hears_that_its_own_wish_is_shared() {
        var reflector = new RibHarness(controller().asReflector());
        RibPeer client = reflector.up(constrained(10).asReflectorClient(true));
        reflector.hear(client, want(RED));
        reflector.drain();

        var told = reflector.at(client).told(RouteTargetMembership.of(AS, RED)).attributes();
        assertEquals(Optional.of(Ipv4Address.parse("192.168.100.2")), told.originatorId());
    }

    @Test
    void a_peer_that_comes_back_asks_anew() {
        RibPeer before = wanting(1, RED);
        speaker.down(before);
        speaker.drain();

        assertEquals(Set.of(), heldBy(wanting(1)));
    }
}

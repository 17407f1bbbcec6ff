package net.minitrail.bgp.rib;

import static net.minitrail.bgp.rib.RibFixtures.announce;
import static net.minitrail.bgp.rib.RibFixtures.attributes;
import static net.minitrail.bgp.rib.RibFixtures.controller;
import static net.minitrail.bgp.rib.RibFixtures.external;
import static net.minitrail.bgp.rib.RibFixtures.inet;
import static net.minitrail.bgp.rib.RibFixtures.internal;
import static net.minitrail.bgp.rib.RibFixtures.key;
import static net.minitrail.bgp.rib.RibFixtures.red;
import static net.minitrail.bgp.rib.RibFixtures.vpn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalLong;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.AsPath;
import net.minitrail.bgp.wire.ClusterList;
import net.minitrail.bgp.wire.Communities;
import net.minitrail.bgp.wire.Community;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.Ipv4Address;
import org.junit.jupiter.api.Test;

/** What becomes of a route on its way to a peer. */
class ExportTest {
    private static final String VM = "192.168.100.3:7:192.168.1.3/32";
    private static final PathSource AGENT = NamedSource.agent("compute-1", Ipv4Address.parse("192.168.100.3"));

    private final RibHarness speaker = new RibHarness(controller());

    /** What {@code listener} is told of an agent's route. */
    private Optional<PathAttributes> toldOf(PathAttributes attributes, PeerSettings listener) {
        speaker.rib.table(AddressFamily.VPN_IPV4).learn(vpn(VM, 17), AGENT, attributes, 0);
        RibPeer peer = speaker.up(listener);
        speaker.drain();
        return Optional.ofNullable(speaker.at(peer).routes.get(key(VM))).map(Listener.Told::attributes);
    }

    private static PeerSettings gateway() {
        return internal(1, AddressFamily.VPN_IPV4);
    }

    private static PeerSettings stranger() {
        return external(1, 65001, AddressFamily.VPN_IPV4);
    }

    @Test
    void an_internal_peer_gets_a_vm_route_as_it_is() {
        PathAttributes vm = attributes(with -> with.med(100).localPref(200));

        assertSame(vm, toldOf(vm, gateway()).orElseThrow());
    }

    @Test
    void an_internal_peer_gets_local_preference_100_where_there_is_none() {
        assertEquals(
                OptionalLong.of(100),
                toldOf(attributes(with -> with.noLocalPref()), gateway())
                        .orElseThrow()
                        .localPref());
        assertEquals(
                OptionalLong.of(0),
                toldOf(attributes(with -> with.localPref(0)), internal(4, AddressFamily.VPN_IPV4))
                        .orElseThrow()
                        .localPref());
    }

    @Test
    void an_external_peer_gets_our_as_no_preference_the_med_of_a_vm_and_the_same_next_hop() {
        PathAttributes told = toldOf(attributes(with -> with.med(100).localPref(200)), stranger())
                .orElseThrow();

        assertEquals(AsPath.of(65500), told.asPath());
        assertEquals(OptionalLong.empty(), told.localPref());
        assertEquals(OptionalLong.of(100), told.med());
        assertEquals(Optional.of(Ipv4Address.parse("192.168.100.3")), told.nextHop());
    }

    @Test
    void the_med_of_a_route_from_another_as_does_not_cross_ours() {
        PathAttributes told = toldOf(
                        attributes(with -> with.asPath(AsPath.of(65009)).med(5)), stranger())
                .orElseThrow();

        assertEquals(AsPath.of(65500, 65009), told.asPath());
        assertEquals(OptionalLong.empty(), told.med());
    }

    @Test
    void reflection_attributes_and_non_transitive_communities_stay_within_the_as() {
        ExtendedCommunity local = new ExtendedCommunity(0xC000_0000_0001_0000L);
        PathAttributes told = toldOf(
                        attributes(with -> with.originatorId(Ipv4Address.parse("1.1.1.1"))
                                .clusterList(ClusterList.of(7))
                                .aigp(OptionalLong.of(5))
                                .extendedCommunities(ExtendedCommunities.ofTargets(RibFixtures.RED)
                                        .with(local))),
                        stranger())
                .orElseThrow();

        assertTrue(told.originatorId().isEmpty());
        assertTrue(told.clusterList().isEmpty());
        assertTrue(told.aigp().isEmpty());
        assertEquals(ExtendedCommunities.ofTargets(RibFixtures.RED), told.extendedCommunities());
    }

    @Test
    void a_route_through_the_peers_as_is_held_back_unless_that_as_is_overridden() {
        PathAttributes through = attributes(with -> with.asPath(AsPath.of(65009, 65001)));
        assertTrue(toldOf(through, stranger()).isEmpty());

        var overriding = new PeerSettings.PeerPolicy(false, true, null, false);
        PathAttributes told = toldOf(
                        through, external(4, 65001, AddressFamily.VPN_IPV4).withPolicy(overriding))
                .orElseThrow();

        assertEquals(AsPath.of(65500, 65009, 65500), told.asPath());
    }

    @Test
    void well_known_communities_are_obeyed() {
        assertFalse(passes(Community.NO_ADVERTISE, gateway()));
        assertFalse(passes(Community.NO_ADVERTISE, stranger()));
        assertTrue(passes(Community.NO_EXPORT, gateway()));
        assertFalse(passes(Community.NO_EXPORT, stranger()));
        assertTrue(passes(Community.NO_EXPORT_SUBCONFED, gateway()));
        assertFalse(passes(Community.NO_EXPORT_SUBCONFED, stranger()));
    }

    private static boolean passes(Community community, PeerSettings to) {
        PathAttributes attributes = attributes(with -> with.communities(Communities.of(community)));
        return new ExportTest().toldOf(attributes, to).isPresent();
    }

    @Test
    void another_next_hop_is_told_where_the_policy_says_so() {
        var self = new PeerSettings.PeerPolicy(false, false, Ipv4Address.parse("192.168.100.2"), false);

        PathAttributes told = toldOf(red(), stranger().withPolicy(self)).orElseThrow();

        assertEquals(Optional.of(Ipv4Address.parse("192.168.100.2")), told.nextHop());
    }

    @Test
    void plain_families_lose_their_extended_communities() {
        speaker.rib.table(AddressFamily.IPV4_UNICAST).learn(inet("10.0.0.0/9"), AGENT, red(), 0);
        RibPeer peer = speaker.up(internal(1, AddressFamily.IPV4_UNICAST));
        speaker.drain();

        assertTrue(speaker.at(peer)
                .told(inet("10.0.0.0/9").nlri())
                .attributes()
                .extendedCommunities()
                .isEmpty());
    }

    @Test
    void internal_routes_are_not_passed_on_within_the_as_but_to_others() {
        RibPeer source = speaker.up(internal(10, AddressFamily.VPN_IPV4));
        RibPeer inside = speaker.up(internal(11, AddressFamily.VPN_IPV4));
        RibPeer outside = speaker.up(external(12, 65001, AddressFamily.VPN_IPV4));
        speaker.hear(source, announce(vpn(VM, 17), red()));
        speaker.drain();

        assertEquals(0, speaker.at(inside).announced);
        assertEquals(1, speaker.at(outside).announced);
    }

    @Test
    void external_routes_are_passed_on_to_all_but_their_source() {
        RibPeer source = speaker.up(external(10, 65001, AddressFamily.VPN_IPV4));
        RibPeer twin = speaker.up(external(11, 65001, AddressFamily.VPN_IPV4));
        RibPeer inside = speaker.up(internal(12, AddressFamily.VPN_IPV4));
        speaker.hear(
                source,
                announce(vpn(VM, 17), attributes(with -> with.noLocalPref().asPath(AsPath.of(65001)))));
        speaker.drain();

        assertEquals(0, speaker.at(source).announced);
        assertEquals(0, speaker.at(twin).announced, "its AS is in the path");
        assertEquals(
                OptionalLong.of(100),
                speaker.at(inside).told(key(VM)).attributes().localPref());
    }

    /** RFC 4456 section 6: who hears of the route of whom. */
    @Test
    void a_reflector_passes_routes_of_clients_to_all_and_routes_of_others_to_clients() {
        var reflector = new RibHarness(controller().asReflector());
        RibPeer client = reflector.up(internal(10, AddressFamily.VPN_IPV4).asReflectorClient(true));
        RibPeer client2 = reflector.up(internal(11, AddressFamily.VPN_IPV4).asReflectorClient(true));
        RibPeer other = reflector.up(internal(12, AddressFamily.VPN_IPV4));
        RibPeer other2 = reflector.up(internal(13, AddressFamily.VPN_IPV4));
        reflector.hear(client, announce(vpn("192.168.100.3:7:10.0.0.0/9", 17), red()));
        reflector.hear(other, announce(vpn("192.168.100.3:8:10.0.0.0/9", 18), red()));
        reflector.drain();

        assertEquals(1, reflector.at(client).announced);
        assertEquals(2, reflector.at(client2).announced);
        assertEquals(1, reflector.at(other).announced);
        assertEquals(1, reflector.at(other2).announced);
    }

    @Test
    void a_reflected_route_names_its_originator_and_our_cluster_first() {
        var reflector = new RibHarness(controller().asReflector());
        RibPeer client = reflector.up(internal(10, AddressFamily.VPN_IPV4).asReflectorClient(true));
        RibPeer other = reflector.up(internal(12, AddressFamily.VPN_IPV4));
        reflector.hear(client, announce(vpn(VM, 17), attributes(with -> with.clusterList(ClusterList.of(7)))));
        reflector.hear(
                client,
                announce(
                        vpn("192.168.100.3:8:10.0.0.0/9", 18),
                        attributes(with -> with.originatorId(Ipv4Address.parse("9.9.9.9")))));
        reflector.drain();

        PathAttributes told = reflector.at(other).told(key(VM)).attributes();
        assertEquals(Optional.of(Ipv4Address.parse("192.168.100.10")), told.originatorId());
        assertEquals(ClusterList.of(Ipv4Address.parse("192.168.100.2").value(), 7), told.clusterList());
        PathAttributes named =
                reflector.at(other).told(key("192.168.100.3:8:10.0.0.0/9")).attributes();
        assertEquals(Optional.of(Ipv4Address.parse("9.9.9.9")), named.originatorId());
    }
}

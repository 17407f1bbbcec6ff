package net.minitrail.bgp.vpn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.PathSource;
import net.minitrail.bgp.rib.RibPeer;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.EvpnDetails;
import net.minitrail.bgp.wire.EvpnMacIp;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.bgp.wire.Update;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;
import org.junit.jupiter.api.Test;

class VrfsTest extends VrfsOfTwoAgents {
    @Test
    void a_vm_route_becomes_a_vpn_route_with_distinguisher_targets_and_network() {
        publish(red, agent3, 17, 200);
        settle();

        Path path = vpn.best(vpnKey("192.168.100.3:7:192.168.1.3/32")).orElseThrow();
        assertEquals(17, path.labelOr(-1));
        assertEquals(
                ExtendedCommunities.of(ExtendedCommunity.encapsulation(2), ExtendedCommunity.of(RED), RED_NETWORK),
                path.attributes().extendedCommunities());
        assertEquals(Optional.of(red.inet()), path.primaryTable());
        assertEquals(List.of(vpn), red.inet().best(VM).orElseThrow().replicatedTo());
    }

    @Test
    void a_network_that_is_already_named_is_kept() {
        ExtendedCommunity other = ExtendedCommunity.originVirtualNetwork(AS, 9);
        red.inet()
                .learn(
                        Route.of(VM, LabelStack.of(17)),
                        agent3,
                        vm(agent3, 200).toBuilder()
                                .extendedCommunities(ExtendedCommunities.of(other))
                                .build(),
                        0);
        settle();

        var communities = vpn.destinations().get(0).best().attributes().extendedCommunities();
        assertTrue(communities.contains(other));
        assertFalse(communities.contains(RED_NETWORK));
    }

    @Test
    void a_new_offer_changes_the_copies_and_a_withdrawal_removes_them() {
        publish(red, agent3, 17, 100);
        settle();
        publish(red, agent3, 18, 200);
        settle();
        Path path = vpn.destinations().get(0).best();
        assertEquals(18, path.labelOr(-1));
        assertEquals(200, path.attributes().localPrefOr(0));

        red.inet().withdraw(VM, agent3);
        settle();

        assertEquals(0, vpn.paths());
    }

    @Test
    void a_vrf_that_imports_the_target_has_the_route_straight_from_the_other_vrf() {
        Vrf blue = vrf("blue", Set.of(RED, BLUE), Set.of(BLUE));
        Vrf third = vrf("third", Set.of(BLUE), Set.of(BLUE));
        publish(red, agent3, 17, 200);
        settle();

        Path copy = blue.inet().best(VM).orElseThrow();
        assertTrue(copy.isSecondary());
        assertSame(agent3, copy.source());
        assertEquals(0, third.inet().paths(), "a copy is not copied again");
        assertEquals(List.of("192.168.100.3:7:192.168.1.3/32"), prefixes(vpn), "nor exported again");
    }

    @Test
    void all_paths_that_share_the_load_are_copied_under_their_own_distinguishers() {
        publish(red, agent3, 17, 200);
        publish(red, agent4, 17, 200);
        settle();
        assertEquals(List.of("192.168.100.3:7:192.168.1.3/32", "192.168.100.4:7:192.168.1.3/32"), prefixes(vpn));

        publish(red, agent4, 17, 100);
        settle();

        assertEquals(List.of("192.168.100.3:7:192.168.1.3/32"), prefixes(vpn), "the lesser path is not");
    }

    @Test
    void a_route_of_a_bgp_peer_comes_into_the_vrfs_that_import_it() {
        Vrf blue = vrf("blue", Set.of(BLUE), Set.of());
        rib.update(gateway(), gatewayRoute(RED), 0);
        settle();

        Path path = red.inet().best(UnicastPrefix.parse("100.100.100.96/27")).orElseThrow();
        assertEquals(20, path.labelOr(-1));
        assertEquals(Optional.of(vpn), path.primaryTable());
        assertEquals(0, blue.inet().paths());
    }

    @Test
    void the_same_prefix_under_two_distinguishers_is_two_paths_in_the_vrf() {
        RibPeer gateway = gateway();
        rib.update(gateway, gatewayRoute(RED), 0);
        PathAttributes attributes = gatewayRoute(RED).announcements().get(0).attributes();
        rib.update(
                gateway,
                Update.announcing(
                        AddressFamily.VPN_IPV4,
                        attributes,
                        Route.of(vpnKey("192.168.100.1:2:100.100.100.96/27"), LabelStack.of(21))),
                0);
        settle();

        assertEquals(2, red.inet().destinations().get(0).equalCostPaths().size());
        rib.update(gateway, Update.withdrawing(vpnKey("192.168.100.1:1:100.100.100.96/27")), 0);
        settle();
        assertEquals(21, red.inet().destinations().get(0).best().labelOr(-1));
        assertEquals(1, red.inet().paths());
    }

    @Test
    void connected_instances_get_ip_routes_but_no_evpn_routes() {
        Vrf blue = vrfs.add(
                "blue",
                new TargetPolicy(Set.of(BLUE), Set.of(RED), Set.of(BLUE), VrfsTest::distinguisher, null),
                policy(Set.of(), Set.of(BLUE)));
        publish(red, agent3, 17, 200);
        var mac = new EvpnMacIp(0, 0, 0x02aa_f088_f065L, null);
        red.evpn().learn(Route.of(mac, EvpnDetails.vxlan(5000)), agent3, vm(agent3, 200), 0);
        settle();

        assertEquals(1, blue.inet().paths());
        assertEquals(0, blue.evpn().paths());
        Path exported = rib.table(AddressFamily.EVPN).destinations().get(0).best();
        assertEquals(5000, exported.evpn().orElseThrow().label());
        assertEquals(RouteDistinguisher.parse("192.168.100.3:7").value(), ((EvpnMacIp) exported.nlri()).rd());
    }

    @Test
    void a_policy_without_targets_is_asked_about_every_route_and_may_change_its_attributes() {
        ImportPolicy picky = new ImportPolicy() {
            @Override
            public Optional<PathAttributes> accept(Nlri route, PathAttributes attributes, Path origin) {
                boolean wanted = attributes.extendedCommunities().contains(BLUE)
                        && origin.source().kind() == PathSource.Kind.BGP;
                return wanted ? Optional.of(attributes.toBuilder().localPref(7).build()) : Optional.empty();
            }

            @Override
            public Optional<ImmutableSet<RouteTarget>> targets(AddressFamily family) {
                return Optional.empty();
            }
        };
        Vrf junos = vrfs.add("test_vn", picky, ExportPolicy.NONE);
        RibPeer gateway = gateway();
        rib.update(gateway, gatewayRoute(RED), 0);
        settle();
        assertEquals(0, junos.inet().paths());

        rib.update(gateway, gatewayRoute(BLUE), 0);
        settle();

        assertEquals(7, junos.inet().destinations().get(0).best().attributes().localPrefOr(0));
    }

    @Test
    void targets_are_asked_for_while_somebody_is_subscribed() {
        Vrf blue = vrf("blue", Set.of(RED, BLUE), Set.of());
        vrfs.subscribe(red, 0);
        vrfs.subscribe(blue, 0);
        vrfs.subscribe(blue, 0);
        assertEquals(ImmutableSet.of(RED, BLUE), rib.localTargets().wanted());

        vrfs.importBy(blue, policy(Set.of(RED), Set.of()), 0);
        assertEquals(ImmutableSet.of(RED), rib.localTargets().wanted());

        vrfs.unsubscribe(blue, 0);
        vrfs.unsubscribe(red, 0);
        assertEquals(ImmutableSet.of(RED), rib.localTargets().wanted());
        vrfs.remove(blue, 0);
        assertEquals(ImmutableSet.of(), rib.localTargets().wanted());
        assertThrows(IllegalArgumentException.class, () -> vrfs.unsubscribe(red, 0));
    }
}

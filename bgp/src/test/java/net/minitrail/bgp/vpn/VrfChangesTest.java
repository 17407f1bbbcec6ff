package net.minitrail.bgp.vpn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.minitrail.bgp.rib.RibPeer;
import net.minitrail.net.RouteDistinguisher;
import org.junit.jupiter.api.Test;

/** Routes move when targets, distinguishers and instances change, and when those who told of them go. */
class VrfChangesTest extends VrfsOfTwoAgents {
    @Test
    void a_route_that_changes_its_target_moves_between_vrfs() {
        Vrf blue = vrf("blue", Set.of(BLUE), Set.of(BLUE));
        RibPeer gateway = gateway();
        rib.update(gateway, gatewayRoute(RED), 0);
        settle();

        rib.update(gateway, gatewayRoute(BLUE), 0);
        settle();

        assertEquals(0, red.inet().paths());
        assertEquals(1, blue.inet().paths());
    }

    @Test
    void a_changed_import_takes_and_leaves_routes_that_were_there_before() {
        Vrf blue = vrf("blue", Set.of(BLUE), Set.of(BLUE));
        publish(red, agent3, 17, 200);
        rib.update(gateway(), gatewayRoute(RED), 0);
        settle();
        assertEquals(0, blue.inet().paths());

        vrfs.importBy(blue, policy(Set.of(RED), Set.of(BLUE)), 0);
        settle();
        assertEquals(2, blue.inet().paths());

        vrfs.importBy(blue, policy(Set.of(), Set.of(BLUE)), 0);
        settle();
        assertEquals(0, blue.inet().paths());
        assertEquals(2, red.inet().paths());
    }

    @Test
    void a_changed_export_moves_routes_without_a_new_offer() {
        Vrf blue = vrf("blue", Set.of(BLUE), Set.of(BLUE));
        publish(red, agent3, 17, 200);
        settle();

        vrfs.exportBy(red, policy(Set.of(RED), Set.of(BLUE)));
        settle();

        assertEquals(1, blue.inet().paths());
        assertTrue(vpn.destinations()
                .get(0)
                .best()
                .attributes()
                .extendedCommunities()
                .contains(BLUE));
        vrfs.exportBy(red, ExportPolicy.NONE);
        settle();
        assertEquals(0, blue.inet().paths());
        assertEquals(0, vpn.paths());
    }

    @Test
    void a_changed_distinguisher_moves_the_vpn_route() {
        publish(red, agent3, 17, 200);
        settle();

        vrfs.exportBy(red, TargetPolicy.of(RouteDistinguisher.parse("65500:9"), Set.of(RED), Set.of(RED)));
        settle();

        assertEquals(List.of("65500:9:192.168.1.3/32"), prefixes(vpn));
    }

    @Test
    void a_new_vrf_gets_what_is_there_already() {
        publish(red, agent3, 17, 200);
        rib.update(gateway(), gatewayRoute(RED), 0);
        settle();

        Vrf late = vrf("late", Set.of(RED), Set.of());
        settle();

        assertEquals(2, late.inet().paths());
    }

    @Test
    void a_removed_vrf_leaves_nothing_behind_and_can_come_again() {
        Vrf blue = vrf("blue", Set.of(RED, BLUE), Set.of(BLUE));
        publish(red, agent3, 17, 200);
        publish(blue, agent4, 18, 300);
        settle();

        vrfs.remove(red, 0);
        settle();

        assertEquals(List.of("192.168.100.4:7:192.168.1.3/32"), prefixes(vpn));
        assertEquals(1, blue.inet().paths());
        assertEquals(0, red.inet().paths());
        Vrf again = vrf("red", Set.of(RED, BLUE), Set.of(RED));
        settle();
        assertEquals(1, again.inet().paths());
        assertEquals(red.index(), again.index());
    }

    @Test
    void a_peer_that_goes_takes_the_copies_of_its_routes_along() {
        RibPeer gateway = gateway();
        rib.update(gateway, gatewayRoute(RED), 0);
        settle();

        rib.peerDown(gateway, false, 0);

        assertEquals(0, red.inet().paths());
    }

    @Test
    void a_copy_that_beats_a_path_of_the_vrf_ends_its_export_until_it_goes() {
        Vrf blue = vrf("blue", Set.of(RED), Set.of(BLUE));
        publish(blue, agent4, 18, 100);
        settle();
        assertEquals(1, vpn.paths());

        publish(red, agent3, 17, 200);
        settle();
        assertEquals(List.of("192.168.100.3:7:192.168.1.3/32"), prefixes(vpn));

        red.inet().withdraw(VM, agent3);
        settle();
        assertEquals(List.of("192.168.100.4:7:192.168.1.3/32"), prefixes(vpn));
    }
}

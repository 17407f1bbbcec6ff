package net.minitrail.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Origin;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.RouteTarget;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stanza.RouteAttributes;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stanza.RouteNextHop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The control node between real agents' channels and real BGP sessions, over loopback. */
class AgentsAndPeersTest extends RunningController {
    @Test
    void a_machine_and_a_gateway_hear_of_each_other_as_the_real_ones_do() {
        // given
        MockRouter gateway = router("127.8.1.1", 65_500, AddressFamily.VPN_IPV4);
        MockAgent agent = agent("compute-1", "127.8.0.3");
        gateway.send(gatewayRoute("target:65500:101"));

        // when
        agent.subscribe(TEST_VN, 7);
        agent.announce(TEST_VN, "192.168.1.3/32", 17, 200);

        // then the gateway has the route of the compute node
        VpnIpv4Prefix machine = vpn("127.8.0.3:7:192.168.1.3/32");
        soon(() -> gateway.routes.containsKey(machine));
        MockRouter.Learned learned = gateway.routes.get(machine);
        PathAttributes attributes = learned.attributes();
        assertEquals(LabelStack.of(17), learned.route().labels());
        assertEquals("127.8.0.3", attributes.requireNextHop().toString());
        assertEquals(100, attributes.medOr(0));
        assertEquals(200, attributes.localPrefOr(0));
        assertEquals(Origin.INCOMPLETE, attributes.origin());
        assertTrue(attributes.asPath().isEmpty());
        assertEquals(
                "[target:65500:101, target:65500:8000000, encapsulation:gre, encapsulation:udp, originvn:65500:1]",
                attributes.extendedCommunities().toString());

        // and the agent that of the gateway, and its own
        soon(() -> agent.routes.size() == 2);
        RouteItem loopback = agent.routes.get(TEST_VN + " 100.100.100.100/32");
        assertEquals(20, loopback.nextHops().get(0).label());
        assertEquals("192.168.100.1", loopback.nextHops().get(0).address().toString());
        assertEquals("[gre]", loopback.nextHops().get(0).encapsulations().toString());
        assertEquals(PROJECT + "test_vn", loopback.nextHops().get(0).virtualNetwork());
        assertEquals(100, loopback.attributes().localPreference());
        RouteItem own = agent.routes.get(TEST_VN + " 192.168.1.3/32");
        assertEquals("127.8.0.3", own.nextHops().get(0).address().toString());
        assertEquals("[gre, udp]", own.nextHops().get(0).encapsulations().toString());
        assertEquals(100, own.attributes().med());
        soon(() -> agent.endOfRib);
    }

    @Test
    void preference_and_sequence_travel_and_the_withdrawal_too() {
        MockRouter gateway = router("127.8.1.1", 65_500, AddressFamily.VPN_IPV4);
        MockAgent agent = agent("compute-1", "127.8.0.3");
        agent.subscribe(TEST_VN, 7);
        VpnIpv4Prefix machine = vpn("127.8.0.3:7:192.168.1.3/32");

        agent.announce(TEST_VN, "192.168.1.3/32", 17, 100);
        soon(() -> gateway.routes.containsKey(machine)
                && gateway.routes.get(machine).attributes().medOr(0) == 200);

        agent.announce(TEST_VN, "192.168.1.3/32", 17, 200, 1, MockAgent.TUNNELS);
        soon(() -> gateway.routes.get(machine).attributes().medOr(0) == 100);
        assertTrue(gateway.routes
                .get(machine)
                .attributes()
                .extendedCommunities()
                .toString()
                .contains("mobility:non-sticky:1"));

        agent.withdraw(TEST_VN, "192.168.1.3/32");
        soon(gateway.routes::isEmpty);
        soon(agent.routes::isEmpty);
    }

    @Test
    void external_peers_get_the_next_hop_of_the_compute_node_and_no_local_preference() {
        MockRouter customer = router("127.8.3.1", 65_001, AddressFamily.VPN_IPV4);
        MockAgent agent = agent("compute-1", "127.8.0.3");
        agent.subscribe(TEST_VN, 7);
        agent.announce(TEST_VN, "192.168.1.3/32", 17, 200);

        VpnIpv4Prefix machine = vpn("127.8.0.3:7:192.168.1.3/32");
        soon(() -> customer.routes.containsKey(machine));
        PathAttributes attributes = customer.routes.get(machine).attributes();
        assertEquals("127.8.0.3", attributes.requireNextHop().toString());
        assertTrue(attributes.localPref().isEmpty());
        assertEquals(100, attributes.medOr(0));
        assertEquals("65500", attributes.asPath().toString());
    }

    @Test
    void a_change_of_route_targets_moves_routes_at_once_and_leaves_none_behind() {
        // given
        MockRouter gateway = router("127.8.1.1", 65_500, AddressFamily.VPN_IPV4);
        MockAgent agent = agent("compute-1", "127.8.0.3");
        agent.subscribe(TEST_VN, 7);
        gateway.send(gatewayRoute("target:65500:101"));
        agent.announce(TEST_VN, "192.168.1.3/32", 17, 200);
        soon(() -> agent.routes.size() == 2 && gateway.routes.size() == 1);

        // when
        config().targets("test_vn", "target:65500:999");

        // then
        soon(() -> agent.routes.size() == 1);
        VpnIpv4Prefix machine = vpn("127.8.0.3:7:192.168.1.3/32");
        soon(() -> gateway.routes
                .get(machine)
                .attributes()
                .routeTargets()
                .contains(RouteTarget.parse("target:65500:999")));
        assertFalse(gateway.routes.get(machine).attributes().routeTargets().contains(TARGET));

        // and back
        config().targets("test_vn", "target:65500:101");
        soon(() -> agent.routes.size() == 2);
    }

    @Test
    void networks_connected_by_policy_see_each_others_routes_until_the_policy_goes() {
        config().network("other_vn", "192.168.2.0/24");
        MockAgent agent = agent("compute-1", "127.8.0.3");
        agent.subscribe(TEST_VN, 7);
        agent.subscribe(OTHER_VN, 8);
        agent.announce(TEST_VN, "192.168.1.3/32", 17, 200);
        agent.announce(OTHER_VN, "192.168.2.3/32", 18, 200);
        soon(() -> agent.routes.size() == 2);

        config().connect("policy", "test_vn", "other_vn");

        soon(() -> agent.routes.size() == 4);
        RouteItem leaked = agent.routes.get(TEST_VN + " 192.168.2.3/32");
        assertEquals(PROJECT + "other_vn", leaked.nextHops().get(0).virtualNetwork());

        config().disconnect("test_vn");
        soon(() -> agent.routes.size() == 2);
    }

    @Test
    void two_agents_with_one_prefix_share_the_load_and_each_is_a_route_of_its_own_for_the_gateway() {
        MockRouter gateway = router("127.8.1.1", 65_500, AddressFamily.VPN_IPV4);
        MockAgent one = agent("compute-1", "127.8.0.3");
        MockAgent two = agent("compute-2", "127.8.0.4");
        one.subscribe(TEST_VN, 7);
        two.subscribe(TEST_VN, 9);
        one.announce(TEST_VN, "192.168.1.10/32", 17, 200);
        two.announce(TEST_VN, "192.168.1.10/32", 17, 200);

        soon(() -> gateway.routes.size() == 2);
        soon(() -> hops(one) == 2 && hops(two) == 2);

        two.close();
        soon(() -> gateway.routes.size() == 1 && hops(one) == 1);
        assertTrue(gateway.routes.containsKey(vpn("127.8.0.3:7:192.168.1.10/32")));
    }

    private static int hops(MockAgent agent) {
        RouteItem item = agent.routes.get(TEST_VN + " 192.168.1.10/32");
        return item == null ? 0 : item.nextHops().size();
    }

    @Test
    void an_unusable_encapsulation_keeps_a_route_from_everybody() {
        MockRouter gateway = router("127.8.1.1", 65_500, AddressFamily.VPN_IPV4);
        MockAgent agent = agent("compute-1", "127.8.0.3");
        agent.subscribe(TEST_VN, 7);
        agent.announce(TEST_VN, "192.168.1.3/32", 17, 200);
        agent.announce(TEST_VN, "192.168.1.4/32", 18, 200, 0, List.of());
        soon(() -> gateway.routes.size() == 2);
        soon(() -> agent.routes.size() == 2);
        assertEquals("[gre]", hop(agent, "192.168.1.4/32"));
    }

    private static @Nullable String hop(MockAgent agent, String prefix) {
        RouteItem item = agent.routes.get(TEST_VN + " " + prefix);
        return item == null ? null : item.nextHops().get(0).encapsulations().toString();
    }

    @Test
    void a_prefix_of_ipv6_and_a_mac_travel_between_agents_as_an_address_does() {
        MockAgent one = agent("compute-1", "127.8.0.3");
        MockAgent two = agent("compute-2", "127.8.0.4");
        one.subscribe(TEST_VN, 7);
        two.subscribe(TEST_VN, 9);
        one.announce(TEST_VN, "fd00:1::3/128", 17, 200);
        var mac = new RouteKey.Evpn(0, MacAddress.parse("02:aa:f0:88:f0:65"), IpPrefix.parse("192.168.1.3/32"));
        one.send(new AgentRequest.Announce(
                TEST_VN,
                RouteItem.of(
                        mac,
                        List.of(RouteNextHop.of(Ipv4Address.parse("127.8.0.3"), 18, MockAgent.TUNNELS, "")),
                        RouteAttributes.builder().localPreference(200).build())));

        soon(() -> two.routes.size() == 2);
        assertEquals(
                18, two.routes.get(TEST_VN + " " + mac.id()).nextHops().get(0).label());

        one.send(new AgentRequest.Withdraw(TEST_VN, mac));
        soon(() -> two.routes.keySet().equals(Set.of(TEST_VN + " fd00:1::3/128")));
    }

    @Test
    void five_hundred_routes_arrive_in_few_notifications_and_go_again() {
        MockAgent one = agent("compute-1", "127.8.0.3");
        MockAgent two = agent("compute-2", "127.8.0.4");
        one.subscribe(TEST_VN, 7);
        two.subscribe(TEST_VN, 7);
        for (int i = 0; i < 512; i++) {
            one.announce(TEST_VN, "10.1.%d.%d/32".formatted(i / 256, i % 256), 16 + i, 200);
        }
        soon(() -> two.routes.size() == 512);

        one.close();
        soon(two.routes::isEmpty);
    }
}

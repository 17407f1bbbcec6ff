package net.minitrail.controller;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Origin;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.RouteTargetMembership;
import net.minitrail.bgp.wire.Update;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.RouteTarget;
import net.minitrail.net.runtime.NodeConfig;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stanza.RouteAttributes;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stanza.RouteNextHop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The control node between real agents' channels and real BGP sessions, over loopback. */
class AgentsAndPeersTest {
    private static final String PROJECT = "default-domain:default-project:";
    private static final String TEST_VN = PROJECT + "test_vn:test_vn";
    private static final String OTHER_VN = PROJECT + "other_vn:other_vn";
    private static final RouteTarget TARGET = RouteTarget.parse("target:65500:101");

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Controller controller = start("""
            name: ctrl
            address: 127.8.0.2
            autonomous-system: 65500
            ports: {bgp: 0, xmpp: 0, api: 0, control: 0}
            dynamic-neighbors:
              - {prefix: 127.8.1.0/24, as: 65500, families: [inet-vpn]}
              - {prefix: 127.8.2.0/24, as: 65500, families: [inet-vpn, route-target]}
              - {prefix: 127.8.3.0/24, as: 65001, families: [inet-vpn]}
            networks:
              test_vn: {subnet: 192.168.1.0/24, route-targets: [target:65500:101]}
            """);

    private static Controller start(String yaml) {
        try {
            return Controller.start(NodeConfig.read("test.yml", yaml, ControllerConfig.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        controller.stop();
    }

    private MockAgent agent(String name, String address) {
        var agent = new MockAgent(name, address, controller);
        open.add(agent);
        return agent;
    }

    private MockRouter router(String address, long as, AddressFamily... families) {
        var router = new MockRouter(address, as, controller, 65_500, families);
        open.add(router);
        return router;
    }

    private static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    private ConfigClient config() {
        return new ConfigClient(String.valueOf(controller.endpoints().get("api")));
    }

    private static VpnIpv4Prefix vpn(String text) {
        return VpnIpv4Prefix.parse(text);
    }

    private static Update gatewayRoute(String target) {
        PathAttributes attributes = PathAttributes.builder()
                .origin(Origin.IGP)
                .nextHop(Ipv4Address.parse("192.168.100.1"))
                .localPref(100)
                .extendedCommunities(ExtendedCommunities.ofTargets(RouteTarget.parse(target)))
                .build();
        return Update.announcing(
                AddressFamily.VPN_IPV4,
                attributes,
                Route.of(vpn("192.168.100.1:1:100.100.100.100/32"), LabelStack.of(20)));
    }

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
    void a_subscription_to_an_instance_that_does_not_exist_waits_with_its_routes() {
        MockAgent agent = agent("compute-1", "127.8.0.3");
        agent.subscribe(OTHER_VN, 8);
        agent.announce(OTHER_VN, "192.168.2.3/32", 18, 200);
        agent.announce(OTHER_VN, "192.168.2.4/32", 19, 200);
        agent.withdraw(OTHER_VN, "192.168.2.4/32");

        config().network("other_vn", "192.168.2.0/24");

        soon(() -> agent.routes.size() == 1);
        assertTrue(agent.routes.containsKey(OTHER_VN + " 192.168.2.3/32"));
    }

    @Test
    void when_an_instance_goes_its_routes_go_everywhere_and_come_back_with_it() {
        MockRouter gateway = router("127.8.1.1", 65_500, AddressFamily.VPN_IPV4);
        MockAgent agent = agent("compute-1", "127.8.0.3");
        agent.subscribe(TEST_VN, 7);
        agent.announce(TEST_VN, "192.168.1.3/32", 17, 200);
        soon(() -> gateway.routes.size() == 1 && agent.routes.size() == 1);

        config().delete("virtual-network", PROJECT + "test_vn");
        soon(() -> gateway.routes.isEmpty() && agent.routes.isEmpty());
        assertTrue(agent.up);

        config().network("test_vn", "192.168.1.0/24");
        soon(() -> gateway.routes.size() == 1 && agent.routes.size() == 1);
    }

    @Test
    void what_the_protocol_forbids_closes_the_session() {
        List<Runnable> offences = new ArrayList<>();
        MockAgent agent = agent("compute-1", "127.8.0.3");
        offences.add(() -> {
            agent.subscribe(TEST_VN, 7);
            agent.subscribe(TEST_VN, 7);
        });
        offences.add(() -> agent.send(new AgentRequest.Unsubscribe(TEST_VN)));
        offences.add(() -> agent.announce(TEST_VN, "192.168.1.3/32", 17, 200));
        offences.add(() -> agent.withdraw(TEST_VN, "192.168.1.3/32"));
        offences.add(() -> {
            agent.subscribe(OTHER_VN, 7);
            agent.subscribe(OTHER_VN, 7);
        });
        int closed = 0;
        for (Runnable offence : offences) {
            soon(() -> agent.up);
            offence.run();
            int expected = ++closed;
            soon(() -> agent.downs.size() == expected);
        }
    }

    @Test
    void nothing_of_an_agent_stays_when_its_session_ends_or_it_unsubscribes() {
        MockRouter gateway = router("127.8.1.1", 65_500, AddressFamily.VPN_IPV4);
        MockAgent agent = agent("compute-1", "127.8.0.3");
        agent.subscribe(TEST_VN, 7);
        agent.announce(TEST_VN, "192.168.1.3/32", 17, 200);
        soon(() -> gateway.routes.size() == 1);

        agent.send(new AgentRequest.Unsubscribe(TEST_VN));
        soon(gateway.routes::isEmpty);

        agent.subscribe(TEST_VN, 8);
        agent.announce(TEST_VN, "192.168.1.3/32", 17, 200);
        soon(() -> gateway.routes.containsKey(vpn("127.8.0.3:8:192.168.1.3/32")));
        agent.close();
        soon(gateway.routes::isEmpty);
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
    void subscriptions_ask_peers_for_targets_and_those_who_did_not_ask_get_nothing() {
        // given a gateway with route target constraint that wants 65500:101
        MockRouter gateway = router("127.8.2.1", 65_500, AddressFamily.VPN_IPV4, AddressFamily.ROUTE_TARGET);
        MockAgent agent = agent("compute-1", "127.8.0.3");
        config().network("other_vn", "192.168.2.0/24");
        agent.subscribe(OTHER_VN, 8);
        agent.announce(OTHER_VN, "192.168.2.3/32", 18, 200);
        gateway.send(Update.announcing(
                AddressFamily.ROUTE_TARGET,
                PathAttributes.builder()
                        .origin(Origin.IGP)
                        .nextHop(Ipv4Address.parse("127.8.2.1"))
                        .localPref(100)
                        .build(),
                Route.of(RouteTargetMembership.of(65_500, TARGET))));
        gateway.send(Update.endOfRib(AddressFamily.ROUTE_TARGET));

        // when
        agent.subscribe(TEST_VN, 7);
        agent.announce(TEST_VN, "192.168.1.3/32", 17, 200);

        // then
        soon(() -> gateway.routes.containsKey(vpn("127.8.0.3:7:192.168.1.3/32")));
        soon(() -> gateway.routes.containsKey(RouteTargetMembership.of(65_500, TARGET)));
        assertFalse(gateway.routes.containsKey(vpn("127.8.0.3:8:192.168.2.3/32")));

        // and when the agent lets go, the membership goes
        agent.send(new AgentRequest.Unsubscribe(TEST_VN));
        soon(() -> !gateway.routes.containsKey(RouteTargetMembership.of(65_500, TARGET)));
    }

    @Test
    void a_new_autonomous_system_ends_all_sessions_and_renumbers_the_automatic_targets() {
        MockAgent agent = agent("compute-1", "127.8.0.3");
        agent.subscribe(TEST_VN, 7);

        config().autonomousSystem(64_999);

        soon(() -> agent.downs.size() == 1 && agent.up);
        MockRouter gateway = new MockRouter("127.8.3.1", 65_001, controller, 64_999, AddressFamily.VPN_IPV4);
        open.add(gateway);
        agent.subscribe(TEST_VN, 7);
        agent.announce(TEST_VN, "192.168.1.3/32", 17, 200);
        VpnIpv4Prefix machine = vpn("127.8.0.3:7:192.168.1.3/32");
        soon(() -> gateway.routes.containsKey(machine));
        assertTrue(gateway.routes
                .get(machine)
                .attributes()
                .routeTargets()
                .contains(RouteTarget.parse("target:64999:8000000")));
    }

    @Test
    void a_control_node_that_is_administratively_down_has_no_agents_until_it_is_up() {
        MockAgent agent = agent("compute-1", "127.8.0.3");
        config().adminDown("ctrl", true);
        soon(() -> !agent.downs.isEmpty() && controller.agentCount() == 0);

        config().adminDown("ctrl", false);
        await().atMost(Duration.ofSeconds(15)).until(() -> controller.agentCount() == 1);
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
    void an_agent_without_rib_out_publishes_and_is_told_nothing() {
        MockAgent silent = agent("compute-1", "127.8.0.3");
        MockAgent other = agent("compute-2", "127.8.0.4");
        silent.send(new AgentRequest.Subscribe(TEST_VN, 7, true));
        other.subscribe(TEST_VN, 9);
        silent.announce(TEST_VN, "192.168.1.3/32", 17, 200);

        soon(() -> other.routes.size() == 1 && silent.endOfRib);
        assertTrue(silent.routes.isEmpty());
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

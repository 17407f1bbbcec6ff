package net.minitrail.controller;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Origin;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.RouteTargetMembership;
import net.minitrail.bgp.wire.Update;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;
import net.minitrail.xmpp.stanza.AgentRequest;
import org.junit.jupiter.api.Test;

/** Agents are told of instances that they subscribe to, peers of targets that they asked for, while their sessions last. */
class SubscriptionsTest extends RunningController {
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
    void an_agent_without_rib_out_publishes_and_is_told_nothing() {
        MockAgent silent = agent("compute-1", "127.8.0.3");
        MockAgent other = agent("compute-2", "127.8.0.4");
        silent.send(new AgentRequest.Subscribe(TEST_VN, 7, true));
        other.subscribe(TEST_VN, 9);
        silent.announce(TEST_VN, "192.168.1.3/32", 17, 200);

        soon(() -> other.routes.size() == 1 && silent.endOfRib);
        assertTrue(silent.routes.isEmpty());
    }
}

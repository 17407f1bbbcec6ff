package net.minitrail.vrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.PacketText;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.net.underlay.OuterFrame;
import net.minitrail.vrouter.forwarding.DropReason;
import net.minitrail.vrouter.forwarding.FibRoute;
import net.minitrail.vrouter.oper.LocalRoute;
import net.minitrail.vrouter.oper.OperVrf;
import net.minitrail.vrouter.oper.Port;
import net.minitrail.xmpp.stanza.ConfigChange;
import net.minitrail.xmpp.stanza.ConfigObject.Node;
import net.minitrail.xmpp.stanza.RouteAttributes;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stanza.RouteNextHop;
import net.minitrail.xmpp.stanza.TunnelEncapsulation;
import net.minitrail.xmpp.stanza.XmlElement;
import org.junit.jupiter.api.Test;

class ComputeNodeTest {
    static final String VM1 = "61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f";
    static final String VM2 = "7b000000-0000-4000-8000-000000000002";
    static final String ADDRESS = "192.168.1.3";

    private final ComputeNode node = new ComputeNode();

    @Test
    void the_first_guest_is_reached_by_label_17_and_is_preferred_once_it_has_spoken() {
        Port port = node.addGuest("vm1", VM1, ADDRESS);

        assertEquals("tap61af9b59-35", port.systemName());
        assertEquals("02:61:af:9b:59:35", port.mac().toString());
        LocalRoute route = route(ADDRESS + "/32");
        assertEquals(17, route.label());
        assertEquals(200, route.preference());
        assertEquals(1, route.sequence());
        assertEquals("default-domain:default-project:test_vn", route.network());
    }

    @Test
    void a_ping_through_the_tunnel_comes_back_with_label_20_and_ttl_63() {
        node.addGuest("vm1", VM1, ADDRESS);
        node.learn("100.100.100.100/32", 20);

        node.ping(17, 64, "100.100.100.100", ADDRESS);

        assertEquals(1, node.sent.size());
        ComputeNode.Sent reply = node.sent.get(0);
        var packet = reply.wire();
        assertEquals(
                "IP 192.168.100.3 > 192.168.100.1: GREv0, length 92: MPLS (label 20, exp 0, [S], ttl 63) IP 192.168.1.3 >"
                        + " 100.100.100.100: ICMP echo reply, id 47375, seq 0, length 64",
                PacketText.describe(
                        OuterFrame.of(
                                packet, reply.tunnel().own(), reply.tunnel().remote()),
                        false));
    }

    @Test
    void guests_of_one_network_on_one_node_are_bridged_without_loss_of_ttl() throws InterruptedException {
        node.addGuest("vm1", VM1, ADDRESS);
        node.addGuest("vm2", VM2, "192.168.1.4");

        node.pingFrom("vm2", ADDRESS);

        List<String> seen = node.tapFrames.stream()
                .map(frame -> PacketText.describe(frame, false))
                .toList();
        assertTrue(
                seen.contains("IP 192.168.1.3 > 192.168.1.4: ICMP echo reply, id 23041, seq 0, length 64"),
                seen::toString);
        assertTrue(
                seen.stream().anyMatch(line -> line.startsWith("ARP, Reply 192.168.1.4 is-at 02:7b:00:00:00:00")),
                seen::toString);
    }

    @Test
    void the_gateway_answers_a_guest() {
        node.addGuest("vm1", VM1, ADDRESS);

        node.pingFrom("vm1", "192.168.1.1");

        List<String> seen = node.tapFrames.stream()
                .map(frame -> PacketText.describe(frame, false))
                .toList();
        assertTrue(
                seen.stream().anyMatch(line -> line.startsWith("IP 192.168.1.1 > 192.168.1.3: ICMP echo reply, id ")),
                seen::toString);
        assertEquals(0, node.sent.size());
    }

    @Test
    void labels_nobody_has_and_labels_at_the_end_of_their_way_are_dropped_and_counted() {
        node.addGuest("vm1", VM1, ADDRESS);

        node.ping(99, 64, "100.100.100.100", ADDRESS);
        node.ping(17, 1, "100.100.100.100", ADDRESS);

        assertEquals(1, node.vrouter.drops(DropReason.INVALID_LABEL));
        assertEquals(1, node.vrouter.drops(DropReason.TTL_EXCEEDED));
    }

    @Test
    void nothing_is_left_of_a_network_that_goes_and_it_comes_back_with_the_same_numbers() {
        node.addGuest("vm1", VM1, ADDRESS);
        node.learn("100.100.100.100/32", 20);
        String before = node.run("nh --list");
        String empty = new ComputeNode().run("nh --list");

        node.agent.configure(TestConfig.noNetwork());
        node.loop.advance(Duration.ofSeconds(1));

        assertEquals(empty, node.run("nh --list"));
        assertEquals(3, node.vrouter.vifs().all().size());
        assertEquals(2, node.vrouter.vrfs().all().size());
        assertEquals("4\n", node.run("mpls --dump | wc -l"));

        node.agent.configure(TestConfig.network());
        node.loop.advance(Duration.ofSeconds(1));
        node.learn("100.100.100.100/32", 20);
        assertEquals(before, node.run("nh --list"));
        assertEquals(17, route(ADDRESS + "/32").label());
    }

    @Test
    void a_deleted_port_leaves_no_route_and_its_labels_are_used_again() {
        Port first = node.addGuest("vm1", VM1, ADDRESS);
        node.addGuest("vm2", VM2, "192.168.1.4");
        assertEquals(19, route("192.168.1.4/32").label());

        node.agent.removePort(first.id());
        node.loop.advance(Duration.ofSeconds(1));

        OperVrf vrf = vrf();
        assertNull(node.agent.localRoute(vrf, IpPrefix.parse(ADDRESS + "/32")));
        assertNull(node.vrouter.vrfs().fabric().inet().get(IpPrefix.parse(ADDRESS + "/32")));
        node.addGuest("vm3", "8c000000-0000-4000-8000-000000000003", "192.168.1.5");
        assertEquals(17, route("192.168.1.5/32").label());
        assertNotNull(node.vrouter.vifs().get(3));
    }

    @Test
    void two_control_nodes_share_a_tunnel_and_one_may_go() {
        node.addGuest("vm1", VM1, ADDRESS);
        IpPrefix prefix = IpPrefix.parse("100.100.100.100/32");
        var item = ComputeNode.item(prefix.toString(), ComputeNode.GATEWAY, 20, 100, 0);
        node.agent.learn(0, 1, ComputeNode.INSTANCE, prefix, item);
        node.agent.learn(1, 1, ComputeNode.INSTANCE, prefix, item);

        assertEquals(1, node.agent.sweepRoutes(0, 2));
        assertNotNull(vrf().fib().inet().get(prefix));
        assertEquals(1, node.agent.sweepRoutes(1, 2));
        assertNull(vrf().fib().inet().get(prefix));
    }

    @Test
    void an_address_that_moved_away_is_sent_where_it_is() {
        node.addGuest("vm1", VM1, ADDRESS);
        IpPrefix prefix = IpPrefix.parse(ADDRESS + "/32");
        var elsewhere = ComputeNode.item(prefix.toString(), Ipv4Address.parse("192.168.100.4"), 33, 200, 2);

        node.agent.learn(0, 1, ComputeNode.INSTANCE, prefix, elsewhere);

        assertEquals(100, route(prefix.toString()).preference());
        assertTrue(node.run("rt --dump 2 | grep '192.168.1.3/32'").contains("LP"));
    }

    @Test
    void a_guest_that_speaks_again_takes_its_address_back() {
        node.addGuest("vm1", VM1, ADDRESS);
        IpPrefix prefix = IpPrefix.parse(ADDRESS + "/32");
        var elsewhere = ComputeNode.item(prefix.toString(), Ipv4Address.parse("192.168.100.4"), 33, 200, 2);
        node.agent.learn(0, 1, ComputeNode.INSTANCE, prefix, elsewhere);

        node.loop.advance(Duration.ofSeconds(3)); // it answers the next probe

        assertEquals(200, route(prefix.toString()).preference());
        assertEquals(3, route(prefix.toString()).sequence());
    }

    @Test
    void a_better_route_that_no_tunnel_leads_to_does_not_replace_the_guest() {
        node.addGuest("vm1", VM1, ADDRESS);
        IpPrefix prefix = IpPrefix.parse(ADDRESS + "/32");
        FibRoute before = vrf().fib().inet().get(prefix);
        var hop = RouteNextHop.of(Ipv4Address.parse("192.168.100.4"), 33, List.of(TunnelEncapsulation.VXLAN), "");
        var nowhere = RouteItem.of(
                new RouteKey.Unicast(prefix),
                List.of(hop),
                RouteAttributes.builder().localPreference(300).build());

        node.agent.learn(0, 1, ComputeNode.INSTANCE, prefix, nowhere);

        assertEquals(before, vrf().fib().inet().get(prefix));
    }

    @Test
    void a_route_leaked_from_a_guest_of_this_node_leads_to_its_interface() {
        node.addGuest("vm1", VM1, ADDRESS);
        IpPrefix leaked = IpPrefix.parse("10.0.1.3/32");
        Ipv4Address own = Ipv4Address.parse("192.168.100.3");

        node.agent.learn(0, 1, ComputeNode.INSTANCE, leaked, ComputeNode.item(leaked.toString(), own, 17, 200, 1));

        FibRoute route = vrf().fib().inet().get(leaked);
        assertNotNull(route);
        assertEquals(node.vrouter.labels().nextHop(17), route.nextHop());
        assertEquals(-1, route.label());
        node.agent.forget(0, ComputeNode.INSTANCE, leaked);
        assertNull(vrf().fib().inet().get(leaked));
    }

    @Test
    void the_systems_encapsulations_go_before_the_nodes_own_and_apply_at_once() {
        node.addGuest("vm1", VM1, ADDRESS);
        IpPrefix prefix = IpPrefix.parse("100.100.100.100/32");
        RouteNextHop hop =
                RouteNextHop.of(ComputeNode.GATEWAY, 20, List.of(TunnelEncapsulation.GRE, TunnelEncapsulation.UDP), "");
        RouteItem item = RouteItem.of(
                new RouteKey.Unicast(prefix),
                List.of(hop),
                RouteAttributes.builder().build());
        node.agent.learn(0, 1, ComputeNode.INSTANCE, prefix, item);
        assertEquals("1\n", node.run("nh --list | grep -c MPLSoGRE"));

        node.agent.configure(List.of(ConfigChange.update(Node.of(
                "global-vrouter-config",
                "default-global-system-config:default-global-vrouter-config",
                XmlElement.of(
                        "encapsulation-priorities",
                        XmlElement.leaf("encapsulation", "VXLAN"),
                        XmlElement.leaf("encapsulation", "MPLSoUDP"),
                        XmlElement.leaf("encapsulation", "MPLSoGRE"))))));
        node.loop.runReady();

        assertEquals("0\n", node.run("nh --list | grep -c MPLSoGRE"));
        node.ping(17, 64, "100.100.100.100", ADDRESS);
        assertEquals(Encapsulation.MPLS_OVER_UDP, node.sent.get(0).tunnel().encapsulation());
        assertEquals(63, node.sent.get(0).packet().entry().ttl());
    }

    private OperVrf vrf() {
        OperVrf vrf = node.agent.vrf(ComputeNode.INSTANCE);
        assertNotNull(vrf);
        return vrf;
    }

    private LocalRoute route(String prefix) {
        LocalRoute route = node.agent.localRoute(vrf(), IpPrefix.parse(prefix));
        assertNotNull(route);
        return route;
    }
}

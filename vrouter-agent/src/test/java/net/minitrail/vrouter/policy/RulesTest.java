package net.minitrail.vrouter.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.vrouter.ComputeNode;
import net.minitrail.vrouter.guest.Echo;
import net.minitrail.xmpp.stanza.ConfigChange;
import net.minitrail.xmpp.stanza.ConfigObject.Link;
import net.minitrail.xmpp.stanza.ConfigObject.Node;
import net.minitrail.xmpp.stanza.ConfigObject.NodeId;
import net.minitrail.xmpp.stanza.RouteAttributes;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stanza.RouteNextHop;
import net.minitrail.xmpp.stanza.TunnelEncapsulation;
import net.minitrail.xmpp.stanza.XmlElement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Network policies and security groups, between two guests of a node and with what is behind the gateway. */
class RulesTest {
    private static final String VM1 = "61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f";
    private static final String VM2 = "7b000000-0000-4000-8000-000000000002";
    private static final String NETWORK = "default-domain:default-project:test_vn";
    private static final String GROUP = "default-domain:default-project:default";
    private static final String REMOTE = "100.100.100.100";

    private final ComputeNode node = new ComputeNode();

    @BeforeEach
    void two_guests_and_a_route_to_the_gateway() {
        node.addGuest("vm1", VM1, "192.168.1.3");
        node.addGuest("vm2", VM2, "192.168.1.4");
        node.learn(REMOTE + "/32", 20);
    }

    @Test
    void a_policy_drops_what_it_denies_and_says_so() {
        assertEquals(1, replies());
        policy(rule("icmp", "", "deny"), rule("any", "", "pass"));

        assertEquals(0, replies());
        assertTrue(flows("& proto icmp").contains("Action:D(OutPolicy), "), flows("& proto icmp"));
    }

    @Test
    void rules_are_asked_in_order_by_protocol_and_port() {
        policy(rule("udp", "53", "pass"), rule("udp", "", "deny"), rule("any", "", "pass"));

        datagram(53);
        datagram(54);
        assertEquals(
                "1\n", node.run("flow -l --match '192.168.1.4:53' | grep -A 2 192.168.1.4:53 | grep -c Action:F,"));
        String denied = node.run("flow -l --match '192.168.1.4:54'");
        assertTrue(denied.contains("Action:D(OutPolicy), "), denied);
        assertEquals(1, replies());
    }

    @Test
    void flows_are_decided_again_when_rules_change() {
        policy(rule("icmp", "", "deny"), rule("any", "", "pass"));
        assertEquals(0, replies());
        policy(rule("any", "", "pass"));

        assertEquals("0\n", node.run("flow -l | grep -c 'Action:D'"));
        assertEquals(1, replies());
    }

    @Test
    void without_policies_and_groups_everything_passes() {
        policy(rule("any", "", "deny"));
        assertEquals(0, replies());
        node.agent.configure(List.of(ConfigChange.delete(Node.of("access-control-list", NETWORK + ":test_vn"))));
        node.loop.runReady();

        assertEquals(1, replies());
    }

    @Test
    void members_of_a_group_talk_to_each_other_and_to_nobody_who_is_none_begins() {
        defaultGroup(VM1);
        defaultGroup(VM2);
        assertEquals(1, replies());

        node.ping(17, 64, REMOTE, "192.168.1.3");
        assertEquals(0, node.sent.size());
        String flows = node.run("flow -l --match 100.100.100.100");
        assertTrue(flows.contains("Action:D(SG), "), flows);
        assertEquals(0, flows.split("Action:F, ", -1).length - 1, flows);
    }

    @Test
    void who_becomes_a_member_elsewhere_is_let_in_by_the_flow_that_was_there() {
        defaultGroup(VM1);
        node.ping(17, 64, REMOTE, "192.168.1.3");
        assertEquals(0, node.sent.size());

        var hop = RouteNextHop.of(ComputeNode.GATEWAY, 20, List.of(TunnelEncapsulation.GRE), "");
        var key = new RouteKey.Unicast(IpPrefix.parse(REMOTE + "/32"));
        RouteAttributes member = RouteAttributes.builder()
                .localPreference(100)
                .securityGroups(List.of(8_000_000L))
                .build();
        node.agent.learn(0, 1, ComputeNode.INSTANCE, key.prefix(), RouteItem.of(key, List.of(hop), member));
        node.ping(17, 64, REMOTE, "192.168.1.3");
        assertEquals(1, node.sent.size());
    }

    @Test
    void a_member_may_begin_with_all_and_gets_the_answers() {
        defaultGroup(VM1);
        node.pingFrom("vm1", REMOTE);
        assertEquals(1, node.sent.size());
        String flows = node.run("flow -l --match 100.100.100.100");
        assertEquals(2, flows.split("Action:F, ", -1).length - 1, flows);
    }

    @Test
    void a_guest_of_the_same_node_that_is_no_member_is_kept_out_by_the_other_ends_rules() {
        defaultGroup(VM2);
        assertEquals(0, replies());
        String flows = flows("& proto icmp");
        assertTrue(flows.contains("Action:D(OutSG), "), flows);
    }

    @Test
    void the_gateway_answers_members_and_all_others() {
        defaultGroup(VM1);
        policy(rule("any", "", "deny"));
        assertEquals(1, replies("192.168.1.1"));
    }

    @Test
    void a_rule_may_mirror_the_flows_that_it_matches() {
        XmlElement mirror = XmlElement.of(
                "mirror-to", XmlElement.leaf("analyzer-name", "watch"), XmlElement.leaf("analyzer-ip-address", REMOTE));
        policy(rule("icmp", "", "", mirror), rule("any", "", "pass"));

        assertEquals(1, replies());
        assertTrue(flows("& proto icmp").contains(" Mirror Index : 0, "), flows("& proto icmp"));
        assertTrue(node.run("nh --list").contains("Dip:100.100.100.100\n              Sport:8097 Dport:8099\n"));
        assertEquals(2, node.sent.size(), "a copy of the request and one of the answer");
        policy(rule("any", "", "pass"));
        assertTrue(node.run("mirror --dump").endsWith("---\n"));
    }

    /** VM1 sends a datagram to a port of VM2. */
    private void datagram(int port) {
        byte[] datagram = new UdpDatagram(4000, port, new byte[4]).encode();
        Ipv4Address from = Ipv4Address.parse("192.168.1.3");
        byte[] packet = Ipv4Packet.of(Ipv4Packet.UDP, from, Ipv4Address.parse("192.168.1.4"), 1, datagram)
                .encode();
        MacAddress to = MacAddress.parse("02:7b:00:00:00:00");
        var frame = new EthernetFrame(to, MacAddress.parse("02:61:af:9b:59:35"), EthernetFrame.IPV4, packet);
        node.datapath.fromGuest(Objects.requireNonNull(node.vrouter.vifs().get(3)), frame.encode());
    }

    private int replies() {
        return replies("192.168.1.4");
    }

    private int replies(String to) {
        return Echo.replies(
                Objects.requireNonNull(node.guests.named("vm1")), to, () -> node.loop.advance(Duration.ofMillis(20)));
    }

    private String flows(String more) {
        return node.run("flow -l --match '192.168.1.3,192.168.1.4 " + more + "'");
    }

    private static XmlElement rule(String protocol, String port, String action, XmlElement... more) {
        XmlElement network = XmlElement.of("src-address", XmlElement.leaf("virtual-network", NETWORK));
        XmlElement other = XmlElement.of("dst-address", XmlElement.leaf("virtual-network", "any"));
        XmlElement ports = XmlElement.of(
                "dst-port",
                XmlElement.leaf("start-port", port.isEmpty() ? "-1" : port),
                XmlElement.leaf("end-port", port.isEmpty() ? "-1" : port));
        XmlElement simple = XmlElement.leaf("simple-action", action);
        return XmlElement.of(
                "acl-rule",
                XmlElement.of("match-condition", XmlElement.leaf("protocol", protocol), network, other, ports),
                action.isEmpty() ? XmlElement.of("action-list", more) : XmlElement.of("action-list", simple));
    }

    private void policy(XmlElement... rules) {
        accessList("virtual-network", NETWORK, NETWORK + ":test_vn", rules);
        node.loop.runReady();
    }

    /** The group {@code default} as the controller makes it, number 8000000, on a port. */
    private void defaultGroup(String port) {
        XmlElement any = XmlElement.leaf("protocol", "any");
        XmlElement members = XmlElement.of("src-address", XmlElement.leaf("security-group", "8000000"));
        XmlElement all = XmlElement.of(
                "dst-address",
                XmlElement.of(
                        "subnet", XmlElement.leaf("ip-prefix", "0.0.0.0"), XmlElement.leaf("ip-prefix-len", "0")));
        XmlElement pass = XmlElement.of("action-list", XmlElement.leaf("simple-action", "pass"));
        node.agent.configure(List.of(
                ConfigChange.update(Node.of("security-group", GROUP, XmlElement.leaf("security-group-id", "8000000"))),
                link(
                        "virtual-machine-interface",
                        "default-domain:default-project:" + UUID.fromString(port),
                        "security-group",
                        GROUP)));
        accessList(
                "security-group",
                GROUP,
                GROUP + ":ingress-access-control-list",
                XmlElement.of("acl-rule", XmlElement.of("match-condition", any, members), pass));
        accessList(
                "security-group",
                GROUP,
                GROUP + ":egress-access-control-list",
                XmlElement.of("acl-rule", XmlElement.of("match-condition", any, all), pass));
        node.loop.runReady();
    }

    private void accessList(String ownerType, String owner, String name, XmlElement... rules) {
        node.agent.configure(List.of(
                ConfigChange.update(
                        Node.of("access-control-list", name, XmlElement.of("access-control-list-entries", rules))),
                link(ownerType, owner, "access-control-list", name)));
    }

    private static ConfigChange link(String leftType, String left, String rightType, String right) {
        return ConfigChange.update(
                new Link(new NodeId(leftType, left), new NodeId(rightType, right), leftType + "-" + rightType));
    }
}

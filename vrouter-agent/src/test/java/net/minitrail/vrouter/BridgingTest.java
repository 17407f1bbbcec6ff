package net.minitrail.vrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.MplsPacket;
import net.minitrail.vrouter.forwarding.DropReason;
import net.minitrail.vrouter.guest.Echo;
import net.minitrail.xmpp.stanza.ConfigChange;
import net.minitrail.xmpp.stanza.ConfigObject.Node;
import net.minitrail.xmpp.stanza.XmlElement;
import org.junit.jupiter.api.Test;

/** Two and three compute nodes with guests of one network. */
class BridgingTest {
    static final String VM1 = "61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f";
    static final String VM2 = "7b000000-0000-4000-8000-000000000002";
    static final String VM3 = "8c000000-0000-4000-8000-000000000003";

    @Test
    void a_guest_of_another_node_is_known_by_its_mac_behind_the_label_of_bridging() {
        ComputeNodes nodes = twoGuests();

        assertTrue(nodes.get(0)
                .run("rt --dump 2 | grep 192.168.1.4/32")
                .matches("192\\.168\\.1\\.4/32 +32 +LP +17 +[0-9]+ +2:7b:0:0:0:0\\([0-9]+\\)\n"));
        assertTrue(nodes.get(0)
                .run("rt --dump 2 --family bridge | grep 2:7b:0:0:0:0")
                .matches("[0-9]+ +2:7b:0:0:0:0 +LDf +16 +[0-9]+ +[0-9]+\n"));
    }

    @Test
    void broadcasts_reach_every_node_once_and_only_guests_there() {
        var nodes = new ComputeNodes(3);
        nodes.get(0).addGuest("vm1", VM1, "192.168.1.3");
        nodes.get(1).addGuest("vm2", VM2, "192.168.1.4");
        nodes.get(2).addGuest("vm3", VM3, "192.168.1.5");
        nodes.advance(Duration.ofSeconds(1));
        nodes.nodes.forEach(node -> node.sent.clear());

        nodes.get(0).run("vm1", "ifconfig eth0 192.168.1.77"); // says so by a gratuitous ARP
        nodes.advance(Duration.ofMillis(10));

        assertEquals(2, nodes.get(0).sent.size());
        assertTrue(nodes.get(0).sent.stream()
                .allMatch(sent -> sent.packet().entry().label() >= 4114));
        assertEquals(0, nodes.get(1).sent.size());
        assertEquals(0, nodes.get(2).sent.size());
    }

    @Test
    void a_broadcast_of_a_node_that_is_not_in_the_tree_is_dropped() {
        ComputeNodes nodes = twoGuests();
        ComputeNode node = nodes.get(0);
        var frame = new EthernetFrame(
                net.minitrail.net.MacAddress.BROADCAST,
                net.minitrail.net.MacAddress.parse("02:00:00:00:00:99"),
                0x88B5,
                new byte[46]);

        node.fromTunnel(Ipv4Address.parse("192.168.100.99"), new MplsPacket(MplsEntry.only(4114, 64), frame.encode()));

        assertEquals(1, node.vrouter.drops(DropReason.INVALID_MCAST_SOURCE));
    }

    @Test
    void a_network_that_only_bridges_has_no_routes_and_any_address() {
        ComputeNodes nodes = twoGuests();
        nodes.nodes.forEach(node -> node.agent.configure(mode("l2", false)));
        nodes.advance(Duration.ofSeconds(3));

        assertEquals("3\n", nodes.get(0).run("rt --dump 2 | wc -l"));
        assertTrue(nodes.get(0).run("vif --get 3").contains("Flags:L2DEr "));
        nodes.get(0).run("vm1", "ifconfig eth0 172.30.0.3 netmask 255.255.255.0");
        nodes.get(1).run("vm2", "ifconfig eth0 172.30.0.4 netmask 255.255.255.0");
        assertEquals(1, pings(nodes, "172.30.0.4"));
    }

    @Test
    void an_unknown_mac_is_dropped_until_unknown_unicast_is_flooded_and_is_not_learned() {
        ComputeNodes nodes = twoGuests();
        nodes.nodes.forEach(node -> node.agent.configure(mode("l2", false)));
        nodes.advance(Duration.ofSeconds(3));
        nodes.get(0).run("vm1", "ifconfig eth0 hw ether 04:04:04:01:02:03");

        assertEquals(0, pings(nodes, "192.168.1.4"));
        assertTrue(nodes.get(1).vrouter.drops(DropReason.L2_NO_ROUTE) > 0);

        nodes.nodes.forEach(node -> node.agent.configure(mode("l2", true)));
        nodes.advance(Duration.ofSeconds(1));
        assertTrue(nodes.get(1).run("vif --get 3").contains("Flags:L2DUufEr "));
        assertEquals(1, pings(nodes, "192.168.1.4"));
        assertEquals("", nodes.get(1).run("rt --dump 2 --family bridge | grep 4:4:4:1:2:3"));
    }

    @Test
    void a_network_that_only_routes_answers_every_arp_itself() {
        ComputeNodes nodes = twoGuests();
        nodes.nodes.forEach(node -> node.agent.configure(mode("l3", false)));
        nodes.advance(Duration.ofSeconds(3));

        assertTrue(nodes.get(0).run("vif --get 3").contains("Flags:PL3DEr "));
        assertTrue(nodes.get(0)
                .run("rt --dump 2 | grep 192.168.1.4/32")
                .matches("192\\.168\\.1\\.4/32 +32 +LP +17 +[0-9]+ +-\n"));
        assertEquals(1, pings(nodes, "192.168.1.4"));
        assertTrue(nodes.get(0).run("vm1", "arp").contains("(192.168.1.4) at 00:00:5e:00:01:00"));
    }

    private static ComputeNodes twoGuests() {
        var nodes = new ComputeNodes(2);
        nodes.get(0).addGuest("vm1", VM1, "192.168.1.3");
        nodes.get(1).addGuest("vm2", VM2, "192.168.1.4");
        nodes.advance(Duration.ofSeconds(1));
        return nodes;
    }

    /** How many echo requests of the first guest are answered, of one. */
    private static long pings(ComputeNodes nodes, String to) {
        return Echo.replies(
                Objects.requireNonNull(nodes.get(0).guests.named("vm1")),
                to,
                () -> nodes.advance(Duration.ofSeconds(1)));
    }

    private static List<ConfigChange> mode(String mode, boolean flood) {
        return List.of(ConfigChange.update(Node.of(
                "virtual-network",
                "default-domain:default-project:test_vn",
                XmlElement.leaf("virtual-network-network-id", "5"),
                XmlElement.of("virtual-network-properties", XmlElement.leaf("forwarding-mode", mode)),
                XmlElement.leaf("flood-unknown-unicast", Boolean.toString(flood)))));
    }
}

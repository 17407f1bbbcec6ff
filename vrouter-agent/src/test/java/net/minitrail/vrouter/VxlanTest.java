package net.minitrail.vrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.VxlanPacket;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.vrouter.forwarding.DropReason;
import net.minitrail.vrouter.guest.Echo;
import net.minitrail.vrouter.oper.OperVrf;
import net.minitrail.xmpp.stanza.ConfigChange;
import net.minitrail.xmpp.stanza.ConfigObject.Node;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stanza.TunnelEncapsulation;
import net.minitrail.xmpp.stanza.XmlElement;
import org.junit.jupiter.api.Test;

/** Two and three compute nodes that prefer VXLAN. The network's number is 5. */
class VxlanTest {
    private static final MacAddress MAC_1 = MacAddress.parse("02:61:af:9b:59:35");
    private static final MacAddress MAC_2 = MacAddress.parse("02:7b:00:00:00:00");

    @Test
    void routes_of_macs_carry_the_network_identifier_as_label_and_tag_and_offer_vxlan_alone() {
        ComputeNode node = guests(2, "VXLAN", "MPLSoGRE").get(0);

        OperVrf vrf = Objects.requireNonNull(node.agent.vrf(ComputeNode.INSTANCE));
        var mac = Objects.requireNonNull(node.agent.localRoute(vrf, new RouteKey.Evpn(5, MAC_1, null)));
        var tree = Objects.requireNonNull(node.agent.localRoute(vrf, new RouteKey.Evpn(5, MacAddress.BROADCAST, null)));
        assertEquals(5, mac.label());
        assertEquals(5, tree.label());
        assertEquals(List.of(TunnelEncapsulation.VXLAN), mac.encapsulations());
        assertEquals(List.of(TunnelEncapsulation.VXLAN), tree.encapsulations());
        assertNull(node.agent.localRoute(vrf, new RouteKey.Evpn(0, MAC_1, null)));
    }

    @Test
    void frames_between_nodes_go_in_vxlan_and_packets_behind_labels() throws Exception {
        ComputeNodes nodes = guests(2, "VXLAN", "MPLSoGRE");
        ComputeNode node = nodes.get(0);
        node.sent.clear();

        assertEquals(1, pings(nodes, "192.168.1.4"));

        assertFalse(node.sent.isEmpty());
        for (ComputeNode.Sent sent : node.sent) {
            assertEquals(Encapsulation.VXLAN, sent.tunnel().encapsulation());
            VxlanPacket packet = VxlanPacket.decode(sent.octets());
            assertEquals(5, packet.vni());
            assertEquals(MAC_2, EthernetFrame.decode(packet.frame()).destination());
        }
        assertTrue(node.run("rt --dump 2 --family bridge | grep 2:7b:0:0:0:0")
                .matches("[0-9]+ +2:7b:0:0:0:0 +LDf +5 +[0-9]+ +[0-9]+\n"));
        assertTrue(node.run("rt --dump 2 | grep 192.168.1.4/32").matches("192\\.168\\.1\\.4/32 +32 +LP +17 .*\n"));
        assertTrue(node.run("nh --list").contains("""
                              Flags:Valid, Vxlan, Etree Root,\s
                              Oif:0 Len:14 Data:02 00 c0 a8 64 04 02 00 c0 a8 64 03 08 00\s
                              Sip:192.168.100.3 Dip:192.168.100.4
                """));
        assertTrue(node.run("vrfstats --get 2").matches("(?s).*Vxlan Tunnels [1-9].*"));
    }

    @Test
    void the_identifier_leads_to_the_network() {
        ComputeNode node = guests(2, "VXLAN").get(0);

        String table = node.run("vxlan --dump");
        assertTrue(table.matches("VXLAN Table\n\n VNID    NextHop\n-{16}\n      5 +[0-9]+\n"), table);
        String id = table.replaceAll("(?s).* ([0-9]+)\n", "$1");
        assertEquals("""
                Id:%-9s  Type:Vrf_Translate  Fmly:AF_BRIDGE  Rid:0  Ref_cnt:1          Vrf:2
                              Flags:Valid, Etree Root,\s
                              Vrf:2

                """.formatted(id), node.run("nh --get " + id));
        assertEquals(table, node.run("vxlan --get 5"));
        assertEquals(1, node.exitCode("vxlan --get 6"));
        node.agent.configure(TestConfig.noNetwork());
        node.loop.runReady();
        assertFalse(node.run("vxlan --dump").contains("      5 "));
    }

    @Test
    void a_configured_identifier_counts_where_the_system_says_so() {
        ComputeNodes nodes = guests(2, "VXLAN");
        nodes.nodes.forEach(node -> node.agent.configure(List.of(
                network(XmlElement.leaf("vxlan-network-identifier", "70000")), settings("configured", "VXLAN"))));
        nodes.advance(Duration.ofSeconds(1));

        assertTrue(nodes.get(0).run("vxlan --dump").matches("(?s).*\n  70000 +[0-9]+\n"));
        assertTrue(nodes.get(0).run("rt --dump 2 --family bridge").matches("(?s).*2:7b:0:0:0:0 +LDf +70000 .*"));
        assertTrue(nodes.get(0).run("rt --dump 2 --family bridge").matches("(?s).*ff:ff:ff:ff:ff:ff +LDf +70000 .*"));
        assertEquals(1, pings(nodes, "192.168.1.4"));
        nodes.nodes.forEach(node -> node.agent.configure(List.of(settings("automatic", "VXLAN"))));
        nodes.advance(Duration.ofSeconds(1));
        assertTrue(nodes.get(0).run("vxlan --dump").matches("(?s).*\n      5 +[0-9]+\n"));
        assertEquals(1, pings(nodes, "192.168.1.4"));
    }

    @Test
    void broadcasts_reach_each_of_three_nodes_once_and_go_no_further() {
        ComputeNodes nodes = guests(3, "VXLAN");
        assertEquals(1, pings(nodes, "192.168.1.4"));
        assertEquals(1, pings(nodes, "192.168.1.5"));
        nodes.nodes.forEach(node -> node.sent.clear());

        nodes.get(0).run("vm1", "ifconfig eth0 192.168.1.77"); // says so by a gratuitous ARP
        nodes.advance(Duration.ofMillis(10));

        assertEquals(
                List.of(Encapsulation.VXLAN, Encapsulation.VXLAN),
                nodes.get(0).sent.stream()
                        .map(sent -> sent.tunnel().encapsulation())
                        .toList());
        assertEquals(0, nodes.get(1).sent.size());
        assertEquals(0, nodes.get(2).sent.size());
    }

    @Test
    void each_node_sends_as_the_other_offers_when_they_prefer_different_things() throws Exception {
        ComputeNodes nodes = guests(2, "MPLSoUDP", "VXLAN");
        nodes.get(1).agent.configure(List.of(settings("automatic", "VXLAN", "MPLSoGRE")));
        nodes.advance(Duration.ofSeconds(1));
        nodes.nodes.forEach(node -> node.sent.clear());

        assertEquals(1, pings(nodes, "192.168.1.4"));

        assertEquals(Encapsulation.VXLAN, nodes.get(0).sent.get(0).tunnel().encapsulation());
        assertEquals(
                Encapsulation.MPLS_OVER_GRE, nodes.get(1).sent.get(0).tunnel().encapsulation());
        nodes.get(0).agent.configure(List.of(settings("automatic", "MPLSoGRE")));
        nodes.advance(Duration.ofSeconds(1));
        assertEquals("", nodes.get(0).run("rt --dump 2 --family bridge | grep 2:7b:0:0:0:0"));
    }

    @Test
    void unknown_macs_out_of_vxlan_are_flooded_where_the_network_floods_them() throws MalformedPacketException {
        ComputeNodes nodes = guests(2, "VXLAN");
        ComputeNode node = nodes.get(0);
        byte[] frame =
                new EthernetFrame(MacAddress.parse("04:04:04:01:02:03"), MAC_2, 0x88B5, new byte[] {1, 2, 3}).encode();
        byte[] packet = new VxlanPacket(5, frame).encode();
        Ipv4Address other = Ipv4Address.parse("192.168.100.4");

        node.datapath.fromTunnel(Encapsulation.VXLAN, other, packet);
        assertEquals(1, node.vrouter.drops(DropReason.L2_NO_ROUTE));
        node.agent.configure(List.of(ConfigChange.update(Node.of(
                "virtual-network",
                "default-domain:default-project:test_vn",
                XmlElement.leaf("virtual-network-network-id", "5"),
                XmlElement.leaf("flood-unknown-unicast", "true")))));
        nodes.advance(Duration.ofSeconds(1));
        node.tapFrames.clear();
        node.datapath.fromTunnel(Encapsulation.VXLAN, other, packet);
        assertEquals(1, node.tapFrames.size());
        assertTrue(node.run("nh --list").contains("Flags:Valid, Unicast Flood, Etree Root, "));
    }

    @Test
    void a_frame_for_a_mac_of_the_node_that_sent_it_is_a_loop() {
        ComputeNode node = guests(2, "VXLAN").get(0);
        byte[] frame = new EthernetFrame(MAC_2, MAC_1, 0x88B5, new byte[] {1}).encode();
        byte[] packet = new VxlanPacket(5, frame).encode();
        node.sent.clear();

        node.datapath.fromTunnel(Encapsulation.VXLAN, Ipv4Address.parse("192.168.100.4"), packet);

        assertEquals(1, node.vrouter.drops(DropReason.PKT_LOOP));
        assertEquals(0, node.sent.size());
    }

    private static ComputeNodes guests(int count, String... priorities) {
        var nodes = new ComputeNodes(count);
        nodes.nodes.forEach(node -> node.agent.configure(List.of(settings("automatic", priorities))));
        String[] ids = {BridgingTest.VM1, BridgingTest.VM2, BridgingTest.VM3};
        for (int i = 0; i < count; i++) {
            assertNotNull(nodes.get(i).addGuest("vm" + (i + 1), ids[i], "192.168.1." + (3 + i)));
        }
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

    private static ConfigChange settings(String mode, String... priorities) {
        var entries = new ArrayList<XmlElement>();
        for (String priority : priorities) {
            entries.add(XmlElement.leaf("encapsulation", priority));
        }
        return ConfigChange.update(Node.of(
                "global-vrouter-config",
                "default-global-system-config:default-global-vrouter-config",
                XmlElement.leaf("vxlan-network-identifier-mode", mode),
                XmlElement.of("encapsulation-priorities", entries.toArray(XmlElement[]::new))));
    }

    private static ConfigChange network(XmlElement... properties) {
        return ConfigChange.update(Node.of(
                "virtual-network",
                "default-domain:default-project:test_vn",
                XmlElement.leaf("virtual-network-network-id", "5"),
                XmlElement.of("virtual-network-properties", properties)));
    }
}

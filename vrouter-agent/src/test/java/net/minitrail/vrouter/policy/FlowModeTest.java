package net.minitrail.vrouter.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.TreeMap;
import java.util.regex.Pattern;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.MplsPacket;
import net.minitrail.net.packet.TcpSegment;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.vrouter.ComputeNode;
import net.minitrail.vrouter.TestConfig;
import net.minitrail.vrouter.forwarding.DropReason;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.oper.Port;
import net.minitrail.xmpp.stanza.XmlElement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The flow table as a user sees it, for packets between a guest and what is behind the gateway. */
class FlowModeTest {
    private static final Ipv4Address GUEST = Ipv4Address.parse("192.168.1.3");
    private static final Ipv4Address REMOTE = Ipv4Address.parse("100.100.100.100");
    private static final String NO_FLOWS = "Proto(V)\n" + "-".repeat(83) + "\n";

    private final ComputeNode node = new ComputeNode();
    private final Port port = node.addGuest("vm1", "61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", GUEST.toString());

    @BeforeEach
    void the_gateway_announces_a_loopback() {
        node.learn("100.100.100.100/32", 20);
    }

    @Test
    void a_ping_makes_a_flow_each_way_with_the_identifier_as_source_port() {
        node.ping(17, 64, REMOTE.toString(), GUEST.toString());

        String text = masked(node.run("flow -l --match 192.168.1.3"));
        assertTrue(text.startsWith("""
                Flow table(size 80609280, entries 629760)

                Entries: Created 1 Added 2 Deleted 0 Changed 2Processed 1 Used Overflow entries 0
                (Created Flows/CPU: 1)(oflows 0)

                Action:F=Forward, D=Drop N=NAT(S=SNAT, D=DNAT, Ps=SPAT, Pd=DPAT, L=Link Local Port)
                 Other:K(nh)=Key_Nexthop, S(nh)=RPF_Nexthop
                 Flags:E=Evicted, Ec=Evict Candidate, N=New Flow, M=Modified Dm=Delete Marked
                TCP(r=reverse):S=SYN, F=FIN, R=RST, C=HalfClose, E=Established, D=Dead

                Listing flows matching ([192.168.1.3]:*)

                    Index                Source:Port/Destination:Port                      Proto(V)
                -----------------------------------------------------------------------------------
                """), text);
        assertTrue(text.contains("""
                    NNNNN<=>NNNNN        100.100.100.100:47375                               1 (2)
                                         192.168.1.3:0   \s
                (Gen: 1, K(nh):19, Action:F, Flags:, QOS:-1, S(nh):%s,  Stats:1/84,  SPort N,
                 TTL 0, Sinfo 192.168.100.1)

                """.formatted(tunnel())), text);
        assertTrue(text.contains("""
                    NNNNN<=>NNNNN        192.168.1.3:47375                                   1 (2)
                                         100.100.100.100:0   \s
                (Gen: 1, K(nh):19, Action:F, Flags:, QOS:-1, S(nh):19,  Stats:1/98,  SPort N,
                 TTL 0, Sinfo 3.0.0.0)

                """), text);
    }

    @Test
    void a_connection_goes_through_its_states_and_its_flows_vanish_when_it_is_closed() {
        segmentToGuest(1000, 0, TcpSegment.SYN);
        assertEquals("S/Sr", states());
        segmentFromGuest(5000, 1001, TcpSegment.SYN | TcpSegment.ACK);
        assertEquals("SSrE/SSrEr", states());
        segmentToGuest(1001, 5001, TcpSegment.ACK);
        assertEquals("SSrEEr/SSrEEr", states());
        segmentToGuest(1001, 5001, TcpSegment.FIN | TcpSegment.ACK);
        assertEquals("SSrEErF/SSrEErFr", states());
        segmentFromGuest(5001, 1001, TcpSegment.ACK); // does not cover the FIN yet
        assertEquals("SSrEErF/SSrEErFr", states());
        segmentFromGuest(5001, 1002, TcpSegment.FIN | TcpSegment.ACK);
        assertEquals("SSrEErFFrC/SSrEErFFr", states());
        segmentToGuest(1002, 5002, TcpSegment.ACK);
        assertEquals("", states());
        assertTrue(node.run("flow -l --show-evicted").contains("Flags:E, TCP:SSrEErFFrCD, "));

        node.loop.advance(Duration.ofSeconds(2));
        assertTrue(node.run("flow -l --show-evicted").endsWith(NO_FLOWS));
        assertEquals(0, node.vrouter.flows().used());
    }

    @Test
    void a_reset_ends_a_connection_and_the_same_ports_begin_a_new_one() {
        segmentToGuest(1000, 0, TcpSegment.SYN);
        segmentFromGuest(0, 1001, TcpSegment.RST | TcpSegment.ACK);
        assertEquals("", states());
        segmentToGuest(2000, 0, TcpSegment.SYN);
        assertEquals("S/Sr", states());
        assertTrue(node.run("flow --match 192.168.1.3").contains("(Gen: 2, "));
    }

    @Test
    void a_line_breaks_after_its_seventieth_character() {
        segmentToGuest(1000, 0, TcpSegment.SYN);
        segmentFromGuest(5000, 1001, TcpSegment.SYN | TcpSegment.ACK);
        segmentToGuest(1001, 5001, TcpSegment.ACK);

        String text = masked(node.run("flow --match '*:22 & proto tcp & vrf 2'"));
        assertTrue(text.contains("Listing flows matching ([*]:22, Protocol TCP, VRF 2)\n"), text);
        assertTrue(text.contains("""
                (Gen: 1, K(nh):19, Action:F, Flags:, TCP:SSrEEr, QOS:-1, S(nh):%s,  Stats:2/80,\s
                 SPort N, TTL 0, Sinfo 192.168.100.1)
                """.formatted(tunnel())), text);
    }

    @Test
    void flows_go_when_they_have_been_idle_for_three_minutes() {
        node.ping(17, 64, REMOTE.toString(), GUEST.toString());
        node.loop.advance(Duration.ofSeconds(179));
        assertEquals(2, node.vrouter.flows().used());
        node.loop.advance(Duration.ofSeconds(3));
        assertTrue(node.run("flow -l").endsWith(NO_FLOWS));
    }

    /** They leave by the command that switches a packet out of an interface, which asks for no flow. */
    @Test
    void answers_of_the_agent_itself_are_counted_by_no_flow() {
        node.pingFrom("vm1", "192.168.1.1");

        String text = masked(node.run("flow -l --match 192.168.1.1"));
        assertTrue(text.contains("Stats:1/98,  SPort N,\n TTL 0, Sinfo 3.0.0.0)"), text);
        assertTrue(text.contains("Stats:0/0,  SPort N,"), text);
        assertEquals(1, node.vrouter.flows().created());
    }

    @Test
    void an_address_that_is_not_the_guests_gets_a_flow_that_drops() {
        fromGuest(Ipv4Packet.of(
                Ipv4Packet.UDP,
                Ipv4Address.parse("192.168.1.77"),
                REMOTE,
                1,
                new UdpDatagram(4000, 53, new byte[4]).encode()));

        String text = node.run("flow -l --match 192.168.1.77");
        assertTrue(text.contains("Action:D(NoSrcRt), Flags:, QOS:-1, S(nh):0, "), text);
        assertEquals(2, text.split("Action:D\\(NoSrcRt\\)", -1).length - 1, text);
        assertEquals(1, node.vrouter.drops(DropReason.FLOW_ACTION_DROP));
        assertEquals(0, node.sent.size());
        node.loop.advance(Duration.ofSeconds(5));
        assertEquals(0, node.vrouter.flows().used());
    }

    @Test
    void a_destination_without_a_route_gets_a_flow_that_drops_until_there_is_one() {
        Ipv4Address late = Ipv4Address.parse("203.0.113.9");
        Ipv4Packet packet =
                Ipv4Packet.of(Ipv4Packet.UDP, GUEST, late, 1, new UdpDatagram(4000, 53, new byte[4]).encode());

        fromGuest(packet);
        assertEquals(2, node.run("flow -l --match 203.0.113.9").split("Action:D\\(NoDstRt\\), ", -1).length - 1);
        assertEquals(0, node.sent.size());
        node.learn("203.0.113.9/32", 21);
        fromGuest(packet);
        assertTrue(node.run("flow -l --match 203.0.113.9").contains("Action:F, "));
        assertEquals(1, node.sent.size());
    }

    @Test
    void a_packet_out_of_another_tunnel_than_its_answers_take_is_dropped() {
        byte[] packet = Ipv4Packet.of(Ipv4Packet.UDP, REMOTE, GUEST, 1, new UdpDatagram(53, 4000, new byte[4]).encode())
                .encode();
        node.fromTunnel(Ipv4Address.parse("192.168.100.9"), new MplsPacket(MplsEntry.only(17, 64), packet));

        assertEquals(1, node.vrouter.drops(DropReason.INVALID_SOURCE));
        node.fromTunnel(ComputeNode.GATEWAY, new MplsPacket(MplsEntry.only(17, 64), packet));
        assertEquals(1, node.vrouter.drops(DropReason.INVALID_SOURCE));
    }

    @Test
    void an_error_counts_for_the_flow_that_it_is_about() {
        byte[] datagram = new UdpDatagram(5353, 9, new byte[4]).encode();
        byte[] packet =
                Ipv4Packet.of(Ipv4Packet.UDP, REMOTE, GUEST, 1, datagram).encode();
        node.fromTunnel(ComputeNode.GATEWAY, new MplsPacket(MplsEntry.only(17, 64), packet));
        node.loop.advance(Duration.ofMillis(10)); // the guest answers that nobody listens on port 9

        assertEquals(2, node.vrouter.flows().used());
        assertTrue(node.run("flow -l --match '*:9'").contains("Stats:1/74, "));
        assertEquals(1, node.sent.size());
    }

    @Test
    void a_datagram_without_ports_is_malformed() {
        fromGuest(Ipv4Packet.of(Ipv4Packet.UDP, GUEST, REMOTE, 1, new byte[4]));
        assertEquals(1, node.vrouter.drops(DropReason.INVALID_PACKET));
        assertEquals(0, node.vrouter.flows().used());
    }

    @Test
    void an_interface_in_packet_mode_has_no_flows_and_goes_on_with_the_same_label_and_guest() {
        node.ping(17, 64, REMOTE.toString(), GUEST.toString());
        node.agent.configure(TestConfig.port(
                port.id(), GUEST.toString(), XmlElement.leaf("virtual-machine-interface-disable-policy", "true")));
        node.loop.runReady();
        assertTrue(node.run("vif --get 3").contains(" Flags:L3L2DEr "));
        assertTrue(node.run("flow -l").endsWith(NO_FLOWS));

        node.sent.clear();
        node.ping(17, 64, REMOTE.toString(), GUEST.toString());
        assertEquals(1, node.sent.size());
        assertTrue(node.run("flow --match 192.168.1.3").endsWith(NO_FLOWS));

        node.agent.configure(TestConfig.port(
                port.id(), GUEST.toString(), XmlElement.leaf("virtual-machine-interface-disable-policy", "false")));
        node.loop.runReady();
        node.ping(17, 64, REMOTE.toString(), GUEST.toString());
        assertEquals(2, node.vrouter.flows().used());
        assertTrue(node.run("vif --get 3").contains(" Flags:PL3L2DEr "));
    }

    @Test
    void flows_go_with_their_interface() {
        node.ping(17, 64, REMOTE.toString(), GUEST.toString());
        node.agent.removePort(port.id());
        node.loop.runReady();
        assertEquals(0, node.vrouter.flows().used());
    }

    @Test
    void one_flow_is_shown_with_its_ways() {
        node.ping(17, 64, REMOTE.toString(), GUEST.toString());
        String index = node.run("flow -l | grep 192.168.1.3:47375").strip().split("<", -1)[0];
        String text = node.run("flow --get " + index);

        assertTrue(
                text.startsWith("Flow Index:                   " + index + "\nFlow Generation ID:           1\n"),
                text);
        assertTrue(text.contains("Flow Source:                  [192.168.1.3]:47375\n"), text);
        assertTrue(text.contains("Expected Source:              NextHop(Index, VRF, Type): 19, 2, Encap\n"), text);
        assertTrue(text.contains("Tunnel Source: 192.168.100.1\n"), text);
        assertTrue(text.contains("Flow Statistics:              1/98\n"), text);
        assertEquals(1, node.exitCode("flow --get 1"));
        assertEquals(1, node.exitCode("flow --get 700000"));
        assertEquals(1, node.exitCode("flow --match nonsense"));
        assertEquals(1, node.exitCode("flow --show-evicted"));
    }

    /** The TCP letters of the direction from 100.100.100.100, and of its answers'. */
    private String states() {
        var rows = Pattern.compile("(?m)^ *[0-9]+<=>[0-9]+ +(\\S+):[0-9]+ [^\\n]*\\n[^\\n]*\\n[^\\n]*TCP:(\\w*), ")
                .matcher(node.run("flow --match '100.100.100.100:40000'"));
        var letters = new TreeMap<String, String>();
        while (rows.find()) {
            letters.put(rows.group(1), rows.group(2));
        }
        return String.join("/", letters.values());
    }

    private static String masked(String text) {
        return text.replaceAll("(?m)^ *[0-9]+<=>[0-9]+ *", "    NNNNN<=>NNNNN        ")
                .replaceAll("SPort [0-9]+", "SPort N");
    }

    private String tunnel() {
        return node.run("nh --list | grep Tunnel").substring(3, 12).strip();
    }

    private void segmentToGuest(int sequence, int acknowledgment, int flags) {
        byte[] segment =
                new TcpSegment(40_000, 22, sequence, acknowledgment, flags, 65_535, new byte[0]).encode(REMOTE, GUEST);
        byte[] packet = Ipv4Packet.of(Ipv4Packet.TCP, REMOTE, GUEST, 1, segment).encode();
        Vif vif = vif();
        vif.connect(frame -> {}); // no stack of a guest meddles
        node.fromTunnel(ComputeNode.GATEWAY, new MplsPacket(MplsEntry.only(17, 64), packet));
    }

    private void segmentFromGuest(int sequence, int acknowledgment, int flags) {
        byte[] segment =
                new TcpSegment(22, 40_000, sequence, acknowledgment, flags, 65_535, new byte[0]).encode(GUEST, REMOTE);
        fromGuest(Ipv4Packet.of(Ipv4Packet.TCP, GUEST, REMOTE, 1, segment));
    }

    private void fromGuest(Ipv4Packet packet) {
        MacAddress mac = port.mac();
        node.datapath.fromGuest(
                vif(), new EthernetFrame(Vif.VROUTER_MAC, mac, EthernetFrame.IPV4, packet.encode()).encode());
    }

    private Vif vif() {
        return node.vrouter.vifs().all().stream()
                .filter(vif -> vif.type() == Vif.Type.VIRTUAL)
                .findFirst()
                .orElseThrow();
    }
}

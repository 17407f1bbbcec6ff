package net.minitrail.vrouter.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.MplsPacket;
import net.minitrail.net.packet.TcpSegment;
import net.minitrail.vrouter.ComputeNode;
import net.minitrail.vrouter.TestConfig;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.oper.Port;
import net.minitrail.xmpp.stanza.XmlElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions of ten subscribers behind one port with the internet, by the rules of the post. */
class FatFlowModeTest {
    private static final Ipv4Address INTERNET = Ipv4Address.parse("8.8.8.8");

    private final ComputeNode node = new ComputeNode();
    private final Port port = node.addGuest("smartphones", "15c17258-85aa-4c1e-9f3e-0a4b5c6d7e8f", "192.168.1.3");

    FatFlowModeTest() {
        node.learn("8.8.8.8/32", 20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // rule, sessions as subscriber:port, flows that are left
                "- | 1:22 1:23 2:22 | 6",
                "tcp 0 none | 1:22 1:23 1:22 | 2",
                "tcp 0 none | 1:22 2:22 | 4",
                "tcp 22 none | 1:22 1:22 | 2",
                "tcp 22 none | 1:22 1:23 | 4",
                "tcp 0 source | 1:22 2:23 10:80 | 2",
                "tcp 22 source | 1:22 2:22 1:23 | 4",
                "tcp 0 destination | 1:22 1:23 | 2",
                "tcp 22 destination | 1:22 1:22 1:23 | 4",
            })
    void flows_that_are_there(String rule, String sessions, int flows) {
        configure(rule);
        int client = 40_000;
        for (String session : sessions.split(" ", -1)) {
            String[] words = session.split(":", -1);
            open("10.10.0." + words[0], client++, Integer.parseInt(words[1]));
        }
        assertEquals(flows, node.vrouter.flows().used(), () -> node.run("flow -l"));
        assertEquals(
                sessions.split(" ", -1).length * 3L,
                packets(),
                () -> "a packet was not counted: " + node.run("flow -l"));
    }

    @Test
    void a_fat_flow_stays_when_its_sessions_close_until_it_was_idle_for_three_minutes() {
        configure("tcp 0 none");
        open("10.10.0.1", 40_000, 22);
        fromGuest("10.10.0.1", 40_000, 22, TcpSegment.RST);
        String text = node.run("flow --match '10.10.0.1 & vrf 2'");
        assertTrue(text.contains("10.10.0.1:0    "), text);
        assertTrue(text.contains("8.8.8.8:0    "), text);
        assertTrue(text.contains("Flags:, TCP:, QOS:-1, "), text);
        assertEquals(2, node.vrouter.flows().used());

        node.loop.advance(Duration.ofSeconds(190));
        assertEquals(0, node.vrouter.flows().used());
    }

    @Test
    void a_flow_can_be_ended_by_hand_with_its_reverse() {
        configure("tcp 0 none");
        open("10.10.0.1", 40_000, 22);
        String index = node.run("flow -l").replaceAll("(?s).*?\\n *([0-9]+)<=>.*", "$1");

        assertEquals("", node.run("flow -i " + index));
        assertEquals(0, node.vrouter.flows().used());
        assertEquals("Flow index " + index + " is not active\n", node.run("flow -i " + index));
    }

    @Test
    void the_interface_shows_its_rules_and_what_is_excluded() {
        configure("tcp 22 source");
        assertTrue(node.run("vif --get 3").endsWith("""
                            Drops:0
                            FatFlows (Protocol/Port): 6:22  - Sip

                            FatFlows IPv4 exclude prefix list:
                            \t192.168.1.1
                            \t192.168.1.2
                            \t169.254.0.0

                            FatFlows IPv6 exclude prefix list:
                            \tfe80::

                """), node.run("vif --get 3"));
        configure(null);
        assertTrue(node.run("vif --get 3").endsWith("Drops:0\n\n"));
    }

    private void configure(String rule) {
        var properties = new ArrayList<XmlElement>();
        properties.add(pairs());
        if (rule != null) {
            String[] words = rule.split(" ", -1);
            properties.add(XmlElement.of(
                    "virtual-machine-interface-fat-flow-protocols",
                    XmlElement.of(
                            "fat-flow-protocol",
                            XmlElement.leaf("protocol", words[0]),
                            XmlElement.leaf("port", words[1]),
                            XmlElement.leaf("ignore-address", words[2]))));
        }
        node.agent.configure(TestConfig.port(port.id(), "192.168.1.3", properties.toArray(XmlElement[]::new)));
        node.loop.runReady();
    }

    /** 10.10.0.1 to 10.10.0.10 may be used by the port. */
    private static XmlElement pairs() {
        List<XmlElement> pairs = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            pairs.add(XmlElement.of(
                    "allowed-address-pair",
                    XmlElement.of(
                            "ip", XmlElement.leaf("ip-prefix", "10.10.0." + i), XmlElement.leaf("ip-prefix-len", "32")),
                    XmlElement.leaf("mac", "")));
        }
        return XmlElement.of("virtual-machine-interface-allowed-address-pairs", pairs.toArray(XmlElement[]::new));
    }

    private void open(String subscriber, int from, int to) {
        fromGuest(subscriber, from, to, TcpSegment.SYN);
        byte[] answer = new TcpSegment(to, from, 1, 1, TcpSegment.SYN | TcpSegment.ACK, 65_535, new byte[0])
                .encode(INTERNET, Ipv4Address.parse(subscriber));
        byte[] packet = Ipv4Packet.of(Ipv4Packet.TCP, INTERNET, Ipv4Address.parse(subscriber), 1, answer)
                .encode();
        vif().connect(frame -> {}); // no stack of a guest meddles
        node.fromTunnel(ComputeNode.GATEWAY, new MplsPacket(MplsEntry.only(17, 64), packet));
        fromGuest(subscriber, from, to, TcpSegment.ACK);
    }

    private void fromGuest(String subscriber, int from, int to, int flags) {
        Ipv4Address source = Ipv4Address.parse(subscriber);
        byte[] segment = new TcpSegment(from, to, 0, 2, flags, 65_535, new byte[0]).encode(source, INTERNET);
        byte[] packet =
                Ipv4Packet.of(Ipv4Packet.TCP, source, INTERNET, 1, segment).encode();
        node.datapath.fromGuest(
                vif(), new EthernetFrame(Vif.VROUTER_MAC, port.mac(), EthernetFrame.IPV4, packet).encode());
    }

    private long packets() {
        long[] sum = new long[1];
        node.vrouter.flows().forEach(flow -> sum[0] += flow.packets());
        return sum[0];
    }

    private Vif vif() {
        return node.vrouter.vifs().all().stream()
                .filter(vif -> vif.type() == Vif.Type.VIRTUAL)
                .findFirst()
                .orElseThrow();
    }
}

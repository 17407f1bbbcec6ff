package net.minitrail.vrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.vrouter.forwarding.DropReason;
import net.minitrail.vrouter.guest.Echo;
import net.minitrail.xmpp.stanza.XmlElement;
import org.junit.jupiter.api.Test;

/** An interface that is mirrored, on one node and on two. */
class MirroringTest {
    private static final String VNF1 = "f8659136-1100-4000-8000-000000000001";
    private static final String VNF2 = "7b000000-0000-4000-8000-000000000002";
    private static final String DPI = "8c000000-0000-4000-8000-000000000003";
    private static final String DPI_MAC = "02:8c:00:00:00:00";
    private static final String HEADER = "Mirror Table\n\nFlags:D=Dynamic Mirroring, Hw=NIC Assisted Mirroring \n\n"
            + "Index    NextHop    Flags       VNI    Vlan\n------------------------------------------------\n";
    private static final int METADATA = 2 + "default-domain:default-project:test_vn".length() + 2;

    private final ComputeNode node = new ComputeNode();

    @Test
    void the_tables_show_the_analyzer_and_what_goes_before_frames() {
        guests(node, juniper("both"));

        String vif = node.run("vif --get 3");
        assertTrue(vif.contains("Flags:PMrMtL3L2DEr QOS:-1 Ref:6 Mirror index 0\n"), vif);
        assertTrue(vif.contains("            ISID: 0 Bmac: 02:f8:65:91:36:11\n            Drops:"), vif);
        assertTrue(
                vif.contains(String.join(
                        "\n",
                        "            Ingress Mirror Metadata: 3 26 64 65 66 61 75 6c 74 2d 64 ",
                        "                                     6f 6d 61 69 6e 3a 64 65 66 61 75 ",
                        "                                     6c 74 2d 70 72 6f 6a 65 63 74 3a ",
                        "                                     74 65 73 74 5f 76 6e ff 0 ",
                        "            Egress Mirror Metadata: 4 26 64 65 66 61 75 6c 74 2d 64 6f ",
                        "                                    6d 61 69 6e 3a 64 65 66 61 75 6c ",
                        "                                    74 2d 70 72 6f 6a 65 63 74 3a 74 ",
                        "                                    65 73 74 5f 76 6e ff 0 ",
                        "")),
                vif);
        String nextHop = node.run("mirror --dump").replaceFirst("(?s).*\n {4}0 +(\\d+) .*\n", "$1");
        assertEquals(
                HEADER + "    0    %7s       D          0       0%n".formatted(nextHop), node.run("mirror --dump"));
        assertEquals(node.run("mirror --dump"), node.run("mirror --get 0"));
        assertEquals("""
                Id:%-9s  Type:Tunnel         Fmly: AF_INET  Rid:0  Ref_cnt:2          Vrf:-1
                              Flags:Valid, Udp, Copy SIP, Etree Root,\s
                              Oif:0 Len:14 Data:00 00 00 00 00 00 0c c4 7a 4c 67 93 08 00\s
                              Sip:192.168.100.3 Dip:192.168.1.5
                              Sport:8097 Dport:8888


                """.formatted(nextHop), node.run("nh --get " + nextHop));
    }

    @Test
    void both_directions_come_as_datagrams_of_the_guest_with_the_frame_behind_the_header() throws Exception {
        guests(node, juniper("both"));

        List<UdpDatagram> copies = ping();

        assertEquals(METADATA + 98, copies.get(0).payload().length);
        assertEquals(METADATA + 98, copies.get(1).payload().length);
        assertEquals(3, copies.get(0).payload()[0]);
        assertEquals(4, copies.get(1).payload()[0]);
        assertNotEquals(copies.get(0).sourcePort(), copies.get(1).sourcePort());
        assertTrue(copies.stream().allMatch(copy -> copy.sourcePort() >= 49_152));
        byte[] frame = Arrays.copyOfRange(copies.get(0).payload(), METADATA, METADATA + 98);
        assertTrue(node.tapFrames.stream().anyMatch(seen -> Arrays.equals(seen, frame)));
    }

    @Test
    void copies_make_no_flows() throws Exception {
        node.addGuest("vnf1", VNF1, "192.168.1.3");
        node.addGuest("vnf2", VNF2, "192.168.1.4");
        node.addGuest("dpi", DPI, "192.168.1.5");
        Objects.requireNonNull(node.agent.active(UUID.fromString(DPI))).vif().connect(unheard -> {});
        node.agent.configure(TestConfig.port(UUID.fromString(VNF1), "192.168.1.3", juniper("both")));
        node.loop.advance(Duration.ofSeconds(1));

        assertEquals(2, ping().size());
        assertEquals("0\n", node.run("flow -l | grep -c 192.168.1.5"));
    }

    @Test
    void what_is_sent_and_what_is_received_can_be_mirrored_alone() throws Exception {
        guests(node, juniper("ingress"));
        assertTrue(node.run("vif --get 3").contains("Flags:PMrL3L2DEr "));
        assertTrue(ping().stream().allMatch(copy -> copy.payload()[0] == 3));

        node.agent.configure(TestConfig.port(UUID.fromString(VNF1), "192.168.1.3", juniper("egress")));
        node.loop.advance(Duration.ofMillis(10));
        assertTrue(node.run("vif --get 3").contains("Flags:PMtL3L2DEr "));
        assertTrue(ping().stream().allMatch(copy -> copy.payload()[0] == 4));

        node.agent.configure(TestConfig.port(UUID.fromString(VNF1), "192.168.1.3"));
        node.loop.advance(Duration.ofMillis(10));
        assertTrue(node.run("vif --get 3").contains("Flags:PL3L2DEr QOS:-1 Ref:6\n"));
        assertEquals(HEADER, node.run("mirror --dump"));
        assertEquals(List.of(), ping());
    }

    @Test
    void raw_copies_are_the_frames_but_for_arp_replies() {
        guests(node, raw());
        String bridge = node.run("rt --dump 2 --family bridge | grep 2:8c:0:0:0:0");
        String nextHop = bridge.trim().split(" +")[3];
        assertEquals(
                HEADER + "    0    %7s                  0       0%n".formatted(nextHop), node.run("mirror --dump"));

        var frames = framesAt(node, DPI, () -> assertEquals(1, replies(node)));
        assertEquals(2, frames.stream().filter(MirroringTest::isEcho).count());

        var probed = framesAt(node, DPI, () -> node.loop.advance(Duration.ofSeconds(2)));
        List<byte[]> arp = probed.stream().filter(MirroringTest::isForeignArp).toList();
        assertEquals(1, arp.size(), "the probe of 192.168.1.3");
        assertEquals(1, arp.get(0)[21]);
    }

    @Test
    void raw_copies_are_dropped_until_the_analyzers_mac_is_known_and_follow_it() {
        var nodes = new ComputeNodes(2);
        ComputeNode first = nodes.get(0);
        first.addGuest("vnf1", VNF1, "192.168.1.3");
        first.agent.configure(TestConfig.port(UUID.fromString(VNF1), "192.168.1.3", raw()));
        first.addGuest("vnf2", VNF2, "192.168.1.4");
        nodes.advance(Duration.ofSeconds(1));
        assertEquals(HEADER + "    0          1                  0       0\n", first.run("mirror --dump"));
        long before = first.vrouter.drops(DropReason.DISCARD);
        assertEquals(1, replies(first));
        assertTrue(first.vrouter.drops(DropReason.DISCARD) > before);

        nodes.get(1).addGuest("dpi", DPI, "192.168.1.5");
        nodes.advance(Duration.ofSeconds(1));

        String[] route = first.run("rt --dump 2 --family bridge | grep 2:8c:0:0:0:0")
                .trim()
                .split(" +");
        assertEquals(
                HEADER + "    0    %7s            %7s       0%n".formatted(route[4], route[3]),
                first.run("mirror --dump"));
        var frames = framesAt(nodes.get(1), DPI, () -> assertEquals(1, replies(first)));
        assertEquals(2, frames.stream().filter(MirroringTest::isEcho).count());
        assertEquals("0\n", nodes.get(1).run("flow -l | grep -c 192.168.1.4"), "they are no talk of the analyzer's");
    }

    private static void guests(ComputeNode node, XmlElement mirror) {
        node.addGuest("vnf1", VNF1, "192.168.1.3");
        node.addGuest("vnf2", VNF2, "192.168.1.4");
        node.addGuest("dpi", DPI, "192.168.1.5");
        node.agent.configure(TestConfig.port(UUID.fromString(VNF1), "192.168.1.3", mirror));
        node.loop.advance(Duration.ofSeconds(1));
    }

    /** The datagrams to the analyzer while vnf1 pings vnf2 once. */
    private List<UdpDatagram> ping() throws MalformedPacketException {
        replies(node);
        node.tapFrames.clear();
        assertEquals(1, replies(node));
        var copies = new ArrayList<UdpDatagram>();
        for (byte[] octets : node.tapFrames) {
            EthernetFrame frame = EthernetFrame.decode(octets);
            if (frame.etherType() == EthernetFrame.IPV4) {
                Ipv4Packet packet = Ipv4Packet.decode(frame.payload());
                if (packet.protocol() == Ipv4Packet.UDP
                        && frame.destination().toString().equals(DPI_MAC)) {
                    assertEquals("192.168.1.3", packet.source().toString());
                    assertEquals(64, packet.ttl());
                    UdpDatagram copy = UdpDatagram.decode(packet.payload());
                    assertEquals(8888, copy.destinationPort());
                    copies.add(copy);
                }
            }
        }
        return copies;
    }

    private static int replies(ComputeNode node) {
        return Echo.replies(
                Objects.requireNonNull(node.guests.named("vnf1")),
                "192.168.1.4",
                () -> node.loop.advance(Duration.ofMillis(10)));
    }

    /** What the vRouter gives to a guest meanwhile. */
    private static List<byte[]> framesAt(ComputeNode node, String port, Runnable meanwhile) {
        var frames = new ArrayList<byte[]>();
        var oper = Objects.requireNonNull(node.agent.active(UUID.fromString(port)));
        oper.vif().connect(frames::add);
        meanwhile.run();
        return frames;
    }

    private static boolean isEcho(byte[] frame) {
        return frame.length == 98 && frame[23] == 1;
    }

    private static boolean isForeignArp(byte[] frame) {
        byte[] target = Arrays.copyOfRange(frame, 38, 42);
        return frame[12] == 8 && frame[13] == 6 && target[3] == 3 && target.length == 4;
    }

    private static XmlElement juniper(String direction) {
        return mirror(
                direction,
                XmlElement.leaf("analyzer-name", "DPI"),
                XmlElement.leaf("analyzer-ip-address", "192.168.1.5"),
                XmlElement.leaf("udp-port", "8888"),
                XmlElement.leaf("juniper-header", "true"));
    }

    private static XmlElement raw() {
        return mirror(
                "both",
                XmlElement.leaf("analyzer-name", "DPI"),
                XmlElement.leaf("analyzer-mac-address", DPI_MAC),
                XmlElement.leaf("routing-instance", ComputeNode.INSTANCE),
                XmlElement.leaf("juniper-header", "false"));
    }

    private static XmlElement mirror(String direction, XmlElement... to) {
        return XmlElement.of(
                "virtual-machine-interface-properties",
                XmlElement.of(
                        "interface-mirror",
                        XmlElement.leaf("traffic-direction", direction),
                        XmlElement.of("mirror-to", to)));
    }
}

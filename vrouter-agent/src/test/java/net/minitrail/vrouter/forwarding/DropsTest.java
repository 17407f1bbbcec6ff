package net.minitrail.vrouter.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.ArpPacket;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.GrePacket;
import net.minitrail.net.packet.IcmpMessage;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.MplsPacket;
import net.minitrail.net.packet.NeighborMessage;
import net.minitrail.net.packet.Octets;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.net.packet.VxlanPacket;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.vrouter.ComputeNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is malformed is counted where it belongs, once, and nothing else happens. */
class DropsTest extends TwoGuests {
    static Stream<Arguments> guests() {
        byte[] udp = new UdpDatagram(1000, 2000, new byte[16]).encode();
        return Stream.of(
                arguments("an empty frame", new byte[0], DropReason.INVALID_PACKET),
                arguments("a header that is cut off", new byte[13], DropReason.INVALID_PACKET),
                arguments("a group as source", frame(VM2, MacAddress.BROADCAST, ping()), DropReason.INVALID_PACKET),
                arguments(
                        "a MAC that nobody has",
                        new EthernetFrame(NOBODY, VM1, 0x88B5, new byte[46]).encode(),
                        DropReason.L2_NO_ROUTE),
                arguments(
                        "no IP for the vRouter",
                        new EthernetFrame(Vif.VROUTER_MAC, VM1, 0x88B5, new byte[46]).encode(),
                        DropReason.INVALID_PROTOCOL),
                arguments("no octet of IPv4", frame(VM2, VM1, new byte[0]), DropReason.INVALID_PACKET),
                arguments(
                        "IPv4 that is cut off", frame(VM2, VM1, Arrays.copyOf(ping(), 19)), DropReason.INVALID_PACKET),
                arguments(
                        "IPv4 of version 5",
                        frame(VM2, VM1, with(ping(), p -> p[0] = 0x55)),
                        DropReason.INVALID_PACKET),
                arguments(
                        "an IPv4 header of 4 words",
                        frame(VM2, VM1, with(ping(), p -> p[0] = 0x44)),
                        DropReason.INVALID_PACKET),
                arguments(
                        "an IPv4 header longer than the packet",
                        frame(VM2, VM1, mend(with(Arrays.copyOf(ping(), 28), p -> {
                            p[0] = 0x4F;
                            p[3] = 28;
                        }))),
                        DropReason.INVALID_PACKET),
                arguments(
                        "a total length past the frame",
                        frame(VM2, VM1, mend(with(ping(), p -> p[2] = 1))),
                        DropReason.INVALID_PACKET),
                arguments(
                        "a total length below the header's",
                        frame(VM2, VM1, mend(with(ping(), p -> p[3] = 19))),
                        DropReason.INVALID_PACKET),
                arguments(
                        "a wrong header checksum",
                        frame(VM2, VM1, with(ping(), p -> p[10] ^= 1)),
                        DropReason.CHECKSUM_ERR),
                arguments(
                        "no TTL",
                        frame(Vif.VROUTER_MAC, VM1, mend(with(remote(), p -> p[8] = 0))),
                        DropReason.TTL_EXCEEDED),
                arguments(
                        "no route",
                        frame(Vif.VROUTER_MAC, VM1, packet(Ipv4Packet.UDP, Ipv4Address.parse("9.9.9.9"), udp)),
                        DropReason.FLOW_ACTION_DROP),
                arguments(
                        "a source that is not the guest's",
                        frame(VM2, VM1, mend(with(packet(Ipv4Packet.UDP, TWO, udp), p -> p[15] = 77))),
                        DropReason.FLOW_ACTION_DROP),
                arguments(
                        "UDP whose ports are cut off",
                        frame(VM2, VM1, packet(Ipv4Packet.UDP, TWO, new byte[3])),
                        DropReason.INVALID_PACKET),
                arguments(
                        "TCP whose ports are cut off",
                        frame(VM2, VM1, packet(Ipv4Packet.TCP, TWO, new byte[7])),
                        DropReason.INVALID_PACKET),
                arguments(
                        "ICMP that is cut off",
                        frame(VM2, VM1, packet(Ipv4Packet.ICMP, TWO, new byte[7])),
                        DropReason.INVALID_PACKET),
                arguments(
                        "a fragment past the longest packet",
                        frame(VM2, VM1, fragment(0x1FFF, udp)),
                        DropReason.FRAGMENTS),
                arguments(
                        "a first fragment of 17 octets",
                        frame(VM2, VM1, fragment(0x2000, new byte[17])),
                        DropReason.FRAGMENTS),
                arguments(
                        "a first fragment of nothing",
                        frame(VM2, VM1, fragment(0x2000, new byte[0])),
                        DropReason.FRAGMENTS),
                arguments("an IPv6 header that is cut off", frame6(new byte[39]), DropReason.INVALID_PACKET),
                arguments("IPv6 of version 4", frame6(with(new byte[48], p -> p[0] = 0x40)), DropReason.INVALID_PACKET),
                arguments(
                        "an IPv6 length past the frame",
                        frame6(with(new byte[48], p -> {
                            p[0] = 0x60;
                            p[5] = 9;
                        })),
                        DropReason.INVALID_PACKET),
                arguments(
                        "an IPv6 fragment header that is cut off",
                        frame6(with(new byte[47], p -> {
                            p[0] = 0x60;
                            p[5] = 7;
                            p[6] = 44;
                        })),
                        DropReason.FRAGMENTS),
                arguments(
                        "a solicitation with a wrong checksum",
                        frame6(with(solicitation(), p -> p[42] ^= 1)),
                        DropReason.CHECKSUM_ERR),
                arguments(
                        "a solicitation from another link",
                        frame6(with(solicitation(), p -> p[7] = 64)),
                        DropReason.INVALID_PACKET),
                arguments("ARP that is cut off", arp(Arrays.copyOf(request(), 27)), DropReason.INVALID_PACKET),
                arguments("ARP of another hardware", arp(with(request(), p -> p[1] = 6)), DropReason.INVALID_PACKET),
                arguments("ARP of another protocol", arp(with(request(), p -> p[2] = 9)), DropReason.INVALID_PACKET),
                arguments("ARP of longer addresses", arp(with(request(), p -> p[4] = 8)), DropReason.INVALID_PACKET),
                arguments("ARP of another operation", arp(with(request(), p -> p[7] = 3)), DropReason.INVALID_PACKET));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void guests(String what, byte[] frame, DropReason expected) {
        check(expected, () -> node.datapath.fromGuest(vif(), frame));
        assertEquals(1, vif().drops(), what);
        assertTrue(node.run("vif --get 3 --get-drop-stats").matches("(?s).*\n\\Q" + expected + "\\E +1\n.*"), what);
    }

    static Stream<Arguments> tunnels() {
        byte[] good = new MplsPacket(MplsEntry.only(GOOD_LABEL, 64), remoteReply()).encode();
        byte[] broadcast = new EthernetFrame(MacAddress.BROADCAST, NOBODY, 0x88B5, new byte[46]).encode();
        var gre = Encapsulation.MPLS_OVER_GRE;
        var udp = Encapsulation.MPLS_OVER_UDP;
        var vxlan = Encapsulation.VXLAN;
        return Stream.of(
                arguments("GRE that is cut off", gre, new byte[3], DropReason.MISC),
                arguments("GRE of version 1", gre, gre("0001" + "8847", good), DropReason.NOWHERE_TO_GO),
                arguments("GRE with source routes", gre, gre("4000" + "8847", good), DropReason.NOWHERE_TO_GO),
                arguments(
                        "GRE with IPv4", gre, new GrePacket(0x0800, remoteReply()).encode(), DropReason.NOWHERE_TO_GO),
                arguments("GRE with a key that is cut off", gre, gre("2000" + "8847", new byte[2]), DropReason.PULL),
                arguments("GRE without a label", gre, gre("0000" + "8847", new byte[3]), DropReason.PULL),
                arguments("a label that is cut off", udp, new byte[3], DropReason.PULL),
                arguments(
                        "a label that is not in use", udp, labelled(999, 64, remoteReply()), DropReason.INVALID_LABEL),
                arguments("a reserved label", udp, labelled(1, 64, remoteReply()), DropReason.INVALID_LABEL),
                arguments(
                        "a label past the table, whatever its TTL",
                        udp,
                        labelled(0xFFFFF, 0, remoteReply()),
                        DropReason.INVALID_LABEL),
                arguments("a label TTL of 1", udp, labelled(GOOD_LABEL, 1, remoteReply()), DropReason.TTL_EXCEEDED),
                arguments("a label TTL of 0", udp, labelled(GOOD_LABEL, 0, remoteReply()), DropReason.TTL_EXCEEDED),
                arguments(
                        "a label that is not the bottom",
                        udp,
                        with(good.clone(), p -> p[2] &= (byte) 0xFE),
                        DropReason.INVALID_LABEL),
                arguments(
                        "nothing behind the label",
                        udp,
                        labelled(GOOD_LABEL, 64, new byte[0]),
                        DropReason.INVALID_PACKET),
                arguments(
                        "a packet of no version behind the label",
                        udp,
                        labelled(GOOD_LABEL, 64, new byte[40]),
                        DropReason.INVALID_PACKET),
                arguments(
                        "a wrong header checksum behind the label",
                        udp,
                        labelled(GOOD_LABEL, 64, with(remoteReply(), p -> p[10] ^= 1)),
                        DropReason.CHECKSUM_ERR),
                arguments(
                        "a frame that is cut off behind the label",
                        udp,
                        labelled(GOOD_LABEL - 1, 64, new byte[13]),
                        DropReason.INVALID_PACKET),
                arguments(
                        "a broadcast of a node that is not in the tree",
                        udp,
                        labelled(4114, 64, broadcast),
                        DropReason.INVALID_MCAST_SOURCE),
                arguments("VXLAN that is cut off", vxlan, new byte[7], DropReason.PULL),
                arguments(
                        "VXLAN without an identifier",
                        vxlan,
                        with(new VxlanPacket(VNI, frame(VM1, NOBODY, ping())).encode(), p -> p[0] = 0),
                        DropReason.INVALID_VNID),
                arguments(
                        "a network identifier that is not in use",
                        vxlan,
                        new VxlanPacket(6, frame(VM1, NOBODY, ping())).encode(),
                        DropReason.INVALID_VNID),
                arguments(
                        "a frame that is cut off in VXLAN",
                        vxlan,
                        new VxlanPacket(VNI, new byte[13]).encode(),
                        DropReason.INVALID_PACKET),
                arguments(
                        "a MAC in VXLAN that nobody has",
                        vxlan,
                        new VxlanPacket(VNI, frame(NOBODY, VM2, ping())).encode(),
                        DropReason.L2_NO_ROUTE),
                arguments(
                        "a broadcast in VXLAN of a node that is not in the tree",
                        vxlan,
                        new VxlanPacket(VNI, broadcast).encode(),
                        DropReason.INVALID_MCAST_SOURCE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void tunnels(String what, Encapsulation encapsulation, byte[] octets, DropReason expected) {
        check(expected, () -> node.datapath.fromTunnel(encapsulation, ComputeNode.GATEWAY, octets));
        assertEquals(1, node.vrouter.vifs().physical().drops(), what);
    }

    @Test
    void a_packet_that_would_be_its_own_answer_is_dropped_by_its_flow() {
        byte[] udp = new UdpDatagram(1000, 1000, new byte[16]).encode();
        long before = drops(DropReason.FLOW_ACTION_DROP);

        node.datapath.fromGuest(vif(), frame(VM1, VM1, packet(Ipv4Packet.UDP, ONE, udp)));

        assertEquals(before + 1, drops(DropReason.FLOW_ACTION_DROP));
        assertTrue(node.run("flow -l").contains("Action:D(SameFlowRflowKey)"));
    }

    /**
     * Exactly this counter moves, by one; nothing leaves, at once or a moment later. But for two things that are meant to be: a
     * guest is told of a TTL that ran out, and what a flow drops has a flow.
     */
    private void check(DropReason expected, Runnable input) {
        long[] before =
                Arrays.stream(DropReason.values()).mapToLong(this::drops).toArray();
        int flows = node.vrouter.flows().used() + (expected == DropReason.FLOW_ACTION_DROP ? 2 : 0);
        node.tapFrames.clear();
        node.sent.clear();

        input.run();
        boolean isFromGuest = !node.tapFrames.isEmpty();
        node.loop.runReady();

        for (DropReason reason : DropReason.values()) {
            assertEquals(before[reason.ordinal()] + (reason == expected ? 1 : 0), drops(reason), reason::toString);
        }
        if (expected != DropReason.TTL_EXCEEDED) {
            assertEquals(flows, node.vrouter.flows().used());
            assertEquals(isFromGuest ? 1 : 0, node.tapFrames.size());
        }
        assertEquals(0, node.sent.size());
    }

    private static byte[] frame6(byte[] packet) {
        return new EthernetFrame(VM2, VM1, EthernetFrame.IPV6, packet).encode();
    }

    private static byte[] arp(byte[] packet) {
        return new EthernetFrame(MacAddress.BROADCAST, VM1, EthernetFrame.ARP, packet).encode();
    }

    private static byte[] request() {
        return ArpPacket.request(VM1, ONE, TWO).encode();
    }

    private static byte[] solicitation() {
        Ipv6Address from = Ipv6Address.parse("fe80::61:afff:fe9b:5935");
        return NeighborMessage.solicitation(Ipv6Address.parse("fe80::1"), VM1)
                .from(from, Ipv6Address.parse("ff02::1:ff00:1"))
                .encode();
    }

    private static byte[] remote() {
        byte[] message = IcmpMessage.echoRequest(1, 1, new byte[8]).encode();
        return packet(Ipv4Packet.ICMP, Ipv4Address.parse("100.100.100.100"), message);
    }

    private static byte[] remoteReply() {
        byte[] message = IcmpMessage.echoRequest(1, 1, new byte[8]).encode();
        return Ipv4Packet.of(Ipv4Packet.ICMP, Ipv4Address.parse("100.100.100.100"), ONE, 1, message)
                .encode();
    }

    private static byte[] gre(String header, byte[] payload) {
        byte[] octets = Arrays.copyOf(HexFormat.of().parseHex(header), 4 + payload.length);
        System.arraycopy(payload, 0, octets, 4, payload.length);
        return octets;
    }

    private static byte[] with(byte[] octets, Consumer<byte[]> change) {
        change.accept(octets);
        return octets;
    }

    /** Makes the header's checksum right. */
    private static byte[] mend(byte[] packet) {
        int header = Math.min((packet[0] & 0xF) * 4, packet.length);
        Octets.put16(packet, 10, 0);
        Octets.put16(packet, 10, Octets.checksum(packet, 0, header));
        return packet;
    }

    @Test
    void every_reason_has_a_line_in_dropstats() {
        List<String> lines = node.run("dropstats").lines().toList();
        for (DropReason reason : DropReason.values()) {
            assertTrue(lines.stream().anyMatch(line -> line.matches("\\Q" + reason + "\\E +[0-9]+")), reason::toString);
        }
    }
}

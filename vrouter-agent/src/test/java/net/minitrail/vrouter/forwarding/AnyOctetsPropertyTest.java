package net.minitrail.vrouter.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.ArpPacket;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.GrePacket;
import net.minitrail.net.packet.IcmpMessage;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.MplsPacket;
import net.minitrail.net.packet.Octets;
import net.minitrail.net.packet.UdpDatagram;
import net.minitrail.net.packet.VxlanPacket;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.vrouter.ComputeNode;
import net.minitrail.vrouter.oper.Whereabouts;
import net.minitrail.vrouter.policy.FlowSetup;

/** Whatever comes from a guest or out of a tunnel ends in one counter, or is delivered once; nothing is thrown. */
class AnyOctetsPropertyTest {
    private static final MacAddress VM1 = MacAddress.parse("02:61:af:9b:59:35");
    private static final MacAddress VM2 = MacAddress.parse("02:7b:00:00:00:00");
    private static final Ipv4Address ONE = Ipv4Address.parse("192.168.1.3");
    private static final Ipv4Address TWO = Ipv4Address.parse("192.168.1.4");
    private static final Ipv4Address FAR = Ipv4Address.parse("100.100.100.100");
    private static final int CHANGES = 6;

    private final ComputeNode node = new ComputeNode();
    private final Heard heard = new Heard();
    private final Datapath datapath = new Datapath(
            node.vrouter,
            (name, frame) -> {},
            (tunnel, octets, inner) -> heard.delivered++,
            heard,
            new FlowSetup(node.vrouter, new Whereabouts(node.vrouter, node.agent), () -> {}),
            node.loop);

    AnyOctetsPropertyTest() {
        node.addGuest("vm1", "61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", ONE.toString());
        node.addGuest("vm2", "7b000000-0000-4000-8000-000000000002", TWO.toString());
        node.learn("100.100.100.100/32", 20);
        node.loop.advance(Duration.ofSeconds(2));
        for (int index : new int[] {3, 4}) {
            node.vrouter.vifs().fixed(index).connect(frame -> heard.delivered++);
        }
    }

    /** Counts what reaches the agent. */
    private static final class Heard implements Datapath.Agent {
        private int delivered;

        @Override
        public void trafficSeen(Vif vif, IpAddress source) {}

        @Override
        public void forAgent(Vrf vrf, RoutedPacket packet) {
            delivered++;
        }

        @Override
        public void dhcp(Vif vif, EthernetFrame frame) {
            delivered++;
        }

        @Override
        public void forHost(RoutedPacket packet) {}

        @Override
        public void ttlExceeded(Vrf vrf, RoutedPacket packet) {}
    }

    @Property(tries = 4000)
    void guests(@ForAll("frames") byte[] frame) {
        check(() -> datapath.fromGuest(node.vrouter.vifs().fixed(3), frame));
    }

    @Property(tries = 4000)
    void tunnels(@ForAll Encapsulation encapsulation, @ForAll("tunnelled") byte[] octets) {
        check(() -> datapath.fromTunnel(encapsulation, ComputeNode.GATEWAY, octets));
    }

    /** Of a flooded frame the original is counted, however many copies there are; a fragment may wait first. */
    private void check(Runnable input) {
        long drops = drops();
        long flooded = node.vrouter.drops(DropReason.CLONED_ORIGINAL);
        heard.delivered = 0;

        input.run();

        int delivered = heard.delivered;
        if (drops() == drops && delivered == 0) {
            node.loop.advance(Duration.ofSeconds(2));
        }
        long dropped = drops() - drops;
        if (node.vrouter.drops(DropReason.CLONED_ORIGINAL) > flooded) {
            assertEquals(1, dropped);
        } else {
            assertEquals(1, dropped + delivered);
        }
    }

    private long drops() {
        return Arrays.stream(DropReason.values()).mapToLong(node.vrouter::drops).sum();
    }

    @Provide
    Arbitrary<byte[]> frames() {
        byte[] udp = new UdpDatagram(1000, 2000, new byte[16]).encode();
        byte[] echo = IcmpMessage.echoRequest(1, 1, new byte[8]).encode();
        byte[] tcp = HexFormat.of().parseHex("03e80016" + "00000001" + "00000000" + "5002" + "0400" + "0000" + "0000");
        byte[] quoted = ipv4(TWO, ONE, Ipv4Packet.UDP, udp);
        byte[] error =
                HexFormat.of().parseHex("0303000000000000" + HexFormat.of().formatHex(quoted));
        byte[] v6 = HexFormat.of()
                .parseHex("6000000000103aff" + "fe80" + "00".repeat(13) + "03" + "fe80" + "00".repeat(13) + "04"
                        + "8000000000010001" + "00".repeat(8));
        return changed(List.of(
                frame(VM2, EthernetFrame.IPV4, ipv4(ONE, TWO, Ipv4Packet.ICMP, echo)),
                frame(VM2, EthernetFrame.IPV4, ipv4(ONE, TWO, Ipv4Packet.TCP, tcp)),
                frame(VM2, EthernetFrame.IPV4, ipv4(ONE, TWO, Ipv4Packet.ICMP, error)),
                frame(Vif.VROUTER_MAC, EthernetFrame.IPV4, ipv4(ONE, FAR, Ipv4Packet.UDP, udp)),
                frame(Vif.VROUTER_MAC, EthernetFrame.IPV4, ipv4(ONE, Ipv4Address.parse("192.168.1.1"), 1, echo)),
                frame(VM2, EthernetFrame.IPV4, fragment(0x2000, udp)),
                frame(VM2, EthernetFrame.IPV4, fragment(0x0003, new byte[9])),
                frame(VM2, EthernetFrame.IPV6, v6),
                frame(
                        MacAddress.BROADCAST,
                        EthernetFrame.ARP,
                        ArpPacket.request(VM1, ONE, TWO).encode()),
                frame(
                        Vif.VROUTER_MAC,
                        EthernetFrame.ARP,
                        ArpPacket.request(VM1, ONE, TWO).replyFrom(VM1).encode()),
                frame(MacAddress.BROADCAST, 0x88B5, new byte[46])));
    }

    @Provide
    Arbitrary<byte[]> tunnelled() {
        byte[] echo = IcmpMessage.echoRequest(1, 1, new byte[8]).encode();
        byte[] packet = ipv4(FAR, ONE, Ipv4Packet.ICMP, echo);
        byte[] frame = new EthernetFrame(VM1, VM2, EthernetFrame.IPV4, packet).encode();
        byte[] group = new EthernetFrame(MacAddress.BROADCAST, VM2, EthernetFrame.IPV4, packet).encode();
        return changed(List.of(
                gre(labelled(17, packet)),
                labelled(17, packet),
                labelled(16, frame),
                gre(labelled(16, frame)),
                labelled(4114, group),
                new VxlanPacket(5, frame).encode(),
                new VxlanPacket(5, group).encode()));
    }

    /** Some octets of good ones are others, the end may be cut off, and checksums are right again in half of them. */
    private static Arbitrary<byte[]> changed(List<byte[]> good) {
        Arbitrary<List<Integer>> places =
                Arbitraries.integers().between(0, 79).list().ofMaxSize(CHANGES);
        Arbitrary<byte[]> values = Arbitraries.bytes().array(byte[].class).ofSize(CHANGES);
        Arbitrary<Integer> lengths = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(Integer.MAX_VALUE)),
                Tuple.of(1, Arbitraries.integers().between(0, 100)));
        return Combinators.combine(Arbitraries.of(good), places, values, lengths, Arbitraries.of(true, false))
                .as((octets, at, value, length, mend) -> {
                    byte[] changed = octets.clone();
                    for (int i = 0; i < at.size(); i++) {
                        changed[at.get(i) % changed.length] = value[i];
                    }
                    if (mend && octets.length > 34) {
                        mend(changed);
                    }
                    return Arrays.copyOf(changed, Math.min(changed.length, length));
                });
    }

    /** Puts the header's checksum right where a frame has IPv4. */
    private static void mend(byte[] frame) {
        int header = (frame[EthernetFrame.HEADER] & 0xF) * 4;
        if (frame.length >= EthernetFrame.HEADER + Math.max(header, Ipv4Packet.HEADER)) {
            Octets.put16(frame, EthernetFrame.HEADER + 10, 0);
            Octets.put16(frame, EthernetFrame.HEADER + 10, Octets.checksum(frame, EthernetFrame.HEADER, header));
        }
    }

    private static byte[] frame(MacAddress to, int type, byte[] payload) {
        return new EthernetFrame(to, VM1, type, payload).encode();
    }

    private static byte[] ipv4(Ipv4Address from, Ipv4Address to, int protocol, byte[] payload) {
        return Ipv4Packet.of(protocol, from, to, 1, payload).encode();
    }

    private static byte[] fragment(int field, byte[] payload) {
        return new Ipv4Packet(0, 7, field, 64, Ipv4Packet.UDP, ONE, TWO, payload).encode();
    }

    private static byte[] labelled(int label, byte[] payload) {
        return new MplsPacket(MplsEntry.only(label, 64), payload).encode();
    }

    private static byte[] gre(byte[] mpls) {
        return new GrePacket(EthernetFrame.MPLS, mpls).encode();
    }
}

package net.minitrail.net.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.net.underlay.OuterFrame;
import net.minitrail.net.underlay.TunnelPacket;
import org.junit.jupiter.api.Test;

class PacketTest {
    private static final MacAddress MX = MacAddress.parse("00:05:86:71:00:01");
    private static final MacAddress COMPUTE = MacAddress.parse("0c:c4:7a:4c:67:93");
    private static final Ipv4Address GATEWAY_LOOPBACK = Ipv4Address.parse("100.100.100.100");
    private static final Ipv4Address VM = Ipv4Address.parse("192.168.1.3");

    @Test
    void the_two_tunnel_packets_of_a_ping_print_as_tcpdump_prints_them() {
        byte[] request = Ipv4Packet.of(
                        Ipv4Packet.ICMP,
                        GATEWAY_LOOPBACK,
                        VM,
                        7,
                        IcmpMessage.echoRequest(47375, 0, new byte[56]).encode())
                .encode();
        var there = TunnelPacket.ofMpls(
                Encapsulation.MPLS_OVER_GRE,
                Ipv4Address.parse("192.168.100.1"),
                Ipv4Address.parse("192.168.100.3"),
                0,
                new MplsPacket(MplsEntry.only(17, 64), request).encode());

        assertEquals(
                "IP 192.168.100.1 > 192.168.100.3: GREv0, length 92: MPLS (label 17, exp 0, [S], ttl 64)"
                        + " IP 100.100.100.100 > 192.168.1.3: ICMP echo request, id 47375, seq 0, length 64",
                PacketText.describe(OuterFrame.of(there, MX, COMPUTE), false));
    }

    @Test
    void a_frame_in_vxlan_prints_on_a_line_of_its_own() {
        byte[] arp = ArpPacket.request(MX, Ipv4Address.parse("192.168.1.1"), VM).encode();
        var frame = new EthernetFrame(MacAddress.BROADCAST, MX, EthernetFrame.ARP, arp);
        var packet = new TunnelPacket(
                Encapsulation.VXLAN,
                Ipv4Address.parse("192.168.100.3"),
                Ipv4Address.parse("192.168.100.4"),
                52_000,
                new VxlanPacket(70_000, frame.encode()).encode());

        assertEquals(
                "IP 192.168.100.3.52000 > 192.168.100.4.4789: VXLAN, flags [I] (0x08), vni 70000\n"
                        + "ARP, Request who-has 192.168.1.3 tell 192.168.1.1, length 28",
                PacketText.describe(OuterFrame.of(packet, MX, COMPUTE), false));
    }

    @Test
    void vxlan_has_the_octets_of_the_wire_and_ignores_what_is_reserved() throws Exception {
        assertArrayEquals(
                HexFormat.of().parseHex("08000000" + "01117000" + "ff"), // flags, VNI 70000, payload
                new VxlanPacket(70_000, new byte[] {-1}).encode());
        assertEquals(
                70_000,
                VxlanPacket.decode(HexFormat.of().parseHex("ffffffff" + "011170ff"))
                        .vni());
        assertThrows(MalformedPacketException.class, () -> VxlanPacket.decode(new byte[8]));
        assertThrows(MalformedPacketException.class, () -> VxlanPacket.decode(new byte[] {8, 0, 0, 0, 0, 0, 1}));
    }

    @Test
    void mpls_over_gre_has_the_octets_of_the_wire() {
        var packet = new GrePacket(
                EthernetFrame.MPLS, new MplsPacket(new MplsEntry(1048575, 5, true, 63), new byte[] {0x45}).encode());

        assertArrayEquals(
                HexFormat.of().parseHex("0000" + "8847" + "fffffb3f" + "45"), // no flags, MPLS, entry, payload
                packet.encode());
    }

    @Test
    void arp_reads_as_it_is_written_and_prints_both_ways() throws Exception {
        var request = ArpPacket.request(MX, Ipv4Address.parse("192.168.1.1"), VM);
        assertEquals(request, ArpPacket.decode(request.encode()));
        assertEquals(
                "ARP, Request who-has 192.168.1.3 tell 192.168.1.1, length 28",
                text(EthernetFrame.ARP, request.encode()));
        assertEquals(
                "ARP, Reply 192.168.1.3 is-at 0c:c4:7a:4c:67:93, length 28",
                text(EthernetFrame.ARP, request.replyFrom(COMPUTE).encode()));
        assertTrue(ArpPacket.request(MX, VM, VM).isGratuitous());
    }

    @Test
    void neighbor_discovery_reads_as_it_is_written_and_has_the_text_of_tcpdump() throws Exception {
        Ipv6Address target = Ipv6Address.parse("2001:db8:1::1234:5678");
        var question = NeighborMessage.solicitation(target, COMPUTE);
        Ipv6Packet asked = question.from(NeighborMessage.linkLocal(COMPUTE), NeighborMessage.group(target));
        var answer = NeighborMessage.advertisement(target, MX, true);
        Ipv6Packet told = answer.from(target, asked.source());

        assertEquals("ff02::1:ff34:5678", asked.destination().toString());
        assertEquals(
                "33:33:ff:34:56:78",
                NeighborMessage.groupMac(asked.destination()).toString());
        assertEquals("fe80::ec4:7aff:fe4c:6793", asked.source().toString());
        assertEquals(question, NeighborMessage.decode(asked, Icmpv6Message.decode(asked)));
        assertEquals(answer, NeighborMessage.decode(told, Icmpv6Message.decode(told)));
        assertEquals(
                "IP6 fe80::ec4:7aff:fe4c:6793 > ff02::1:ff34:5678: "
                        + "ICMP6, neighbor solicitation, who has 2001:db8:1::1234:5678, length 32",
                text(EthernetFrame.IPV6, asked.encode()));
        assertEquals(
                "IP6 2001:db8:1::1234:5678 > fe80::ec4:7aff:fe4c:6793: "
                        + "ICMP6, neighbor advertisement, tgt is 2001:db8:1::1234:5678, length 32",
                text(EthernetFrame.IPV6, told.encode()));
    }

    @Test
    void neighbor_discovery_that_was_forwarded_is_refused() throws Exception {
        Ipv6Address target = Ipv6Address.parse("2001:db8:1::1");
        Ipv6Packet packet = NeighborMessage.solicitation(target, MX)
                .from(target, NeighborMessage.group(target))
                .withHopLimit(254);
        Icmpv6Message message = Icmpv6Message.decode(packet);
        assertThrows(MalformedPacketException.class, () -> NeighborMessage.decode(packet, message));
    }

    @Test
    void an_error_quotes_the_packet_that_it_is_about_and_stays_below_the_least_mtu() throws Exception {
        Ipv6Address vm = Ipv6Address.parse("2001:db8:1::3");
        Ipv6Address far = Ipv6Address.parse("2001:db8:ffff::1");
        Ipv6Packet late = Ipv6Packet.icmp(vm, far, Icmpv6Message.echoRequest(23041, 7, new byte[1400]));
        Ipv6Packet error = Ipv6Packet.icmp(far, vm, Icmpv6Message.error(Icmpv6Message.TIME_EXCEEDED, 0, late));

        assertEquals(1280, error.encode().length);
        assertTrue(Icmpv6Message.decode(error).isError());
        assertEquals(
                "IP6 2001:db8:ffff::1 > 2001:db8:1::3: ICMP6, time exceeded in-transit for 2001:db8:ffff::1, length 1240",
                text(EthernetFrame.IPV6, error.encode()));
    }

    @Test
    void a_wrong_checksum_is_refused() {
        byte[] packet = Ipv4Packet.of(Ipv4Packet.ICMP, VM, GATEWAY_LOOPBACK, 1, new byte[8])
                .encode();
        packet[8] ^= 1;
        assertThrows(MalformedPacketException.class, () -> Ipv4Packet.decode(packet));
    }

    @Test
    void ethernet_padding_is_no_part_of_an_ip_packet() throws Exception {
        byte[] packet = Ipv4Packet.of(
                        Ipv4Packet.UDP, VM, GATEWAY_LOOPBACK, 1, new UdpDatagram(1, 2, new byte[3]).encode())
                .encode();
        assertEquals(11, Ipv4Packet.decode(java.util.Arrays.copyOf(packet, 46)).payload().length);
    }

    @Property
    void an_ipv4_packet_reads_as_it_is_written(
            @ForAll int source, @ForAll int destination, @ForAll @Size(max = 64) byte[] payload) throws Exception {
        var packet = Ipv4Packet.of(17, new Ipv4Address(source), new Ipv4Address(destination), 4711, payload);
        var again = Ipv4Packet.decode(packet.encode());
        assertEquals(packet.source(), again.source());
        assertEquals(packet.destination(), again.destination());
        assertArrayEquals(payload, again.payload());
        assertArrayEquals(packet.encode(), again.encode());
    }

    @Property
    void any_octets_have_a_text_and_never_another_exception(@ForAll @Size(max = 120) byte[] octets) {
        for (int etherType : new int[] {0x0800, 0x0806, 0x86DD, 0x8847, 0x1234}) {
            assertTrue(!text(etherType, octets).isEmpty());
        }
        assertTrue(!PacketText.describe(octets, true).isEmpty());
    }

    private static String text(int etherType, byte[] payload) {
        return PacketText.describe(new EthernetFrame(COMPUTE, MX, etherType, payload).encode(), false);
    }
}

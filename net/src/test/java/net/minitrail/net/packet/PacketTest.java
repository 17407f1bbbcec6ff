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
        var there = new TunnelPacket(
                Encapsulation.MPLS_OVER_GRE,
                Ipv4Address.parse("192.168.100.1"),
                Ipv4Address.parse("192.168.100.3"),
                0,
                new MplsPacket(MplsEntry.only(17, 64), request));

        assertEquals(
                "IP 192.168.100.1 > 192.168.100.3: GREv0, length 92: MPLS (label 17, exp 0, [S], ttl 64)"
                        + " IP 100.100.100.100 > 192.168.1.3: ICMP echo request, id 47375, seq 0, length 64",
                PacketText.describe(OuterFrame.of(there, MX, COMPUTE), false));
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

package net.minitrail.net.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.DnsMessage.Answer;
import org.junit.jupiter.api.Test;

/** DHCP and DNS on the wire. */
class ServicePacketsTest {
    private static final MacAddress MAC = MacAddress.parse("02:aa:f0:88:f0:65");

    @Test
    void dhcp_has_the_octets_of_the_wire() throws Exception {
        var message = new DhcpMessage(
                false,
                0x1234_5678,
                true,
                Ipv4Address.ANY,
                Ipv4Address.ANY,
                MAC,
                Map.of(
                        DhcpMessage.TYPE,
                        new byte[] {DhcpMessage.REQUEST},
                        DhcpMessage.REQUESTED,
                        DhcpMessage.value(Ipv4Address.parse("5.5.5.3"))));
        byte[] octets = message.encode();

        assertEquals(300, octets.length, "no shorter than BOOTP");
        String fixed = "01010600" + "12345678" + "00008000" + "00".repeat(16) + "02aaf088f065" + "00".repeat(202);
        String options = "63825363" + "350103" + "320405050503" + "ff"; // cookie, request, 5.5.5.3, end
        assertTrue(
                HexFormat.of().formatHex(octets).startsWith(fixed + options),
                () -> HexFormat.of().formatHex(octets));
        DhcpMessage read = DhcpMessage.decode(octets);
        assertArrayEquals(octets, read.encode());
        assertEquals(DhcpMessage.REQUEST, read.type());
        assertEquals(Ipv4Address.parse("5.5.5.3"), read.address(DhcpMessage.REQUESTED));
        assertFalse(read.reply());
    }

    @Test
    void a_dhcp_option_longer_than_the_message_is_refused() {
        byte[] octets = new DhcpMessage(false, 1, false, Ipv4Address.ANY, Ipv4Address.ANY, MAC, Map.of()).encode();
        octets[240] = 12;
        octets[241] = 59;
        assertThrows(MalformedPacketException.class, () -> DhcpMessage.decode(octets));
    }

    @Test
    void dns_has_the_octets_of_the_wire() throws Exception {
        DnsMessage question = DnsMessage.question(2, "l3c2", DnsMessage.A);
        byte[] asked = HexFormat.of()
                .parseHex("0002" + "0100" + "0001000000000000" // id, recursion desired, one question
                        + "046c336332" + "00" + "0001" + "0001"); // l3c2, A, IN
        assertArrayEquals(asked, question.encode());

        byte[] answered = HexFormat.of()
                .parseHex("0002" + "8180" + "0001000100000000"
                        + "046c336332" + "00" + "0001" + "0001"
                        + "c00c" + "0001" + "0001" + "00000078" + "0004"
                        + "05050504"); // the name above, 120 s, 5.5.5.4
        DnsMessage answer = question.answer(0, List.of(new Answer(DnsMessage.A, 120, "5.5.5.4")));
        assertArrayEquals(answered, answer.encode());
        assertEquals(answer, DnsMessage.decode(answered));
        assertEquals(question, DnsMessage.decode(asked));
    }

    @Test
    void a_dns_name_that_points_at_itself_is_refused() {
        byte[] octets = HexFormat.of().parseHex("0002" + "0100" + "0001000000000000" + "c00c" + "0001" + "0001");
        assertThrows(MalformedPacketException.class, () -> DnsMessage.decode(octets));
    }

    @Test
    void they_print_as_tcpdump_prints_them() {
        var discover = new DhcpMessage(false, 1, false, Ipv4Address.ANY, Ipv4Address.ANY, MAC, Map.of());
        assertEquals(
                "IP 0.0.0.0.68 > 255.255.255.255.67: BOOTP/DHCP, Request from 02:aa:f0:88:f0:65, length 300",
                text("0.0.0.0", 68, "255.255.255.255", 67, discover.encode()));
        DnsMessage question = DnsMessage.question(7, "4.5.5.5.in-addr.arpa", DnsMessage.PTR);
        assertEquals(
                "IP 5.5.5.3.40000 > 5.5.5.2.53: 7+ PTR? 4.5.5.5.in-addr.arpa. (38)",
                text("5.5.5.3", 40_000, "5.5.5.2", 53, question.encode()));
        assertEquals(
                "IP 5.5.5.2.53 > 5.5.5.3.40000: 7 1/0/0 PTR l3c2. (56)",
                text(
                        "5.5.5.2",
                        53,
                        "5.5.5.3",
                        40_000,
                        question.answer(0, List.of(new Answer(DnsMessage.PTR, 120, "l3c2")))
                                .encode()));
        assertEquals(
                "IP 5.5.5.2.53 > 5.5.5.3.40000: 7 NXDomain 0/0/0 (38)",
                text(
                        "5.5.5.2",
                        53,
                        "5.5.5.3",
                        40_000,
                        question.answer(DnsMessage.NO_SUCH_NAME, List.of()).encode()));
    }

    private static String text(String from, int fromPort, String to, int toPort, byte[] payload) {
        Ipv4Address source = Ipv4Address.parse(from);
        Ipv4Address destination = Ipv4Address.parse(to);
        byte[] datagram = new UdpDatagram(fromPort, toPort, payload).encode(source, destination);
        byte[] packet =
                Ipv4Packet.of(Ipv4Packet.UDP, source, destination, 1, datagram).encode();
        return PacketText.describe(
                new EthernetFrame(MacAddress.BROADCAST, MAC, EthernetFrame.IPV4, packet).encode(), false);
    }
}

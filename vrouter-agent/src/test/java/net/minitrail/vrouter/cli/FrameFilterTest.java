package net.minitrail.vrouter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.ArpPacket;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.GrePacket;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.UdpDatagram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameFilterTest {
    private static final Ipv4Address A = Ipv4Address.parse("192.168.100.1");
    private static final Ipv4Address B = Ipv4Address.parse("192.168.100.3");
    private static final MacAddress MAC = MacAddress.parse("02:00:c0:a8:64:01");

    private static final byte[] GRE = ip(Ipv4Packet.GRE, new GrePacket(EthernetFrame.MPLS, new byte[8]).encode());
    private static final byte[] DNS = ip(Ipv4Packet.UDP, new UdpDatagram(5353, 53, new byte[4]).encode());
    private static final byte[] ARP = new EthernetFrame(
                    MacAddress.BROADCAST,
                    MAC,
                    EthernetFrame.ARP,
                    ArpPacket.request(MAC, A, B).encode())
            .encode();

    @ParameterizedTest
    @CsvSource({
        "'',                               true,  true,  true",
        "proto gre,                        true,  false, false",
        "ip proto 47,                      true,  false, false",
        "arp,                              false, false, true",
        "not arp,                          true,  true,  false",
        "udp port 53,                      false, true,  false",
        "port not 53 and not arp,          true,  false, false",
        "not port 22 and host 192.168.100.1, true, true, true",
        "dst 192.168.100.3 and ip,         true,  true,  false",
        "src host 192.168.100.3,           false, false, false",
        "net 192.168.100.0/24 and (udp or gre), true, true, false",
        "ether host 02:00:c0:a8:64:01,     true,  true,  true",
        "icmp or arp,                      false, false, true",
    })
    void an_expression_picks_its_frames(String expression, boolean gre, boolean dns, boolean arp) throws Exception {
        List<String> words = List.of(expression.split(" ", -1));
        FrameFilter filter = FrameFilter.parse(words);
        assertEquals(List.of(gre, dns, arp), List.of(filter.matches(GRE), filter.matches(DNS), filter.matches(ARP)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"proto", "host", "host x", "(arp", "arp)", "arp and", "frob", "port x", "ether host x"})
    void a_wrong_expression_is_a_syntax_error(String expression) {
        assertThrows(CommandException.class, () -> FrameFilter.parse(List.of(expression.split(" ", -1))));
    }

    private static byte[] ip(int protocol, byte[] payload) {
        byte[] packet = Ipv4Packet.of(protocol, A, B, 1, payload).encode();
        return new EthernetFrame(MacAddress.BROADCAST, MAC, EthernetFrame.IPV4, packet).encode();
    }
}

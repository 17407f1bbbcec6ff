package net.minitrail.vrouter.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.TcpSegment;
import net.minitrail.net.packet.UdpDatagram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranslationTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.3,40000,169.254.169.254,80,192.168.100.3,32768,192.168.100.3,8775",
        "255.255.255.254,65535,0.0.0.1,1,0.0.0.2,2,255.255.255.253,65534",
        "1.2.3.4,1,5.6.7.8,2,1.2.3.4,1,5.6.7.8,2"
    })
    void a_translated_packet_is_the_one_that_the_new_ends_would_have_sent(
            String source,
            int from,
            String destination,
            int to,
            String newSource,
            int newFrom,
            String newTo,
            int newPort)
            throws Exception {
        var translation = new Translation(ip(newSource), newFrom, ip(newTo), newPort, 0, false);
        byte[] payload = "GET / HTTP/1.0".getBytes(StandardCharsets.US_ASCII);

        byte[] tcp = tcp(ip(source), from, ip(destination), to, payload);
        translation.apply(tcp);
        assertArrayEquals(tcp(ip(newSource), newFrom, ip(newTo), newPort, payload), tcp);

        byte[] udp = udp(ip(source), from, ip(destination), to, payload);
        translation.apply(udp);
        assertArrayEquals(udp(ip(newSource), newFrom, ip(newTo), newPort, payload), udp);
    }

    @Test
    void a_datagram_without_checksum_stays_without_and_a_later_fragment_keeps_its_octets() throws Exception {
        var translation = new Translation(ip("9.9.9.9"), 9, ip("8.8.8.8"), 8, 0, false);
        byte[] bare = udp(ip("1.1.1.1"), 1, ip("2.2.2.2"), 2, new byte[4]);
        bare[26] = 0;
        bare[27] = 0;
        translation.apply(bare);
        assertEquals(0, bare[26] | bare[27]);

        byte[] later = udp(ip("1.1.1.1"), 1, ip("2.2.2.2"), 2, new byte[4]);
        later[7] = 3;
        byte[] before = Arrays.copyOfRange(later, 20, later.length);
        translation.apply(later);
        assertArrayEquals(before, Arrays.copyOfRange(later, 20, later.length));
        assertEquals(9, later[12]);
    }

    @Test
    void letters_tell_which_ends_change() {
        FlowKey key = new FlowFields(true, 6, 1000, 80, 0, 0x0A000001, 0, 0x0A000002, false).key(7);
        assertEquals("SPsDPd", new Translation(ip("9.9.9.9"), 9, ip("8.8.8.8"), 8, 0, false).letters(key));
        assertEquals("DL", new Translation(ip("10.0.0.1"), 1000, ip("8.8.8.8"), 80, 0, true).letters(key));
        assertEquals("SPd", new Translation(ip("9.9.9.9"), 1000, ip("10.0.0.2"), 8, 0, false).letters(key));
    }

    private static byte[] tcp(Ipv4Address source, int from, Ipv4Address destination, int to, byte[] payload) {
        byte[] segment = new TcpSegment(from, to, 7, 9, TcpSegment.ACK, 1000, payload).encode(source, destination);
        return Ipv4Packet.of(Ipv4Packet.TCP, source, destination, 3, segment).encode();
    }

    private static byte[] udp(Ipv4Address source, int from, Ipv4Address destination, int to, byte[] payload) {
        byte[] datagram = new UdpDatagram(from, to, payload).encode(source, destination);
        return Ipv4Packet.of(Ipv4Packet.UDP, source, destination, 3, datagram).encode();
    }

    private static Ipv4Address ip(String text) {
        return Ipv4Address.parse(text);
    }
}

package net.minitrail.net.underlay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.minitrail.net.Ipv4Address;
import org.junit.jupiter.api.Test;

class UnderlayTest {
    private static final Ipv4Address GATEWAY = Ipv4Address.parse("192.168.100.1");
    private static final Ipv4Address COMPUTE = Ipv4Address.parse("192.168.100.3");
    private static final TransportMap MAP = new TransportMap(
            Map.of(GATEWAY, Ipv4Address.parse("127.91.0.1"), COMPUTE, Ipv4Address.parse("127.91.0.3")));

    private static final byte[] OCTETS = HexFormat.of().parseHex("11170140" + "45"); // label 70000, ttl 64, payload

    @Test
    void a_packet_arrives_with_the_protocol_addresses_of_both_ends() throws Exception {
        List<TunnelPacket> arrived = Collections.synchronizedList(new ArrayList<>());
        try (var gateway = Underlay.open(Wiring.LOOPBACK, GATEWAY, MAP, packet -> {});
                var compute = Underlay.open(Wiring.LOOPBACK, COMPUTE, MAP, arrived::add)) {
            for (Encapsulation encapsulation : Encapsulation.values()) {
                gateway.send(new TunnelPacket(encapsulation, GATEWAY, COMPUTE, 50000, OCTETS));
            }
            await().atMost(Duration.ofSeconds(5)).until(() -> arrived.size() == 3);
            assertEquals(0, compute.lost());
            for (TunnelPacket packet : arrived) {
                assertEquals(GATEWAY, packet.source());
                assertEquals(COMPUTE, packet.destination());
                assertArrayEquals(OCTETS, packet.octets());
            }
        }
    }

    @Test
    void what_is_no_tunnel_packet_arrives_too_and_so_does_mpls_at_its_earlier_port() throws Exception {
        List<TunnelPacket> arrived = Collections.synchronizedList(new ArrayList<>());
        try (var compute = Underlay.open(Wiring.LOOPBACK, COMPUTE, MAP, arrived::add);
                var peer = new DatagramSocket(0, InetAddress.getByName("127.91.0.1"))) {
            var to = InetAddress.getByName("127.91.0.3");
            peer.send(new DatagramPacket(new byte[] {1}, 1, to, 4754));
            peer.send(new DatagramPacket(OCTETS, OCTETS.length, to, 51_234));
            await().atMost(Duration.ofSeconds(5)).until(() -> arrived.size() == 2);
            assertEquals(0, compute.lost());
        }
        for (TunnelPacket packet : arrived) {
            boolean gre = packet.encapsulation() == Encapsulation.MPLS_OVER_GRE;
            assertArrayEquals(gre ? new byte[] {1} : OCTETS, packet.octets());
        }
    }

    @Test
    void a_watcher_sees_the_frames_of_its_points_only() throws Exception {
        var hub = new CaptureHub(() -> Set.of("eth1", "tap0"));
        try (var capture = hub.open(List.of("tap0", "eth1"))) {
            hub.frame("vhost0", new byte[1]);
            hub.frame("eth1", new byte[2]);
            var frame = capture.next(1000);
            assertEquals(1, frame.point());
            assertEquals(2, frame.frame().length);
            assertEquals(null, capture.next(0));
        }
        assertFalse(hub.watched("eth1"));
    }

    @Test
    void pcapng_has_a_section_an_interface_and_a_packet() throws Exception {
        var out = new ByteArrayOutputStream();
        new PcapngWriter(out, List.of("eth1")).frame(0, Instant.ofEpochSecond(1, 2), new byte[] {(byte) 0xAB});
        assertEquals(
                "0a0d0d0a" + "1c000000" + "4d3c2b1a" + "0100" + "0000" + "ffffffffffffffff" + "1c000000" // section
                        + "01000000" + "28000000" + "0100" + "0000" + "00000400" // interface, Ethernet
                        + "0200" + "0400" + "65746831" + "0900" + "0100" + "09000000" + "00000000" + "28000000"
                        + "06000000" + "24000000" + "00000000" + "00000000" + "02ca9a3b" // packet at 1.000000002 s
                        + "01000000" + "01000000" + "ab000000" + "24000000",
                HexFormat.of().formatHex(out.toByteArray()));
    }
}

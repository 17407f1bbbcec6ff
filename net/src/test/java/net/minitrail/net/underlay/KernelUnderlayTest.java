package net.minitrail.net.underlay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.kernel.RawSocket;
import net.minitrail.net.packet.Ipv4Packet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Netns wiring's tunnels, here between loopback addresses, which are as good as any. */
class KernelUnderlayTest {
    private static final Ipv4Address GATEWAY = Ipv4Address.parse("127.92.0.1");
    private static final Ipv4Address COMPUTE = Ipv4Address.parse("127.92.0.3");
    private static final TransportMap NONE = new TransportMap(Map.of());
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<TunnelPacket> arrived = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void raw_sockets_need_root() throws IOException {
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        assumeTrue(Integer.valueOf(0).equals(user), "SKIPPED: raw sockets need root");
    }

    @Test
    void all_encapsulations_arrive_whole() throws Exception {
        try (var gateway = Underlay.open(Wiring.NETNS, GATEWAY, NONE, packet -> {});
                var compute = Underlay.open(Wiring.NETNS, COMPUTE, NONE, arrived::add)) {
            for (Encapsulation encapsulation : Encapsulation.values()) {
                gateway.send(packet(encapsulation, COMPUTE));
            }
            await().atMost(PATIENCE).until(() -> arrived.size() == 3);
            assertEquals(0, compute.lost());
        }
        for (TunnelPacket packet : arrived) {
            assertEquals(GATEWAY, packet.source());
            assertEquals(COMPUTE, packet.destination());
            assertEquals(1400, packet.octets().length);
        }
    }

    @Test
    void what_gre_carries_is_not_looked_at() throws Exception {
        try (var compute = Underlay.open(Wiring.NETNS, COMPUTE, NONE, arrived::add);
                var gateway = RawSocket.open(GATEWAY, Ipv4Packet.GRE)) {
            byte[] cut = Ipv4Packet.of(Ipv4Packet.GRE, GATEWAY, COMPUTE, 1, new byte[] {1})
                    .encode();
            gateway.send(COMPUTE, cut);
            await().atMost(PATIENCE).until(() -> arrived.size() == 1);
            assertArrayEquals(new byte[] {1}, arrived.get(0).octets());
            assertEquals(0, compute.lost());
        }
    }

    @Test
    void what_has_no_way_is_lost_and_so_is_what_comes_after_the_end() throws Exception {
        var gateway = Underlay.open(Wiring.NETNS, GATEWAY, NONE, packet -> {});
        gateway.send(packet(Encapsulation.MPLS_OVER_GRE, Ipv4Address.parse("255.255.255.255")));
        assertEquals(1, gateway.lost());
        gateway.close();
        gateway.send(packet(Encapsulation.MPLS_OVER_GRE, COMPUTE));
        assertEquals(2, gateway.lost());
        await().atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("gre")));
    }

    @Test
    void an_address_of_another_machine_is_refused() {
        Ipv4Address other = Ipv4Address.parse("192.0.2.1");
        assertThrows(IOException.class, () -> RawSocket.open(other, Ipv4Packet.GRE));
    }

    private static TunnelPacket packet(Encapsulation encapsulation, Ipv4Address to) {
        return new TunnelPacket(encapsulation, GATEWAY, to, 50000, new byte[1400]);
    }
}

package net.minitrail.vrouter.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.UdpDatagram;
import org.junit.jupiter.api.Test;

/** Fragments go by the flow of the first one, wait for it for a while, and are counted where they belong if it does not come. */
class FragmentsTest extends TwoGuests {
    @Test
    void later_fragments_go_by_the_flow_of_the_first_one() {
        byte[] udp = new UdpDatagram(1000, 2000, new byte[16]).encode();
        int flows = node.vrouter.flows().used();
        node.tapFrames.clear();

        node.datapath.fromGuest(vif(), frame(VM2, VM1, fragment(0x2000, udp)));
        node.datapath.fromGuest(vif(), frame(VM2, VM1, fragment(0x2003, new byte[8])));
        node.datapath.fromGuest(vif(), frame(VM2, VM1, fragment(0x0004, new byte[5])));

        assertEquals(flows + 2, node.vrouter.flows().used());
        assertEquals(6, node.tapFrames.size()); // each in and out
        assertEquals(0, drops(DropReason.FRAGMENTS));
        assertTrue(node.run("flow --match 192.168.1.3:1000").contains("Stats:3/"));
    }

    @Test
    void fragments_that_come_too_early_wait_for_the_first_one() {
        byte[] udp = new UdpDatagram(1000, 2000, new byte[16]).encode();
        int flows = node.vrouter.flows().used();
        node.tapFrames.clear();

        node.datapath.fromGuest(vif(), frame(VM2, VM1, fragment(0x0004, new byte[5])));
        node.datapath.fromGuest(vif(), frame(VM2, VM1, fragment(0x2003, new byte[8])));
        assertEquals(2, node.tapFrames.size()); // in, and not out
        node.loop.advance(Duration.ofMillis(1900));
        node.datapath.fromGuest(vif(), frame(VM2, VM1, fragment(0x2000, udp)));
        node.loop.advance(Duration.ofSeconds(3));

        assertEquals(flows + 2, node.vrouter.flows().used());
        assertEquals(
                List.of(24, 5, 8),
                node.tapFrames.stream().skip(3).limit(3).map(f -> f.length - 34).toList());
        assertEquals(0, drops(DropReason.FRAGMENTS));
        assertTrue(node.run("flow --match 192.168.1.3:1000").contains("Stats:3/"));
    }

    @Test
    void fragments_out_of_a_tunnel_wait_too() {
        byte[] udp = new UdpDatagram(1000, 2000, new byte[16]).encode();
        Ipv4Address far = Ipv4Address.parse("100.100.100.100");
        node.tapFrames.clear();
        fromGateway(new Ipv4Packet(0, 9, 0x0003, 64, Ipv4Packet.UDP, far, ONE, new byte[5]));
        assertEquals(0, node.tapFrames.size());
        fromGateway(new Ipv4Packet(0, 9, 0x2000, 64, Ipv4Packet.UDP, far, ONE, udp));
        node.loop.runReady();
        assertEquals(24, node.tapFrames.get(0).length - 34);
        assertEquals(5, node.tapFrames.get(1).length - 34);
    }

    @Test
    void fragments_wait_two_seconds_for_the_first_one() {
        node.datapath.fromGuest(vif(), frame(VM2, VM1, fragment(0x0002, new byte[5])));
        node.loop.advance(Duration.ofMillis(1999));
        assertEquals(0, drops(DropReason.FRAGMENTS));
        node.loop.advance(Duration.ofMillis(1));
        assertEquals(1, drops(DropReason.FRAGMENTS));
    }

    @Test
    void no_more_than_256_fragments_wait() {
        for (int i = 0; i < 260; i++) {
            node.datapath.fromGuest(vif(), frame(VM2, VM1, fragment(0x2001 + i, new byte[8])));
        }
        assertEquals(4, drops(DropReason.FRAGMENT_QUEUE_FAIL));
        node.loop.advance(Duration.ofSeconds(2));
        assertEquals(256, drops(DropReason.FRAGMENTS));
        node.datapath.fromGuest(vif(), frame(VM2, VM1, fragment(0x2001, new byte[8])));
        assertEquals(4, drops(DropReason.FRAGMENT_QUEUE_FAIL));
    }
}

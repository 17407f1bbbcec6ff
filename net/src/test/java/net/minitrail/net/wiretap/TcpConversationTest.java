package net.minitrail.net.wiretap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.PacketText;
import net.minitrail.net.packet.TcpSegment;
import org.junit.jupiter.api.Test;

class TcpConversationTest {

    @Test
    void both_directions_follow_each_other_without_gaps() throws Exception {
        var frames = new ArrayList<byte[]>();
        var conversation = new TcpConversation(
                Ipv4Address.parse("192.168.100.2"), 1179, Ipv4Address.parse("192.168.100.1"), 40000, frames::add);

        conversation.received(new byte[2000]);
        conversation.sent(new byte[] {7});

        assertEquals(
                "IP 192.168.100.1.40000 > 192.168.100.2.1179: Flags [P.], seq 1:1449, ack 1, win 65535, length 1448",
                PacketText.describe(frames.get(0), false));
        assertEquals(
                "IP 192.168.100.1.40000 > 192.168.100.2.1179: Flags [P.], seq 1449:2001, ack 1, win 65535, length 552",
                PacketText.describe(frames.get(1), false));
        assertEquals(
                "IP 192.168.100.2.1179 > 192.168.100.1.40000: Flags [P.], seq 1:2, ack 2001, win 65535, length 1",
                PacketText.describe(frames.get(2), false));
        var segment = TcpSegment.decode(
                Ipv4Packet.decode(EthernetFrame.decode(frames.get(2)).payload()).payload());
        assertArrayEquals(new byte[] {7}, segment.payload());
    }
}

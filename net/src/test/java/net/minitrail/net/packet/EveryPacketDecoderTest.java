package net.minitrail.net.packet;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Any octets end in a packet or the documented exception, and allocate a bounded multiple of their size. */
class EveryPacketDecoderTest {
    private static final long FIXED = 16 << 10;
    private static final long FOR_EACH_OCTET = 100;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private interface Decoder {
        Object decode(byte[] octets) throws MalformedPacketException;
    }

    private static final List<Decoder> DECODERS = List.of(
            EthernetFrame::decode,
            ArpPacket::decode,
            Ipv4Packet::decode,
            Ipv6Packet::decode,
            IcmpMessage::decode,
            octets -> Icmpv6Message.decode(Ipv6Packet.decode(octets)),
            UdpDatagram::decode,
            TcpSegment::decode,
            GrePacket::decode,
            MplsPacket::decode,
            VxlanPacket::decode,
            DhcpMessage::decode,
            EveryPacketDecoderTest::dhcpOptions,
            DnsMessage::decode,
            octets -> MplsEntry.decode(octets, 0),
            octets -> PacketText.describe(octets, true));

    /** The octets as what follows the fixed part of a DHCP message. */
    private static DhcpMessage dhcpOptions(byte[] octets) throws MalformedPacketException {
        byte[] message = Arrays.copyOf(HexFormat.of().parseHex("010106"), 240 + octets.length);
        Octets.put32(message, 236, 0x6382_5363);
        System.arraycopy(octets, 0, message, 240, octets.length);
        return DhcpMessage.decode(message);
    }

    /** Measured again where it is too much: the first use of a class costs more than the input. */
    private static void check(byte[] octets) {
        long most = FIXED + FOR_EACH_OCTET * octets.length;
        for (Decoder decoder : DECODERS) {
            long allocated = Long.MAX_VALUE;
            for (int i = 0; i < 3 && allocated > most; i++) {
                allocated = allocated(octets, decoder);
            }
            assertTrue(allocated <= most, allocated + " octets allocated for " + octets.length);
        }
    }

    private static long allocated(byte[] octets, Decoder decoder) {
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        try {
            assertNotNull(decoder.decode(octets));
        } catch (MalformedPacketException e) {
            assertNotNull(e.getMessage());
        }
        return THREADS.getThreadAllocatedBytes(thread) - before;
    }

    @Property(tries = 3000)
    void any_octets(@ForAll @Size(max = 200) byte[] octets) {
        check(octets);
    }

    /** Versions, lengths and next protocols that get a decoder past its first checks. */
    @Property(tries = 3000)
    void octets_that_look_like_a_packet(
            @ForAll @Size(min = 60, max = 120) byte[] octets,
            @ForAll @IntRange(min = 4, max = 6) int version,
            @ForAll @IntRange(max = 15) int words,
            @ForAll @IntRange(max = 255) int protocol) {
        octets[0] = (byte) (version << 4 | words);
        octets[2] = 0;
        octets[3] = (byte) octets.length;
        octets[6] = (byte) protocol;
        octets[9] = (byte) protocol;
        octets[12] = 8;
        octets[13] = 0;
        check(octets);
    }
}

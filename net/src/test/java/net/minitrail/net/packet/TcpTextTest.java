package net.minitrail.net.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import net.minitrail.net.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines are those that tcpdump prints of the same octets. */
class TcpTextTest {
    private static final IpAddress A = IpAddress.parse("10.0.0.1");
    private static final IpAddress B = IpAddress.parse("10.0.0.2");

    @Test
    void a_call_has_the_options_of_linux_in_their_order() throws MalformedPacketException {
        var call = new TcpSegment(
                40_000, 22, 7, 0, TcpSegment.SYN, 29_200, new TcpOptions(1460, 7, true, true, 77, 0), new byte[0]);
        byte[] octets = call.encode(A, B);
        assertArrayEquals(
                HexFormat.of().parseHex("020405b4" + "0402" + "080a0000004d00000000" + "01" + "030307"),
                java.util.Arrays.copyOfRange(octets, 20, 40));
        assertEquals(call.options(), TcpSegment.decode(octets).options());
        assertEquals(
                "10.0.0.1.40000 > 10.0.0.2.22: Flags [S], seq 7, win 29200, "
                        + "options [mss 1460,sackOK,TS val 77 ecr 0,nop,wscale 7], length 0",
                TcpText.describe("10.0.0.1", "10.0.0.2", octets, null));
    }

    @Test
    void every_other_segment_has_timestamps() throws MalformedPacketException {
        var data = new TcpSegment(
                22, 40_000, 1, 8, TcpSegment.ACK | TcpSegment.PSH, 229, TcpOptions.timestamps(-1, 77), new byte[3]);
        assertEquals(
                "10.0.0.1.22 > 10.0.0.2.40000: Flags [P.], seq 1:4, ack 8, win 229, "
                        + "options [nop,nop,TS val 4294967295 ecr 77], length 3",
                TcpText.describe("10.0.0.1", "10.0.0.2", data.encode(A, B), null));
    }

    /** Only the first segments of a conversation have the numbers of the wire. */
    @Test
    void numbers_count_from_the_first_segments() throws MalformedPacketException {
        var numbers = new TcpNumbers();
        int syn = TcpSegment.SYN;
        int ack = TcpSegment.ACK;
        assertEquals("Flags [S], seq 4294967295, ", text(numbers, true, -1, 0, syn, 0));
        assertEquals("Flags [S.], seq 700, ack 0, ", text(numbers, false, 700, 0, syn | ack, 0));
        assertEquals("Flags [.], ack 1, ", text(numbers, true, 0, 701, ack, 0));
        assertEquals("Flags [P.], seq 1:22, ack 1, ", text(numbers, true, 0, 701, ack | TcpSegment.PSH, 21));
        assertEquals("Flags [F.], seq 1, ack 22, ", text(numbers, false, 701, 21, ack | TcpSegment.FIN, 0));
        assertEquals("Flags [R], seq 21, ", text(numbers, true, 21, 0, TcpSegment.RST, 0));
        assertEquals("Flags [S.], seq 9000, ack 8, ", text(numbers, false, 9000, 8, syn | ack, 0));
        assertEquals("Flags [.], ack 1, ", text(numbers, true, 8, 9001, ack, 0));
    }

    @Test
    void a_conversation_that_has_begun_before_counts_from_what_is_seen_first() throws MalformedPacketException {
        var numbers = new TcpNumbers();
        assertEquals("Flags [.], ack 500, ", text(numbers, true, 1000, 500, TcpSegment.ACK, 0));
        assertEquals("Flags [.], seq 0:5, ack 1, ", text(numbers, true, 1000, 500, TcpSegment.ACK, 5));
        assertEquals("Flags [.], seq 1:3, ack 5, ", text(numbers, false, 500, 1005, TcpSegment.ACK, 2));
    }

    /** From the flags up to the window, of a segment from port 40000 to 22 or back. */
    private static String text(
            TcpNumbers numbers, boolean there, int sequence, int acknowledgment, int flags, int length)
            throws MalformedPacketException {
        byte[] octets = new TcpSegment(
                        there ? 40_000 : 22, there ? 22 : 40_000, sequence, acknowledgment, flags, 9, new byte[length])
                .encode(A, B);
        String line =
                TcpText.describe(there ? "10.0.0.1" : "10.0.0.2", there ? "10.0.0.2" : "10.0.0.1", octets, numbers);
        return line.substring(line.indexOf("Flags"), line.indexOf("win "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0101050a0000000100000002 | nop,nop,sack 1 {1:2}",
                "fd04abcd                 | unknown-253 0xabcd",
                "02040218 0402 0000       | mss 536,sackOK,eol",
                "01010101                 | nop,nop,nop,nop",
            })
    void options_are_shown_as_they_stand(String hex, String text) {
        byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertEquals(", options [" + text + "]", TcpOptionsText.describe(octets, 0, octets.length));
    }

    @ParameterizedTest
    @CsvSource({"0200", "0201", "02ff", "0a"})
    void a_length_that_does_not_fit_ends_them(String hex) {
        byte[] octets = HexFormat.of().parseHex("0402" + hex);
        assertEquals(", options [sackOK,[bad opt]]", TcpOptionsText.describe(octets, 0, octets.length));
        assertEquals(new TcpOptions(0, -1, true, false, 0, 0), TcpOptions.decode(octets, 0, octets.length));
    }
}

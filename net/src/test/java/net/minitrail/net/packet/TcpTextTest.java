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
                TcpText.describe("10.0.0.1", "10.0.0.2", octets));
    }

    @Test
    void every_other_segment_has_timestamps() throws MalformedPacketException {
        var data = new TcpSegment(
                22, 40_000, 1, 8, TcpSegment.ACK | TcpSegment.PSH, 229, TcpOptions.timestamps(-1, 77), new byte[3]);
        assertEquals(
                "10.0.0.1.22 > 10.0.0.2.40000: Flags [P.], seq 1:4, ack 8, win 229, "
                        + "options [nop,nop,TS val 4294967295 ecr 77], length 3",
                TcpText.describe("10.0.0.1", "10.0.0.2", data.encode(A, B)));
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

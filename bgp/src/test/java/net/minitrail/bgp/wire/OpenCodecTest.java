package net.minitrail.bgp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import net.minitrail.net.Ipv4Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenCodecTest {
    private static final String HEAD = "04 ffdc 005a c0a86402";

    private final BgpDecoder decoder = new BgpDecoder(CodecOptions.BEFORE_OPEN, new AttributeInterner());

    @Test
    void reads_what_a_router_says_of_itself() throws Exception {
        Open open = read("""
                04 5ba0 005a c0a86402           # version, AS_TRANS, hold time 90 s, identifier
                38                              # parameters of 56 octets
                02 06 01 04 0001 00 80          # 1/128
                02 02 02 00                     # route refresh
                02 06 41 04 00030d40            # AS 200000
                02 22                           # several in one parameter
                  40 0a c078 0001 80 80 0019 46 00   # graceful restart: R and N bit, 120 s, 1/128 with F bit, 25/70
                  46 00                         # enhanced refresh
                  06 00                         # extended messages
                  47 07 0001 80 80 015180       # long-lived: 1/128, 86400 s
                  45 04 0001 01 03              # add-path
                  49 01 ff                      # host name, malformed for those who know it
                """);

        assertEquals(200_000, open.as());
        assertEquals(90, open.holdTimeSeconds());
        assertEquals(Ipv4Address.parse("192.168.100.2"), open.routerId());
        assertEquals(everything(), open.capabilities());
        assertTrue(open.has(Capability.Multiprotocol.of(AddressFamily.VPN_IPV4)));
    }

    private static ImmutableList<Capability> everything() {
        return ImmutableList.of(
                new Capability.Multiprotocol(1, 128),
                new Capability.RouteRefreshable(),
                new Capability.FourOctetAs(200_000),
                new Capability.GracefulRestart(
                        true,
                        true,
                        120,
                        ImmutableList.of(
                                new Capability.GracefulRestart.Family(1, 128, true),
                                new Capability.GracefulRestart.Family(25, 70, false))),
                new Capability.EnhancedRouteRefresh(),
                new Capability.ExtendedMessages(),
                new Capability.LongLivedGracefulRestart(
                        ImmutableList.of(new Capability.LongLivedGracefulRestart.StaleFamily(1, 128, true, 86_400))),
                new Capability.AddPath(ImmutableList.of(new Capability.AddPath.PathsFamily(1, 1, 3))),
                new Capability.Unknown(73, OctetString.parse("ff")));
    }

    @Test
    void what_is_written_is_read() throws Exception {
        var open = new Open(200_000, 0, 1, everything());

        assertEquals(open, rewritten(open));
        assertEquals(
                new Open(65_500, 3, -1, ImmutableList.of()), rewritten(new Open(65_500, 3, -1, ImmutableList.of())));
    }

    @Test
    void many_capabilities_take_the_extended_form() throws Exception {
        var capabilities = ImmutableList.<Capability>builder();
        for (int i = 0; i < 10; i++) {
            capabilities.add(new Capability.Unknown(200 + i, OctetString.of(new byte[100])));
        }
        var open = new Open(65_500, 90, 1, capabilities.build());

        assertEquals(open, rewritten(open));
    }

    @Test
    void the_extended_form_is_read_however_short_it_is() throws Exception {
        Open open = read(HEAD + "ff ff 0007 02 0004 02 00 06 00");

        assertEquals(
                ImmutableList.of(new Capability.RouteRefreshable(), new Capability.ExtendedMessages()),
                open.capabilities());
    }

    @ParameterizedTest
    @CsvSource({
        "03 ffdc 005a c0a86402 00,                    UNSUPPORTED_VERSION_NUMBER",
        "04 0000 005a c0a86402 00,                    BAD_PEER_AS",
        "04 5ba0 005a c0a86402 08 02 06 41 04 00000000, BAD_PEER_AS",
        "04 ffdc 0001 c0a86402 00,                    UNACCEPTABLE_HOLD_TIME",
        "04 ffdc 0002 c0a86402 00,                    UNACCEPTABLE_HOLD_TIME",
        "04 ffdc 005a 00000000 00,                    BAD_BGP_IDENTIFIER",
        "04 ffdc 005a c0a86402 02 01 00,              UNSUPPORTED_OPTIONAL_PARAMETER",
        "04 ffdc 005a c0a86402 05 02 02 02 00,        OPEN_MESSAGE_ERROR", // longer than the message
        "04 ffdc 005a c0a86402 03 02 02 02 00,        OPEN_MESSAGE_ERROR", // shorter
        "04 ffdc 005a c0a86402 01 02,                 OPEN_MESSAGE_ERROR",
        "04 ffdc 005a c0a86402 04 02 03 02 00,        OPEN_MESSAGE_ERROR", // parameter overruns
        "04 ffdc 005a c0a86402 03 02 01 02,           OPEN_MESSAGE_ERROR", // capability of one octet
        "04 ffdc 005a c0a86402 04 02 02 02 01,        OPEN_MESSAGE_ERROR", // capability overruns
        "04 ffdc 005a c0a86402 05 02 03 01 01 00,     OPEN_MESSAGE_ERROR", // multiprotocol of one octet
        "04 ffdc 005a c0a86402 06 02 04 41 02 ffdc,   OPEN_MESSAGE_ERROR",
        "04 ffdc 005a c0a86402 05 02 03 40 01 00,     OPEN_MESSAGE_ERROR",
        "04 ffdc 005a c0a86402 05 02 03 47 01 00,     OPEN_MESSAGE_ERROR",
        "04 ffdc 005a c0a86402 ff ff 00,              OPEN_MESSAGE_ERROR", // extended form cut
        "04 ffdc 005a c0a86402 ff ff 0002 02 00,      OPEN_MESSAGE_ERROR", // extended parameter cut
    })
    void faults_are_told_by_their_codes(String body, ErrorCode expected) {
        var thrown = assertThrows(BgpProtocolException.class, () -> read(body));

        assertEquals(expected, thrown.error());
    }

    private Open read(String body) throws BgpProtocolException {
        byte[] octets = Hex.bytes(body);
        ByteBuf message = Unpooled.buffer();
        int start = MessageHeader.begin(MessageHeader.OPEN, message);
        message.writeBytes(octets);
        MessageHeader.finish(start, message);
        return (Open) decoder.decode(message);
    }

    private Open rewritten(Open open) throws BgpProtocolException {
        ByteBuf message = Unpooled.buffer();
        BgpEncoder.encode(open, CodecOptions.BEFORE_OPEN, message);
        return (Open) decoder.decode(message);
    }
}

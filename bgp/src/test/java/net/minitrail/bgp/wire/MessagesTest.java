package net.minitrail.bgp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private static final String MARKER = "ffffffffffffffffffffffffffffffff";

    private final CodecOptions options = UpdateOctets.internal();
    private final BgpDecoder decoder = new BgpDecoder(options, new AttributeInterner());

    @ParameterizedTest
    @CsvSource({
        "0012 04, 1, 2, 0012",
        "0000 04, 1, 2, 0000",
        "1001 02, 1, 2, 1001",
        "ffff 02, 1, 2, ffff",
        "0014 04, 1, 2, 0014", // KEEPALIVE of 20 octets
        "001c 01, 1, 2, 001c", // OPEN of 28
        "0016 02, 1, 2, 0016", // UPDATE of 22
        "0014 03, 1, 2, 0014", // NOTIFICATION of 20
        "0015 05, 1, 2, 0015", // ROUTE-REFRESH of 21
        "0013 00, 1, 3, 00",
        "0013 07, 1, 3, 07",
        "0013 ff, 1, 3, ff",
    })
    void a_bad_header_is_told_before_the_body_comes(String lengthAndType, int code, int subcode, String data) {
        var header = Hex.octets(MARKER + lengthAndType);

        var thrown = assertThrows(BgpProtocolException.class, () -> decoder.messageLength(header));

        assertEquals(new Notification(code, subcode, OctetString.parse(data)), thrown.toNotification());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fffffffffffffffffffffffffffffffe 0013 04",
                "474554202f20485454502f312e310d0a 0d0a00", // GET / HTTP/1.1
                "16030100c8010000c403035cffffffff 001304" // a TLS handshake
            })
    void a_marker_that_is_not_all_ones_means_lost_synchronisation(String header) {
        var thrown = assertThrows(BgpProtocolException.class, () -> decoder.messageLength(Hex.octets(header)));

        assertEquals(ErrorCode.CONNECTION_NOT_SYNCHRONIZED, thrown.error());
    }

    @Test
    void with_extended_messages_only_open_and_keepalive_stay_short() throws Exception {
        decoder.negotiated(new CodecOptions(true, true, true, false, options.families()));

        assertEquals(65_535, decoder.messageLength(Hex.octets(MARKER + "ffff 02")));
        assertEquals(4097, decoder.messageLength(Hex.octets(MARKER + "1001 03")));
        assertThrows(BgpProtocolException.class, () -> decoder.messageLength(Hex.octets(MARKER + "1001 01")));
        assertThrows(BgpProtocolException.class, () -> decoder.messageLength(Hex.octets(MARKER + "1001 04")));
    }

    @Test
    void keepalive_and_refresh_are_read_and_written() throws Exception {
        assertEquals(MARKER + "001304", write(Keepalive.INSTANCE));
        assertEquals(Keepalive.INSTANCE, read("0013 04"));
        assertEquals(MARKER + "001705" + "00010280", write(RouteRefresh.end(AddressFamily.VPN_IPV4)));
        assertEquals(RouteRefresh.request(AddressFamily.EVPN), read("0017 05 0019 00 46"));
        assertEquals(new RouteRefresh(1, 4, 9), read("0017 05 0001 09 04"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0018 05 0001 01 80 00", "0016 05 0001 02"})
    void a_mark_of_refresh_of_another_length_is_a_refresh_error(String message) {
        var thrown = assertThrows(BgpProtocolException.class, () -> read(message));

        assertEquals(new Notification(7, 1, OctetString.of(Hex.bytes(MARKER + message))), thrown.toNotification());
    }

    @Test
    void a_request_of_refresh_that_is_cut_is_of_a_bad_length() {
        var thrown = assertThrows(BgpProtocolException.class, () -> read("0016 05 0001 00"));

        assertEquals(new Notification(1, 2, OctetString.parse("0016")), thrown.toNotification());
    }

    @ParameterizedTest
    @ValueSource(strings = {"47", "ffffff00", "1603"})
    void a_marker_is_checked_before_all_of_it_is_there(String octets) {
        assertThrows(BgpProtocolException.class, () -> BgpDecoder.checkMarker(Hex.octets(octets)));
    }

    @Test
    void notifications_of_any_code_are_read() throws Exception {
        assertEquals(new Notification(99, 255, OctetString.parse("abcd")), read("0017 03 63 ff abcd"));
        assertEquals(Optional.of(ErrorCode.HOLD_TIMER_EXPIRED), ((Notification) read("0015 03 04 00")).error());
    }

    @Test
    void a_shutdown_text_travels_and_is_safe_to_log() throws Exception {
        var notification = Notification.shutdown(ErrorCode.ADMINISTRATIVE_SHUTDOWN, "upgrade ✓\n\u001b[31m");

        var out = Unpooled.buffer();
        BgpEncoder.encode(notification, options, out);

        assertEquals(Optional.of("upgrade ✓\\u000a\\u001b[31m"), ((Notification) decoder.decode(out)).communication());
    }

    @Test
    void a_long_shutdown_text_is_cut_between_characters() {
        var notification = Notification.shutdown(ErrorCode.ADMINISTRATIVE_RESET, "é".repeat(200));

        assertEquals(255, notification.data().length());
        assertEquals(Optional.of("é".repeat(127)), notification.communication());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "05 61", "01 6161", "02 c328", "ff 61"})
    void a_shutdown_text_of_wrong_length_or_coding_is_none(String data) {
        var notification = new Notification(6, 2, OctetString.of(Hex.bytes(data)));

        assertEquals(Optional.empty(), notification.communication());
    }

    @Test
    void notification_data_is_cut_to_the_message_limit() throws Exception {
        var out = Unpooled.buffer();
        BgpEncoder.encode(
                Notification.of(ErrorCode.ATTRIBUTE_LENGTH_ERROR, OctetString.of(new byte[5000])), options, out);

        assertEquals(4096, decoder.messageLength(out));
    }

    private BgpMessage read(String message) throws BgpProtocolException {
        return decoder.decode(Hex.octets(MARKER + message));
    }

    private String write(BgpMessage message) {
        var out = Unpooled.buffer();
        BgpEncoder.encode(message, options, out);
        return Hex.dump(out);
    }
}

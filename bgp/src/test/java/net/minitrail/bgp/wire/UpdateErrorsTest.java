package net.minitrail.bgp.wire;

import static net.minitrail.bgp.wire.UpdateOctets.AS_PATH;
import static net.minitrail.bgp.wire.UpdateOctets.NEXT_HOP;
import static net.minitrail.bgp.wire.UpdateOctets.ORIGIN;
import static net.minitrail.bgp.wire.UpdateOctets.REACH_VPN;
import static net.minitrail.bgp.wire.UpdateOctets.classicRoute;
import static net.minitrail.bgp.wire.UpdateOctets.update;
import static net.minitrail.bgp.wire.UpdateOctets.vpnRoute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import net.minitrail.bgp.wire.BgpProtocolException.Remedy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of RFC 7606 that concern an UPDATE as a whole. */
class UpdateErrorsTest {
    private static final Nlri VM = VpnIpv4Prefix.parse("192.168.100.3:7:192.168.1.3/32");

    @ParameterizedTest
    @ValueSource(strings = {ORIGIN, AS_PATH})
    void a_missing_mandatory_attribute_withdraws(String mandatory) throws Exception {
        Update update = vpnRoute().without(mandatory).decode();

        assertEquals(ImmutableList.of(VM), update.withdrawn());
        assertEquals(
                ErrorCode.MISSING_WELL_KNOWN_ATTRIBUTE,
                update.tolerated().get(0).error());
    }

    @Test
    void a_missing_next_hop_withdraws_classic_routes() throws Exception {
        Update update = classicRoute().without(NEXT_HOP).decode();

        assertEquals(ImmutableList.of(UnicastPrefix.parse("10.1.240.0/20")), update.withdrawn());
        assertEquals(
                Notification.of(ErrorCode.MISSING_WELL_KNOWN_ATTRIBUTE, OctetString.of((byte) 3)),
                update.tolerated().get(0).toNotification());
    }

    @Test
    void of_repeated_attributes_the_first_counts() throws Exception {
        Update update = vpnRoute()
                .with("80 04 04 00000007", "40 01 01 09", "c0 e1 00", "c0 e1 01 00")
                .decode();

        PathAttributes attributes = update.announcements().get(0).attributes();
        assertEquals(100, attributes.medOr(0));
        assertEquals(Origin.INCOMPLETE, attributes.origin());
        assertEquals(1, attributes.unknown().size());
        assertEquals(3, update.tolerated().size());
    }

    @Test
    void an_attribute_that_overruns_the_list_withdraws_what_is_known() throws Exception {
        Update update = vpnRoute().with("40 01 05 02").decode();

        assertEquals(ImmutableList.of(VM), update.withdrawn());
        assertTrue(update.announcements().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0", "c008", "d008", "d00800", "c00801"})
    void a_header_that_is_cut_withdraws_what_is_known(String rest) throws Exception {
        assertEquals(ImmutableList.of(VM), vpnRoute().with(rest).decode().withdrawn());
    }

    @Test
    void without_routes_an_error_that_would_withdraw_resets() {
        // given nothing to withdraw: the routes may have been in what is broken (RFC 7606 section 5.2)
        var withdrawal = update().with("80 0f 13 0001 80 78 800000 0001c0a864030007 c0a80103", "40 01 01 03");

        var thrown = assertThrows(BgpProtocolException.class, withdrawal::decode);

        assertEquals(Remedy.RESET_SESSION, thrown.remedy());
        assertEquals(ErrorCode.INVALID_ORIGIN, thrown.error());
        assertEquals(OctetString.parse("40010103"), thrown.toNotification().data());
    }

    @Test
    void without_routes_an_error_that_would_discard_is_tolerated() throws Exception {
        Update update = update().with("80 0f 13 0001 80 78 800000 0001c0a864030007 c0a80103", "40 06 01 00")
                .decode();

        assertEquals(ImmutableList.of(VM), update.withdrawn());
        assertEquals(1, update.tolerated().size());
    }

    @Test
    void attributes_alone_announce_nothing() throws Exception {
        Update update = update().with(ORIGIN, AS_PATH).decode();

        assertTrue(update.announcements().isEmpty() && update.withdrawn().isEmpty());
    }

    @Test
    void of_two_errors_the_stronger_remedy_wins_in_either_order() throws Exception {
        String discarded = "40 06 01 00";
        String withdrawn = "80 04 01 00";

        assertEquals(
                ImmutableList.of(VM),
                update().with(discarded, ORIGIN, withdrawn, AS_PATH, REACH_VPN)
                        .decode()
                        .withdrawn());
        assertEquals(
                ImmutableList.of(VM),
                update().with(withdrawn, ORIGIN, discarded, AS_PATH, REACH_VPN)
                        .decode()
                        .withdrawn());
        assertThrows(
                BgpProtocolException.class,
                () -> update().with(withdrawn, "40 63 00", discarded, ORIGIN, AS_PATH, REACH_VPN)
                        .decode());
    }

    @Test
    void wrong_flags_of_mp_reach_reset() {
        var update = vpnRoute().without(REACH_VPN).with(REACH_VPN.replace("80 0e", "c0 0e"));

        var thrown = assertThrows(BgpProtocolException.class, update::decode);

        assertEquals(Remedy.RESET_SESSION, thrown.remedy());
        assertEquals(ErrorCode.ATTRIBUTE_FLAGS_ERROR, thrown.error());
    }

    @Test
    void an_error_beside_an_empty_mp_reach_resets() {
        var update = update().with("40 01 01 03", AS_PATH, "80 0e 11 0001 80 0c 0000000000000000c0a86403 00");

        assertThrows(BgpProtocolException.class, update::decode);
    }

    @Test
    void prefixes_of_multicast_addresses_are_left_out() throws Exception {
        Update update = classicRoute().nlri("04 e0 14 0a01f0 20 e0000005").decode();

        assertEquals(
                ImmutableList.of(Route.of(UnicastPrefix.parse("10.1.240.0/20"))),
                update.announcements().get(0).routes());
        assertEquals(2, update.tolerated().size());
    }

    @Test
    void a_withdrawal_of_nothing_known_is_no_end_of_rib() throws Exception {
        Update update = update().with("80 0f 08 0019 46 63 03 aabbcc").decode();

        assertNull(update.endOfRib());
    }

    @Test
    void a_next_hop_of_mp_reach_that_is_no_host_withdraws() throws Exception {
        Update update = vpnRoute()
                .without(REACH_VPN)
                .with(REACH_VPN.replace("0c 0000000000000000 c0a86403", "0c 0000000000000000 00000000"))
                .decode();

        assertEquals(ImmutableList.of(VM), update.withdrawn());
    }

    @Test
    void a_bad_update_is_not_remembered_as_a_good_one() throws Exception {
        var decoder = new BgpDecoder(UpdateOctets.internal(), new AttributeInterner());
        var bad = vpnRoute().without(ORIGIN);

        for (int i = 0; i < 2; i++) {
            assertEquals(ImmutableList.of(VM), ((Update) decoder.decode(bad.build())).withdrawn());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"21 0a01f00000", "20 0a01f0", "ff"})
    void malformed_classic_routes_reset(String nlri) {
        var announced = assertThrows(
                BgpProtocolException.class, () -> classicRoute().nlri(nlri).decode());
        var withdrawn = assertThrows(
                BgpProtocolException.class, () -> update().withdrawn(nlri).decode());

        assertEquals(ErrorCode.INVALID_NETWORK_FIELD, announced.error());
        assertEquals(ErrorCode.INVALID_NETWORK_FIELD, withdrawn.error());
    }

    @Test
    void classic_routes_that_nobody_asked_for_are_skipped_if_they_are_well_formed() throws Exception {
        CodecOptions vpnOnly = CodecOptions.internal(AddressFamily.VPN_IPV4);

        assertTrue(classicRoute().decode(vpnOnly).announcements().isEmpty());
        assertTrue(update().withdrawn("14 0a01f0").decode(vpnOnly).withdrawn().isEmpty());
        assertThrows(
                BgpProtocolException.class,
                () -> classicRoute().nlri("21 0a01f00000").decode(vpnOnly));
        assertThrows(
                BgpProtocolException.class,
                () -> update().withdrawn("21 0a01f00000").decode(vpnOnly));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001 0000", "0005 18 0a02", "0000 0001", "0000 ffff 40"})
    void lengths_that_contradict_the_message_reset(String body) {
        var message =
                Hex.octets("ffffffffffffffffffffffffffffffff %04x 02".formatted(19 + Hex.bytes(body).length) + body);
        var decoder = new BgpDecoder(UpdateOctets.internal(), new AttributeInterner());

        var thrown = assertThrows(BgpProtocolException.class, () -> decoder.decode(message));

        assertEquals(ErrorCode.MALFORMED_ATTRIBUTE_LIST, thrown.error());
    }

    @Test
    void thousands_of_errors_are_reported_as_a_few() throws Exception {
        Update update = vpnRoute().with("40 01 00".repeat(1000)).decode();

        assertEquals(16, update.tolerated().size());
    }
}

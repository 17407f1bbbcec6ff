package net.minitrail.bgp.wire;

import static net.minitrail.bgp.wire.UpdateOctets.AS_PATH;
import static net.minitrail.bgp.wire.UpdateOctets.LOCAL_PREF;
import static net.minitrail.bgp.wire.UpdateOctets.MED;
import static net.minitrail.bgp.wire.UpdateOctets.NEXT_HOP;
import static net.minitrail.bgp.wire.UpdateOctets.ORIGIN;
import static net.minitrail.bgp.wire.UpdateOctets.TARGET;
import static net.minitrail.bgp.wire.UpdateOctets.classicRoute;
import static net.minitrail.bgp.wire.UpdateOctets.vpnRoute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import net.minitrail.bgp.wire.BgpProtocolException.Remedy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7606 section 7, attribute by attribute: the remedy must not depend on where the bad one stands. */
class RemediesTest {
    private static final Nlri VM = VpnIpv4Prefix.parse("192.168.100.3:7:192.168.1.3/32");

    @ParameterizedTest
    @CsvSource({
        "ORIGIN of two octets,            40 01 02 0000,            ATTRIBUTE_LENGTH_ERROR",
        "ORIGIN of none,                  40 01 00,                 ATTRIBUTE_LENGTH_ERROR",
        "ORIGIN 3,                        40 01 01 03,              INVALID_ORIGIN",
        "ORIGIN flags,                    c0 01 01 02,              ATTRIBUTE_FLAGS_ERROR",
        "AS_PATH unknown segment,         40 02 06 05 01 0000ffdc,  MALFORMED_AS_PATH",
        "AS_PATH confederation segment,   40 02 06 03 01 0000ffdc,  MALFORMED_AS_PATH",
        "AS_PATH segment overrun,         40 02 06 02 02 0000ffdc,  MALFORMED_AS_PATH",
        "AS_PATH segment underrun,        40 02 07 02 01 0000ffdc 02, MALFORMED_AS_PATH",
        "AS_PATH empty segment,           40 02 02 02 00,           MALFORMED_AS_PATH",
        "AS_PATH with AS 0,               40 02 06 02 01 00000000,  MALFORMED_AS_PATH",
        "AS_PATH flags,                   80 02 00,                 ATTRIBUTE_FLAGS_ERROR",
        "NEXT_HOP of three octets,        40 03 03 c0a864,          ATTRIBUTE_LENGTH_ERROR",
        "MED of three octets,             80 04 03 000064,          ATTRIBUTE_LENGTH_ERROR",
        "MED flags,                       c0 04 04 00000064,        ATTRIBUTE_FLAGS_ERROR",
        "LOCAL_PREF of five octets,       40 05 05 00000000c8,      ATTRIBUTE_LENGTH_ERROR",
        "LOCAL_PREF flags,                00 05 04 000000c8,        ATTRIBUTE_FLAGS_ERROR",
        "ATOMIC_AGGREGATE flags,          c0 06 00,                 ATTRIBUTE_FLAGS_ERROR",
        "AGGREGATOR flags,                80 07 08 0000ffdc c0a86401, ATTRIBUTE_FLAGS_ERROR",
        "COMMUNITIES of five octets,      c0 08 05 ffffff0100,      ATTRIBUTE_LENGTH_ERROR",
        "COMMUNITIES of none,             c0 08 00,                 ATTRIBUTE_LENGTH_ERROR",
        "ORIGINATOR_ID of five octets,    80 09 05 c0a8640300,      ATTRIBUTE_LENGTH_ERROR",
        "CLUSTER_LIST of none,            80 0a 00,                 ATTRIBUTE_LENGTH_ERROR",
        "CLUSTER_LIST of six octets,      80 0a 06 c0a864030000,    ATTRIBUTE_LENGTH_ERROR",
        "EXTENDED COMMUNITIES of none,    c0 10 00,                 ATTRIBUTE_LENGTH_ERROR",
        "EXTENDED COMMUNITIES of nine,    c0 10 09 0002ffdc0000006500, ATTRIBUTE_LENGTH_ERROR",
        "PMSI of four octets,             c0 16 04 00060001,        OPTIONAL_ATTRIBUTE_ERROR",
        "PMSI without an end,             c0 16 05 0006000110,      OPTIONAL_ATTRIBUTE_ERROR",
        "tunnel overrun,                  c0 17 08 0008 0006 01 04 1234, OPTIONAL_ATTRIBUTE_ERROR",
        "sub-tunnel overrun,              c0 17 08 0008 0004 01 04 1234, OPTIONAL_ATTRIBUTE_ERROR",
        "tunnel header cut,               c0 17 03 000800,          OPTIONAL_ATTRIBUTE_ERROR",
        "no tunnel,                       c0 17 00,                 OPTIONAL_ATTRIBUTE_ERROR",
        "IPv6 communities of 19 octets,   c0 19 13 00000000000000000000000000000000000000, ATTRIBUTE_LENGTH_ERROR",
        "large communities of 11 octets,  c0 20 0b 0000000000000000000000, ATTRIBUTE_LENGTH_ERROR",
        "large communities of none,       c0 20 00,                 ATTRIBUTE_LENGTH_ERROR",
    })
    void treated_as_withdrawn_first_in_the_middle_and_last(String what, String bad, ErrorCode error) throws Exception {
        for (int position : new int[] {0, 3, Integer.MAX_VALUE}) {
            Update update = withBad(bad, position).decode();

            assertTrue(update.announcements().isEmpty(), what + " at " + position);
            assertEquals(ImmutableList.of(VM), update.withdrawn(), what + " at " + position);
            assertEquals(error, update.tolerated().get(0).error(), what + " at " + position);
            assertEquals(Remedy.TREAT_AS_WITHDRAW, update.tolerated().get(0).remedy());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ATOMIC_AGGREGATE of one octet,   40 06 01 00",
        "AGGREGATOR of six octets,        c0 07 06 ffdc c0a86401",
        "AGGREGATOR AS 0,                 c0 07 08 00000000 c0a86401",
        "AS4_PATH from a new speaker,     c0 11 06 02 01 00030d40",
        "AS4_AGGREGATOR from a new speaker, c0 12 08 00030d40 c0a86401",
        "AIGP overrun,                    80 1a 0b 01 000c 0000000000000007",
        "AIGP cut,                        80 1a 02 0100",
        "AIGP TLV shorter than its header, 80 1a 03 02 0002",
        "AIGP flags,                      c0 1a 0b 01 000b 0000000000000007",
    })
    void discarded_first_in_the_middle_and_last(String what, String bad) throws Exception {
        PathAttributes clean = vpnRoute().decode().announcements().get(0).attributes();
        for (int position : new int[] {0, 3, Integer.MAX_VALUE}) {
            Update update = withBad(bad, position).decode();

            assertEquals(clean, update.announcements().get(0).attributes(), what + " at " + position);
            assertEquals(1, update.tolerated().size());
            assertEquals(Remedy.DISCARD_ATTRIBUTE, update.tolerated().get(0).remedy());
        }
    }

    /** The route of a VM with a bad attribute; a good one of the same type makes way. */
    private static UpdateOctets withBad(String bad, int position) {
        UpdateOctets octets = vpnRoute();
        for (String good : new String[] {ORIGIN, AS_PATH, MED, LOCAL_PREF, TARGET, NEXT_HOP}) {
            if (good.substring(3, 5).equals(bad.substring(3, 5))) {
                octets.without(good);
            }
        }
        return octets.insert(Math.min(position, octets.count()), bad);
    }

    @ParameterizedTest
    @CsvSource({
        "a well-known attribute nobody knows, 40 63 00,               UNRECOGNIZED_WELL_KNOWN_ATTRIBUTE",
        "another,                             00 ff 02 0001,          UNRECOGNIZED_WELL_KNOWN_ATTRIBUTE",
        "MP_REACH_NLRI twice,                 80 0e 11 0001 80 0c 0000000000000000c0a86403 00, MALFORMED_ATTRIBUTE_LIST",
    })
    void resets_the_session_first_in_the_middle_and_last(String what, String bad, ErrorCode error) {
        for (int position : new int[] {0, 3, 6}) {
            var thrown = assertThrows(
                    BgpProtocolException.class,
                    () -> vpnRoute().insert(position, bad).decode(),
                    what);

            assertEquals(Remedy.RESET_SESSION, thrown.remedy());
            assertEquals(error, thrown.error(), what + " at " + position);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "80 0e 03 000180", // cut in the fixed part
        "80 0e 05 0001 80 0c 00", // next hop overruns
        "80 0e 14 0001 80 0c 0000000000000000c0a86403 00 18 000111", // length 24
        "80 0e 10 0001 80 0b 00000000000000c0a86403 00", // next hop of 11 octets
        "80 0e 0d 0001 80 04 c0a86403 00 78 000111", // next hop without distinguisher
        "80 0e 15 0019 46 04 c0a86403 00 02 21 0001c0a864030007 0000", // EVPN overrun
        "80 0e 0b 0001 84 04 c0a86403 00 61 00", // membership of 97 bits
        "80 0f 02 0001", // no family
        "80 0f 05 0001 80 78 00", // withdrawal overrun
        "80 0f 08 0001 01 21 0a01f000", // mask 33 in MP_UNREACH_NLRI of 1/1
    })
    void malformed_multiprotocol_attributes_reset_the_session(String bad) {
        var thrown = assertThrows(
                BgpProtocolException.class,
                () -> UpdateOctets.update().with(ORIGIN, AS_PATH, bad).decode());

        assertEquals(Remedy.RESET_SESSION, thrown.remedy());
        assertEquals(ErrorCode.OPTIONAL_ATTRIBUTE_ERROR, thrown.error());
        assertFalse(thrown.toNotification().data().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"40 03 04 00000000", "40 03 04 e0000001", "40 03 04 ffffffff"})
    void a_next_hop_that_is_no_host_withdraws_classic_routes(String bad) throws Exception {
        Update update = classicRoute().without(NEXT_HOP).with(bad).decode();

        assertEquals(ImmutableList.of(UnicastPrefix.parse("10.1.240.0/20")), update.withdrawn());
        assertEquals(ErrorCode.INVALID_NEXT_HOP, update.tolerated().get(0).error());
    }
}

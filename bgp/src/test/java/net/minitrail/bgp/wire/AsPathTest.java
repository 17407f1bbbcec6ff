package net.minitrail.bgp.wire;

import static net.minitrail.bgp.wire.UpdateOctets.LOCAL_PREF;
import static net.minitrail.bgp.wire.UpdateOctets.ORIGIN;
import static net.minitrail.bgp.wire.UpdateOctets.REACH_VPN;
import static net.minitrail.bgp.wire.UpdateOctets.update;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.OptionalLong;
import net.minitrail.net.Ipv4Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsPathTest {

    @Test
    void knows_its_ends_its_length_and_its_members() {
        AsPath path = AsPath.of(65_500, 200_000, 65_500).plusSet(1, 2, 3);

        assertEquals("65500 200000 65500 {1 2 3}", path.toString());
        assertEquals(4, path.length());
        assertEquals(OptionalLong.of(65_500), path.neighborAs());
        assertEquals(OptionalLong.empty(), path.originAs());
        assertEquals(OptionalLong.of(200_000), AsPath.of(1, 200_000).originAs());
        assertEquals(2, path.occurrences(65_500));
        assertTrue(path.contains(3));
        assertFalse(path.contains(4));
    }

    @Test
    void prepending_starts_a_new_segment_when_the_first_is_full_or_a_set() {
        AsPath full = AsPath.EMPTY.prepend(7, 255).prepend(8);

        assertEquals(256, full.length());
        assertEquals(OptionalLong.of(8), full.neighborAs());
        assertEquals("9 9 {1}", AsPath.EMPTY.plusSet(1).prepend(9, 2).toString());
        assertEquals(AsPath.of(2, 1), AsPath.of(1).prepend(2));
    }

    /** RFC 6793 section 4.2.3; the order of the attributes must not matter. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "23456 23456 3         | 100000 200000 3     | 100000 200000 3",
                "1 2 23456             | 200000              | 1 2 200000",
                "1 2                   | 100000 200000 3     | 1 2", // longer than the path: ignored
                "1 {4 5} 23456         | 200000              | 1 {4 5} 200000",
                "1 {4 5}               | 200000              | 1 200000", // a set counts as one
                "{4 5} 23456           | 200000              | {4 5} 200000",
            })
    void the_true_path_is_merged(String seen, String as4Path, String merged) throws Exception {
        String path = attribute("40 02", seen, 4);
        String as4 = attribute("c0 11", as4Path, 8);
        for (UpdateOctets octets : new UpdateOctets[] {
            update().with(as4, ORIGIN, path, LOCAL_PREF, REACH_VPN),
            update().with(ORIGIN, path, LOCAL_PREF, REACH_VPN, as4)
        }) {
            Update update = octets.decode(UpdateOctets.twoOctetAs());
            assertEquals(
                    merged, update.announcements().get(0).attributes().asPath().toString());
        }
    }

    @Test
    void a_merged_path_of_one_sequence_equals_one_that_was_never_split() throws Exception {
        Update update = update().with(
                        ORIGIN,
                        attribute("40 02", "1 2 23456", 4),
                        attribute("c0 11", "200000", 8),
                        LOCAL_PREF,
                        REACH_VPN)
                .decode(UpdateOctets.twoOctetAs());

        assertEquals(
                AsPath.of(1, 2, 200_000),
                update.announcements().get(0).attributes().asPath());
    }

    @ParameterizedTest
    @CsvSource({
        "c0 07 06 5ba0 0a000001, 200000", // AS_TRANS: the true one counts
        "c0 07 06 0007 0a000002, 7" // an old speaker aggregated later: its word counts, AS4_PATH is stale
    })
    void the_true_aggregator_is_merged_unless_an_old_speaker_aggregated_later(String aggregator, long as)
            throws Exception {
        PathAttributes attributes = update().with(
                        "c0 12 08 00030d40 0a000001",
                        ORIGIN,
                        attribute("40 02", "1 23456", 4),
                        aggregator,
                        attribute("c0 11", "200000", 8),
                        LOCAL_PREF,
                        REACH_VPN)
                .decode(UpdateOctets.twoOctetAs())
                .announcements()
                .get(0)
                .attributes();

        assertEquals(as, attributes.aggregator().orElseThrow().as());
        assertEquals(as == 7 ? "1 23456" : "1 200000", attributes.asPath().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "c0 11 00", // empty
        "c0 11 06 05 01 00030d40", // unknown segment
        "c0 11 05 02 01 00030d", // overrun
        "c0 12 06 5ba0 0a000001", // AS4_AGGREGATOR of six octets
        "c0 12 08 00000000 0a000001" // AS 0
    })
    void malformed_four_octet_attributes_are_discarded(String bad) throws Exception {
        Update update = update().with(bad, ORIGIN, attribute("40 02", "1 23456", 4), LOCAL_PREF, REACH_VPN)
                .decode(UpdateOctets.twoOctetAs());

        assertEquals(
                "1 23456", update.announcements().get(0).attributes().asPath().toString());
        assertEquals(1, update.tolerated().size());
    }

    @Test
    void an_aggregator_alone_stays_as_it_is() throws Exception {
        PathAttributes attributes = update().with(ORIGIN, "40 02 00", "c0 07 06 5ba0 0a000001", LOCAL_PREF, REACH_VPN)
                .decode(UpdateOctets.twoOctetAs())
                .announcements()
                .get(0)
                .attributes();

        assertEquals(
                new Aggregator(23_456, Ipv4Address.parse("10.0.0.1")),
                attributes.aggregator().orElseThrow());
    }

    /** The attribute for a path in the form that {@link AsPath#toString} prints. */
    private static String attribute(String head, String path, int digits) {
        var value = new StringBuilder();
        for (String segment : path.strip().split("(?=\\{)|(?<=\\})", -1)) {
            String members = segment.replaceAll("[{}]", "").strip();
            if (!members.isEmpty()) {
                String[] ases = members.split(" ", -1);
                value.append(segment.startsWith("{") ? "01" : "02").append("%02x".formatted(ases.length));
                for (String as : ases) {
                    String hex = Long.toHexString(Long.parseLong(as));
                    value.append(String.join("", Collections.nCopies(digits - hex.length(), "0")))
                            .append(hex);
                }
            }
        }
        return head + "%02x".formatted(value.length() / 2) + value + "\n";
    }
}

package net.minitrail.vrouter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import net.minitrail.vrouter.flow.HashFields.Field;
import org.junit.jupiter.api.Test;

class HashFieldsTest {
    private static final int NODE = 0xC0A8_640B;

    @Test
    void a_field_that_is_not_included_does_not_count_and_one_that_is_does() {
        for (Field field : Field.values()) {
            HashFields only = HashFields.of(EnumSet.of(field));
            HashFields others = HashFields.of(EnumSet.complementOf(EnumSet.of(field)));
            boolean differs = false;
            for (int i = 1; i < 100; i++) {
                assertEquals(others.hash(key(field, 0), NODE), others.hash(key(field, i), NODE));
                differs |= only.hash(key(field, 0), NODE) != only.hash(key(field, i), NODE);
            }
            assertTrue(differs, field.name());
        }
    }

    @Test
    void ports_spread_evenly_over_three_members() {
        int[] counts = new int[3];
        for (int port = 0; port < 30_000; port++) {
            counts[HashFields.ALL.hash(key(Field.SOURCE_PORT, port), NODE) % 3]++;
        }
        for (int count : counts) {
            assertTrue(count > 9_500 && count < 10_500, () -> "one of three got " + count);
        }
    }

    @Test
    void what_a_second_node_chooses_does_not_follow_from_the_first_ones_choice() {
        int[] counts = new int[2];
        for (int port = 0; port < 10_000; port++) {
            FlowKey key = key(Field.SOURCE_PORT, port);
            if (HashFields.ALL.hash(key, NODE) % 2 == 0) {
                counts[HashFields.ALL.hash(key, NODE + 1) % 2]++;
            }
        }
        assertTrue(counts[0] > 2_000 && counts[1] > 2_000, () -> counts[0] + " and " + counts[1]);
    }

    @Test
    void they_are_written_as_the_vrouter_does() {
        assertEquals("Proto,SrcIP,SrcPort,DstIp,DstPort", HashFields.ALL.toString());
        assertEquals(
                "Proto,SrcIP,",
                HashFields.of(EnumSet.of(Field.SOURCE_IP, Field.PROTOCOL)).toString());
    }

    /** A key in which one field has this value. */
    private static FlowKey key(Field field, int value) {
        return new FlowKey(
                true,
                field == Field.PROTOCOL ? value : 6,
                field == Field.SOURCE_PORT ? value : 1000,
                field == Field.DESTINATION_PORT ? value : 22,
                17,
                0,
                field == Field.SOURCE_IP ? value : 0x0A00_0106,
                0,
                field == Field.DESTINATION_IP ? value : 0x0A09_0909);
    }
}

package net.minitrail.vrouter.oper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.minitrail.net.runtime.VirtualTimeLoop;
import net.minitrail.vrouter.oper.PathPreference.Mode;
import org.junit.jupiter.api.Test;

class PathPreferenceTest {
    private final VirtualTimeLoop loop = new VirtualTimeLoop();
    private int changes;

    @Test
    void begins_low_and_rises_with_the_first_packet() {
        PathPreference preference = learned();
        assertState(preference, 100, 0, true);

        preference.trafficSeen();

        assertState(preference, 200, 1, false);
        preference.trafficSeen();
        assertEquals(1, changes);
    }

    @Test
    void falls_when_another_node_has_a_higher_sequence_and_rises_above_it() {
        PathPreference preference = learned();
        preference.trafficSeen();

        preference.learned(2, false);
        assertState(preference, 100, 1, true);

        preference.trafficSeen();
        assertState(preference, 200, 3, false);
    }

    @Test
    void stays_when_the_control_node_confirms_it_or_still_shows_an_older_owner() {
        PathPreference preference = learned();
        preference.trafficSeen();

        preference.learned(1, true);
        preference.learned(0, false);

        assertState(preference, 200, 1, false);
    }

    @Test
    void an_equal_sequence_elsewhere_makes_it_wait() {
        PathPreference preference = learned();
        preference.trafficSeen();

        preference.learned(1, false);

        assertState(preference, 100, 1, true);
    }

    @Test
    void fixed_and_active_active_values_never_move() {
        var fixed = new PathPreference(loop, Mode.FIXED, 150, () -> changes++);
        var both = new PathPreference(loop, Mode.ACTIVE_ACTIVE, 0, () -> changes++);
        for (PathPreference preference : new PathPreference[] {fixed, both}) {
            preference.trafficSeen();
            preference.learned(9, false);
        }
        assertState(fixed, 150, 0, false);
        assertState(both, 200, 0, false);
        assertEquals(0, changes);
    }

    @Test
    void an_address_that_flaps_is_held_for_four_seconds_then_given_up() {
        PathPreference preference = learned();
        preference.trafficSeen();
        long sequence = 1;
        for (int flap = 0; flap < 5; flap++) {
            loop.advance(Duration.ofSeconds(1));
            preference.learned(++sequence, false);
            preference.trafficSeen();
            sequence++;
        }
        preference.learned(++sequence, false);
        assertFalse(preference.waiting());

        loop.advance(Duration.ofMillis(3999));
        assertFalse(preference.waiting());
        loop.advance(Duration.ofMillis(1));
        assertTrue(preference.waiting());
        assertEquals(100, preference.preference());
    }

    private PathPreference learned() {
        return new PathPreference(loop, Mode.LEARNED, 0, () -> changes++);
    }

    private static void assertState(PathPreference preference, int value, long sequence, boolean waiting) {
        assertEquals(value, preference.preference());
        assertEquals(sequence, preference.sequence());
        assertEquals(waiting, preference.waiting());
    }
}

package net.minitrail.bgp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.minitrail.bgp.fsm.State;
import net.minitrail.bgp.session.CollisionRule.Contender;
import org.junit.jupiter.api.Test;

class CollisionRuleTest {

    @Property
    void both_ends_keep_the_same_connection_whichever_open_they_see_first(
            @ForAll boolean weAreHigher, @ForAll boolean weSeeTheDialedOneFirst, @ForAll boolean theySeeItFirst) {
        // given one connection dialed by us and one dialed by them, as each end sees them
        boolean weKeepOurs = keepsOwn(weSeeTheDialedOneFirst, weAreHigher);
        boolean theyKeepTheirs = keepsOwn(theySeeItFirst, !weAreHigher);

        // then the one that the higher identifier opened survives
        assertEquals(weAreHigher, weKeepOurs);
        assertEquals(weKeepOurs, !theyKeepTheirs);
    }

    @Property
    void an_established_session_is_not_given_up_for_a_new_call(@ForAll boolean dialed, @ForAll boolean newerDialed) {
        assertFalse(CollisionRule.newerSurvives(new Contender(State.ESTABLISHED, dialed, false), newerDialed, true));
    }

    @Test
    void a_peer_that_restarts_gracefully_replaces_its_established_session() {
        assertTrue(CollisionRule.newerSurvives(new Contender(State.ESTABLISHED, true, true), false, true));
    }

    @Test
    void a_peer_that_dials_twice_means_the_second() {
        assertTrue(CollisionRule.newerSurvives(new Contender(State.OPEN_CONFIRM, false, false), false, true));
    }

    /** Whether the connection that this end dialed survives, if its OPEN comes as the second or as the first. */
    private static boolean keepsOwn(boolean openOfDialedCameFirst, boolean weAreHigher) {
        boolean newerDialed = !openOfDialedCameFirst;
        var older = new Contender(State.OPEN_CONFIRM, !newerDialed, false);
        return CollisionRule.newerSurvives(older, newerDialed, weAreHigher) == newerDialed;
    }
}

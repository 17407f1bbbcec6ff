package net.minitrail.bgp.fsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BgpFsmTest {

    @Property
    void after_any_history_a_stop_and_a_clean_handshake_bring_the_session_up(@ForAll List<Event> history) {
        State state = after(history);
        for (Event event : List.of(Event.STOP, Event.START, Event.TCP_UP, Event.OPEN, Event.KEEPALIVE)) {
            state = BgpFsm.next(state, event).next();
        }
        assertEquals(State.ESTABLISHED, state);
    }

    @Property
    void a_notification_is_never_answered_by_another(@ForAll State state) {
        assertFalse(BgpFsm.next(state, Event.NOTIFICATION).actions().contains(Action.NOTIFY));
    }

    @Property
    void ups_and_downs_alternate_and_match_the_state(@ForAll List<Event> history) {
        State state = State.IDLE;
        boolean up = false;
        for (Event event : history) {
            BgpFsm.Step step = BgpFsm.next(state, event);
            for (Action action : step.actions()) {
                if (action == Action.SESSION_UP) {
                    assertFalse(up, "up twice");
                    up = true;
                } else if (action == Action.SESSION_DOWN) {
                    assertTrue(up, "down without up");
                    up = false;
                }
            }
            state = step.next();
            assertEquals(state == State.ESTABLISHED, up);
        }
    }

    @Property
    void leaving_a_connection_always_drops_it(@ForAll State state, @ForAll Event event) {
        BgpFsm.Step step = BgpFsm.next(state, event);
        if (state.peerListens() && !step.next().peerListens()) {
            assertTrue(step.actions().contains(Action.DROP_TCP));
        }
    }

    @Property
    void a_notification_is_sent_before_the_connection_goes(@ForAll State state, @ForAll Event event) {
        List<Action> actions = BgpFsm.next(state, event).actions();
        if (actions.contains(Action.NOTIFY)) {
            assertTrue(actions.indexOf(Action.NOTIFY) < actions.indexOf(Action.DROP_TCP));
            assertTrue(state.peerListens());
        }
    }

    @Property
    void routes_are_delivered_only_in_established(@ForAll State state, @ForAll Event event) {
        if (BgpFsm.next(state, event).actions().contains(Action.DELIVER)) {
            assertEquals(State.ESTABLISHED, state);
        }
    }

    @Property
    void every_message_that_is_welcome_proves_that_the_peer_lives(@ForAll Event event) {
        BgpFsm.Step step = BgpFsm.next(State.ESTABLISHED, event);
        boolean message = List.of(Event.UPDATE, Event.REFRESH, Event.KEEPALIVE).contains(event);
        if (step.next() == State.ESTABLISHED) {
            assertEquals(message, step.actions().contains(Action.ARM_HOLD));
        }
    }

    @Test
    void an_idle_session_only_listens_to_a_start() {
        for (Event event : Event.values()) {
            boolean start = event == Event.START || event == Event.START_PASSIVE;
            assertEquals(start, BgpFsm.next(State.IDLE, event).next() != State.IDLE, event.name());
        }
    }

    @Test
    void stop_ends_an_established_session_with_a_cease() {
        assertEquals(
                List.of(Action.NOTIFY, Action.DROP_TCP, Action.SESSION_DOWN),
                BgpFsm.next(State.ESTABLISHED, Event.STOP).actions());
    }

    @Test
    void an_unanswered_dial_is_given_up_and_tried_again() {
        assertEquals(
                new BgpFsm.Step(State.CONNECT, ImmutableList.of(Action.DROP_TCP, Action.ARM_RETRY, Action.DIAL)),
                BgpFsm.next(State.CONNECT, Event.RETRY_EXPIRED));
    }

    @Test
    void messages_out_of_turn_are_errors_of_the_state_machine() {
        for (Event event : List.of(Event.UPDATE, Event.REFRESH, Event.KEEPALIVE)) {
            assertEquals(
                    List.of(Action.NOTIFY, Action.DROP_TCP),
                    BgpFsm.next(State.OPEN_SENT, event).actions(),
                    event.name());
        }
        assertEquals(State.IDLE, BgpFsm.next(State.ESTABLISHED, Event.OPEN).next());
    }

    private static State after(List<Event> history) {
        State state = State.IDLE;
        for (Event event : history) {
            state = BgpFsm.next(state, event).next();
        }
        return state;
    }
}

package net.minitrail.xmpp.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.minitrail.xmpp.stream.ServerFsm.State;
import org.junit.jupiter.api.Test;

class StreamFsmTest {
    @Test
    void a_server_in_plain_text_is_established_by_the_opening() {
        var step = ServerFsm.next(false, State.AWAIT_OPEN, ServerFsm.Event.OPEN);

        assertEquals(State.ESTABLISHED, step.next());
        assertEquals(
                List.of(ServerFsm.Action.SEND_OPEN, ServerFsm.Action.ARM_HOLD, ServerFsm.Action.UP), step.actions());
    }

    @Test
    void a_server_with_tls_is_established_by_the_second_opening() {
        var state = State.AWAIT_OPEN;
        for (var event :
                List.of(ServerFsm.Event.OPEN, ServerFsm.Event.STARTTLS, ServerFsm.Event.TLS_UP, ServerFsm.Event.OPEN)) {
            assertFalse(state == State.ESTABLISHED);
            state = ServerFsm.next(true, state, event).next();
        }
        assertEquals(State.ESTABLISHED, state);
    }

    @Property
    void nothing_is_delivered_and_nobody_is_up_before_tls_is(@ForAll List<ServerFsm.Event> history) {
        var state = State.AWAIT_OPEN;
        boolean tls = false;
        for (var event : history) {
            tls |= state == State.HANDSHAKE && event == ServerFsm.Event.TLS_UP;
            var step = ServerFsm.next(true, state, event);
            boolean trusts = step.actions().contains(ServerFsm.Action.UP)
                    || step.actions().contains(ServerFsm.Action.DELIVER);
            assertTrue(tls || !trusts, () -> step + " after " + history);
            state = step.next();
        }
    }

    @Property
    void a_server_drops_tcp_once_and_does_nothing_after(@ForAll boolean tls, @ForAll List<ServerFsm.Event> history) {
        var state = State.AWAIT_OPEN;
        var actions = new ArrayList<ServerFsm.Action>();
        for (var event : history) {
            var step = ServerFsm.next(tls, state, event);
            assertTrue(state != State.CLOSED || step.actions().isEmpty());
            actions.addAll(step.actions());
            state = step.next();
        }
        assertEquals(state == State.CLOSED, actions.contains(ServerFsm.Action.DROP));
        assertTrue(actions.stream().filter(ServerFsm.Action.UP::equals).count() <= 1);
    }

    @Property
    void after_any_history_a_stop_and_a_clean_start_bring_the_client_up(
            @ForAll boolean tls, @ForAll List<ClientFsm.Event> history) {
        var state = ClientState.IDLE;
        for (var event : history) {
            state = ClientFsm.next(tls, state, event).next();
        }
        var clean = new ArrayList<>(
                List.of(ClientFsm.Event.STOP, ClientFsm.Event.START, ClientFsm.Event.TCP_UP, ClientFsm.Event.OPEN));
        if (tls) {
            clean.addAll(List.of(
                    ClientFsm.Event.FEATURES, ClientFsm.Event.PROCEED, ClientFsm.Event.TLS_UP, ClientFsm.Event.OPEN));
        }
        for (var event : clean) {
            assertFalse(state == ClientState.ESTABLISHED && event != ClientFsm.Event.STOP);
            state = ClientFsm.next(tls, state, event).next();
        }
        assertEquals(ClientState.ESTABLISHED, state);
    }

    @Property
    void a_client_always_dials_again_unless_it_was_stopped(
            @ForAll boolean tls, @ForAll ClientState state, @ForAll ClientFsm.Event event) {
        var step = ClientFsm.next(tls, state, event);

        boolean leaves = state != ClientState.ACTIVE && step.next() == ClientState.ACTIVE;
        assertEquals(leaves, step.actions().contains(ClientFsm.Action.ARM_RETRY));
        assertTrue(step.next() != ClientState.IDLE || state == ClientState.IDLE || event == ClientFsm.Event.STOP);
    }
}

package net.minitrail.bgp.fsm;

import static net.minitrail.bgp.fsm.Action.ARM_HOLD;
import static net.minitrail.bgp.fsm.Action.ARM_KEEPALIVE;
import static net.minitrail.bgp.fsm.Action.ARM_LONG_HOLD;
import static net.minitrail.bgp.fsm.Action.ARM_RETRY;
import static net.minitrail.bgp.fsm.Action.DELIVER;
import static net.minitrail.bgp.fsm.Action.DIAL;
import static net.minitrail.bgp.fsm.Action.DROP_TCP;
import static net.minitrail.bgp.fsm.Action.NOTIFY;
import static net.minitrail.bgp.fsm.Action.SEND_KEEPALIVE;
import static net.minitrail.bgp.fsm.Action.SEND_OPEN;
import static net.minitrail.bgp.fsm.Action.SESSION_DOWN;
import static net.minitrail.bgp.fsm.Action.SESSION_UP;
import static net.minitrail.bgp.fsm.Action.STOP_RETRY;
import static net.minitrail.bgp.fsm.Event.KEEPALIVE;
import static net.minitrail.bgp.fsm.Event.KEEPALIVE_DUE;
import static net.minitrail.bgp.fsm.Event.NOTIFICATION;
import static net.minitrail.bgp.fsm.Event.OPEN;
import static net.minitrail.bgp.fsm.Event.REFRESH;
import static net.minitrail.bgp.fsm.Event.RETRY_EXPIRED;
import static net.minitrail.bgp.fsm.Event.SEND_HOLD_EXPIRED;
import static net.minitrail.bgp.fsm.Event.START;
import static net.minitrail.bgp.fsm.Event.START_PASSIVE;
import static net.minitrail.bgp.fsm.Event.TCP_DOWN;
import static net.minitrail.bgp.fsm.Event.TCP_UP;
import static net.minitrail.bgp.fsm.Event.UPDATE;
import static net.minitrail.bgp.fsm.State.ACTIVE;
import static net.minitrail.bgp.fsm.State.CONNECT;
import static net.minitrail.bgp.fsm.State.ESTABLISHED;
import static net.minitrail.bgp.fsm.State.IDLE;
import static net.minitrail.bgp.fsm.State.OPEN_CONFIRM;
import static net.minitrail.bgp.fsm.State.OPEN_SENT;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableTable;

/** RFC 4271 section 8.2.2 as a table: find a row to learn what a session does. */
public final class BgpFsm {
    /** Where an event leads, and what to do there, in order. Entering {@code IDLE} also cancels every timer. */
    public record Step(State next, ImmutableList<Action> actions) {}

    private static final ImmutableTable<State, Event, Step> STEPS = ImmutableTable.<State, Event, Step>builder()
            .put(IDLE, START, step(CONNECT, ARM_RETRY, DIAL))
            .put(IDLE, START_PASSIVE, step(ACTIVE))
            .put(CONNECT, START, step(CONNECT))
            .put(CONNECT, START_PASSIVE, step(CONNECT))
            .put(CONNECT, TCP_UP, step(OPEN_SENT, STOP_RETRY, SEND_OPEN, ARM_LONG_HOLD))
            .put(CONNECT, TCP_DOWN, step(IDLE))
            .put(CONNECT, RETRY_EXPIRED, step(CONNECT, DROP_TCP, ARM_RETRY, DIAL))
            .put(ACTIVE, START, step(ACTIVE))
            .put(ACTIVE, START_PASSIVE, step(ACTIVE))
            .put(ACTIVE, TCP_UP, step(OPEN_SENT, STOP_RETRY, SEND_OPEN, ARM_LONG_HOLD))
            .put(ACTIVE, RETRY_EXPIRED, step(CONNECT, ARM_RETRY, DIAL))
            .put(OPEN_SENT, START, step(OPEN_SENT))
            .put(OPEN_SENT, START_PASSIVE, step(OPEN_SENT))
            .put(OPEN_SENT, OPEN, step(OPEN_CONFIRM, SEND_KEEPALIVE, ARM_KEEPALIVE, ARM_HOLD))
            .put(OPEN_SENT, TCP_DOWN, step(ACTIVE, DROP_TCP, ARM_RETRY))
            .put(OPEN_CONFIRM, START, step(OPEN_CONFIRM))
            .put(OPEN_CONFIRM, START_PASSIVE, step(OPEN_CONFIRM))
            .put(OPEN_CONFIRM, KEEPALIVE, step(ESTABLISHED, ARM_HOLD, SESSION_UP))
            .put(OPEN_CONFIRM, KEEPALIVE_DUE, step(OPEN_CONFIRM, SEND_KEEPALIVE, ARM_KEEPALIVE))
            .put(ESTABLISHED, START, step(ESTABLISHED))
            .put(ESTABLISHED, START_PASSIVE, step(ESTABLISHED))
            .put(ESTABLISHED, UPDATE, step(ESTABLISHED, ARM_HOLD, DELIVER))
            .put(ESTABLISHED, REFRESH, step(ESTABLISHED, ARM_HOLD, DELIVER))
            .put(ESTABLISHED, KEEPALIVE, step(ESTABLISHED, ARM_HOLD))
            .put(ESTABLISHED, KEEPALIVE_DUE, step(ESTABLISHED, SEND_KEEPALIVE, ARM_KEEPALIVE))
            .buildOrThrow();

    /** After these nobody would read a NOTIFICATION, or must not be sent one (RFC 4271 section 6.4). */
    private static final ImmutableSet<Event> SILENT = ImmutableSet.of(TCP_DOWN, NOTIFICATION, SEND_HOLD_EXPIRED);

    private BgpFsm() {}

    /** Total: a pair without a row is ignored when idle, and elsewhere ends the session, telling a peer that listens. */
    public static Step next(State state, Event event) {
        Step row = STEPS.get(state, event);
        return row != null ? row : ending(state, event);
    }

    private static Step ending(State state, Event event) {
        if (state == IDLE) {
            return step(IDLE);
        }
        var actions = ImmutableList.<Action>builder();
        if (state.peerListens() && !SILENT.contains(event)) {
            actions.add(NOTIFY);
        }
        actions.add(DROP_TCP);
        if (state == ESTABLISHED) {
            actions.add(SESSION_DOWN);
        }
        return new Step(IDLE, actions.build());
    }

    private static Step step(State next, Action... actions) {
        return new Step(next, ImmutableList.copyOf(actions));
    }
}

package net.minitrail.xmpp.stream;

import static net.minitrail.xmpp.stream.ServerFsm.Action.ARM_HOLD;
import static net.minitrail.xmpp.stream.ServerFsm.Action.ARM_OPEN;
import static net.minitrail.xmpp.stream.ServerFsm.Action.BEGIN_TLS;
import static net.minitrail.xmpp.stream.ServerFsm.Action.DELIVER;
import static net.minitrail.xmpp.stream.ServerFsm.Action.DROP;
import static net.minitrail.xmpp.stream.ServerFsm.Action.HEARD;
import static net.minitrail.xmpp.stream.ServerFsm.Action.SEND_CLOSE;
import static net.minitrail.xmpp.stream.ServerFsm.Action.SEND_ERROR;
import static net.minitrail.xmpp.stream.ServerFsm.Action.SEND_FEATURES;
import static net.minitrail.xmpp.stream.ServerFsm.Action.SEND_OPEN;
import static net.minitrail.xmpp.stream.ServerFsm.Action.SEND_PROCEED;
import static net.minitrail.xmpp.stream.ServerFsm.Action.UP;
import static net.minitrail.xmpp.stream.ServerFsm.State.AWAIT_OPEN;
import static net.minitrail.xmpp.stream.ServerFsm.State.AWAIT_SECOND_OPEN;
import static net.minitrail.xmpp.stream.ServerFsm.State.AWAIT_STARTTLS;
import static net.minitrail.xmpp.stream.ServerFsm.State.CLOSED;
import static net.minitrail.xmpp.stream.ServerFsm.State.ESTABLISHED;
import static net.minitrail.xmpp.stream.ServerFsm.State.HANDSHAKE;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableTable;

/** The server's side of a stream, as a table for plain text and one for TLS. Pure. */
public final class ServerFsm {
    public enum State {
        AWAIT_OPEN,
        AWAIT_STARTTLS,
        HANDSHAKE,
        AWAIT_SECOND_OPEN,
        ESTABLISHED,
        CLOSED
    }

    public enum Event {
        /** An opening we agree with. One we do not is a {@link #FAULT}. */
        OPEN,
        /** An opening that we cannot serve yet. */
        OPEN_TOO_EARLY,
        STARTTLS,
        TLS_UP,
        STANZA,
        KEEPALIVE,
        /** The peer's closing tag. */
        CLOSE,
        /** The peer broke the stream. */
        FAULT,
        /** The timer that was armed last has run out. */
        EXPIRED,
        /** We want to end the session. */
        STOP,
        TCP_DOWN
    }

    public enum Action {
        SEND_OPEN,
        SEND_FEATURES,
        SEND_PROCEED,
        BEGIN_TLS,
        ARM_OPEN,
        ARM_HOLD,
        UP,
        HEARD,
        DELIVER,
        SEND_ERROR,
        SEND_CLOSE,
        DROP
    }

    /** Where an event leads, and what to do there, in order. Entering {@code CLOSED} also stops the timer. */
    public record Step(State next, ImmutableList<Action> actions) {}

    private static final ImmutableTable<State, Event, Step> COMMON = ImmutableTable.<State, Event, Step>builder()
            .put(AWAIT_OPEN, Event.OPEN_TOO_EARLY, step(CLOSED, SEND_OPEN, DROP))
            .put(ESTABLISHED, Event.STANZA, step(ESTABLISHED, HEARD, DELIVER))
            .put(ESTABLISHED, Event.KEEPALIVE, step(ESTABLISHED, HEARD))
            .buildOrThrow();

    private static final ImmutableTable<State, Event, Step> PLAIN = ImmutableTable.<State, Event, Step>builder()
            .putAll(COMMON)
            .put(AWAIT_OPEN, Event.OPEN, step(ESTABLISHED, SEND_OPEN, ARM_HOLD, UP))
            .buildOrThrow();

    private static final ImmutableTable<State, Event, Step> TLS = ImmutableTable.<State, Event, Step>builder()
            .putAll(COMMON)
            .put(AWAIT_OPEN, Event.OPEN, step(AWAIT_STARTTLS, SEND_OPEN, SEND_FEATURES, ARM_OPEN))
            .put(AWAIT_STARTTLS, Event.STARTTLS, step(HANDSHAKE, SEND_PROCEED, BEGIN_TLS, ARM_OPEN))
            .put(HANDSHAKE, Event.TLS_UP, step(AWAIT_SECOND_OPEN, ARM_OPEN))
            .put(AWAIT_SECOND_OPEN, Event.OPEN, step(ESTABLISHED, SEND_OPEN, ARM_HOLD, UP))
            .put(AWAIT_SECOND_OPEN, Event.OPEN_TOO_EARLY, step(CLOSED, SEND_OPEN, DROP))
            .buildOrThrow();

    private ServerFsm() {}

    /** Total: a pair without a row ends the session, telling a peer that can still be told. */
    public static Step next(boolean tls, State state, Event event) {
        Step row = (tls ? TLS : PLAIN).get(state, event);
        if (row != null) {
            return row;
        }
        if (state == CLOSED || event == Event.KEEPALIVE) {
            return step(state);
        }
        if (state == HANDSHAKE || event == Event.TCP_DOWN) {
            return step(CLOSED, DROP);
        }
        boolean streamOpen = state != AWAIT_OPEN && state != AWAIT_SECOND_OPEN;
        if (event == Event.CLOSE || event == Event.STOP) {
            return streamOpen ? step(CLOSED, SEND_CLOSE, DROP) : step(CLOSED, DROP);
        }
        return streamOpen ? step(CLOSED, SEND_ERROR, DROP) : step(CLOSED, SEND_OPEN, SEND_ERROR, DROP);
    }

    private static Step step(State next, Action... actions) {
        return new Step(next, ImmutableList.copyOf(actions));
    }
}

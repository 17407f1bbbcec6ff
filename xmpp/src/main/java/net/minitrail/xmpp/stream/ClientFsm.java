package net.minitrail.xmpp.stream;

import static net.minitrail.xmpp.stream.ClientFsm.Action.ARM_HOLD;
import static net.minitrail.xmpp.stream.ClientFsm.Action.ARM_OPEN;
import static net.minitrail.xmpp.stream.ClientFsm.Action.ARM_RETRY;
import static net.minitrail.xmpp.stream.ClientFsm.Action.BEGIN_TLS;
import static net.minitrail.xmpp.stream.ClientFsm.Action.DELIVER;
import static net.minitrail.xmpp.stream.ClientFsm.Action.DIAL;
import static net.minitrail.xmpp.stream.ClientFsm.Action.DROP;
import static net.minitrail.xmpp.stream.ClientFsm.Action.HEARD;
import static net.minitrail.xmpp.stream.ClientFsm.Action.SEND_CLOSE;
import static net.minitrail.xmpp.stream.ClientFsm.Action.SEND_ERROR;
import static net.minitrail.xmpp.stream.ClientFsm.Action.SEND_OPEN;
import static net.minitrail.xmpp.stream.ClientFsm.Action.SEND_STARTTLS;
import static net.minitrail.xmpp.stream.ClientFsm.Action.UP;
import static net.minitrail.xmpp.stream.ClientState.ACTIVE;
import static net.minitrail.xmpp.stream.ClientState.AWAIT_FEATURES;
import static net.minitrail.xmpp.stream.ClientState.AWAIT_PROCEED;
import static net.minitrail.xmpp.stream.ClientState.CONNECT;
import static net.minitrail.xmpp.stream.ClientState.ESTABLISHED;
import static net.minitrail.xmpp.stream.ClientState.HANDSHAKE;
import static net.minitrail.xmpp.stream.ClientState.IDLE;
import static net.minitrail.xmpp.stream.ClientState.OPEN_CONFIRM;
import static net.minitrail.xmpp.stream.ClientState.OPEN_SENT;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableTable;

/** The client's side of a stream and of what is between streams, as a table for plain text and one for TLS. Pure. */
public final class ClientFsm {
    public enum Event {
        START,
        TCP_UP,
        OPEN,
        /** The server demands TLS. */
        FEATURES,
        PROCEED,
        TLS_UP,
        STANZA,
        KEEPALIVE,
        /** The peer's closing tag. */
        CLOSE,
        /** The peer broke the stream, or TLS failed. */
        FAULT,
        /** The timer that was armed last has run out: to answer, to be heard of, or to dial again. */
        EXPIRED,
        /** We want to end the session at hand. */
        RESET,
        /** We want no session any more. */
        STOP,
        TCP_DOWN
    }

    public enum Action {
        DIAL,
        SEND_OPEN,
        SEND_STARTTLS,
        BEGIN_TLS,
        ARM_OPEN,
        ARM_HOLD,
        ARM_RETRY,
        UP,
        HEARD,
        DELIVER,
        SEND_ERROR,
        SEND_CLOSE,
        DROP
    }

    /** Where an event leads, and what to do there, in order. Entering {@code IDLE} also stops the timer. */
    public record Step(ClientState next, ImmutableList<Action> actions) {}

    private static final ImmutableTable<ClientState, Event, Step> COMMON =
            ImmutableTable.<ClientState, Event, Step>builder()
                    .put(IDLE, Event.START, step(CONNECT, ARM_OPEN, DIAL))
                    .put(ACTIVE, Event.EXPIRED, step(CONNECT, ARM_OPEN, DIAL))
                    .put(CONNECT, Event.TCP_UP, step(OPEN_SENT, SEND_OPEN, ARM_OPEN))
                    .put(ESTABLISHED, Event.STANZA, step(ESTABLISHED, HEARD, DELIVER))
                    .put(ESTABLISHED, Event.KEEPALIVE, step(ESTABLISHED, HEARD))
                    .buildOrThrow();

    private static final ImmutableTable<ClientState, Event, Step> PLAIN =
            ImmutableTable.<ClientState, Event, Step>builder()
                    .putAll(COMMON)
                    .put(OPEN_SENT, Event.OPEN, step(ESTABLISHED, ARM_HOLD, UP))
                    .buildOrThrow();

    private static final ImmutableTable<ClientState, Event, Step> TLS =
            ImmutableTable.<ClientState, Event, Step>builder()
                    .putAll(COMMON)
                    .put(OPEN_SENT, Event.OPEN, step(AWAIT_FEATURES, ARM_OPEN))
                    .put(AWAIT_FEATURES, Event.FEATURES, step(AWAIT_PROCEED, SEND_STARTTLS, ARM_OPEN))
                    .put(AWAIT_PROCEED, Event.PROCEED, step(HANDSHAKE, BEGIN_TLS, ARM_OPEN))
                    .put(HANDSHAKE, Event.TLS_UP, step(OPEN_CONFIRM, SEND_OPEN, ARM_OPEN))
                    .put(OPEN_CONFIRM, Event.OPEN, step(ESTABLISHED, ARM_HOLD, UP))
                    .buildOrThrow();

    private ClientFsm() {}

    /** Total: a pair without a row ends the session at hand, and the client dials again unless it was told to stop. */
    public static Step next(boolean tls, ClientState state, Event event) {
        Step row = (tls ? TLS : PLAIN).get(state, event);
        if (row != null) {
            return row;
        }
        if (state == IDLE || event == Event.KEEPALIVE || event == Event.START) {
            return step(state);
        }
        if (state == ACTIVE) {
            return event == Event.STOP ? step(IDLE) : step(ACTIVE);
        }
        boolean silent = state == CONNECT || state == HANDSHAKE || event == Event.TCP_DOWN;
        boolean orderly = event == Event.CLOSE || event == Event.STOP || event == Event.RESET;
        var actions = ImmutableList.<Action>builder();
        if (!silent) {
            actions.add(orderly ? SEND_CLOSE : SEND_ERROR);
        }
        actions.add(DROP);
        if (event == Event.STOP) {
            return new Step(IDLE, actions.build());
        }
        return new Step(ACTIVE, actions.add(ARM_RETRY).build());
    }

    private static Step step(ClientState next, Action... actions) {
        return new Step(next, ImmutableList.copyOf(actions));
    }
}

package net.minitrail.bgp.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Duration;
import net.minitrail.bgp.fsm.Action;
import net.minitrail.bgp.fsm.BgpFsm;
import net.minitrail.bgp.fsm.Event;
import net.minitrail.bgp.fsm.State;
import net.minitrail.bgp.wire.BgpMessage;
import net.minitrail.bgp.wire.BgpProtocolException;
import net.minitrail.bgp.wire.ErrorCode;
import net.minitrail.bgp.wire.Keepalive;
import net.minitrail.bgp.wire.Notification;
import net.minitrail.bgp.wire.Open;
import org.jspecify.annotations.Nullable;

/**
 * One state machine and its TCP connection: performs the actions of {@link BgpFsm} and feeds the outcomes back as events.
 * Lives until it is over; whatever comes later gets a new one. Confined to the session loop.
 */
final class Connection {
    private final Peer peer;
    private final boolean dialed;
    private final SessionTimers timers;
    private State state = State.IDLE;
    private boolean over;
    private @Nullable PeerChannel tcp;
    private @Nullable MessageReader reader;
    private @Nullable ConnectionHandler handler;
    private @Nullable Open sent;
    private @Nullable Open received;
    private @Nullable Negotiated negotiated;
    private @Nullable EstablishedSession established;
    private @Nullable BgpMessage arrived;
    private @Nullable SessionEnd end;

    /**
     * @param dialed whether we open the connection, or the peer did
     */
    Connection(Peer peer, boolean dialed, EventLoop loop) {
        this.peer = peer;
        this.dialed = dialed;
        this.timers = new SessionTimers(loop, this::expired);
    }

    State state() {
        return state;
    }

    boolean isDialed() {
        return dialed;
    }

    /** Whether it is of no more use: idle, or a call of the peer's that broke off, which is for the peer to repeat. */
    boolean isOver() {
        return over;
    }

    /** Why it ended; null while it lasts. */
    @Nullable
    SessionEnd end() {
        return end;
    }

    /** What a snapshot shows of it. */
    ConnectionDetails details() {
        return new ConnectionDetails(sent, received, negotiated, established, tcp == null ? null : tcp.channel());
    }

    boolean peerRestartsGracefully() {
        return negotiated != null && negotiated.peerRestartsGracefully();
    }

    /** Begins to dial. */
    void start() {
        fire(Event.START);
    }

    /** Takes over a connection that stands, whoever dialed it. */
    void connected(Channel open) {
        if (state == State.IDLE) {
            fire(Event.START_PASSIVE);
        }
        tcp = new PeerChannel(open, peer.counters(), timers, peer.timing().sendHold());
        reader = new MessageReader(peer.interner(), peer.counters());
        handler = new ConnectionHandler(this, peer.counters());
        var tap = peer.tap();
        if (tap != null) {
            open.pipeline().addLast(tap.get());
        }
        open.pipeline().addLast(reader, handler);
        fire(Event.TCP_UP);
    }

    /** There is no connection, or none any more. */
    void disconnected(String text) {
        fail(Event.TCP_DOWN, null, text);
    }

    /** Ends whatever goes on, with a NOTIFICATION if the peer listens. */
    void stop(Notification notification, String text) {
        fail(Event.STOP, notification, text);
    }

    /** Another connection with the same peer is preferred. */
    void collided() {
        fail(
                Event.COLLISION,
                Notification.of(ErrorCode.CONNECTION_COLLISION_RESOLUTION),
                "another connection with the same peer is preferred");
    }

    /** Not needed any more; nobody was told anything yet. */
    void abandon() {
        fire(Event.STOP);
    }

    /**
     * The peer broke the protocol in a way that cannot be remedied. What is wrong with a message matters only where such a
     * message is expected at all: elsewhere the error is that it came.
     */
    void violated(BgpProtocolException violation) {
        switch (violation.error().code()) {
            case 1 -> fail(Event.BAD_HEADER, violation.toNotification(), Words.of(violation));
            case 2 -> malformed(Event.BAD_OPEN, MessageType.OPEN, state != State.ESTABLISHED, violation);
            case 7 -> malformed(Event.BAD_UPDATE, MessageType.ROUTE_REFRESH, state == State.ESTABLISHED, violation);
            default -> malformed(Event.BAD_UPDATE, MessageType.UPDATE, state == State.ESTABLISHED, violation);
        }
    }

    private void malformed(Event event, MessageType type, boolean expected, BgpProtocolException violation) {
        if (expected) {
            fail(event, violation.toNotification(), Words.of(violation));
        } else {
            fail(event, Words.unexpectedIn(state, type), "unexpected " + event + " in state " + state);
        }
    }

    /** A fault of our own: it costs this session, and nothing else. */
    void crashed(Throwable fault) {
        peer.logFault(fault);
        fail(Event.STOP, Notification.of(ErrorCode.CEASE), "internal error: " + fault);
    }

    void opened(Open open) {
        Open ours = sent;
        if (state != State.OPEN_SENT || ours == null) {
            arrived(Event.OPEN, open);
            return;
        }
        received = open;
        try {
            Negotiated agreed = Negotiation.agree(peer.config(), ours, open);
            negotiated = agreed;
            if (!peer.prefers(this, agreed)) {
                collided();
                return;
            }
            apply(agreed);
            arrived(Event.OPEN, open);
        } catch (BgpProtocolException e) {
            violated(e);
        }
    }

    void notified(Notification notification) {
        end = new SessionEnd(Event.NOTIFICATION, notification, true, Words.received(notification));
        fire(Event.NOTIFICATION);
    }

    /** Any other message: {@code event} says what it means, and may deliver it. */
    void arrived(Event event, BgpMessage message) {
        arrived = message;
        fire(event);
        arrived = null;
    }

    /** What one read of the socket brought is complete. */
    void readComplete() {
        if (established != null) {
            established.handoff().flush();
        }
    }

    /** Writes a message to this peer alone. */
    void send(PeerSession session, BgpMessage message) {
        if (established != null && established.session() == session) {
            send(message);
        }
    }

    /** From now on the neighbor is configured so. */
    void reconfigured(NeighborConfig neighbor) {
        if (established != null) {
            established.session().reconfigured(neighbor);
        }
    }

    /** Writes UPDATEs that are shared with other sessions. */
    void sendShared(PeerSession session, ByteBuf octets, int messages) {
        if (tcp == null || established == null || established.session() != session) {
            session.written();
        } else {
            tcp.sendShared(octets, messages, session::written);
        }
    }

    private void expired(Event event) {
        switch (event) {
            case HOLD_EXPIRED -> {
                if (established != null && established.handoff().isPaused()) {
                    timers.arm(Event.HOLD_EXPIRED, holdTime()); // it is we who do not listen
                } else {
                    fail(event, Notification.of(ErrorCode.HOLD_TIMER_EXPIRED), "hold timer expired");
                }
            }
            case SEND_HOLD_EXPIRED -> // the peer could not read it, but it says what happened (RFC 9687 section 4.2)
                fail(
                        event,
                        Notification.of(ErrorCode.SEND_HOLD_TIMER_EXPIRED),
                        "send hold timer expired: the peer takes nothing");
            case RETRY_EXPIRED -> fail(event, null, "no answer to dialing");
            default -> fire(event);
        }
    }

    private void fail(Event event, @Nullable Notification notification, String text) {
        if (state != State.IDLE) {
            end = new SessionEnd(event, notification, false, text);
            fire(event);
        }
    }

    private void fire(Event event) {
        State before = state;
        BgpFsm.Step step = BgpFsm.next(before, event);
        state = step.next();
        for (Action action : step.actions()) {
            perform(action, event, before);
        }
        over = state == State.IDLE || (state == State.ACTIVE && !dialed && before == State.OPEN_SENT);
        if (over) {
            timers.stopAll();
        }
        if (state != before) {
            peer.moved(this, before, event);
        }
    }

    private void perform(Action action, Event event, State before) {
        switch (action) {
            case DIAL -> dial();
            case ARM_RETRY ->
                timers.armJittered(Event.RETRY_EXPIRED, peer.timing().connectRetry());
            case STOP_RETRY -> timers.stop(Event.RETRY_EXPIRED);
            case SEND_OPEN -> sendOpen();
            case ARM_LONG_HOLD -> timers.arm(Event.HOLD_EXPIRED, peer.timing().openHold());
            case ARM_HOLD -> timers.arm(Event.HOLD_EXPIRED, holdTime());
            case ARM_KEEPALIVE ->
                timers.armJittered(Event.KEEPALIVE_DUE, holdTime().dividedBy(3));
            case SEND_KEEPALIVE -> send(Keepalive.INSTANCE);
            case SESSION_UP -> up();
            case SESSION_DOWN -> down();
            case DELIVER -> deliver();
            case NOTIFY -> notifyPeer(event, before);
            case DROP_TCP -> drop();
        }
    }

    private Duration holdTime() {
        return negotiated == null ? Duration.ZERO : Duration.ofSeconds(negotiated.holdTimeSeconds());
    }

    private void dial() {
        end = null;
        peer.dial(this);
    }

    private void sendOpen() {
        Open open = peer.ourOpen();
        sent = open;
        received = null;
        negotiated = null;
        send(open);
    }

    private void apply(Negotiated agreed) {
        Duration sendHold = peer.timing().sendHold();
        Duration twiceHold = holdTime().multipliedBy(2);
        if (tcp != null && reader != null) {
            reader.negotiated(agreed.codec());
            tcp.negotiated(agreed.codec(), sendHold.compareTo(twiceHold) > 0 ? sendHold : twiceHold);
        }
    }

    private void send(BgpMessage message) {
        if (tcp != null) {
            tcp.send(message);
        }
    }

    private void up() {
        if (negotiated != null && tcp != null) {
            established = peer.established(this, tcp.channel(), negotiated);
        }
    }

    private void deliver() {
        if (established != null && arrived != null) {
            established.handoff().add(arrived);
        }
    }

    private void down() {
        if (established != null && end != null) {
            established.end(end);
        }
    }

    /** Without a cause of its own the event itself is the error: a message that has no place in this state (RFC 6608). */
    private void notifyPeer(Event event, State before) {
        SessionEnd cause = end;
        Notification notification = cause == null ? null : cause.notification();
        if (cause == null || notification == null) {
            notification = unexpected(before);
            cause = new SessionEnd(event, notification, false, "unexpected " + event + " in state " + before);
        } else if (negotiated != null && negotiated.gracefulNotification() && Cease.isForGood(notification)) {
            notification = Notification.hardReset(notification);
            cause = new SessionEnd(cause.event(), notification, false, cause.text());
        }
        end = cause;
        if (tcp != null) {
            tcp.farewell(notification);
        }
    }

    private Notification unexpected(State before) {
        BgpMessage message = arrived;
        return message == null
                ? Notification.of(ErrorCode.FINITE_STATE_MACHINE_ERROR)
                : Words.unexpectedIn(before, MessageType.of(message));
    }

    private void drop() {
        if (reader != null && handler != null) {
            reader.deafen();
            handler.detach();
        }
        if (tcp == null) {
            peer.stopDialing();
        } else if (!tcp.isLeaving()) {
            tcp.close();
        }
        tcp = null;
    }
}

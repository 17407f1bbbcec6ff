package net.minitrail.bgp.session;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import net.minitrail.bgp.fsm.Event;
import net.minitrail.bgp.fsm.State;
import org.jspecify.annotations.Nullable;

/** What happened to a neighbor so far. Written on the session loop; snapshots may be taken from any thread. */
final class PeerRecord {
    private final boolean dynamic;
    private final MessageCounters counters = new MessageCounters();
    private NeighborConfig config;
    private State state = State.IDLE;
    private State lastState = State.IDLE;
    private @Nullable Event lastEvent;
    private @Nullable SessionEnd lastEnd;
    private @Nullable SessionEnd lastError;
    private @Nullable SessionEnd lastErrorSent;
    private @Nullable SessionEnd lastErrorReceived;
    private final Map<Integer, ErrorCount> errors = new TreeMap<>();
    private ConnectionDetails details = ConnectionDetails.NONE;
    private long since = System.nanoTime();
    private int establishedCount;
    private int flaps;

    PeerRecord(NeighborConfig config, boolean dynamic) {
        this.config = config;
        this.dynamic = dynamic;
    }

    MessageCounters counters() {
        return counters;
    }

    synchronized void configured(NeighborConfig next) {
        config = next;
    }

    /** There is no connection; {@code resting} says whether one is hoped for. */
    synchronized void rests(NeighborConfig next, State resting) {
        config = next;
        if (details.channel() == null) {
            enter(resting);
        }
    }

    synchronized void moved(State next, Event event, ConnectionDetails connection) {
        if (next == State.ESTABLISHED && state != State.ESTABLISHED) {
            establishedCount++;
        }
        enter(next);
        lastEvent = event;
        details = connection;
    }

    synchronized void ended(@Nullable SessionEnd end, boolean wasEstablished) {
        if (wasEstablished) {
            flaps++;
        }
        if (end != null) {
            lastEnd = end;
            if (end.notification() != null) {
                lastError = end;
                count(end.notification().code(), end.received());
                if (end.received()) {
                    lastErrorReceived = end;
                } else {
                    lastErrorSent = end;
                }
            }
        }
    }

    private void count(int code, boolean received) {
        ErrorCount before = errors.getOrDefault(code, new ErrorCount(code, Words.ofCode(code), 0, 0));
        errors.put(
                code,
                new ErrorCount(
                        code,
                        before.error(),
                        before.sent() + (received ? 0 : 1),
                        before.received() + (received ? 1 : 0)));
    }

    private void enter(State next) {
        if (next != state) {
            // trying again and again is one state to an observer: its age tells how long the neighbor is down
            if (next == State.ESTABLISHED || state == State.ESTABLISHED) {
                since = System.nanoTime();
            }
            lastState = state;
            state = next;
        }
    }

    synchronized NeighborSnapshot snapshot() {
        return new NeighborSnapshot(
                config,
                dynamic,
                state,
                Duration.ofNanos(System.nanoTime() - since),
                lastState,
                lastEvent,
                lastEnd,
                lastError,
                lastErrorSent,
                lastErrorReceived,
                ImmutableList.copyOf(errors.values()),
                establishedCount,
                flaps,
                details.sent(),
                details.received(),
                details.negotiated(),
                counters,
                details.localEndpoint(),
                details.remoteEndpoint(),
                details.inQueue(),
                details.outQueue());
    }
}

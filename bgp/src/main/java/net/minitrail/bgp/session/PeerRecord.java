package net.minitrail.bgp.session;

import java.time.Duration;
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
                if (end.received()) {
                    lastErrorReceived = end;
                } else {
                    lastErrorSent = end;
                }
            }
        }
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

package net.minitrail.bgp.session;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import net.minitrail.bgp.fsm.Event;
import net.minitrail.bgp.fsm.State;
import net.minitrail.bgp.wire.Open;
import org.jspecify.annotations.Nullable;

/**
 * A neighbor at one moment, for display. Counters go on counting.
 *
 * @param dynamic whether nobody named it; its entry goes when its session does
 * @param state of the connection that is furthest
 * @param age how long the session is up, or down
 * @param lastState the state before
 * @param lastEvent what led to {@code state}, null before anything happened
 * @param lastEnd why the last session or attempt ended, null if none has
 * @param lastError the last end that came with a NOTIFICATION, null if none has
 * @param lastErrorSent the last that ended with a NOTIFICATION of ours, null if none has
 * @param lastErrorReceived the last that ended with a NOTIFICATION of the peer, null if none has
 * @param errors NOTIFICATIONs of either side, by code
 * @param establishedCount how often the session came up
 * @param flaps how often it went down after that
 * @param sent our OPEN on the connection, null before it went out
 * @param received the peer's OPEN on the connection, null before it came
 * @param negotiated what both agree on, null before both OPENs were compared
 * @param counters messages by type since the neighbor was configured
 * @param localEndpoint our end of the connection, {@code 127.1.0.2:41234}; empty without one
 * @param remoteEndpoint the peer's end; empty without a connection
 * @param inQueue UPDATEs that wait for the routing loop
 * @param outQueue batches that wait for the socket
 */
public record NeighborSnapshot(
        NeighborConfig config,
        boolean dynamic,
        State state,
        Duration age,
        State lastState,
        @Nullable Event lastEvent,
        @Nullable SessionEnd lastEnd,
        @Nullable SessionEnd lastError,
        @Nullable SessionEnd lastErrorSent,
        @Nullable SessionEnd lastErrorReceived,
        ImmutableList<ErrorCount> errors,
        int establishedCount,
        int flaps,
        @Nullable Open sent,
        @Nullable Open received,
        @Nullable Negotiated negotiated,
        MessageCounters counters,
        String localEndpoint,
        String remoteEndpoint,
        int inQueue,
        int outQueue) {

    public boolean isEstablished() {
        return state == State.ESTABLISHED;
    }
}

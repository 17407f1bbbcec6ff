package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import net.minitrail.gateway.routing.GatewayConfig.BgpNeighbor;
import net.minitrail.gateway.routing.GatewayConfig.Family;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * A BGP neighbor as it was when somebody asked.
 *
 * @param state as Junos spells it: Idle, Connect, Active, OpenSent, OpenConfirm, Established
 * @param stateSeconds since it came up or went down
 * @param outQueue batches of messages that wait for the socket
 * @param peerId null unless established
 * @param negotiated families that both ends have
 * @param holdTime in force, in seconds
 * @param facts what else is known of the session
 * @param tables counts for each routing table that has routes of this neighbor
 * @param routesIn all that it sent and did not take back, imported or not
 * @param routesOut all that it is told
 * @param marksEnd whether it said that it will mark the end of its initial routes
 * @param endOfRib families whose initial routes are complete
 */
public record PeerSnapshot(
        BgpNeighbor config,
        IpAddress localAddress,
        String state,
        long stateSeconds,
        int flaps,
        long messagesIn,
        long messagesOut,
        long updatesIn,
        long updatesOut,
        long octetsIn,
        long octetsOut,
        int outQueue,
        @Nullable Ipv4Address peerId,
        Ipv4Address localId,
        ImmutableSet<Family> negotiated,
        int holdTime,
        SessionFacts facts,
        int localPort,
        int remotePort,
        ImmutableList<TableCounts> tables,
        int routesIn,
        int routesOut,
        boolean marksEnd,
        ImmutableSet<Family> endOfRib) {

    /** How many routes of a neighbor a table has. */
    public record TableCounts(String table, int active, int received, int accepted, int advertised) {}

    /** Whether its initial routes are here; one that does not mark their end is given a second. */
    public boolean isComplete() {
        return isEstablished() && (marksEnd ? endOfRib.containsAll(negotiated) : stateSeconds >= 1);
    }

    public boolean isEstablished() {
        return state.equals("Established");
    }
}

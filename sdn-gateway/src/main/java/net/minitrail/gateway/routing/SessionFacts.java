package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import net.minitrail.bgp.session.ErrorCount;
import net.minitrail.bgp.session.MessageType;
import net.minitrail.bgp.session.Negotiated;
import net.minitrail.bgp.session.NeighborSnapshot;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Capability;
import net.minitrail.gateway.routing.GatewayConfig.Family;

/**
 * What {@code show bgp neighbor} tells of a session beyond its routes. Immutable.
 *
 * @param lastState the state before, as RFC 4271 names it
 * @param lastEvent what led to the present state
 * @param lastError the last error code in words, {@code Cease}; empty if there was none
 * @param cause the last end in words; empty if there was none
 * @param errors NOTIFICATIONs of either side
 * @param advertised families that the peer offers
 * @param refresh whether the peer sends its routes again when asked
 * @param restartTime for how many seconds the peer wants its routes kept
 * @param restarted families that it wants kept
 * @param notification whether routes outlive a NOTIFICATION, too
 * @param fourOctetAs whether it has AS numbers of four octets
 * @param refreshesIn ROUTE-REFRESH messages received
 * @param refreshesOut ROUTE-REFRESH messages sent
 * @param quietIn seconds since the peer said something
 * @param quietOut seconds since we did
 * @param details all that is known, as {@code inspect sessions} shows it
 */
public record SessionFacts(
        String lastState,
        String lastEvent,
        String lastError,
        String cause,
        ImmutableList<ErrorCount> errors,
        ImmutableSet<Family> advertised,
        boolean refresh,
        int restartTime,
        ImmutableSet<Family> restarted,
        boolean notification,
        boolean fourOctetAs,
        long refreshesIn,
        long refreshesOut,
        long quietIn,
        long quietOut,
        Map<String, Object> details) {
    /** Of a neighbor of which nothing happened yet. */
    public static final SessionFacts NONE = new SessionFacts(
            "Idle",
            "Start",
            "",
            "",
            ImmutableList.of(),
            ImmutableSet.of(),
            false,
            0,
            ImmutableSet.of(),
            false,
            false,
            0,
            0,
            0,
            0,
            ImmutableMap.of());

    static SessionFacts of(NeighborSnapshot neighbor, Map<String, Object> details) {
        var advertised = ImmutableSet.<Family>builder();
        var restarted = ImmutableSet.<Family>builder();
        int restartTime = 0;
        if (neighbor.received() != null) {
            for (Capability capability : neighbor.received().capabilities()) {
                if (capability instanceof Capability.Multiprotocol one && one.family() != null) {
                    advertised.add(Bgp.family(one.family()));
                } else if (capability instanceof Capability.GracefulRestart restart) {
                    restartTime = restart.restartTimeSeconds();
                    for (Capability.GracefulRestart.Family one : restart.families()) {
                        AddressFamily family = one.family();
                        if (family != null) {
                            restarted.add(Bgp.family(family));
                        }
                    }
                }
            }
        }
        Negotiated agreed = neighbor.negotiated();
        var counters = neighbor.counters();
        return new SessionFacts(
                neighbor.lastState().toString(),
                neighbor.lastEvent() == null ? "Start" : neighbor.lastEvent().toString(),
                neighbor.lastError() == null ? "" : neighbor.lastError().errorName(),
                neighbor.lastEnd() == null ? "" : neighbor.lastEnd().text(),
                neighbor.errors(),
                advertised.build(),
                agreed != null && agreed.routeRefresh(),
                restartTime,
                restarted.build(),
                agreed != null && agreed.gracefulNotification(),
                agreed != null && agreed.codec().fourOctetAs(),
                counters.in(MessageType.ROUTE_REFRESH),
                counters.out(MessageType.ROUTE_REFRESH),
                counters.secondsSinceIn(),
                counters.secondsSinceOut(),
                Collections.unmodifiableMap(new LinkedHashMap<>(details)));
    }
}

package net.minitrail.bgp.session;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.RibPeer;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Notification;
import org.jspecify.annotations.Nullable;

/**
 * One session as {@code inspect sessions} shows it: names of keys are part of the interface. Values are text, numbers, lists
 * and maps. On the routing loop.
 */
public final class SessionReport {
    /** Counting what is told walks a table; a larger one is given as its size. */
    private static final int COUNTED = 50_000;

    private final NeighborSnapshot neighbor;
    private final BgpRib rib;

    /** The neighbor in the tables, null while no session is up and nothing is kept of it. */
    private final @Nullable RibPeer peer;

    /** To be made and asked on the routing loop, which owns the tables. */
    public SessionReport(NeighborSnapshot neighbor, BgpRib rib) {
        this.neighbor = neighbor;
        this.rib = rib;
        this.peer = rib.peer(neighbor.config().address()).orElse(null);
    }

    /** Everything beyond who it is, its state, and how many routes it has. */
    public Map<String, Object> details() {
        NeighborConfig config = neighbor.config();
        Negotiated agreed = neighbor.isEstablished() ? neighbor.negotiated() : null;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("flaps", neighbor.flaps());
        row.put("last_end", neighbor.lastEnd() == null ? "" : neighbor.lastEnd().text());
        row.put("down_seconds", neighbor.isEstablished() ? 0 : neighbor.age().toSeconds());
        row.put("last_state", neighbor.lastState().toString());
        row.put("last_event", String.valueOf(neighbor.lastEvent() == null ? "" : neighbor.lastEvent()));
        row.put("last_error_sent", error(neighbor.lastErrorSent()));
        row.put("last_error_received", error(neighbor.lastErrorReceived()));
        row.put("errors", errors());
        row.put("local_endpoint", neighbor.localEndpoint());
        row.put("remote_endpoint", neighbor.remoteEndpoint());
        row.put("local_as", config.localAs());
        row.put("peer_as", agreed == null ? config.peerAs() : agreed.peerAs());
        row.put("peer_id", agreed == null ? "" : agreed.peerId().toString());
        row.put("dynamic", neighbor.dynamic());
        row.put("passive", config.passive());
        row.put("shutdown", config.shutdown());
        row.put("md5", config.md5Key() != null);
        row.put("ttl_security", config.ttlSecurity());
        row.put("hold_time_configured", config.options().holdTime().toSeconds());
        row.put("hold_time", agreed == null ? 0 : agreed.holdTimeSeconds());
        row.put("keepalive", agreed == null ? 0 : agreed.holdTimeSeconds() / 3);
        row.put("capabilities_sent", CapabilityText.of(neighbor.sent()));
        row.put("capabilities_received", CapabilityText.of(neighbor.received()));
        row.put("capabilities_in_force", agreed == null ? List.of() : inForce(agreed));
        row.put("graceful_restart", peer == null ? "" : restartState(peer));
        row.put("families", families(agreed));
        row.put("messages_in", messages(true));
        row.put("messages_out", messages(false));
        row.put("octets_in", neighbor.counters().octetsIn());
        row.put("octets_out", neighbor.counters().octetsOut());
        row.put("in_queue", neighbor.inQueue());
        row.put("out_queue", neighbor.outQueue());
        return row;
    }

    private static @Nullable Map<String, Object> error(@Nullable SessionEnd end) {
        Notification notification = end == null ? null : end.notification();
        if (end == null || notification == null) {
            return null;
        }
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", notification.code());
        error.put("subcode", notification.subcode());
        error.put("error", end.error());
        error.put("cause", end.text());
        error.put("text", text(notification));
        return error;
    }

    /** The text for the operator, escaped; empty if there is none. */
    private static String text(Notification notification) {
        return notification
                .hardResetCause()
                .orElse(notification)
                .communication()
                .orElse("");
    }

    private List<Map<String, Object>> errors() {
        var rows = ImmutableList.<Map<String, Object>>builder();
        for (ErrorCount count : neighbor.errors()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("error", count.error());
            row.put("sent", count.sent());
            row.put("received", count.received());
            rows.add(row);
        }
        return rows.build();
    }

    private static List<String> inForce(Negotiated agreed) {
        List<String> names = new ArrayList<>();
        add(names, "four-octet-as", agreed.codec().fourOctetAs());
        add(names, "route-refresh", agreed.routeRefresh());
        add(names, "enhanced-route-refresh", agreed.enhancedRefresh());
        add(names, "extended-messages", agreed.codec().extendedMessages());
        add(names, "graceful-restart", agreed.peerRestartsGracefully());
        add(names, "graceful-notification", agreed.gracefulNotification());
        return names;
    }

    private static void add(List<String> names, String name, boolean there) {
        if (there) {
            names.add(name);
        }
    }

    /** {@code up}, {@code stale} and the like, as the tables keep its routes. */
    private static String restartState(RibPeer peer) {
        return peer.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For each family that either side has: who offers it, whether it is in force, and its routes. */
    private List<Map<String, Object>> families(@Nullable Negotiated agreed) {
        var rows = ImmutableList.<Map<String, Object>>builder();
        for (AddressFamily family : AddressFamily.values()) {
            boolean ours = neighbor.config().options().families().contains(family);
            boolean theirs = CapabilityText.of(neighbor.received()).contains("multiprotocol " + family.configName());
            if (ours || theirs) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("family", family.configName());
                row.put("offered", ours);
                row.put("received", theirs);
                boolean inForce = agreed != null && agreed.families().contains(family);
                row.put("in_force", inForce);
                PrefixLimit limit = neighbor.config().prefixLimits().get(family);
                row.put("prefix_limit", limit == null ? null : limit.maximum());
                if (inForce && peer != null) {
                    count(row, peer, family);
                }
                rows.add(row);
            }
        }
        return rows.build();
    }

    private void count(Map<String, Object> row, RibPeer member, AddressFamily family) {
        RouteTable table = rib.tableOf(member, family);
        int received = table.paths(member);
        row.put("routes_received", received);
        row.put(
                "routes_accepted",
                received > COUNTED
                        ? received
                        : (int) table.offeredBy(member).stream()
                                .filter(Path::isFeasible)
                                .count());
        row.put(
                "routes_advertised",
                table.reachable() > COUNTED
                        ? table.reachable()
                        : rib.advertised(member, family).size());
        row.put("end_of_rib_received", member.sawEndOfRib(family));
    }

    private Map<String, Object> messages(boolean in) {
        Map<String, Object> counts = new LinkedHashMap<>();
        for (MessageType type : MessageType.values()) {
            counts.put(
                    type.name().toLowerCase(Locale.ROOT),
                    in ? neighbor.counters().in(type) : neighbor.counters().out(type));
        }
        return counts;
    }
}

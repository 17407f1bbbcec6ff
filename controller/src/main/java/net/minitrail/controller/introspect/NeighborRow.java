package net.minitrail.controller.introspect;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.minitrail.bgp.rib.RibPeer;
import net.minitrail.bgp.session.NeighborSnapshot;
import net.minitrail.bgp.session.PeerSession;
import net.minitrail.bgp.session.SessionReport;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.controller.peer.AgentSession;

/**
 * A BGP neighbor or an agent at one moment. Immutable.
 *
 * @param address in the protocols
 * @param encoding {@code BGP} or {@code XMPP}
 * @param type {@code internal} or {@code external}
 * @param state such as {@code Established}
 * @param complete whether the neighbor has said that it sent all its routes, and has been sent ours
 * @param upSeconds 0 if the session is not up
 * @param instances of an agent
 * @param details what else is shown of a BGP session; empty for an agent
 */
public record NeighborRow(
        String name,
        String address,
        long asn,
        String encoding,
        String type,
        String state,
        boolean complete,
        long upSeconds,
        long flaps,
        int routesIn,
        int routesOut,
        int holdTime,
        ImmutableList<String> configuredFamilies,
        ImmutableList<String> negotiatedFamilies,
        ImmutableList<AgentSession.Subscription> instances,
        String lastEnd,
        Map<String, Object> details) {
    private static final long NANOS = 1_000_000_000L;
    /** Counting what is advertised walks a table; a larger one is given as its size. */
    private static final int COUNTED = 50_000;

    boolean isUp() {
        return state.equals("Established");
    }

    /** All neighbors: BGP by address, then agents by name. */
    static List<NeighborRow> all(NodeView node) {
        List<NeighborSnapshot> snapshots = node.neighbors();
        List<NeighborRow> rows = new ArrayList<>(node.ask(tables -> {
            Map<String, RibPeer> peers = new HashMap<>();
            tables.bgp()
                    .up()
                    .forEach((PeerSession session, RibPeer peer) ->
                            peers.put(session.address().toString(), peer));
            return snapshots.stream()
                    .map(snapshot -> bgp(tables, snapshot, peers))
                    .toList();
        }));
        rows.addAll(node.ask(tables -> tables.agents().sessions().stream()
                .map(session -> agent(session, node))
                .sorted(Comparator.comparing(NeighborRow::name))
                .toList()));
        return rows;
    }

    private static NeighborRow bgp(Tables tables, NeighborSnapshot snapshot, Map<String, RibPeer> peers) {
        RibPeer peer = peers.get(snapshot.config().address().toString());
        boolean up = snapshot.isEstablished() && peer != null && snapshot.negotiated() != null;
        int in = 0;
        int out = 0;
        boolean complete = up;
        // A peer without the capability of RFC 4724 does not say that its routes are complete.
        boolean marksEnd =
                snapshot.negotiated() != null && snapshot.negotiated().gracefulRestart() != null;
        if (peer != null && up) {
            for (AddressFamily family : peer.settings().codec().families()) {
                in += tables.rib().table(family).paths(peer);
                int size = tables.rib().table(family).reachable();
                out += size > COUNTED
                        ? size
                        : tables.rib().advertised(peer, family).size();
                complete &= (!marksEnd || peer.sawEndOfRib(family)) && !peer.isWaitingForTargets(family);
            }
        }
        var config = snapshot.config();
        return new NeighborRow(
                config.description().isEmpty() ? config.address().toString() : config.description(),
                config.address().toString(),
                snapshot.negotiated() == null
                        ? config.peerAs()
                        : snapshot.negotiated().peerAs(),
                "BGP",
                config.peerAs() == config.localAs() ? "internal" : "external",
                up ? "Established" : camel(snapshot.state().name()),
                complete,
                up ? snapshot.age().toSeconds() : 0,
                snapshot.flaps(),
                in,
                out,
                snapshot.negotiated() == null ? 0 : snapshot.negotiated().holdTimeSeconds(),
                names(config.options().families()),
                snapshot.negotiated() == null
                        ? ImmutableList.of()
                        : names(snapshot.negotiated().families()),
                ImmutableList.of(),
                snapshot.lastEnd() == null ? "" : snapshot.lastEnd().text(),
                new SessionReport(snapshot, tables.rib()).details());
    }

    private static NeighborRow agent(AgentSession session, NodeView node) {
        return new NeighborRow(
                session.source().name(),
                session.source().address().toString(),
                0,
                "XMPP",
                "internal",
                "Established",
                session.isSettled(),
                (System.nanoTime() - session.connection().upSince()) / NANOS,
                node.flaps(session.source().name()),
                session.routesIn(),
                session.routesOut(),
                90,
                ImmutableList.of(),
                ImmutableList.of("IPv4:Unicast", "IPv6:Unicast", "Ethernet:VPN"),
                session.subscriptions(),
                "",
                Map.of());
    }

    private static ImmutableList<String> names(Iterable<AddressFamily> families) {
        var names = ImmutableList.<String>builder();
        families.forEach(family -> names.add(family.configName()));
        return names.build();
    }

    /** {@code OPEN_SENT} as {@code OpenSent}. */
    private static String camel(String name) {
        var text = new StringBuilder();
        for (String word : name.split("_", -1)) {
            text.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }
}

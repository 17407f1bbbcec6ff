package net.minitrail.gateway.cli;

import java.util.List;
import java.util.TreeMap;
import net.minitrail.gateway.routing.GatewayConfig;
import net.minitrail.gateway.routing.PeerSnapshot;

/** {@code show bgp summary} and {@code show bgp group}. */
final class BgpText {
    private BgpText() {}

    static String summary(List<PeerSnapshot> peers) {
        long groups =
                peers.stream().map(peer -> peer.config().group()).distinct().count();
        long down = peers.stream().filter(peer -> !peer.isEstablished()).count();
        var out = new StringBuilder();
        out.append("Groups: ").append(groups).append(" Peers: ").append(peers.size());
        out.append(" Down peers: ").append(down).append('\n');
        out.append("Table          Tot Paths  Act Paths Suppressed    History Damp State    Pending\n");
        var totals = new TreeMap<String, int[]>();
        peers.forEach(peer -> peer.config().families().forEach(family -> totals.put(family.table(), new int[2])));
        peers.forEach(peer -> peer.tables().stream()
                .filter(counts -> totals.containsKey(counts.table()))
                .forEach(counts -> {
                    int[] sums = totals.getOrDefault(counts.table(), new int[2]);
                    sums[0] += counts.received();
                    sums[1] += counts.active();
                }));
        totals.forEach((table, sums) ->
                out.append("%-21s\n%24d%11d%11d%11d%11d%11d\n".formatted(table, sums[0], sums[1], 0, 0, 0, 0)));
        out.append("Peer                     AS      InPkt     OutPkt    OutQ   Flaps Last Up/Dwn "
                + "State|#Active/Received/Accepted/Damped...\n");
        peers.forEach(peer -> peer(peer, out));
        return out.toString();
    }

    private static void peer(PeerSnapshot peer, StringBuilder out) {
        out.append("%-15s  %10d%11d%11d%8d%8d%12s %s\n"
                .formatted(
                        peer.config().address(),
                        peer.config().peerAs(),
                        peer.messagesIn(),
                        peer.messagesOut(),
                        peer.outQueue(),
                        peer.flaps(),
                        Ages.ofSession(peer.stateSeconds()),
                        peer.isEstablished() ? "Establ" : peer.state()));
        if (peer.isEstablished()) {
            peer.tables()
                    .forEach(counts -> out.append("  %s: %d/%d/%d/0\n"
                            .formatted(counts.table(), counts.active(), counts.received(), counts.accepted())));
        }
    }

    static String groups(GatewayConfig config, List<PeerSnapshot> peers, String only) {
        var out = new StringBuilder();
        int index = 0;
        int established = 0;
        for (GatewayConfig.BgpGroup group : config.groups()) {
            List<PeerSnapshot> members = peers.stream()
                    .filter(peer -> peer.config().group().equals(group.name()))
                    .toList();
            if (only.isEmpty() || only.equals(group.name())) {
                group(config, group, index, members, out);
            }
            index++;
            established +=
                    (int) members.stream().filter(PeerSnapshot::isEstablished).count();
        }
        if (only.isEmpty()) {
            out.append("Groups: %d  Peers: %d    External: %d    Internal: %d    Down peers: %d   Flaps: %d\n"
                    .formatted(
                            config.groups().size(),
                            peers.size(),
                            peers.stream()
                                    .filter(peer -> !peer.config().internal())
                                    .count(),
                            peers.stream()
                                    .filter(peer -> peer.config().internal())
                                    .count(),
                            peers.size() - established,
                            peers.stream().mapToInt(PeerSnapshot::flaps).sum()));
        }
        return out.toString();
    }

    private static void group(
            GatewayConfig config,
            GatewayConfig.BgpGroup group,
            int index,
            List<PeerSnapshot> members,
            StringBuilder out) {
        out.append("Group Type: %-12sAS: %-23dLocal AS: %d\n"
                .formatted(group.internal() ? "Internal" : "External", config.as(), config.as()));
        out.append("  Name: %-15s Index: %-20dFlags: <Export Eval>\n".formatted(group.name(), index));
        out.append("  Holdtime: 0\n");
        long up = members.stream().filter(PeerSnapshot::isEstablished).count();
        out.append("  Total peers: %-9dEstablished: %d\n".formatted(members.size(), up));
        for (PeerSnapshot peer : members) {
            out.append("  ").append(peer.config().address());
            out.append(peer.isEstablished() ? "+" + peer.remotePort() : "").append('\n');
        }
        for (PeerSnapshot peer : members) {
            peer.tables()
                    .forEach(counts -> out.append("  %s: %d/%d/%d/0\n"
                            .formatted(counts.table(), counts.active(), counts.received(), counts.accepted())));
        }
        out.append('\n');
    }
}

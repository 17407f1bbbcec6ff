package net.minitrail.gateway.cli;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import net.minitrail.gateway.routing.GatewayConfig.BgpNeighbor;
import net.minitrail.gateway.routing.GatewayConfig.Family;
import net.minitrail.gateway.routing.PeerSnapshot;

/** {@code show bgp neighbor}. */
final class BgpNeighborText {
    private BgpNeighborText() {}

    static String all(List<PeerSnapshot> peers) {
        return peers.stream().map(BgpNeighborText::one).collect(Collectors.joining("\n"));
    }

    private static String one(PeerSnapshot peer) {
        BgpNeighbor config = peer.config();
        var out = new StringBuilder();
        String ports = peer.isEstablished() ? "+" + peer.remotePort() : "";
        String local = peer.isEstablished() ? "+" + peer.localPort() : "";
        out.append("Peer: %s AS %-10d Local: %s AS %-10d\n"
                .formatted(config.address() + ports, config.peerAs(), peer.localAddress() + local, config.localAs())
                .replaceAll(" +\n", "\n"));
        if (config.description() != null) {
            out.append("  Description: ").append(config.description()).append('\n');
        }
        out.append("  Group: %-21s Routing-Instance: master\n".formatted(config.group()));
        out.append("  Forwarding routing-instance: master\n");
        out.append("  Type: %-12sState: %-14s Flags: <%s>\n"
                .formatted(
                        config.internal() ? "Internal" : "External", peer.state(), peer.isEstablished() ? "Sync" : ""));
        out.append("  Last State: %-14sLast Event: %s\n"
                .formatted(
                        peer.isEstablished() ? "OpenConfirm" : "Idle",
                        peer.isEstablished() ? "RecvKeepAlive" : "Start"));
        out.append("  Last Error: ")
                .append(peer.lastError().isEmpty() ? "None" : peer.lastError())
                .append('\n');
        if (!config.exportNames().isEmpty()) {
            out.append("  Export: [ ")
                    .append(String.join(" ", config.exportNames()))
                    .append(" ]\n");
        }
        if (!config.importNames().isEmpty()) {
            out.append("  Import: [ ")
                    .append(String.join(" ", config.importNames()))
                    .append(" ]\n");
        }
        out.append("  Options: <Preference LocalAddress AddressFamily Rib-group Refresh>\n");
        out.append("  Address families configured: ")
                .append(families(config.families()))
                .append('\n');
        out.append("  Local Address: %s Holdtime: %d Preference: 170\n"
                .formatted(peer.localAddress(), config.holdTime().toSeconds()));
        out.append("  Number of flaps: ").append(peer.flaps()).append('\n');
        if (peer.isEstablished()) {
            established(peer, out);
        }
        return out.toString();
    }

    private static void established(PeerSnapshot peer, StringBuilder out) {
        out.append("  Peer ID: %-15s Local ID: %-17s Active Holdtime: %d\n"
                .formatted(peer.peerId(), peer.localId(), peer.holdTime()));
        out.append("  Keepalive Interval: %-10d Group index: 0    Peer index: 0\n".formatted(peer.holdTime() / 3));
        out.append("  NLRI for restart configured on peer: ")
                .append(families(peer.negotiated()))
                .append('\n');
        out.append("  NLRI advertised by peer: ")
                .append(families(peer.negotiated()))
                .append('\n');
        out.append("  NLRI for this session: ")
                .append(families(peer.negotiated()))
                .append('\n');
        out.append("  Peer supports 4 byte AS extension (peer-as ")
                .append(peer.config().peerAs())
                .append(")\n");
        out.append("  NLRI of received end-of-rib markers: ")
                .append(families(peer.endOfRib()))
                .append('\n');
        out.append("  NLRI of all end-of-rib markers sent: ")
                .append(families(peer.negotiated()))
                .append('\n');
        int bit = 20000;
        for (PeerSnapshot.TableCounts counts : peer.tables()) {
            out.append("  Table ")
                    .append(counts.table())
                    .append(" Bit: ")
                    .append(bit++)
                    .append('\n');
            out.append("    RIB State: BGP restart is complete\n");
            if (!counts.table().endsWith("inet.0") || counts.table().length() > 6) {
                out.append("    RIB State: VPN restart is complete\n");
            }
            out.append("    Send state: in sync\n");
            out.append("    Active prefixes:              ")
                    .append(counts.active())
                    .append('\n');
            out.append("    Received prefixes:            ")
                    .append(counts.received())
                    .append('\n');
            out.append("    Accepted prefixes:            ")
                    .append(counts.accepted())
                    .append('\n');
            out.append("    Suppressed due to damping:    0\n");
            if (counts.table().startsWith("bgp.") || counts.table().equals("inet.0")) {
                out.append("    Advertised prefixes:          ")
                        .append(counts.advertised())
                        .append('\n');
            }
        }
        out.append("  Last traffic (seconds): Received 0    Sent 0    Checked ")
                .append(peer.stateSeconds())
                .append('\n');
        out.append("  Input messages:  Total %-6d Updates %-7d Refreshes 0     Octets %d\n"
                .formatted(peer.messagesIn(), peer.updatesIn(), peer.octetsIn()));
        out.append("  Output messages: Total %-6d Updates %-7d Refreshes 0     Octets %d\n"
                .formatted(peer.messagesOut(), peer.updatesOut(), peer.octetsOut()));
    }

    private static String families(Collection<Family> families) {
        return families.stream().map(Family::text).collect(Collectors.joining(" "));
    }
}

package net.minitrail.gateway.cli;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import net.minitrail.bgp.session.ErrorCount;
import net.minitrail.gateway.routing.GatewayConfig.BgpNeighbor;
import net.minitrail.gateway.routing.GatewayConfig.Family;
import net.minitrail.gateway.routing.PeerSnapshot;
import net.minitrail.gateway.routing.SessionFacts;

/** {@code show bgp neighbor}. */
final class BgpNeighborText {
    private static final long USUAL_HOLD_TIME = 90;

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
        SessionFacts facts = peer.facts();
        out.append("  Last State: %-14sLast Event: %s\n".formatted(facts.lastState(), facts.lastEvent()));
        out.append("  Last Error: ")
                .append(facts.lastError().isEmpty() ? "None" : facts.lastError())
                .append('\n');
        if (!facts.cause().isEmpty()) {
            out.append("  Last Error Cause: ").append(facts.cause()).append('\n');
        }
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
        out.append("  Options: <").append(options(config)).append(">\n");
        if (config.authenticationKey() != null) {
            out.append("  Authentication key is configured\n");
        }
        out.append("  Address families configured: ")
                .append(families(config.families()))
                .append('\n');
        out.append("  Local Address: %s Holdtime: %d Preference: 170\n"
                .formatted(peer.localAddress(), config.holdTime().toSeconds()));
        if (config.terms().ttlSecurity() > 0) {
            out.append("  TTL security: %d hops\n".formatted(config.terms().ttlSecurity()));
        }
        out.append("  Number of flaps: ").append(peer.flaps()).append('\n');
        for (ErrorCount count : facts.errors()) {
            out.append("  Error: '%s' Sent: %d Recv: %d\n".formatted(count.error(), count.sent(), count.received()));
        }
        if (peer.isEstablished()) {
            established(peer, out);
        }
        return out.toString();
    }

    private static void established(PeerSnapshot peer, StringBuilder out) {
        out.append("  Peer ID: %-15s Local ID: %-17s Active Holdtime: %d\n"
                .formatted(peer.peerId(), peer.localId(), peer.holdTime()));
        out.append("  Keepalive Interval: %-10d Group index: 0    Peer index: 0\n".formatted(peer.holdTime() / 3));
        SessionFacts facts = peer.facts();
        line(out, "NLRI for restart configured on peer: ", facts.restarted());
        line(out, "NLRI advertised by peer: ", facts.advertised());
        line(out, "NLRI for this session: ", peer.negotiated());
        if (facts.refresh()) {
            out.append("  Peer supports Refresh capability (2)\n");
        }
        restart(facts, out);
        line(out, "NLRI of received end-of-rib markers: ", peer.endOfRib());
        line(out, "NLRI of all end-of-rib markers sent: ", peer.marksEnd() ? peer.negotiated() : ImmutableSet.of());
        out.append(
                facts.fourOctetAs()
                        ? "  Peer supports 4 byte AS extension (peer-as %d)\n"
                                .formatted(peer.config().peerAs())
                        : "  Peer does not support 4 byte AS extension\n");
        peer.config()
                .terms()
                .limits()
                .forEach((family, limit) -> out.append("  %s prefix-limit: %d%s\n"
                        .formatted(family.text(), limit.maximum(), limit.tearDown() ? " teardown" : "")));
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
        out.append("  Last traffic (seconds): Received %-4d Sent %-4d Checked %d\n"
                .formatted(facts.quietIn(), facts.quietOut(), peer.stateSeconds()));
        out.append("  Input messages:  Total %-6d Updates %-7d Refreshes %-5d Octets %d\n"
                .formatted(peer.messagesIn(), peer.updatesIn(), facts.refreshesIn(), peer.octetsIn()));
        out.append("  Output messages: Total %-6d Updates %-7d Refreshes %-5d Octets %d\n"
                .formatted(peer.messagesOut(), peer.updatesOut(), facts.refreshesOut(), peer.octetsOut()));
    }

    /** Says what is configured, in the words of Junos. */
    private static String options(BgpNeighbor config) {
        var options = new StringBuilder("Preference");
        options.append(config.localAddress().isPresent() ? " LocalAddress" : "");
        options.append(config.holdTime().toSeconds() == USUAL_HOLD_TIME ? "" : " HoldTime");
        options.append(config.passive() ? " Passive" : "");
        options.append(config.authenticationKey() == null ? "" : " AuthKey");
        options.append(config.cluster() == null ? "" : " Cluster");
        options.append(" AddressFamily PeerAS");
        options.append(config.terms().limits().isEmpty() ? "" : " PrefixLimit");
        return options.append(" Refresh").toString();
    }

    private static void line(StringBuilder out, String what, Collection<Family> families) {
        if (!families.isEmpty()) {
            out.append("  ").append(what).append(families(families)).append('\n');
        }
    }

    private static void restart(SessionFacts facts, StringBuilder out) {
        if (facts.restarted().isEmpty()) {
            out.append("  Peer does not support Restarter functionality\n");
        } else {
            out.append("  Stale routes from peer are kept for: ")
                    .append(facts.restartTime())
                    .append('\n');
            line(out, "NLRI that restart is negotiated for: ", facts.restarted());
        }
        if (facts.notification()) {
            out.append("  Restart flag received from the peer: Notification\n");
        }
    }

    private static String families(Collection<Family> families) {
        return families.stream().map(Family::text).collect(Collectors.joining(" "));
    }
}

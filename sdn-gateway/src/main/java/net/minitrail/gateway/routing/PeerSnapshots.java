package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.minitrail.bgp.rib.AdvertisedRoute;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.PathSource;
import net.minitrail.bgp.rib.RibPeer;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.session.MessageType;
import net.minitrail.bgp.session.Negotiated;
import net.minitrail.bgp.session.NeighborSnapshot;
import net.minitrail.bgp.session.SessionReport;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.gateway.routing.GatewayConfig.BgpGroup;
import net.minitrail.gateway.routing.GatewayConfig.BgpNeighbor;
import net.minitrail.gateway.routing.GatewayConfig.Family;
import net.minitrail.gateway.routing.PeerSnapshot.TableCounts;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;

/** Copies what is known of BGP neighbors for display. Confined to the routing loop, and short-lived. */
final class PeerSnapshots {
    private final GatewayConfig config;
    private final Ipv4Address address;
    private final BgpRib rib;
    private final Sessions sessions;
    private final DynamicTunnels tunnels;

    PeerSnapshots(GatewayConfig config, Ipv4Address address, BgpRib rib, Sessions sessions, DynamicTunnels tunnels) {
        this.tunnels = tunnels;
        this.config = config;
        this.address = address;
        this.rib = rib;
        this.sessions = sessions;
    }

    ImmutableList<PeerSnapshot> all(ImmutableList<NeighborSnapshot> neighbors) {
        var all = ImmutableList.<PeerSnapshot>builder();
        for (NeighborSnapshot neighbor : neighbors) {
            configOf(config, neighbor.config().address()).ifPresent(known -> all.add(snapshot(known, neighbor)));
        }
        return all.build();
    }

    /** What a neighbor is configured to be; one that called unnamed is what its group's range says. */
    static Optional<BgpNeighbor> configOf(GatewayConfig config, IpAddress address) {
        Optional<BgpNeighbor> named = config.groups().stream()
                .flatMap(group -> group.neighbors().stream())
                .filter(neighbor -> neighbor.address().equals(address))
                .findFirst();
        return named.or(() -> config.groups().stream()
                .filter(group -> group.allowed().stream().anyMatch(prefix -> prefix.contains(address)))
                .findFirst()
                .flatMap(BgpGroup::template)
                .map(template -> at(template, address)));
    }

    private static BgpNeighbor at(BgpNeighbor template, IpAddress address) {
        return new BgpNeighbor(
                template.group(),
                template.internal(),
                address,
                template.localAddress(),
                template.peerAs(),
                template.localAs(),
                template.families(),
                template.paths(),
                template.holdTime(),
                true,
                template.port(),
                template.authenticationKey(),
                template.terms(),
                template.cluster(),
                template.description(),
                template.importPolicies(),
                template.exportPolicies(),
                template.importNames(),
                template.exportNames());
    }

    private PeerSnapshot snapshot(BgpNeighbor known, NeighborSnapshot neighbor) {
        Negotiated negotiated = neighbor.negotiated();
        boolean up = neighbor.isEstablished() && negotiated != null;
        Optional<RibPeer> peer = sessions.peer(known.address());
        return new PeerSnapshot(
                known,
                known.localAddress().orElse(address),
                state(neighbor.state().name()),
                neighbor.age().toSeconds(),
                neighbor.flaps(),
                neighbor.counters().totalIn(),
                neighbor.counters().totalOut(),
                neighbor.counters().in(MessageType.UPDATE),
                neighbor.counters().out(MessageType.UPDATE),
                neighbor.counters().octetsIn(),
                neighbor.counters().octetsOut(),
                neighbor.outQueue(),
                up && negotiated != null ? negotiated.peerId() : null,
                config.routerId(),
                up && negotiated != null
                        ? negotiated.families().stream().map(Bgp::family).collect(ImmutableSet.toImmutableSet())
                        : ImmutableSet.of(),
                up && negotiated != null ? negotiated.holdTimeSeconds() : 0,
                SessionFacts.of(neighbor, new SessionReport(neighbor, rib).details()),
                port(neighbor.localEndpoint()),
                port(neighbor.remoteEndpoint()),
                peer.map(this::counts).orElse(ImmutableList.of()),
                peer.map(member -> sum(member, true)).orElse(0),
                peer.map(member -> sum(member, false)).orElse(0),
                up && negotiated != null && negotiated.gracefulRestart() != null,
                endOfRib(known, peer));
    }

    private int sum(RibPeer peer, boolean received) {
        return peer.settings().codec().families().stream()
                .mapToInt(family -> (received ? rib.received(peer, family) : rib.advertised(peer, family)).size())
                .sum();
    }

    private static ImmutableSet<Family> endOfRib(BgpNeighbor known, Optional<RibPeer> peer) {
        return known.families().stream()
                .filter(family ->
                        peer.filter(p -> p.sawEndOfRib(Bgp.family(family))).isPresent())
                .collect(ImmutableSet.toImmutableSet());
    }

    /** Counts by table: those of the speaker first, then those of the VRFs that copies went to. */
    private ImmutableList<TableCounts> counts(RibPeer peer) {
        var counts = ImmutableList.<TableCounts>builder();
        Map<String, int[]> copies = new TreeMap<>();
        for (AddressFamily family : peer.settings().codec().families()) {
            RouteTable table = rib.table(family);
            boolean vpn = family == AddressFamily.VPN_IPV4 || family == AddressFamily.VPN_IPV6;
            int received = 0;
            int active = 0;
            for (Path path : rib.received(peer, family)) {
                if (vpn
                        && path.replicatedTo().isEmpty()
                        && rib.config().clusterId().isEmpty()) {
                    continue;
                }
                received++;
                active += table.best(path.nlri()).filter(best -> best == path).isPresent()
                                && ForwardingBuilder.isUsable(path, tunnels)
                        ? 1
                        : 0;
                for (RouteTable copy : path.replicatedTo()) {
                    copies.computeIfAbsent(copy.name(), name -> new int[2])[0]++;
                    copies.getOrDefault(copy.name(), new int[2])[1] += isBestIn(copy, path) ? 1 : 0;
                }
            }
            int advertised = rib.advertised(peer, family).size();
            counts.add(new TableCounts(table.name(), active, received, received, advertised));
        }
        copies.forEach((name, sums) -> counts.add(new TableCounts(name, sums[1], sums[0], sums[0], 0)));
        return counts.build();
    }

    private boolean isBestIn(RouteTable table, Path original) {
        return table.find(new UnicastPrefix(VrfImport.prefix(original.nlri())))
                .map(destination -> ForwardingBuilder.usable(destination, tunnels))
                .filter(best -> best.primary() == original)
                .isPresent();
    }

    /** What a neighbor is told, by the table that the route stands in here. */
    ImmutableList<net.minitrail.gateway.routing.AdvertisedRoute> advertised(
            IpAddress neighbor, Iterable<VrfTables> vrfs) {
        Optional<RibPeer> peer = sessions.peer(neighbor);
        var routes = ImmutableList.<net.minitrail.gateway.routing.AdvertisedRoute>builder();
        if (peer.isEmpty()) {
            return routes.build();
        }
        for (AddressFamily family : peer.get().settings().codec().families()) {
            for (AdvertisedRoute route : rib.advertised(peer.get(), family)) {
                for (VrfTables vrf : vrfs) {
                    if (route.path()
                            .primaryTable()
                            .filter(vrf.tables()::contains)
                            .isPresent()) {
                        var prefix = VrfImport.prefix(route.nlri());
                        routes.add(row(vrf.table(prefix.isV4()).name(), prefix.toString(), route, true));
                    }
                }
                boolean self = route.path().source().kind() == PathSource.Kind.LOCAL;
                routes.add(row(rib.table(family).name(), TableSnapshots.destination(route.nlri()), route, self));
            }
        }
        return routes.build();
    }

    private static net.minitrail.gateway.routing.AdvertisedRoute row(
            String table, String destination, AdvertisedRoute route, boolean self) {
        int label = route.path().labelOr(-1);
        return new net.minitrail.gateway.routing.AdvertisedRoute(
                table,
                destination,
                TableSnapshots.distinguisher(route.nlri()),
                label < 0 ? null : label,
                route.attributes(),
                self);
    }

    /** {@code OPEN_SENT} is {@code OpenSent} to Junos. */
    private static String state(String name) {
        return Arrays.stream(name.split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private static int port(String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        return colon < 0 ? 0 : Integer.parseInt(endpoint.substring(colon + 1));
    }
}

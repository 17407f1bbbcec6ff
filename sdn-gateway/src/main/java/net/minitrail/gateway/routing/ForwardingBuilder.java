package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Collection;
import java.util.Optional;
import net.minitrail.bgp.rib.Destination;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.PathSource;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.gateway.forwarding.Adjacency;
import net.minitrail.gateway.forwarding.ForwardingState;
import net.minitrail.gateway.forwarding.TunnelEnd;
import net.minitrail.gateway.routing.GatewayConfig.StaticRoute;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.LongestPrefixTable;
import org.jspecify.annotations.Nullable;

/** Derives what packets are looked up in from routing tables and tunnels. Confined to the routing loop. */
final class ForwardingBuilder {
    private ForwardingBuilder() {}

    static ForwardingState build(
            VrfTables main, Ipv4Address router, Collection<VrfTables> vrfs, DynamicTunnels tunnels) {
        var tables = ImmutableMap.<String, ForwardingState.Table>builder();
        var labels = ImmutableMap.<Integer, String>builder();
        var ends = ImmutableMap.<Ipv4Address, TunnelEnd>builder();
        ForwardingState.Table global = table(main, tunnels);
        global.entries().put(IpPrefix.host(router), Adjacency.End.LOCAL);
        IpAddress own = global.loopback().orElse(router);
        tables.put("", new ForwardingState.Table(global.entries(), Optional.of(own), global.loopback6()));
        for (VrfTables vrf : vrfs) {
            tables.put(vrf.config().name(), table(vrf, tunnels));
            if (vrf.label() > 0) {
                labels.put(vrf.label(), vrf.config().name());
            }
        }
        tunnels.all().forEach(tunnel -> ends.put(tunnel.end().destination(), tunnel.end()));
        return new ForwardingState(tables.buildOrThrow(), labels.buildOrThrow(), ends.buildOrThrow());
    }

    private static ForwardingState.Table table(VrfTables vrf, DynamicTunnels tunnels) {
        var entries = new LongestPrefixTable<Adjacency>();
        for (boolean v4 : new boolean[] {true, false}) {
            vrf.table(v4).forEach(destination -> {
                Path path = usable(destination, tunnels);
                Adjacency adjacency = path == null ? null : adjacency(vrf, path, tunnels);
                if (adjacency != null) {
                    entries.put(VrfTables.prefix(destination.nlri()), adjacency);
                }
            });
        }
        return new ForwardingState.Table(entries, loopback(vrf, true), loopback(vrf, false));
    }

    private static Optional<IpAddress> loopback(VrfTables vrf, boolean v4) {
        return vrf.config().interfaces().stream()
                .flatMap(logical -> logical.addresses().stream())
                .map(GatewayConfig.InterfaceAddress::address)
                .filter(address -> address.isV4() == v4)
                .findFirst();
    }

    /** The best path that leads somewhere; those through unreachable next hops are passed over. */
    static @Nullable Path usable(Destination destination, DynamicTunnels tunnels) {
        for (Path path : destination.paths()) {
            if (path.isFeasible() && isUsable(path, tunnels)) {
                return path;
            }
        }
        return null;
    }

    static boolean isUsable(Path path, DynamicTunnels tunnels) {
        return path.source().kind() == PathSource.Kind.LOCAL
                || path.labelOr(-1) < 0
                || path.attributes().nextHop().filter(tunnels::covers).isPresent();
    }

    /** The labels of a route as they were announced, outermost first. */
    static ImmutableIntArray labels(Path path) {
        LabelStack labels = path.labels();
        var all = ImmutableIntArray.builder(labels.depth());
        for (int i = 0; i < labels.depth(); i++) {
            all.add(labels.get(i));
        }
        return all.build();
    }

    private static @Nullable Adjacency adjacency(VrfTables vrf, Path path, DynamicTunnels tunnels) {
        if (path.source() == VrfTables.DIRECT || path.source() == VrfTables.LOCAL) {
            IpPrefix prefix = VrfTables.prefix(path.nlri());
            return prefix.isHost() ? Adjacency.End.LOCAL : Adjacency.End.DISCARD;
        }
        if (path.source() == VrfTables.STATIC) {
            StaticRoute route = vrf.staticRoute(VrfTables.prefix(path.nlri()));
            return route.rejects() ? Adjacency.End.REJECT : Adjacency.End.DISCARD;
        }
        Optional<IpAddress> nextHop = path.attributes().nextHop();
        return nextHop.flatMap(tunnels::to)
                .filter(tunnel -> path.labelOr(-1) >= 0)
                .map(tunnel -> (Adjacency) Adjacency.Push.of(labels(path), tunnel.end()))
                .orElse(null);
    }
}

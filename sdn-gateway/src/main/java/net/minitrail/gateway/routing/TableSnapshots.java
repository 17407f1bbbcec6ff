package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.Destination;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.PathSource;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.bgp.wire.VpnIpv6Prefix;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.RouteDistinguisher;
import org.jspecify.annotations.Nullable;

/** Copies tables for display. Confined to the routing loop, and short-lived. */
final class TableSnapshots {
    private static final long BGP = 170;

    private final BgpRib rib;
    private final DynamicTunnels tunnels;
    private final long now;

    TableSnapshots(BgpRib rib, DynamicTunnels tunnels, long now) {
        this.rib = rib;
        this.tunnels = tunnels;
        this.now = now;
    }

    /** All tables that have routes, in the order in which Junos prints them. */
    ImmutableList<TableSnapshot> all(VrfTables main, Iterable<VrfTables> vrfs, long started, GatewayConfig config) {
        List<TableSnapshot> all = new ArrayList<>();
        all.add(global(main, AddressFamily.IPV4_UNICAST));
        all.add(tunnelTable());
        for (VrfTables vrf : vrfs) {
            all.add(unicast(vrf.table(true), vrf));
        }
        all.add(labels(vrfs, started));
        all.add(global(main, AddressFamily.IPV6_UNICAST));
        for (VrfTables vrf : vrfs) {
            all.add(unicast(vrf.table(false), vrf));
        }
        for (AddressFamily family : List.of(
                AddressFamily.VPN_IPV4, AddressFamily.VPN_IPV6, AddressFamily.ROUTE_TARGET, AddressFamily.EVPN)) {
            boolean spoken = config.groups().stream()
                    .flatMap(group -> group.neighbors().stream())
                    .anyMatch(neighbor -> neighbor.families().contains(Bgp.family(family)));
            if (spoken || family != AddressFamily.ROUTE_TARGET) {
                all.add(vpn(rib.table(family)));
            }
        }
        return all.stream()
                .filter(table -> !table.entries().isEmpty() || isVrf(table.name(), vrfs))
                .collect(ImmutableList.toImmutableList());
    }

    /** The main table of a VRF is there also when it is empty. */
    private static boolean isVrf(String table, Iterable<VrfTables> vrfs) {
        for (VrfTables vrf : vrfs) {
            if (vrf.table(true).name().equals(table)) {
                return true;
            }
        }
        return false;
    }

    private TableSnapshot global(VrfTables main, AddressFamily family) {
        RouteTable learned = rib.table(family);
        TableSnapshot own = unicast(main.table(family == AddressFamily.IPV4_UNICAST), main);
        var entries = ImmutableList.<RouteEntry>builder().addAll(own.entries());
        learned.destinations().forEach(destination -> entries.addAll(entries(learned, destination, main)));
        return new TableSnapshot(own.name(), entries.build());
    }

    private TableSnapshot unicast(RouteTable table, VrfTables vrf) {
        var entries = ImmutableList.<RouteEntry>builder();
        table.destinations().forEach(destination -> entries.addAll(entries(table, destination, vrf)));
        return new TableSnapshot(table.name(), entries.build());
    }

    private List<RouteEntry> entries(RouteTable table, Destination destination, VrfTables vrf) {
        Path best = ForwardingBuilder.usable(destination, tunnels);
        List<RouteEntry> entries = new ArrayList<>();
        for (Path path : destination.paths()) {
            entries.add(entry(table, path, path == best, vrf));
        }
        return entries;
    }

    /** A VPN table as Junos keeps it: what no VRF imported is not there, unless we reflect. */
    private TableSnapshot vpn(RouteTable table) {
        boolean keepAll = rib.config().clusterId().isPresent() || table.family() == AddressFamily.ROUTE_TARGET;
        var entries = ImmutableList.<RouteEntry>builder();
        for (Destination destination : table.destinations()) {
            Path best = destination.best();
            for (Path path : destination.paths()) {
                boolean own =
                        path.source().kind() == PathSource.Kind.LOCAL && table.family() != AddressFamily.ROUTE_TARGET;
                boolean kept = keepAll || !path.replicatedTo().isEmpty() || table.family() == AddressFamily.EVPN;
                if (!own && kept) {
                    entries.add(entry(table, path, path == best, null));
                }
            }
        }
        return new TableSnapshot(table.name(), entries.build());
    }

    private RouteEntry entry(RouteTable table, Path path, boolean best, @Nullable VrfTables vrf) {
        boolean bgp = path.source().kind() != PathSource.Kind.LOCAL;
        boolean usable = path.isFeasible() && ForwardingBuilder.isUsable(path, tunnels);
        IpPrefix prefix = prefix(path.nlri());
        String protocol = bgp ? "BGP" : vrf == null ? "RTarget" : path.source().name();
        int label = path.labelOr(-1);
        ImmutableList<String> secondary =
                path.replicatedTo().stream().map(RouteTable::name).collect(ImmutableList.toImmutableList());
        return new RouteEntry(
                table.name(),
                prefix,
                destination(path.nlri()),
                protocol,
                bgp ? BGP : preference(path, vrf),
                best && usable,
                path.ageSeconds(now),
                path.attributes(),
                distinguisher(path.primary().nlri()),
                label < 0 || !bgp ? null : label,
                bgp ? path.source().address() : null,
                usable ? via(path, prefix, vrf) : ImmutableList.of(),
                path.primaryTable().map(RouteTable::name).orElse(""),
                secondary,
                usable ? null : path.infeasibility().map(Object::toString).orElse("UNRESOLVED_NEXT_HOP"),
                best && usable,
                path.source().isInternal());
    }

    private static long preference(Path path, @Nullable VrfTables vrf) {
        return vrf != null && path.source() == VrfTables.STATIC
                ? vrf.staticRoute(VrfTables.prefix(path.nlri())).preference()
                : vrf == null ? 5 : 0;
    }

    /** {@code Push 17}, or {@code Push 20, Push 30(top)} for a stack, as Junos writes them. */
    private static String pushed(Path path) {
        ImmutableIntArray labels = ForwardingBuilder.labels(path);
        var text = new StringBuilder();
        for (int i = labels.length() - 1; i >= 0; i--) {
            text.append(text.isEmpty() ? "" : ", ").append("Push ").append(labels.get(i));
        }
        return labels.length() > 1 ? text.append("(top)").toString() : text.toString();
    }

    private ImmutableList<String> via(Path path, @Nullable IpPrefix prefix, @Nullable VrfTables vrf) {
        if (path.source().kind() != PathSource.Kind.LOCAL) {
            Optional<IpAddress> nextHop = path.attributes().nextHop();
            Optional<DynamicTunnels.Tunnel> tunnel = nextHop.flatMap(tunnels::to);
            String label = path.labelOr(-1) < 0 ? "" : ", " + pushed(path);
            return ImmutableList.of(tunnel.map(t -> "via " + t.end().name() + label)
                    .orElseGet(() -> "to " + nextHop.map(Object::toString).orElse("?") + " via ge-0/0/0.0" + label));
        }
        if (vrf == null || prefix == null) {
            return ImmutableList.of("Local");
        }
        if (path.source() == VrfTables.STATIC) {
            var route = vrf.staticRoute(prefix);
            IpAddress hop = route.nextHop();
            return ImmutableList.of(hop != null ? "to " + hop : route.rejects() ? "Reject" : "Discard");
        }
        String name = vrf.interfaceOf(prefix);
        return ImmutableList.of(path.source() == VrfTables.LOCAL ? "Local via " + name : "via " + name);
    }

    private TableSnapshot tunnelTable() {
        var entries = ImmutableList.<RouteEntry>builder();
        for (DynamicTunnels.Tunnel tunnel : tunnels.all()) {
            IpPrefix prefix = IpPrefix.host(tunnel.end().destination());
            entries.add(plain(
                    "inet.3",
                    prefix,
                    prefix.toString(),
                    "Tunnel",
                    300,
                    tunnel.ageSeconds(now),
                    "via " + tunnel.end().name()));
        }
        return new TableSnapshot("inet.3", entries.build());
    }

    private TableSnapshot labels(Iterable<VrfTables> vrfs, long started) {
        var entries = ImmutableList.<RouteEntry>builder();
        long age = (now - started) / 1_000_000_000L;
        for (VrfTables vrf : vrfs) {
            if (vrf.label() > 0) {
                entries.add(plain(
                        "mpls.0",
                        null,
                        String.valueOf(vrf.label()),
                        "VPN",
                        0,
                        age,
                        "via lsi.0 (" + vrf.config().name() + "), Pop"));
            }
        }
        return new TableSnapshot("mpls.0", entries.build());
    }

    private static RouteEntry plain(
            String table,
            @Nullable IpPrefix prefix,
            String destination,
            String protocol,
            long preference,
            long age,
            String via) {
        return new RouteEntry(
                table,
                prefix,
                destination,
                protocol,
                preference,
                true,
                age,
                null,
                null,
                null,
                null,
                ImmutableList.of(via),
                "",
                ImmutableList.of(),
                null,
                false,
                true);
    }

    static String destination(Nlri nlri) {
        if (nlri instanceof VpnIpv4Prefix v4) {
            return v4.distinguisher() + ":" + v4.prefix();
        }
        if (nlri instanceof VpnIpv6Prefix v6) {
            return v6.distinguisher() + ":" + v6.prefix();
        }
        return nlri.toString();
    }

    static @Nullable IpPrefix prefix(Nlri nlri) {
        if (nlri instanceof UnicastPrefix unicast) {
            return unicast.prefix();
        }
        return nlri instanceof VpnIpv4Prefix || nlri instanceof VpnIpv6Prefix ? VrfImport.prefix(nlri) : null;
    }

    static @Nullable RouteDistinguisher distinguisher(Nlri nlri) {
        if (nlri instanceof VpnIpv4Prefix v4) {
            return v4.distinguisher();
        }
        return nlri instanceof VpnIpv6Prefix v6 ? v6.distinguisher() : null;
    }
}

package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.Destination;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.rib.TableReader;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.gateway.routing.GatewayConfig.Vrf;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;

/** The VRFs: copies VPN routes into them, exports theirs, and says which targets are wanted. Confined to the routing loop. */
final class VpnRoutes {
    private static final int FIRST_LABEL = 20;

    private final LabelPool labels = new LabelPool(FIRST_LABEL);
    private final Map<String, VrfTables> vrfs = new LinkedHashMap<>();
    private final List<VpnTable> vpnTables = new ArrayList<>();
    private final BgpRib rib;
    private final VrfImport.Neighbors neighbors;
    private Set<RouteTarget> wanted = new HashSet<>();

    private record VpnTable(VrfImport copies, VrfExport exports, TableReader reader) {}

    VpnRoutes(BgpRib rib, VrfImport.Neighbors neighbors) {
        this.rib = rib;
        this.neighbors = neighbors;
        for (AddressFamily family : List.of(AddressFamily.VPN_IPV4, AddressFamily.VPN_IPV6)) {
            RouteTable table = rib.table(family);
            vpnTables.add(new VpnTable(new VrfImport(table), new VrfExport(table), table.reader()));
        }
    }

    Collection<VrfTables> vrfs() {
        return vrfs.values();
    }

    /** Makes the VRFs those of {@code next}; what did not change keeps its label, its routes and their ages. */
    void configure(ImmutableList<Vrf> next, Ipv4Address nextHopSelf, long now) {
        Map<String, Vrf> byName = new HashMap<>();
        next.forEach(vrf -> byName.put(vrf.name(), vrf));
        for (VrfTables gone : List.copyOf(vrfs.values())) {
            if (!byName.containsKey(gone.config().name())) {
                vpnTables.forEach(table -> {
                    table.copies().removeAll(gone);
                    table.exports().withdrawAll(gone);
                });
                label(gone, false);
                vrfs.remove(gone.config().name());
            }
        }
        Map<String, VrfTables> ordered = new LinkedHashMap<>();
        for (Vrf vrf : next) {
            VrfTables tables = vrfs.get(vrf.name());
            if (tables == null) {
                tables = new VrfTables(vrf.name() + ".", vrf);
            }
            ordered.put(vrf.name(), tables);
        }
        vrfs.clear();
        vrfs.putAll(ordered);
        for (Vrf vrf : next) {
            VrfTables tables = vrfs.get(vrf.name());
            if (tables != null) {
                configure(tables, vrf, nextHopSelf, now);
            }
        }
        want(next, now);
    }

    private void configure(VrfTables tables, Vrf vrf, Ipv4Address nextHopSelf, long now) {
        tables.configure(vrf, now);
        label(tables, vrf.tableLabel() && vrf.distinguisher().isPresent());
        vpnTables.forEach(table -> {
            table.exports().update(tables, nextHopSelf, now);
            table.copies().updateAll(tables, neighbors, now);
        });
    }

    private void label(VrfTables vrf, boolean needed) {
        if (needed && vrf.label() == 0) {
            vrf.label(labels.allocate());
        } else if (!needed && vrf.label() != 0) {
            labels.release(vrf.label());
            vrf.label(0);
        }
    }

    private void want(ImmutableList<Vrf> next, long now) {
        Set<RouteTarget> targets =
                next.stream().flatMap(vrf -> vrf.targets().stream()).collect(ImmutableSet.toImmutableSet());
        targets.stream()
                .filter(target -> !wanted.contains(target))
                .forEach(target -> rib.localTargets().join(target, now));
        wanted.stream()
                .filter(target -> !targets.contains(target))
                .forEach(target -> rib.localTargets().leave(target));
        wanted = new HashSet<>(targets);
    }

    /** Takes in what changed among the VPN routes. */
    void refresh(long now) {
        for (VpnTable table : vpnTables) {
            for (Destination changed = table.reader().next();
                    changed != null;
                    changed = table.reader().next()) {
                table.copies().update(changed, vrfs.values(), neighbors, now);
            }
        }
    }

    /** Lets go of the tables' change logs. */
    void close() {
        vpnTables.forEach(table -> table.reader().close());
    }
}

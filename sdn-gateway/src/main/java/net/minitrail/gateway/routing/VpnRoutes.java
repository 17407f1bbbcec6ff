package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.vpn.Vrfs;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.gateway.routing.GatewayConfig.Vrf;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;

/** The VRFs with their labels, their policies, and the targets that they want. Confined to the routing loop. */
final class VpnRoutes {
    private static final int FIRST_LABEL = 20;

    private final LabelPool labels = new LabelPool(FIRST_LABEL);
    private final Map<String, VrfTables> byName = new LinkedHashMap<>();
    private final BgpRib rib;
    private final Vrfs vrfs;
    private Set<RouteTarget> wanted = new HashSet<>();

    VpnRoutes(BgpRib rib) {
        this.rib = rib;
        this.vrfs = new Vrfs(rib);
    }

    Collection<VrfTables> vrfs() {
        return byName.values();
    }

    /** Makes the VRFs those of {@code config}; what did not change keeps its label, its routes and their ages. */
    void configure(GatewayConfig config, Ipv4Address nextHopSelf, long now) {
        Map<String, VrfTables> before = new LinkedHashMap<>(byName);
        config.vrfs().forEach(vrf -> before.remove(vrf.name()));
        before.forEach((name, gone) -> {
            vrfs.find(name).ifPresent(vrf -> vrfs.remove(vrf, now));
            label(gone, false);
            byName.remove(name);
        });
        Map<String, VrfTables> ordered = new LinkedHashMap<>();
        for (Vrf vrf : config.vrfs()) {
            ordered.put(vrf.name(), configure(config, vrf, nextHopSelf, now));
        }
        byName.clear();
        byName.putAll(ordered);
        want(config.vrfs(), now);
    }

    private VrfTables configure(GatewayConfig config, Vrf vrf, Ipv4Address nextHopSelf, long now) {
        var imports = new VrfImport(vrf, config);
        var exports = new VrfExport(vrf, nextHopSelf);
        VrfTables tables = byName.get(vrf.name());
        if (tables == null) {
            var made = vrfs.add(vrf.name(), imports, exports);
            tables = new VrfTables(made.table(AddressFamily.IPV4_UNICAST), made.table(AddressFamily.IPV6_UNICAST), vrf);
        } else {
            vrfs.find(vrf.name()).ifPresent(known -> {
                vrfs.importBy(known, imports, now);
                vrfs.exportBy(known, exports);
            });
        }
        label(tables, vrf.tableLabel() && vrf.distinguisher().isPresent());
        tables.configure(vrf, now);
        return tables;
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
}

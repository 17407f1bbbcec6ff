package net.minitrail.bgp.vpn;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.HashSet;
import java.util.Set;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.net.RouteTarget;

/**
 * A routing instance with tables of its own. What is learned into them is copied on by {@link Vrfs}, which makes it. Confined
 * to the routing loop.
 */
public final class Vrf {
    private final String name;
    private final int index;
    private final ImmutableMap<AddressFamily, RouteTable> tables;
    private ImportPolicy importPolicy;
    private ExportPolicy exportPolicy;
    private int subscriptions;
    private final Set<RouteTarget> announcedTargets = new HashSet<>();

    Vrf(String name, int index, boolean alwaysCompareMed, ImportPolicy importPolicy, ExportPolicy exportPolicy) {
        this.name = name;
        this.index = index;
        this.importPolicy = importPolicy;
        this.exportPolicy = exportPolicy;
        this.tables = ImmutableMap.of(
                AddressFamily.IPV4_UNICAST,
                new RouteTable(name + ".inet.0", AddressFamily.IPV4_UNICAST, alwaysCompareMed),
                AddressFamily.IPV6_UNICAST,
                new RouteTable(name + ".inet6.0", AddressFamily.IPV6_UNICAST, alwaysCompareMed),
                AddressFamily.EVPN,
                new RouteTable(name + ".evpn.0", AddressFamily.EVPN, alwaysCompareMed));
    }

    public String name() {
        return name;
    }

    /** A small number, unique among the VRFs that are there; used again when they are gone. */
    public int index() {
        return index;
    }

    public RouteTable inet() {
        return table(AddressFamily.IPV4_UNICAST);
    }

    public RouteTable inet6() {
        return table(AddressFamily.IPV6_UNICAST);
    }

    public RouteTable evpn() {
        return table(AddressFamily.EVPN);
    }

    /** The table of {@code family}, which is 1/1, 2/1 or EVPN. */
    public RouteTable table(AddressFamily family) {
        RouteTable table = tables.get(family);
        if (table == null) {
            throw new IllegalArgumentException("a VRF has no table of " + family);
        }
        return table;
    }

    public ImmutableList<RouteTable> tables() {
        return tables.values().asList();
    }

    public ImportPolicy importPolicy() {
        return importPolicy;
    }

    public ExportPolicy exportPolicy() {
        return exportPolicy;
    }

    void importPolicy(ImportPolicy policy) {
        importPolicy = policy;
    }

    void exportPolicy(ExportPolicy policy) {
        exportPolicy = policy;
    }

    void subscribe() {
        subscriptions++;
    }

    void unsubscribe() {
        subscriptions--;
    }

    boolean isSubscribed() {
        return subscriptions > 0;
    }

    /** Targets that the node asks its peers for on behalf of this VRF. */
    Set<RouteTarget> announcedTargets() {
        return announcedTargets;
    }

    /** Every target of the import policy, of all families. */
    ImmutableSet<RouteTarget> importTargets() {
        var targets = ImmutableSet.<RouteTarget>builder();
        for (RouteTable table : tables()) {
            importPolicy.targets(VpnKeys.vpn(table.family())).ifPresent(targets::addAll);
        }
        return targets.build();
    }

    @Override
    public String toString() {
        return name;
    }
}

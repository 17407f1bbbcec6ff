package net.minitrail.bgp.vpn;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.DerivedRoutes;
import net.minitrail.bgp.rib.Destination;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.rib.TableReader;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.net.RouteTarget;
import org.jspecify.annotations.Nullable;

/**
 * The VRFs of a node, and the copies of routes between them and the VPN tables of the speaker.
 *
 * <p>Changes of routes and of policies take effect at the next {@link #refresh}, which {@link BgpRib#drain} does first, so
 * that ten changes cost one. Confined to the routing loop.
 */
public final class Vrfs implements DerivedRoutes {
    private static final ImmutableList<AddressFamily> VPN_FAMILIES =
            ImmutableList.of(AddressFamily.VPN_IPV4, AddressFamily.VPN_IPV6, AddressFamily.EVPN);

    /** A copy can beat a path of the VRF, whose own copies then go, and so on; policies that chase each other end here. */
    private static final int MOST_ROUNDS = 8;

    private final BgpRib rib;
    private final Replicator replicator;
    private final Map<AddressFamily, TargetIndex> indexes = new EnumMap<>(AddressFamily.class);
    private final Map<String, Vrf> byName = new LinkedHashMap<>();
    private final List<@Nullable Vrf> byIndex = new ArrayList<>();
    private final BitSet indexesInUse = new BitSet();
    private final List<Source> sources = new ArrayList<>();
    private boolean importsChanged;

    /** A table whose paths are copied elsewhere; {@code home} is its VRF, null for a VPN table. */
    private record Source(RouteTable table, @Nullable Vrf home, TableReader changes) {}

    public Vrfs(BgpRib rib) {
        this.rib = rib;
        for (AddressFamily family : VPN_FAMILIES) {
            indexes.put(family, new TargetIndex());
            RouteTable table = rib.table(family);
            sources.add(new Source(table, null, table.reader()));
        }
        this.replicator = new Replicator(rib, this::index, this::vrf);
        rib.derive(this);
    }

    private TargetIndex index(AddressFamily family) {
        TargetIndex index = indexes.get(family);
        checkArgument(index != null, "%s is no VPN family", family);
        return index;
    }

    private Vrf vrf(int index) {
        Vrf vrf = byIndex.get(index);
        checkArgument(vrf != null, "no VRF %s", index);
        return vrf;
    }

    /** Makes a VRF; the name must be new. */
    public Vrf add(String name, ImportPolicy importPolicy, ExportPolicy exportPolicy) {
        checkArgument(!byName.containsKey(name), "VRF '%s' is there already", name);
        int index = indexesInUse.nextClearBit(0);
        indexesInUse.set(index);
        var vrf = new Vrf(name, index, rib.config().alwaysCompareMed(), importPolicy, exportPolicy);
        while (byIndex.size() <= index) {
            byIndex.add(null);
        }
        byIndex.set(index, vrf);
        byName.put(name, vrf);
        for (RouteTable table : vrf.tables()) {
            sources.add(new Source(table, vrf, table.reader()));
        }
        indexTargets(vrf);
        return vrf;
    }

    /** Removes a VRF: its routes and all copies of them are gone at once, and so are the copies in it. */
    public void remove(Vrf vrf, long now) {
        checkArgument(byName.get(vrf.name()) == vrf, "VRF '%s' is not there", vrf);
        while (vrf.isSubscribed()) {
            vrf.unsubscribe();
        }
        announceTargets(vrf, ImmutableSet.of(), now);
        unindexTargets(vrf);
        for (RouteTable table : vrf.tables()) {
            table.clear();
        }
        sources.removeIf(source -> {
            boolean ofIt = source.home() == vrf;
            if (ofIt) {
                source.changes().close();
            }
            return ofIt;
        });
        byName.remove(vrf.name());
        byIndex.set(vrf.index(), null);
        indexesInUse.clear(vrf.index());
    }

    public Optional<Vrf> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All VRFs, in the order in which they were made. */
    public ImmutableList<Vrf> all() {
        return ImmutableList.copyOf(byName.values());
    }

    /** Replaces the import policy. */
    public void importBy(Vrf vrf, ImportPolicy policy, long now) {
        unindexTargets(vrf);
        vrf.importPolicy(policy);
        indexTargets(vrf);
        if (vrf.isSubscribed()) {
            announceTargets(vrf, vrf.importTargets(), now);
        }
    }

    /** Replaces the export policy. */
    public void exportBy(Vrf vrf, ExportPolicy policy) {
        vrf.exportPolicy(policy);
        exportAgain(vrf);
    }

    /** Looks at every path of the VRF again, since something that its export policy depends on has changed. */
    public void exportAgain(Vrf vrf) {
        for (Source source : sources) {
            if (source.home() == vrf) {
                source.changes().rewind();
            }
        }
    }

    /**
     * Asks peers with route target constraint for the targets that {@code vrf} imports, as long as anybody is subscribed:
     * agents, or the VRF of a router itself.
     */
    public void subscribe(Vrf vrf, long now) {
        vrf.subscribe();
        announceTargets(vrf, vrf.importTargets(), now);
    }

    /** Takes one {@link #subscribe} back. */
    public void unsubscribe(Vrf vrf, long now) {
        checkArgument(vrf.isSubscribed(), "nobody is subscribed to VRF '%s'", vrf);
        vrf.unsubscribe();
        if (!vrf.isSubscribed()) {
            announceTargets(vrf, ImmutableSet.of(), now);
        }
    }

    private void announceTargets(Vrf vrf, Set<RouteTarget> wanted, long now) {
        for (RouteTarget target : wanted) {
            if (vrf.announcedTargets().add(target)) {
                rib.localTargets().join(target, now);
            }
        }
        vrf.announcedTargets().removeIf(target -> {
            boolean unwanted = !wanted.contains(target);
            if (unwanted) {
                rib.localTargets().leave(target);
            }
            return unwanted;
        });
    }

    private void indexTargets(Vrf vrf) {
        indexes.forEach(
                (family, index) -> index.add(vrf.index(), vrf.importPolicy().targets(family)));
        importsChanged = true;
    }

    private void unindexTargets(Vrf vrf) {
        indexes.forEach(
                (family, index) -> index.remove(vrf.index(), vrf.importPolicy().targets(family)));
        importsChanged = true;
    }

    /** Makes, renews and removes copies, until they are as the routes and policies say. */
    @Override
    public void refresh(long now) {
        if (importsChanged) {
            importsChanged = false;
            sources.forEach(source -> source.changes().rewind());
        }
        boolean changed = true;
        for (int round = 0; changed && round < MOST_ROUNDS; round++) {
            changed = false;
            for (Source source : sources) {
                changed |= refresh(source, now);
            }
        }
    }

    private boolean refresh(Source source, long now) {
        TableReader changes = source.changes();
        boolean any = false;
        for (Destination changed = changes.next(); changed != null; changed = changes.next()) {
            replicator.refresh(source.table(), source.home(), changed, now);
            any = true;
        }
        return any;
    }
}

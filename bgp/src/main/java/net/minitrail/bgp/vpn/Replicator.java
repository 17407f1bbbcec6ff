package net.minitrail.bgp.vpn;

import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.Destination;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import org.jspecify.annotations.Nullable;

/** Keeps the copies of one path where they belong. Confined to the routing loop. */
final class Replicator {
    private final BgpRib rib;
    private final Function<AddressFamily, TargetIndex> indexes;
    private final IntFunction<Vrf> vrfs;

    /** The copies of the path at hand that were there before, by table. */
    private final IdentityHashMap<RouteTable, Path> before = new IdentityHashMap<>();

    /**
     * A replicator.
     *
     * @param indexes by VPN family
     * @param vrfs by index
     */
    Replicator(BgpRib rib, Function<AddressFamily, TargetIndex> indexes, IntFunction<Vrf> vrfs) {
        this.rib = rib;
        this.indexes = indexes;
        this.vrfs = vrfs;
    }

    /** Brings the copies of all paths of a destination up to date. */
    void refresh(RouteTable table, @Nullable Vrf home, Destination destination, long now) {
        for (Path path : destination.paths()) {
            if (!path.isSecondary()) {
                refresh(table, home, path, now);
            }
        }
    }

    private void refresh(RouteTable table, @Nullable Vrf home, Path path, long now) {
        for (RouteTable holder : path.replicatedTo()) {
            path.replicaIn(holder).ifPresent(copy -> before.put(holder, copy));
        }
        if (path.isEcmp()) {
            if (home == null) {
                copyToVrfs(table, null, path, path.nlri(), path.attributes(), now);
            } else {
                Optional<ExportPolicy.Exported> exported = home.exportPolicy().export(path);
                if (exported.isPresent()) {
                    PathAttributes attributes = exported.get().attributes();
                    Nlri vpn = VpnKeys.vpn(path.nlri(), exported.get().distinguisher());
                    copy(rib.table(vpn.family()), table, path, vpn, attributes, now);
                    copyToVrfs(table, home, path, vpn, attributes, now);
                }
            }
        }
        before.values().forEach(RouteTable::removeReplica);
        before.clear();
    }

    private void copyToVrfs(
            RouteTable from, @Nullable Vrf home, Path path, Nlri vpn, PathAttributes attributes, long now) {
        BitSet candidates = indexes.apply(vpn.family()).candidates(attributes);
        if (home != null) {
            candidates.clear(home.index());
        }
        if (candidates.isEmpty()) {
            return;
        }
        Nlri inVrf = VpnKeys.inVrf(vpn);
        AddressFamily family = inVrf.family();
        for (int i = candidates.nextSetBit(0); i >= 0; i = candidates.nextSetBit(i + 1)) {
            Vrf vrf = vrfs.apply(i);
            Optional<PathAttributes> accepted = vrf.importPolicy().accept(vpn, attributes, path);
            if (accepted.isPresent()) {
                copy(vrf.table(family), from, path, inVrf, accepted.get(), now);
            }
        }
    }

    private void copy(RouteTable to, RouteTable from, Path path, Nlri nlri, PathAttributes attributes, long now) {
        Path old = before.remove(to);
        if (old != null && !old.nlri().equals(nlri)) {
            RouteTable.removeReplica(old);
            old = null;
        }
        to.replicate(from, path, nlri, attributes, old, now);
    }
}

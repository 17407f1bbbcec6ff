package net.minitrail.bgp.rib;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.minitrail.bgp.wire.IdentifiedNlri;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.Route;
import org.jspecify.annotations.Nullable;

/**
 * What one peer is told of one table where path identifiers were agreed on (RFC 7911): the best path and others that may be
 * used, each under an identifier of its own that it keeps as long as its source offers it.
 *
 * <p>Which paths the peer knows is remembered here, since it does not follow from the present best path as in an
 * {@link UpdateGroup}. Confined to the routing loop.
 */
final class PathsOut implements PathWatcher {
    private final ExportKey key;
    private final ExportRules rules;
    private final Audience audience;
    private final RouteTable table;
    private final RibPeer peer;
    private final int limit;
    private final BitSet self = new BitSet();

    private final Map<Nlri, List<Told>> told = new HashMap<>();

    /** Destinations whose paths changed and that the peer was not yet told of. */
    private final Set<Nlri> changed = new LinkedHashSet<>();

    /** The destinations of the table when the peer came or asked for all of it again, and how many of them were told. */
    private List<Nlri> dump = List.of();

    private int dumped;
    private Ending owed = Ending.END_OF_RIB;

    /** @param path null if the peer is to be told again, though nothing changed */
    private record Told(int id, @Nullable Path path) {}

    /** @param limit how many paths to a destination, best first; 0 for all */
    PathsOut(ExportKey key, RibConfig config, TargetFilters filters, RibPeer peer, int limit) {
        this.key = key;
        this.rules = new ExportRules(key, config);
        this.audience = new Audience(key, rules, filters);
        this.table = key.table();
        this.peer = peer;
        this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
        self.set(peer.id());
        table.watchPaths(this);
        walk();
    }

    void close() {
        table.unwatchPaths(this);
    }

    boolean isByTargets() {
        return key.byTargets();
    }

    ExportRules rules() {
        return rules;
    }

    @Override
    public void changed(Nlri nlri) {
        changed.add(nlri);
    }

    /** Looks at the whole table again, since the peer asked for other targets. */
    void walk() {
        dump = new ArrayList<>(table.reachable());
        table.forEach(destination -> dump.add(destination.nlri()));
        dumped = 0;
    }

    /** Tells the whole table again (RFC 2918), and answers what marks the end: {@code ending} unless another is owed. */
    Ending refresh(Ending ending) {
        told.replaceAll((nlri, paths) ->
                paths.stream().map(path -> new Told(path.id(), null)).toList());
        walk();
        owed = owed == Ending.NOTHING ? ending : owed;
        return owed;
    }

    /** The paths to a destination that the peer is to know, best first. */
    ImmutableList<Path> wanted(Destination destination) {
        var wanted = ImmutableList.<Path>builder();
        int left = limit;
        for (Path path = destination.first; path != null && path.isFeasible() && left > 0; path = path.next) {
            if (audience.includes(peer, path)) {
                wanted.add(path);
                left--;
            }
        }
        return wanted.build();
    }

    /** Gives out what is still to be told, about {@code budget} routes at most; answers how much of it is left. */
    int drain(List<Delivery> deliveries, int budget) {
        int left = budget;
        while (left > 0 && hasMore() && peer.isReady()) {
            var builder = new BatchBuilder(key, rules);
            while (builder.size() < UpdateGroup.BATCH && dumped < dump.size()) {
                Nlri nlri = dump.get(dumped++);
                changed.remove(nlri);
                tell(nlri, builder);
            }
            if (dumped == dump.size()) {
                tellChanges(builder);
            }
            List<UpdateBatch.Part> parts = builder.build();
            for (UpdateBatch.Part part : parts) {
                deliveries.add(new Delivery(part.outbound, ImmutableList.of(peer)));
            }
            left -= Math.max(1, builder.size());
        }
        return left;
    }

    private boolean hasMore() {
        return dumped < dump.size() || owed != Ending.NOTHING || !changed.isEmpty();
    }

    private void tellChanges(BatchBuilder builder) {
        dump = List.of();
        dumped = 0;
        for (var left = changed.iterator(); left.hasNext() && builder.size() < UpdateGroup.BATCH; ) {
            Nlri nlri = left.next();
            left.remove();
            tell(nlri, builder);
        }
        if (owed != Ending.NOTHING) {
            builder.end(self, owed);
            owed = Ending.NOTHING;
        }
    }

    private void tell(Nlri nlri, BatchBuilder builder) {
        List<Path> wanted = table.find(nlri).map(this::wanted).orElse(ImmutableList.of());
        List<Told> before = told.getOrDefault(nlri, List.of());
        List<Told> after = new ArrayList<>(wanted.size());
        for (Path path : wanted) {
            var now = new Told(table.pathId(path), path);
            after.add(now);
            if (!before.contains(now)) {
                var identified = new IdentifiedNlri(nlri, now.id());
                builder.announce(
                        self,
                        path,
                        new Route(identified, path.labels(), path.evpn().orElse(null)));
            }
        }
        for (Told one : before) {
            if (after.stream().noneMatch(still -> still.id() == one.id())) {
                builder.withdraw(self, new IdentifiedNlri(nlri, one.id()));
            }
        }
        if (after.isEmpty()) {
            told.remove(nlri);
        } else {
            told.put(nlri, after);
        }
    }
}

package net.minitrail.controller.introspect;

import com.google.common.collect.AbstractIterator;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import net.minitrail.bgp.rib.Destination;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.PathSource;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.controller.introspect.RouteDump.Chosen;
import net.minitrail.controller.introspect.RouteDump.Found;
import org.jspecify.annotations.Nullable;

/**
 * The paths to destinations of one table, read in parts when they are asked for. A part is one task of the routing loop,
 * which takes 0.1 ms at most, or one destination: what changes meanwhile waits no longer. For one thread.
 */
final class RouteReader extends AbstractIterator<RouteReader.Rows> {
    private static final long PART_NANOS = 100_000;

    private static final long LONGEST_REST_NANOS = 5_000_000;

    /** So many parts are preceded by a rest once the routing loop was seen to have other work. */
    private static final int BUSY_PARTS = 16;

    /** Destinations in a part. More would only be more to keep. */
    private static final int PART = 64;

    private final NodeView node;
    private final Chosen chosen;
    private final Predicate<RouteRow> wanted;

    /** Used on the routing loop only, by one part after the other. */
    private final IdentityHashMap<PathSource, RouteSource> sources = new IdentityHashMap<>();

    /** Likewise. */
    private long batches;

    private int next;
    private int rests;
    private long partBegan;
    private Iterator<Rows> part = List.<Rows>of().iterator();

    /** One destination with at least one path. */
    record Rows(Nlri nlri, ImmutableList<RouteRow> paths) {}

    /** @param alone whether the routing loop had nothing else to do since the part before */
    private record Part(int next, List<Rows> rows, boolean alone) {}

    RouteReader(NodeView node, Chosen chosen, Predicate<RouteRow> wanted) {
        this.node = node;
        this.chosen = chosen;
        this.wanted = wanted;
    }

    @Override
    protected @Nullable Rows computeNext() {
        while (true) {
            while (part.hasNext()) {
                Rows rows = filtered(part.next());
                if (!rows.paths().isEmpty()) {
                    return rows;
                }
            }
            if (next >= chosen.keys().size()) {
                return endOfData();
            }
            int from = next;
            if (rests > 0) {
                rests--;
                rest();
            }
            partBegan = System.nanoTime();
            Part read = node.ask(tables -> read(tables, from));
            next = read.next();
            rests = read.alone() ? rests : BUSY_PARTS;
            part = read.rows().iterator();
        }
    }

    private Rows filtered(Rows rows) {
        for (RouteRow row : rows.paths()) {
            if (!wanted.test(row)) {
                return new Rows(
                        rows.nlri(), rows.paths().stream().filter(wanted).collect(ImmutableList.toImmutableList()));
            }
        }
        return rows;
    }

    /** On the routing loop. */
    private Part read(Tables tables, int from) {
        Found found = RouteDump.find(tables, chosen.summary().table());
        if (found == null) {
            return new Part(chosen.keys().size(), List.of(), true);
        }
        List<Rows> rows = new ArrayList<>(PART);
        int end = Math.min(from + PART, chosen.keys().size());
        long begin = System.nanoTime();
        int at = from;
        do {
            Destination destination =
                    found.table().find(chosen.keys().get(at++)).orElse(null);
            if (destination != null) {
                rows.add(rows(tables, found, destination));
            }
        } while (at < end && System.nanoTime() - begin < PART_NANOS);
        boolean alone = from == 0 || tables.batches() - batches == 1; // the batch of the part before
        batches = tables.batches();
        return new Part(at, rows, alone);
    }

    private Rows rows(Tables tables, Found found, Destination destination) {
        ImmutableList<Path> paths = destination.paths();
        if (paths.size() == 1) {
            return new Rows(destination.nlri(), ImmutableList.of(row(tables, found, paths.get(0))));
        }
        var rows = ImmutableList.<RouteRow>builderWithExpectedSize(paths.size());
        paths.forEach(path -> rows.add(row(tables, found, path)));
        return new Rows(destination.nlri(), rows.build());
    }

    private RouteRow row(Tables tables, Found found, Path path) {
        RouteSource from = sources.computeIfAbsent(path.source(), RouteSource::of);
        return RouteRow.of(tables, found.table(), found.instance(), from, path);
    }

    /**
     * Leaves the machine to others, while they have something to do, for six times as long as the last part took to render and
     * to send. What a dump makes is garbage soon, and each collection stops everything for milliseconds: so there are few.
     */
    private void rest() {
        LockSupport.parkNanos(Math.min(6 * (System.nanoTime() - partBegan), LONGEST_REST_NANOS));
    }
}

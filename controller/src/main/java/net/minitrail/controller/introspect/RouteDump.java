package net.minitrail.controller.introspect;

import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.controller.routing.Instance;
import net.minitrail.xmpp.stanza.Dialect;
import org.jspecify.annotations.Nullable;

/** Reads tables in parts: other work of the routing loop goes on between them, so a dump is no single moment. */
public final class RouteDump {
    private static final int PART = 64;

    private final NodeView node;

    public RouteDump(NodeView node) {
        this.node = node;
    }

    /**
     * A table at one moment.
     *
     * @param instance name of the routing instance
     */
    public record Summary(
            String instance,
            String table,
            String family,
            int prefixes,
            int paths,
            int primaryPaths,
            int secondaryPaths,
            int infeasiblePaths,
            int stalePaths) {}

    private record Found(RouteTable table, @Nullable Instance instance) {}

    /** The rows of the tables whose name and instance {@code wanted} accepts, of destinations that {@code prefixes} does. */
    public List<RouteRow> rows(Predicate<Summary> wanted, Predicate<Nlri> prefixes) {
        List<RouteRow> rows = new ArrayList<>();
        for (Summary summary : tables(wanted)) {
            List<Nlri> keys = node.ask(tables -> {
                List<Nlri> found = new ArrayList<>();
                Found table = find(tables, summary.table());
                if (table != null) {
                    table.table().forEach(destination -> {
                        if (prefixes.test(destination.nlri())) {
                            found.add(destination.nlri());
                        }
                    });
                }
                return found;
            });
            keys.sort(Comparator.naturalOrder());
            for (List<Nlri> part : Lists.partition(keys, PART)) {
                rows.addAll(node.ask(tables -> read(tables, summary.table(), part)));
            }
        }
        return rows;
    }

    private static List<RouteRow> read(Tables tables, String name, List<Nlri> keys) {
        Found found = find(tables, name);
        List<RouteRow> rows = new ArrayList<>();
        if (found != null) {
            for (Nlri key : keys) {
                found.table()
                        .find(key)
                        .ifPresent(destination ->
                                rows.addAll(RouteRow.of(tables, found.table(), found.instance(), destination)));
            }
        }
        return rows;
    }

    /** The tables there are, those of the fabric first. Counting paths of a kind costs a walk, which is made here. */
    public List<Summary> tables(Predicate<Summary> wanted) {
        return node.ask(tables -> {
            List<Summary> summaries = new ArrayList<>();
            for (Found found : all(tables)) {
                Summary bare = summary(found, new int[3]);
                if (wanted.test(bare)) {
                    summaries.add(summary(found, count(found.table())));
                }
            }
            return summaries;
        });
    }

    private static Summary summary(Found found, int[] counts) {
        int paths = found.table().paths();
        return new Summary(
                found.instance() == null
                        ? Dialect.FABRIC_INSTANCE
                        : found.instance().name(),
                found.table().name(),
                found.table().family().configName(),
                found.table().reachable(),
                paths,
                paths - counts[0],
                counts[0],
                counts[1],
                counts[2]);
    }

    /** Secondary, infeasible and stale paths. */
    private static int[] count(RouteTable table) {
        int[] counts = new int[3];
        table.forEach(destination -> destination.paths().forEach(path -> {
            counts[0] += path.isSecondary() ? 1 : 0;
            counts[1] += path.isFeasible() ? 0 : 1;
            counts[2] += path.isStale() ? 1 : 0;
        }));
        return counts;
    }

    private static List<Found> all(Tables tables) {
        List<Found> all = new ArrayList<>();
        tables.rib().tables().forEach(table -> all.add(new Found(table, null)));
        for (Instance instance : tables.instances().all()) {
            if (!instance.name().equals(Dialect.FABRIC_INSTANCE)) {
                instance.tables().forEach(table -> all.add(new Found(table, instance)));
            }
        }
        return all;
    }

    private static @Nullable Found find(Tables tables, String name) {
        for (Found found : all(tables)) {
            if (found.table().name().equals(name)) {
                return found;
            }
        }
        return null;
    }
}

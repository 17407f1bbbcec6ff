package net.minitrail.controller.introspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.minitrail.bgp.rib.Destination;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.controller.introspect.RouteReader.Rows;
import net.minitrail.controller.routing.Instance;
import net.minitrail.xmpp.stanza.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables, however large, without holding the routing loop up: first which destinations there are, at one moment, then
 * what there is to them, in small parts ({@link RouteReader}) as fast as they are taken. Other work of the loop goes on
 * between the parts: a destination that is there all the time is read once, as it is when it is read; one that comes
 * meanwhile is not read, and one that goes may be.
 *
 * <p>Beside the part at hand it needs 4 octets for each destination.
 */
public final class RouteDump {
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

    /** A table and the destinations that are to be read of it, in their order. */
    record Chosen(Summary summary, List<Nlri> keys) {
        Chosen first(int count) {
            return new Chosen(summary, keys.subList(0, Math.min(count, keys.size())));
        }
    }

    record Found(RouteTable table, @Nullable Instance instance) {}

    /** The tables whose name and instance {@code wanted} accepts, with the destinations that {@code prefixes} does. */
    List<Chosen> choose(Predicate<Summary> wanted, Predicate<Nlri> prefixes) {
        List<Chosen> chosen = new ArrayList<>();
        for (Summary summary : tables(wanted)) {
            @Nullable
            Destination[] present = node.ask(tables -> {
                Found found = find(tables, summary.table());
                return found == null ? new Destination[0] : found.table().snapshot();
            });
            List<Nlri> keys = new ArrayList<>(Math.min(summary.paths(), present.length));
            for (Destination destination : present) {
                if (destination != null && prefixes.test(destination.nlri())) {
                    keys.add(destination.nlri());
                }
            }
            keys.sort(Comparator.naturalOrder());
            chosen.add(new Chosen(summary, keys));
        }
        return chosen;
    }

    /** Only those destinations with a path that {@code paths} accepts. Reads them all. */
    Chosen narrow(Chosen chosen, Predicate<RouteRow> paths) {
        List<Nlri> keys = new ArrayList<>();
        read(chosen, paths).forEachRemaining(rows -> keys.add(rows.nlri()));
        return new Chosen(chosen.summary(), keys);
    }

    /** The paths to each destination that {@code paths} accepts, best path first. */
    Iterator<Rows> read(Chosen chosen, Predicate<RouteRow> paths) {
        return new RouteReader(node, chosen, paths);
    }

    /** The tables there are, those of the fabric first. */
    public List<Summary> tables(Predicate<Summary> wanted) {
        return node.ask(tables -> {
            List<Summary> summaries = new ArrayList<>();
            forEach(tables, found -> {
                Summary summary = summary(found);
                if (wanted.test(summary)) {
                    summaries.add(summary);
                }
            });
            return summaries;
        });
    }

    private static Summary summary(Found found) {
        RouteTable table = found.table();
        return new Summary(
                found.instance() == null
                        ? Dialect.FABRIC_INSTANCE
                        : found.instance().name(),
                table.name(),
                table.family().configName(),
                table.reachable(),
                table.paths(),
                table.paths() - table.secondaryPaths(),
                table.secondaryPaths(),
                table.infeasiblePaths(),
                table.stalePaths());
    }

    private static void forEach(Tables tables, Consumer<Found> consumer) {
        tables.rib().tables().forEach(table -> consumer.accept(new Found(table, null)));
        for (Instance instance : tables.instances().all()) {
            if (!instance.name().equals(Dialect.FABRIC_INSTANCE)) {
                instance.tables().forEach(table -> consumer.accept(new Found(table, instance)));
            }
        }
    }

    /** The table of that name, or null if there is none any more. On the routing loop. */
    static @Nullable Found find(Tables tables, String name) {
        for (RouteTable table : tables.rib().tables()) {
            if (table.name().equals(name)) {
                return new Found(table, null);
            }
        }
        for (Instance instance : tables.instances().all()) {
            if (name.startsWith(instance.name()) && !instance.name().equals(Dialect.FABRIC_INSTANCE)) {
                for (RouteTable table : instance.tables()) {
                    if (table.name().equals(name)) {
                        return new Found(table, instance);
                    }
                }
            }
        }
        return null;
    }
}

package net.minitrail.bgp.rib;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.IdentifiedNlri;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import org.jspecify.annotations.Nullable;

/**
 * The candidate paths to each destination of one family, and the best of them.
 *
 * <p>A change answers with what it did to the best path, so a table has no listeners. Those who want all changes of a batch
 * at once read them with a {@link TableReader}.
 *
 * <p>Copies of paths of other tables ({@linkplain #replicate secondary paths}) die with their originals. Confined to the
 * routing loop; {@code now} is in nanoseconds of a monotonic clock.
 */
public final class RouteTable {
    private final String name;
    private final AddressFamily family;
    private final PathOrder order;
    private final DestinationMap destinations = new DestinationMap();
    private final SourcePaths sources = new SourcePaths();
    private final ChangeLog log = new ChangeLog(destinations::remove);

    /** Those to whom more than best paths matters; nearly always nobody. */
    private final List<PathWatcher> watchers = new ArrayList<>(0);

    private int lastPathId;
    private int reachable;
    private int paths;
    private int secondaryPaths;
    private int infeasiblePaths;
    private int stalePaths;

    /**
     * @param name as it is shown: {@code bgp.l3vpn.0}
     * @param alwaysCompareMed whether MEDs of different neighbour ASes are compared
     */
    public RouteTable(String name, AddressFamily family, boolean alwaysCompareMed) {
        this.name = name;
        this.family = family;
        this.order = new PathOrder(alwaysCompareMed);
    }

    public String name() {
        return name;
    }

    public AddressFamily family() {
        return family;
    }

    /**
     * Adds the path that {@code source} offers, in place of the one it offered before under the same path identifier, which
     * an {@link IdentifiedNlri} has. Costs O(paths to the destination).
     */
    public Optional<BestChange> learn(Route route, PathSource source, PathAttributes attributes, long now) {
        return learn(route, source, attributes, null, now);
    }

    /** As the other {@code learn}; a path with a reason why not is kept and shown, but not used. */
    public Optional<BestChange> learn(
            Route route, PathSource source, PathAttributes attributes, @Nullable Infeasibility whyNot, long now) {
        checkArgument(route.nlri().family() == family, "%s in a table of %s", route, family);
        int pathId = route.nlri() instanceof IdentifiedNlri identified ? identified.pathId() : 0;
        Destination destination = destinations.getOrAdd(plain(route.nlri()));
        Path old = destination.offerOf(source, pathId);
        if (old != null
                && !old.isMarkedLongLivedStale()
                && old.says(attributes, route.labels(), route.evpn(), whyNot)) {
            stale(old, false);
            return Optional.empty();
        }
        Path fresh = new Path(destination, source, attributes, route.labels(), route.evpn(), whyNot, Path.seconds(now));
        fresh.pathId(pathId);
        return Optional.ofNullable(replace(destination, old, fresh));
    }

    private static Nlri plain(Nlri nlri) {
        return nlri instanceof IdentifiedNlri identified ? identified.nlri() : nlri;
    }

    /** Puts a primary path in the place of that of the same source, if there is one. */
    private @Nullable BestChange replace(Destination destination, @Nullable Path old, Path fresh) {
        if (old != null) {
            Replicas.adopt(old, fresh);
            sources.remove(old);
        }
        sources.add(fresh);
        return exchange(destination, old, fresh);
    }

    /** Removes the path of {@code source}; one it never offered is no error, since withdrawals may cross. */
    public Optional<BestChange> withdraw(Nlri nlri, PathSource source) {
        int pathId = nlri instanceof IdentifiedNlri identified ? identified.pathId() : 0;
        Destination destination = destinations.get(plain(nlri));
        Path path = destination == null ? null : destination.offerOf(source, pathId);
        return path == null ? Optional.empty() : Optional.ofNullable(remove(path));
    }

    /** Removes all that {@code source} offered, when its session ends; the changes come in the order of destinations. */
    public List<BestChange> forget(PathSource source) {
        return forget(source, path -> true);
    }

    /** Removes what {@code source} offered and {@code condition} holds for; the changes come in the order of destinations. */
    public List<BestChange> forget(PathSource source, Predicate<Path> condition) {
        List<BestChange> changes = new ArrayList<>();
        Path later;
        for (Path path = sources.first(source); path != null; path = later) {
            later = path.later;
            BestChange change = condition.test(path) ? remove(path) : null;
            if (change != null) {
                changes.add(change);
            }
        }
        changes.sort(Comparator.comparing(BestChange::nlri));
        return changes;
    }

    /** Removes every path, and the copies of those that are no copies themselves. */
    public void clear() {
        for (Destination destination : destinations()) {
            for (Path path : destination.paths()) {
                if (path.isSecondary()) {
                    removeReplica(path);
                } else {
                    remove(path);
                }
            }
        }
    }

    /** Marks all that {@code source} offered as stale; what it does not offer again can then be {@linkplain #sweep swept}. */
    public void markStale(PathSource source) {
        for (Path path = sources.first(source); path != null; path = path.later) {
            stale(path, true);
        }
    }

    private void stale(Path path, boolean value) {
        stalePaths += (value ? 1 : 0) - (path.isStale() ? 1 : 0);
        path.stale(value);
    }

    /** Makes stale paths the last choice (RFC 9494 section 4.3). */
    public void markLongLivedStale(PathSource source) {
        Path later;
        for (Path path = sources.first(source); path != null; path = later) {
            later = path.later;
            if (path.isStale() && !path.isMarkedLongLivedStale()) {
                replace(path.destination, path, path.longLivedStale());
            }
        }
    }

    /** Removes what is still stale. */
    public List<BestChange> sweep(PathSource source) {
        return forget(source, Path::isStale);
    }

    /** Copies {@code original} of another table here, in place of the copy {@code old} of it. The copy dies with it. */
    public Path replicate(
            RouteTable from, Path original, Nlri nlri, PathAttributes attributes, @Nullable Path old, long now) {
        checkArgument(!original.isSecondary(), "%s is a copy itself", original);
        boolean last = original.isMarkedLongLivedStale();
        if (old != null
                && old.isMarkedLongLivedStale() == last
                && old.says(attributes, original.labels(), original.evpn().orElse(null), null)) {
            return old;
        }
        Destination destination = destinations.getOrAdd(nlri);
        int since = old == null ? original.learnedSeconds() : Path.seconds(now);
        var copy = original.copy(destination, attributes, last, since);
        PathExtras extras = copy.extras();
        extras.primary = original;
        extras.primaryTable = from;
        extras.table = this;
        if (old != null) {
            Replicas.unchain(old);
        }
        Replicas.chain(original, copy);
        exchange(destination, old, copy);
        return copy;
    }

    /** Removes a copy from the table that it is in. */
    public static void removeReplica(Path copy) {
        Replicas.unchain(copy);
        copy.tableOfCopy().exchange(copy.destination, copy, null);
    }

    private @Nullable BestChange remove(Path path) {
        for (Path copy = path.firstReplica(); copy != null; copy = path.firstReplica()) {
            removeReplica(copy);
        }
        sources.remove(path);
        return exchange(path.destination, path, null);
    }

    /** Puts {@code fresh} in the place of {@code old}; at least one of them is there. */
    private @Nullable BestChange exchange(Destination destination, @Nullable Path old, @Nullable Path fresh) {
        Path before = destination.best();
        boolean seen = old != null && old.isEcmp();
        if (old != null) {
            destination.remove(old);
            count(old, -1);
        }
        if (fresh != null) {
            destination.add(fresh);
            count(fresh, 1);
            if (old != null && old.extras != null && old.extras.sentId != 0) {
                fresh.extras().sentId = old.extras.sentId;
            }
        }
        for (int i = 0; i < watchers.size(); i++) {
            watchers.get(i).changed(destination.nlri());
        }
        return settle(destination, before, seen, fresh);
    }

    private void count(Path path, int one) {
        paths += one;
        secondaryPaths += path.isSecondary() ? one : 0;
        infeasiblePaths += path.isFeasible() ? 0 : one;
        stalePaths += path.isStale() ? one : 0;
    }

    private @Nullable BestChange settle(
            Destination destination, @Nullable Path before, boolean seen, @Nullable Path changed) {
        order.arrange(destination);
        if (!seen && (changed == null || !changed.isEcmp())) {
            if (destination.first == null && destination.position < 0) {
                destinations.remove(destination);
            }
            return null;
        }
        Path after = destination.best();
        reachable += (after == null ? 0 : 1) - (before == null ? 0 : 1);
        log.touch(destination, before);
        return new BestChange(destination.nlri(), before, after);
    }

    /** The best path, if the destination is reachable. */
    public Optional<Path> best(Nlri nlri) {
        Destination destination = destinations.get(nlri);
        return destination == null ? Optional.empty() : Optional.ofNullable(destination.best());
    }

    /** The destination, if there is any path to it. */
    public Optional<Destination> find(Nlri nlri) {
        Destination destination = destinations.get(nlri);
        return destination == null || destination.first == null ? Optional.empty() : Optional.of(destination);
    }

    /** Number of destinations with a usable path. */
    public int reachable() {
        return reachable;
    }

    /** Number of paths, copies and unusable ones too. */
    public int paths() {
        return paths;
    }

    /** Number of copies of paths of other tables. */
    public int secondaryPaths() {
        return secondaryPaths;
    }

    /** Number of paths that may not be used. */
    public int infeasiblePaths() {
        return infeasiblePaths;
    }

    /** Number of paths whose source has gone and may come back. */
    public int stalePaths() {
        return stalePaths;
    }

    /** Number of paths that {@code source} offers. */
    public int paths(PathSource source) {
        return sources.count(source);
    }

    /** What {@code source} offers, in the order of destinations. */
    public ImmutableList<Path> offeredBy(PathSource source) {
        var offers = new ArrayList<Path>();
        for (Path path = sources.first(source); path != null; path = path.later) {
            offers.add(path);
        }
        offers.sort(Comparator.comparing(Path::nlri));
        return ImmutableList.copyOf(offers);
    }

    /** Every destination with a path, in no order; the table must not change meanwhile. */
    public void forEach(Consumer<Destination> consumer) {
        destinations.forEach(destination -> {
            if (destination.first != null) {
                consumer.accept(destination);
            }
        });
    }

    /** The destinations that {@code condition} holds for, in their order. Costs a walk of the table. */
    public ImmutableList<Destination> destinations(Predicate<Destination> condition) {
        var found = new ArrayList<Destination>();
        forEach(destination -> {
            if (condition.test(destination)) {
                found.add(destination);
            }
        });
        found.sort(Comparator.comparing(Destination::nlri));
        return ImmutableList.copyOf(found);
    }

    /** Every destination with a path, in order, for display. */
    public ImmutableList<Destination> destinations() {
        return destinations(destination -> true);
    }

    /**
     * The destinations that there are now, in no order, with nulls in between: for those who look at a large table in parts.
     * Their keys may be read on any thread; what else there is to them, by {@link #find} on the routing loop, as they may
     * have gone. Costs one copy of memory, 4 octets a slot.
     */
    public @Nullable Destination[] snapshot() {
        return destinations.snapshot();
    }

    /** A reader that is given the whole table first, then every change. It must be closed. */
    public TableReader reader() {
        return new TableReader(log);
    }

    void watchPaths(PathWatcher watcher) {
        watchers.add(watcher);
    }

    void unwatchPaths(PathWatcher watcher) {
        watchers.remove(watcher);
    }

    /** What a path of this table is told under (RFC 7911): the same for as long as its source offers it. */
    int pathId(Path path) {
        PathExtras extras = path.extras();
        if (extras.sentId == 0) {
            extras.sentId = ++lastPathId;
        }
        return extras.sentId;
    }

    ChangeLog log() {
        return log;
    }

    @Override
    public String toString() {
        return name;
    }
}

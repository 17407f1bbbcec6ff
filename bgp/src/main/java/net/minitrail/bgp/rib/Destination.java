package net.minitrail.bgp.rib;

import com.google.common.collect.ImmutableList;
import net.minitrail.bgp.wire.Nlri;
import org.jspecify.annotations.Nullable;

/** One destination of a table, with its paths. Confined to the routing loop; 32 octets. */
public final class Destination {
    private final Nlri nlri;

    /** Best path first, then those as good as it, then the rest. */
    @Nullable
    Path first;

    /** While readers still have to pass the last change: the path that some of them may know; see {@link ChangeLog}. */
    @Nullable
    Path told;

    /** Where it is in the change log, or -1. */
    int position = -1;

    /** Epoch of the change log in which it appeared. */
    int birth;

    Destination(Nlri nlri) {
        this.nlri = nlri;
    }

    public Nlri nlri() {
        return nlri;
    }

    /** The path in use, or null if there is none that may be used. */
    public @Nullable Path best() {
        return first != null && first.isFeasible() ? first : null;
    }

    /** The best path and those that are as good, best first; empty if the destination is unreachable. */
    public ImmutableList<Path> equalCostPaths() {
        var paths = ImmutableList.<Path>builder();
        for (Path path = first; path != null && path.isEcmp(); path = path.next) {
            paths.add(path);
        }
        return paths.build();
    }

    /** Every path, best first, those that may not be used last. */
    public ImmutableList<Path> paths() {
        if (first != null && first.next == null) {
            return ImmutableList.of(first);
        }
        var paths = ImmutableList.<Path>builder();
        for (Path path = first; path != null; path = path.next) {
            paths.add(path);
        }
        return paths.build();
    }

    /** The primary path of {@code source} with that path identifier, or null. */
    @Nullable
    Path offerOf(PathSource source, int pathId) {
        for (Path path = first; path != null; path = path.next) {
            if (path.source() == source && !path.isSecondary() && path.pathId() == pathId) {
                return path;
            }
        }
        return null;
    }

    /** Puts a path in; the paths are out of order until they are arranged. */
    void add(Path path) {
        path.next = first;
        first = path;
    }

    /** Takes a path of this destination out. */
    void remove(Path path) {
        Path previous = first;
        if (previous == path) {
            first = path.next;
        } else {
            while (previous != null && previous.next != path) {
                previous = previous.next;
            }
            if (previous != null) {
                previous.next = path.next;
            }
        }
        path.next = null;
    }

    @Override
    public String toString() {
        return nlri + " " + paths();
    }
}

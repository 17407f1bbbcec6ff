package net.minitrail.bgp.rib;

import static com.google.common.collect.ComparisonChain.start;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;

/**
 * The choice of the best path, in the order of Contrail's control node.
 *
 * <pre>
 *   1 may be used at all         7 shorter AS path               13 higher rank of the local source
 *   2 higher local preference    8 lower origin                  14 agent before BGP peer
 *   3 E-tree root before leaf    9 lower MED, of equal           15 external before internal peer
 *   4 sticky MAC                   neighbour AS                  16 lower next hop
 *   5 higher mobility sequence  10 not an alias      (none here) 17 lower originator or router id
 *   6 (see below)               11 service chain     (none here) 18 shorter cluster list
 *                               12 locally generated             19 lower address of the source
 * </pre>
 *
 * <p>Step 6, a path that is not long-lived stale, comes before step 2: RFC 9494 section 4.4 has such paths least preferred,
 * whatever their attributes say. Paths equal through step 9 share the load. Step 9 compares only paths of one neighbour AS, so it is no order; it is
 * done by elimination, as RFC 4271 section 9.1.2.2 does it, and the result does not depend on the order of arrival.
 */
final class PathOrder {
    static final long DEFAULT_LOCAL_PREF = 100;

    private static final int E_TREE = 0x0605;
    private static final int MAC_MOBILITY = 0x0600;
    private static final long FLAG = 1L << 40;

    private final boolean alwaysCompareMed;

    /** @param alwaysCompareMed whether step 9 compares paths of different neighbour ASes too */
    PathOrder(boolean alwaysCompareMed) {
        this.alwaysCompareMed = alwaysCompareMed;
    }

    /** Sorts the paths of {@code destination} and marks those that share the load. */
    void arrange(Destination destination) {
        Path first = destination.first;
        if (first == null) {
            return;
        }
        if (first.next == null) {
            first.ecmp(first.isFeasible());
            return;
        }
        List<Path> paths = new ArrayList<>();
        for (Path path = first; path != null; path = path.next) {
            paths.add(path);
        }
        paths.sort((a, b) -> {
            int byStrength = byStrength(a, b);
            return byStrength != 0 ? byStrength : byTieBreak(a, b);
        });
        int equal = 1;
        while (equal < paths.size() && byStrength(paths.get(0), paths.get(equal)) == 0) {
            equal++;
        }
        List<Path> candidates = List.copyOf(paths.subList(0, equal));
        List<Path> kept = new ArrayList<>();
        List<Path> eliminated = new ArrayList<>();
        for (Path path : candidates) {
            (hasLowerMed(candidates, path) ? eliminated : kept).add(path);
        }
        boolean usable = paths.get(0).isFeasible();
        List<Path> ranked = new ArrayList<>(kept);
        ranked.addAll(eliminated);
        ranked.addAll(paths.subList(equal, paths.size()));
        for (int i = 0; i < ranked.size(); i++) {
            Path path = ranked.get(i);
            path.ecmp(usable && i < kept.size());
            path.next = i + 1 < ranked.size() ? ranked.get(i + 1) : null;
        }
        destination.first = ranked.get(0);
    }

    /** Whether another of {@code candidates} beats {@code path} in step 9. */
    private boolean hasLowerMed(List<Path> candidates, Path path) {
        long med = path.attributes().medOr(0);
        long as = neighborAs(path);
        for (Path other : candidates) {
            if (other.attributes().medOr(0) < med && (alwaysCompareMed || (as != 0 && as == neighborAs(other)))) {
                return true;
            }
        }
        return false;
    }

    private static long neighborAs(Path path) {
        return path.attributes().asPath().neighborAs().orElse(0);
    }

    /** Steps 1 to 8; negative if {@code a} is better. */
    private static int byStrength(Path a, Path b) {
        if (a.isFeasible() != b.isFeasible()) {
            return a.isFeasible() ? -1 : 1;
        }
        if (a.isLongLivedStale() != b.isLongLivedStale()) {
            return a.isLongLivedStale() ? 1 : -1;
        }
        PathAttributes left = a.attributes();
        PathAttributes right = b.attributes();
        int byPreference = Long.compare(right.localPrefOr(DEFAULT_LOCAL_PREF), left.localPrefOr(DEFAULT_LOCAL_PREF));
        if (byPreference != 0) {
            return byPreference;
        }
        ExtendedCommunities leftMarks = left.extendedCommunities();
        ExtendedCommunities rightMarks = right.extendedCommunities();
        int byMarks = start().compareFalseFirst(isLeaf(leftMarks), isLeaf(rightMarks))
                .compareTrueFirst(isSticky(leftMarks), isSticky(rightMarks))
                .compare(sequence(rightMarks), sequence(leftMarks))
                .result();
        if (byMarks != 0) {
            return byMarks;
        }
        int byLength = Integer.compare(left.asPath().length(), right.asPath().length());
        return byLength != 0 ? byLength : left.origin().compareTo(right.origin());
    }

    private static boolean isLeaf(ExtendedCommunities communities) {
        return (community(communities, E_TREE) & FLAG) != 0;
    }

    private static boolean isSticky(ExtendedCommunities communities) {
        return (community(communities, MAC_MOBILITY) & FLAG) != 0;
    }

    private static long sequence(ExtendedCommunities communities) {
        return community(communities, MAC_MOBILITY) & 0xFFFF_FFFFL;
    }

    /** The first community of a type and subtype, or 0. */
    private static long community(ExtendedCommunities communities, int typeAndSubtype) {
        for (int i = 0; i < communities.size(); i++) {
            if (communities.valueAt(i) >>> 48 == typeAndSubtype) {
                return communities.valueAt(i);
            }
        }
        return 0;
    }

    /** Steps 12 to 19, and what tells two copies of one source apart; negative if {@code a} is better. */
    private static int byTieBreak(Path a, Path b) {
        PathSource left = a.source();
        PathSource right = b.source();
        boolean leftLocal = left.kind() == PathSource.Kind.LOCAL;
        boolean rightLocal = right.kind() == PathSource.Kind.LOCAL;
        return start().compareTrueFirst(leftLocal, rightLocal)
                .compare(right.rank(), left.rank())
                .compare(left.kind(), right.kind())
                .compareFalseFirst(left.isInternal(), right.isInternal())
                .compare(
                        a.attributes().nextHop().orElse(null),
                        b.attributes().nextHop().orElse(null),
                        Comparator.nullsLast(Comparator.<IpAddress>naturalOrder()))
                .compare(originator(a) + Integer.MIN_VALUE, originator(b) + Integer.MIN_VALUE)
                .compare(
                        a.attributes().clusterList().length(),
                        b.attributes().clusterList().length())
                .compare(left.address(), right.address(), Comparator.<IpAddress>naturalOrder())
                .compareFalseFirst(a.isSecondary(), b.isSecondary())
                .compare(a.primary().nlri(), b.primary().nlri())
                .compare(tableName(a), tableName(b))
                .compare(a.pathId() + Integer.MIN_VALUE, b.pathId() + Integer.MIN_VALUE)
                .compare(left.name(), right.name())
                .result();
    }

    private static String tableName(Path path) {
        return path.primaryTable().map(RouteTable::name).orElse("");
    }

    private static int originator(Path path) {
        return path.attributes()
                .originatorId()
                .map(Ipv4Address::value)
                .orElse(path.source().routerId());
    }
}

package net.minitrail.bgp.session;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import java.util.Set;
import java.util.function.Predicate;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Capability.AddPath;
import net.minitrail.bgp.wire.Capability.AddPath.PathsFamily;
import net.minitrail.bgp.wire.Open;

/** In which families several paths to a prefix are exchanged, and which way (RFC 7911 section 4). Pure functions. */
final class Paths {
    private Paths() {}

    static ImmutableList<PathsFamily> offer(SessionOptions options) {
        var offered = ImmutableList.<PathsFamily>builder();
        options.paths().forEach((family, paths) -> {
            if (options.families().contains(family) && (paths.receive() || paths.send())) {
                offered.add(PathsFamily.of(family, paths.receive(), paths.send()));
            }
        });
        return offered.build();
    }

    /** Families in which the peer sends path identifiers. */
    static ImmutableSet<AddressFamily> received(Open ours, Open theirs, Set<AddressFamily> families) {
        return both(families, ours, PathsFamily::receives, theirs, PathsFamily::sends);
    }

    /** Families in which we send path identifiers. */
    static ImmutableSet<AddressFamily> sent(Open ours, Open theirs, Set<AddressFamily> families) {
        return both(families, ours, PathsFamily::sends, theirs, PathsFamily::receives);
    }

    private static ImmutableSet<AddressFamily> both(
            Set<AddressFamily> families,
            Open ours,
            Predicate<PathsFamily> weCan,
            Open theirs,
            Predicate<PathsFamily> theyCan) {
        return families.stream()
                .filter(family -> has(ours, family, weCan) && has(theirs, family, theyCan))
                .collect(ImmutableSet.toImmutableSet());
    }

    /** Of several entries for a family the last counts (RFC 7911 section 4). */
    private static boolean has(Open open, AddressFamily family, Predicate<PathsFamily> condition) {
        return open.capabilities().stream()
                .filter(AddPath.class::isInstance)
                .flatMap(capability -> ((AddPath) capability).families().stream())
                .filter(paths -> paths.family() == family)
                .reduce((earlier, later) -> later)
                .filter(condition)
                .isPresent();
    }

    static ImmutableMap<AddressFamily, Integer> limits(SessionOptions options) {
        return ImmutableMap.copyOf(Maps.transformValues(options.paths(), PathsOffer::pathCount));
    }
}

package net.minitrail.bgp.rib;

import com.google.common.collect.ImmutableList;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A route as a peer is told it.
 *
 * @param path the best path of our table, or one of several where path identifiers were agreed on
 * @param pathId the identifier that it is told under (RFC 7911); 0 without one
 * @param attributes as they are sent, which may differ from those of {@code path}
 */
public record AdvertisedRoute(Nlri nlri, Path path, int pathId, PathAttributes attributes) {
    /** What a peer is told of a table, as a member of a group or of several paths on its own; nothing if neither. */
    static ImmutableList<AdvertisedRoute> toldTo(
            RibPeer peer, RouteTable table, @Nullable UpdateGroup group, @Nullable PathsOut paths) {
        if (paths == null && group == null) {
            return ImmutableList.of();
        }
        var routes = ImmutableList.<AdvertisedRoute>builder();
        for (Destination destination : table.destinations()) {
            Path best = destination.best();
            if (group != null && best != null && group.tells(peer, best)) {
                routes.add(new AdvertisedRoute(
                        destination.nlri(), best, 0, group.rules().attributes(best)));
            } else if (paths != null) {
                for (Path path : paths.wanted(destination)) {
                    routes.add(new AdvertisedRoute(
                            destination.nlri(),
                            path,
                            table.pathId(path),
                            paths.rules().attributes(path)));
                }
            }
        }
        return routes.build();
    }
}

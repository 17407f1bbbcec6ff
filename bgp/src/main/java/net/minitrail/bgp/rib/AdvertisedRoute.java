package net.minitrail.bgp.rib;

import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;

/**
 * A route as a peer is told it.
 *
 * @param path the best path of our table, or one of several where path identifiers were agreed on
 * @param pathId the identifier that it is told under (RFC 7911); 0 without one
 * @param attributes as they are sent, which may differ from those of {@code path}
 */
public record AdvertisedRoute(Nlri nlri, Path path, int pathId, PathAttributes attributes) {}

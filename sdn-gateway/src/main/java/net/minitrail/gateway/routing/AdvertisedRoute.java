package net.minitrail.gateway.routing;

import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.net.RouteDistinguisher;
import org.jspecify.annotations.Nullable;

/**
 * A route as a neighbor is told it.
 *
 * @param table that the route stands in here
 * @param destination as that table prints it
 * @param attributes as sent, next hop and local preference included
 * @param self whether the next hop is this gateway
 */
public record AdvertisedRoute(
        String table,
        String destination,
        @Nullable RouteDistinguisher distinguisher,
        @Nullable Integer label,
        PathAttributes attributes,
        boolean self) {}

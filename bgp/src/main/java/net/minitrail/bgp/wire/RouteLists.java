package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableList;

/** Routes one after the other, up to the end of their field. */
final class RouteLists {
    private RouteLists() {}

    /** Reads announced routes; those that make no sense are left out, with an error of the mildest kind for each. */
    static ImmutableList<Route> readRoutes(Cursor in, NlriCodec codec, UpdateErrors errors)
            throws BgpProtocolException {
        if (!in.isReadable()) {
            return ImmutableList.of();
        }
        Route first = codec.readRoute(in);
        if (!in.isReadable() && codec.isSensible(first.nlri())) {
            return ImmutableList.of(first);
        }
        var routes = ImmutableList.<Route>builder();
        addSensible(routes, first, codec, errors);
        while (in.isReadable()) {
            addSensible(routes, codec.readRoute(in), codec, errors);
        }
        return routes.build();
    }

    private static void addSensible(
            ImmutableList.Builder<Route> routes, Route route, NlriCodec codec, UpdateErrors errors) {
        if (codec.isSensible(route.nlri())) {
            routes.add(route);
        } else if (errors.hasRoom()) {
            errors.add(BgpProtocolException.discardAttribute(
                    ErrorCode.INVALID_NETWORK_FIELD, OctetString.EMPTY, route.nlri() + " is no route to a host"));
        }
    }

    static ImmutableList<Nlri> readWithdrawn(Cursor in, NlriCodec codec) throws BgpProtocolException {
        if (!in.isReadable()) {
            return ImmutableList.of();
        }
        Nlri first = codec.readWithdrawn(in);
        if (!in.isReadable()) {
            return ImmutableList.of(first);
        }
        var withdrawn = ImmutableList.<Nlri>builder().add(first);
        while (in.isReadable()) {
            withdrawn.add(codec.readWithdrawn(in));
        }
        return withdrawn.build();
    }

    static ImmutableList<Nlri> concat(ImmutableList<Nlri> first, ImmutableList<Nlri> second) {
        if (first.isEmpty()) {
            return second;
        }
        return second.isEmpty()
                ? first
                : ImmutableList.<Nlri>builderWithExpectedSize(first.size() + second.size())
                        .addAll(first)
                        .addAll(second)
                        .build();
    }

    /** What {@code routes} are, for those that are treated as withdrawn. */
    static ImmutableList<Nlri> keys(ImmutableList<Route> routes) {
        return routes.stream().map(Route::nlri).collect(ImmutableList.toImmutableList());
    }
}

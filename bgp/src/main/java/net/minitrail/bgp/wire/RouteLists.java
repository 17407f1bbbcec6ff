package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableList;

/** Routes one after the other, up to the end of their field. */
final class RouteLists {
    private RouteLists() {}

    static ImmutableList<Route> readRoutes(Cursor in, AddressFamily family) throws BgpProtocolException {
        if (!in.isReadable()) {
            return ImmutableList.of();
        }
        NlriCodec codec = NlriCodec.of(family);
        Route first = codec.readRoute(in);
        if (!in.isReadable()) {
            return ImmutableList.of(first);
        }
        var routes = ImmutableList.<Route>builder().add(first);
        while (in.isReadable()) {
            routes.add(codec.readRoute(in));
        }
        return routes.build();
    }

    static ImmutableList<Nlri> readWithdrawn(Cursor in, AddressFamily family) throws BgpProtocolException {
        if (!in.isReadable()) {
            return ImmutableList.of();
        }
        NlriCodec codec = NlriCodec.of(family);
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

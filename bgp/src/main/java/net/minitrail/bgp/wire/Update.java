package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Routes that come and routes that go (RFC 4271 section 4.3), after the remedies of RFC 7606. Apply {@code withdrawn}
 * first: a prefix in both lists is announced.
 *
 * @param withdrawn also holds the routes that were announced with attributes that make them treated as withdrawn
 * @param endOfRib the family whose initial routes are now complete (RFC 4724 section 2), else null
 * @param tolerated what was wrong and did not end the session; for the log and the counters
 */
public record Update(
        ImmutableList<Announcement> announcements,
        ImmutableList<Nlri> withdrawn,
        @Nullable AddressFamily endOfRib,
        ImmutableList<BgpProtocolException> tolerated)
        implements BgpMessage {

    /** Routes of one family that share their attributes; at least one route. */
    public record Announcement(AddressFamily family, PathAttributes attributes, ImmutableList<Route> routes) {}

    public static Update announcing(AddressFamily family, PathAttributes attributes, Route... routes) {
        return new Update(
                ImmutableList.of(new Announcement(family, attributes, ImmutableList.copyOf(routes))),
                ImmutableList.of(),
                null,
                ImmutableList.of());
    }

    public static Update withdrawing(Nlri... withdrawn) {
        return new Update(ImmutableList.of(), ImmutableList.copyOf(withdrawn), null, ImmutableList.of());
    }

    public static Update endOfRib(AddressFamily family) {
        return new Update(ImmutableList.of(), ImmutableList.of(), family, ImmutableList.of());
    }

    @Override
    public <R> R accept(Handler<R> handler) {
        return handler.onUpdate(this);
    }
}

package net.minitrail.bgp.wire;

/** A decoded BGP-4 message. Immutable, so it crosses from the session loop to the routing loop as it is. */
public sealed interface BgpMessage permits Open, Update, Notification, Keepalive, RouteRefresh {

    /** Calls the one method of {@code handler} that fits; the stand-in for a pattern switch, which 17 only previews. */
    <R> R accept(Handler<R> handler);

    /** One method a message; adding a message breaks every implementation at compile time, as it should. */
    interface Handler<R> {
        R onOpen(Open open);

        R onUpdate(Update update);

        R onNotification(Notification notification);

        R onKeepalive();

        R onRouteRefresh(RouteRefresh refresh);
    }
}

package net.minitrail.bgp.session;

import io.netty.channel.Channel;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.BgpMessage;
import net.minitrail.bgp.wire.ErrorCode;
import net.minitrail.bgp.wire.Notification;
import net.minitrail.bgp.wire.RouteRefresh;
import net.minitrail.bgp.wire.Update;
import net.minitrail.net.runtime.RoutingLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way from an established connection to the routing side, in order. Confined to the session loop. */
final class EstablishedSession {
    private static final Logger LOG = LoggerFactory.getLogger(EstablishedSession.class);

    private final RoutingLoop routing;
    private final RoutingSide side;
    private final PeerSession session;
    private final UpdateHandoff handoff;
    private final ToleratedErrors tolerated = new ToleratedErrors();
    private boolean failed;

    EstablishedSession(Channel channel, RoutingLoop routing, RoutingSide side, PeerSession session) {
        this.routing = routing;
        this.side = side;
        this.session = session;
        this.handoff = new UpdateHandoff(channel, routing, this::deliver);
    }

    void begin() {
        routing.execute(() -> side.established(session));
    }

    void end(SessionEnd end) {
        handoff.flush();
        routing.execute(() -> side.ended(session, end));
    }

    PeerSession session() {
        return session;
    }

    UpdateHandoff handoff() {
        return handoff;
    }

    /**
     * On the routing loop. A fault of ours that a message brings to light costs this session and no other: its routes are
     * withdrawn, and the peer may come again.
     */
    private void deliver(BgpMessage message) {
        if (failed) {
            return;
        }
        try {
            take(message);
        } catch (RuntimeException e) {
            failed = true;
            LOG.error("peer={} event=internal-error message={}", session, message, e);
            session.end(Notification.of(ErrorCode.OUT_OF_RESOURCES), "internal error: " + e);
        }
    }

    private void take(BgpMessage message) {
        if (message instanceof Update update) {
            tolerated.log(session, update, routing.nanoTime());
            side.received(session, update);
        } else if (message instanceof RouteRefresh refresh) {
            @Nullable AddressFamily family = AddressFamily.of(refresh.afi(), refresh.safi());
            if (family != null && session.negotiated().families().contains(family)) {
                take(refresh, family);
            }
        }
    }

    private void take(RouteRefresh refresh, AddressFamily family) {
        boolean marks = session.negotiated().enhancedRefresh();
        switch (refresh.subtype()) {
            case RouteRefresh.REQUEST -> side.refreshRequested(session, family);
            case RouteRefresh.BEGIN -> {
                if (marks) {
                    side.refreshBegan(session, family);
                }
            }
            case RouteRefresh.END -> {
                if (marks) {
                    side.refreshEnded(session, family);
                }
            }
            default -> {} // to be ignored, RFC 7313 section 5
        }
    }
}

package net.minitrail.bgp.session;

import net.minitrail.bgp.fsm.Event;
import net.minitrail.bgp.wire.ErrorCode;
import net.minitrail.bgp.wire.Notification;
import org.jspecify.annotations.Nullable;

/**
 * Why a session, or an attempt at one, ended.
 *
 * @param event what ended it
 * @param notification that was sent or received, null if there was none
 * @param received whether the peer sent {@code notification}
 * @param text the cause in words, one line
 */
public record SessionEnd(Event event, @Nullable Notification notification, boolean received, String text) {

    /** Whether the NOTIFICATION says {@code error}. */
    boolean isFor(ErrorCode error) {
        return notification != null && notification.code() == error.code() && notification.subcode() == error.subcode();
    }

    /**
     * Whether the connection just broke, so that a peer that restarts gracefully gets its routes kept for a while (RFC 4724
     * section 4.2). A NOTIFICATION, either way, means that they are to go at once.
     */
    public boolean mayKeepStaleRoutes() {
        return notification == null && (event == Event.TCP_DOWN || event == Event.COLLISION);
    }
}

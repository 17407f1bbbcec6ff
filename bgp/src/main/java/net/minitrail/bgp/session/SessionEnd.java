package net.minitrail.bgp.session;

import java.util.Optional;
import net.minitrail.bgp.fsm.Event;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.ErrorCode;
import net.minitrail.bgp.wire.Notification;
import net.minitrail.bgp.wire.OctetString;
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

    /** Whether the NOTIFICATION says {@code error}, by itself or within a Hard Reset. */
    boolean isFor(ErrorCode error) {
        return notification != null
                && (notification.is(error)
                        || notification
                                .hardResetCause()
                                .filter(cause -> cause.is(error))
                                .isPresent());
    }

    /** The family of which there were too many routes, if that was the cause (RFC 4486 section 4). */
    Optional<AddressFamily> prefixLimitFamily() {
        if (notification == null || !isFor(ErrorCode.MAXIMUM_PREFIXES_REACHED)) {
            return Optional.empty();
        }
        OctetString data = notification.hardResetCause().orElse(notification).data();
        return data.length() < 3
                ? Optional.empty()
                : Optional.ofNullable(AddressFamily.of(data.u8(0) << 8 | data.u8(1), data.u8(2)));
    }

    /** The error code in words, {@code Cease}; empty without a NOTIFICATION. */
    public String errorName() {
        return notification == null ? "" : Words.ofCode(notification.code());
    }

    /** The NOTIFICATION in words, {@code Cease/Administrative Shutdown (6/2): "back at noon"}; empty without one. */
    public String error() {
        return notification == null ? "" : Words.of(notification);
    }

    /**
     * Whether a peer that restarts gracefully gets its routes kept for a while: when the connection just broke (RFC 4724
     * section 4.2), and if both ends said so also after a NOTIFICATION other than Hard Reset (RFC 8538 section 4).
     *
     * @param gracefulNotification whether both said so
     */
    public boolean mayKeepStaleRoutes(boolean gracefulNotification) {
        if (notification == null) {
            return event == Event.TCP_DOWN || event == Event.COLLISION;
        }
        return gracefulNotification && event != Event.SEND_HOLD_EXPIRED && !notification.is(ErrorCode.HARD_RESET);
    }
}

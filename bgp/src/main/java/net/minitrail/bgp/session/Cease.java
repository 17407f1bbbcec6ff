package net.minitrail.bgp.session;

import com.google.common.collect.ImmutableSet;
import net.minitrail.bgp.wire.ErrorCode;
import net.minitrail.bgp.wire.Notification;

/** Which ends of a session are not to be bridged by graceful restart (RFC 8538 section 5.1). */
final class Cease {
    private static final ImmutableSet<ErrorCode> FOR_GOOD = ImmutableSet.of(
            ErrorCode.MAXIMUM_PREFIXES_REACHED,
            ErrorCode.ADMINISTRATIVE_SHUTDOWN,
            ErrorCode.PEER_DECONFIGURED,
            ErrorCode.ADMINISTRATIVE_RESET);

    private Cease() {}

    /** Whether {@code notification} is to be sent within a Hard Reset, to a peer that knows it. */
    static boolean isForGood(Notification notification) {
        return notification.error().filter(FOR_GOOD::contains).isPresent();
    }
}

package net.minitrail.bgp.session;

import java.util.List;
import java.util.stream.Stream;
import net.minitrail.bgp.wire.BgpProtocolException;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.Update;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what was wrong with UPDATEs that did not end the session (RFC 7606 section 6): at most one UPDATE a second, since a
 * peer can send many, with the number of those left out. Confined to the routing loop.
 */
final class ToleratedErrors {
    private static final Logger LOG = LoggerFactory.getLogger(ToleratedErrors.class);
    private static final long PAUSE_NANOS = 1_000_000_000L;

    /** Of an UPDATE with much in it only so many characters and routes are logged. */
    private static final int LONGEST = 1000;

    private static final int MOST_ROUTES = 20;

    private long quietUntil;
    private boolean quiet;
    private long leftOut;

    void log(PeerSession session, Update update, long now) {
        if (update.tolerated().isEmpty()) {
            return;
        }
        if (quiet && now - quietUntil < 0) {
            leftOut++;
            return;
        }
        for (BgpProtocolException error : update.tolerated()) {
            LOG.warn(
                    "peer={} event=malformed-update remedy={} cause=\"{}\" data={} left-out={}",
                    session,
                    error.remedy(),
                    error.getMessage(),
                    cut(error.toNotification().data().toString()),
                    leftOut);
        }
        LOG.warn(
                "peer={} event=malformed-update withdrawn={} announced={}",
                session,
                some(update.withdrawn().stream()),
                some(update.announcements().stream()
                        .flatMap(announcement -> announcement.routes().stream())
                        .map(Route::nlri)));
        leftOut = 0;
        quiet = true;
        quietUntil = now + PAUSE_NANOS;
    }

    private static List<Nlri> some(Stream<Nlri> routes) {
        return routes.limit(MOST_ROUTES).toList();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}

package net.minitrail.xmpp.session;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs out when nothing was heard for a while. Hearing costs no rescheduling. Confined to the session loop. */
final class SilenceTimer {
    private final EventLoop loop;
    private final Runnable expired;
    private long periodNanos;
    private long heardAt;
    private @Nullable Future<?> check;

    SilenceTimer(EventLoop loop, Runnable expired) {
        this.loop = loop;
        this.expired = expired;
    }

    /** Starts over, with another period. */
    void arm(Duration period) {
        stop();
        periodNanos = period.toNanos();
        heardAt = System.nanoTime();
        check = loop.schedule(this::check, periodNanos, TimeUnit.NANOSECONDS);
    }

    void heard() {
        heardAt = System.nanoTime();
    }

    void stop() {
        if (check != null) {
            check.cancel(false);
            check = null;
        }
    }

    private void check() {
        long left = periodNanos - (System.nanoTime() - heardAt);
        if (left <= 0) {
            check = null;
            expired.run();
        } else {
            check = loop.schedule(this::check, left, TimeUnit.NANOSECONDS);
        }
    }
}

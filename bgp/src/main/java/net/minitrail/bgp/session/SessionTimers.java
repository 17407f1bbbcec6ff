package net.minitrail.bgp.session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.minitrail.bgp.fsm.Event;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one session. Each is named after the event that its end causes. Monotonic; confined to the session loop.
 *
 * <p>The hold timer is started again by every message, so starting again only moves a deadline: the task that finds it
 * moved waits for the rest.
 */
final class SessionTimers {
    private final EventLoop loop;
    private final Consumer<Event> expired;
    private final Map<Event, Timer> timers = new EnumMap<>(Event.class);

    SessionTimers(EventLoop loop, Consumer<Event> expired) {
        this.loop = loop;
        this.expired = expired;
    }

    /** Starts the timer, or starts it again; a zero {@code delay} stops it (RFC 4271 section 4.2). */
    void arm(Event event, Duration delay) {
        if (delay.isZero()) {
            stop(event);
            return;
        }
        timers.computeIfAbsent(event, Timer::new).arm(delay.toNanos());
    }

    /** As {@link #arm}, but after 75 to 100 % of {@code delay} (RFC 4271 section 10). */
    void armJittered(Event event, Duration delay) {
        double factor = 0.75 + 0.25 * ThreadLocalRandom.current().nextDouble();
        arm(event, Duration.ofNanos((long) (delay.toNanos() * factor)));
    }

    boolean isArmed(Event event) {
        Timer timer = timers.get(event);
        return timer != null && timer.armed;
    }

    void stop(Event event) {
        Timer timer = timers.get(event);
        if (timer != null) {
            timer.stop();
        }
    }

    void stopAll() {
        timers.values().forEach(Timer::stop);
    }

    private final class Timer implements Runnable {
        private final Event event;
        private long deadline;
        private boolean armed;
        private @Nullable ScheduledFuture<?> task;
        private long taskDue;

        Timer(Event event) {
            this.event = event;
        }

        void arm(long delay) {
            deadline = now() + delay;
            armed = true;
            if (task != null && taskDue - deadline <= 0) {
                return; // runs earlier, and will find that the deadline moved
            }
            cancelTask();
            schedule(delay);
        }

        void stop() {
            armed = false;
            cancelTask();
        }

        @Override
        public void run() {
            task = null;
            if (!armed) {
                return;
            }
            long rest = deadline - now();
            if (rest > 0) {
                schedule(rest);
                return;
            }
            armed = false;
            expired.accept(event);
        }

        private void schedule(long delay) {
            taskDue = now() + delay;
            task = loop.schedule(this, delay, TimeUnit.NANOSECONDS);
        }

        private void cancelTask() {
            if (task != null) {
                task.cancel(false);
                task = null;
            }
        }
    }

    private long now() {
        return loop.ticker().nanoTime();
    }
}

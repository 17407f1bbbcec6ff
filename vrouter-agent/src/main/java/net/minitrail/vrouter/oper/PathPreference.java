package net.minitrail.vrouter.oper;

import java.time.Duration;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.net.runtime.RoutingLoop.Timer;
import org.jspecify.annotations.Nullable;

/**
 * How strongly an interface claims an address: 100 until traffic from it was seen, then 200 with a sequence number higher
 * than any seen. Of two interfaces with the same address the one that spoke last wins so, wherever they are.
 *
 * <pre>
 *   state              traffic seen       another won              same sequence, other next hop
 *   waiting            seen               waiting                  waiting
 *   seen               seen               waiting (or hold off)    waiting
 *   active-active      -                  -                        -
 *   fixed              -                  -                        -
 * </pre>
 *
 * <p>An address that moves five times, each within four seconds, is held: it is not given up before a back-off, which
 * doubles from 4 s to 32 s, has run. Confined to the routing loop.
 */
final class PathPreference {
    static final int LOW = 100;
    static final int HIGH = 200;

    private static final Duration QUIET = Duration.ofSeconds(4);
    private static final Duration MOST_HOLD = Duration.ofSeconds(32);
    private static final int FLAPS = 5;

    /** How the value comes about. */
    enum Mode {
        LEARNED,
        ACTIVE_ACTIVE,
        FIXED
    }

    private final RoutingLoop loop;
    private final Mode mode;
    private final Runnable changed;
    private int preference;
    private long sequence;
    private boolean waiting;
    private long highestSeen;
    private long promotedAt;
    private boolean promoted;
    private int flaps;
    private Duration hold = QUIET;
    private @Nullable Timer backOff;

    /**
     * @param fixed the value in mode FIXED
     * @param changed called after each change of preference, sequence or waiting
     */
    PathPreference(RoutingLoop loop, Mode mode, int fixed, Runnable changed) {
        this.loop = loop;
        this.mode = mode;
        this.changed = changed;
        this.preference = mode == Mode.FIXED ? fixed : mode == Mode.ACTIVE_ACTIVE ? HIGH : LOW;
        this.waiting = mode == Mode.LEARNED;
    }

    int preference() {
        return preference;
    }

    long sequence() {
        return sequence;
    }

    /** Whether the agent still wants to see a packet from the address. */
    boolean waiting() {
        return waiting;
    }

    boolean activeActive() {
        return mode == Mode.ACTIVE_ACTIVE;
    }

    /** Whether it wins over another of the same node: by preference, by being active-active, by sequence. */
    boolean beats(PathPreference other) {
        if (preference != other.preference) {
            return preference > other.preference;
        }
        return activeActive() != other.activeActive() ? activeActive() : sequence > other.sequence;
    }

    /** A packet showed that the guest has the address. */
    void trafficSeen() {
        if (!waiting) {
            return;
        }
        waiting = false;
        sequence = Math.max(sequence, highestSeen) + 1;
        highestSeen = sequence;
        preference = HIGH;
        countFlap();
        changed.run();
    }

    /** The control node's best path to the address has this sequence, and leads to us or elsewhere. */
    void learned(long bestSequence, boolean ours) {
        highestSeen = Math.max(highestSeen, bestSequence);
        boolean lost = bestSequence > sequence || (bestSequence == sequence && !ours);
        if (mode != Mode.LEARNED || waiting || ours || !lost || backOff != null) {
            return;
        }
        if (flaps >= FLAPS) {
            backOff = loop.schedule(hold, this::endBackOff);
            hold = hold.multipliedBy(2).compareTo(MOST_HOLD) > 0 ? MOST_HOLD : hold.multipliedBy(2);
        } else {
            waitForTraffic();
        }
    }

    void stop() {
        if (backOff != null) {
            backOff.cancel();
            backOff = null;
        }
    }

    private void endBackOff() {
        backOff = null;
        flaps = 0;
        waitForTraffic();
    }

    private void waitForTraffic() {
        waiting = true;
        preference = LOW;
        changed.run();
    }

    private void countFlap() {
        long now = loop.nanoTime();
        if (promoted && now - promotedAt < QUIET.toNanos()) {
            flaps++;
        } else {
            flaps = 0;
            hold = QUIET;
        }
        promoted = true;
        promotedAt = now;
    }
}

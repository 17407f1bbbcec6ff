package net.minitrail.net.runtime;

import java.time.Duration;

/**
 * The one writer of a node: tables, VRFs and RIB-outs change only in tasks of this loop.
 *
 * <p>Tasks run one at a time, in the order in which they were handed over. They never block and do no I/O. Work comes in
 * batches: when no task is waiting, the actions asked for by {@link #atBatchEnd} run, so that what changed is announced once.
 */
public interface RoutingLoop {

    /** Runs {@code task} after those handed over before it. May be called from any thread. */
    void execute(Runnable task);

    /**
     * Like {@link #execute}, but a loop that has nothing to do may let the calling thread run the task, and the end of the
     * batch with it, before this returns: that saves waking another thread, twice. For small tasks of callers that do not
     * mind when it runs and hold no lock. May be called from any thread.
     */
    default void executeOrRun(Runnable task) {
        execute(task);
    }

    /** Runs {@code task} once {@code delay} has passed. May be called from any thread. */
    Timer schedule(Duration delay, Runnable task);

    /**
     * Runs {@code action} when the tasks that wait now have run. The same action (by identity) asked for again within a
     * batch runs once. Only from a task of this loop.
     */
    void atBatchEnd(Runnable action);

    /** Number of batches that have ended, modulo 2<sup>64</sup>. Only from a task of this loop. */
    long batches();

    /** Nanoseconds of monotonic time; only differences mean anything. */
    long nanoTime();

    /** Whether the caller is in a task of this loop. */
    boolean inLoop();

    /** A scheduled task. */
    interface Timer {
        /** Keeps the task from running, if it has not begun. May be called from any thread, any number of times. */
        void cancel();
    }
}

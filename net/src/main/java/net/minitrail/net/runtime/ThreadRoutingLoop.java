package net.minitrail.net.runtime;

import static com.google.common.base.Preconditions.checkState;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A routing loop on a thread of its own, for which another thread may stand in while it has nothing to do. Thread-safe at
 * {@link #execute}, {@link #executeOrRun} and {@link #schedule}.
 *
 * <p>An error in a task ends the process through the default handler of uncaught exceptions: tables after half a change are
 * worse than none.
 */
public final class ThreadRoutingLoop implements RoutingLoop, AutoCloseable {
    /** Tasks taken from the queue at once. */
    private static final int BATCH_LIMIT = 1024;

    /** A batch ends after so many nanoseconds though more is waiting: bounds how long a change waits to be announced. */
    private static final long BATCH_NANOS = 2_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<ScheduledTask> timers = new PriorityQueue<>();
    private final Set<Runnable> batchEnd = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ArrayDeque<Runnable> batchEndOrder = new ArrayDeque<>();
    private final LongSupplier batchClock;
    private final Thread thread;

    /** Who runs tasks now; changed with the lock held. */
    private volatile @Nullable Thread runner;

    /** Whether the loop's own thread had something to do while another ran tasks. */
    private boolean keptOut;

    /** Counted by whoever runs tasks. */
    private long batches;

    private boolean closed;
    private long sequence;

    public ThreadRoutingLoop(String name) {
        this(name, System::nanoTime);
    }

    /** With a clock of its own for the length of batches; timers go by {@link System#nanoTime}. */
    ThreadRoutingLoop(String name, LongSupplier batchClock) {
        this.batchClock = batchClock;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    public ThreadRoutingLoop start() {
        thread.start();
        return this;
    }

    @Override
    public void execute(Runnable task) {
        lock.lock();
        try {
            tasks.add(task);
            if (runner == null) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void executeOrRun(Runnable task) {
        if (!standIn()) {
            execute(task);
            return;
        }
        try {
            task.run();
            endBatch();
        } catch (RuntimeException | Error failure) {
            Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
            close();
            handler.uncaughtException(thread, failure); // as if the loop's own thread had met it
        } finally {
            handBack();
        }
    }

    /** Whether the caller runs tasks from now on: if nobody does, and nothing waits that should come first. */
    private boolean standIn() {
        lock.lock();
        try {
            if (runner != null || closed || !tasks.isEmpty() || !thread.isAlive()) {
                return false;
            }
            runner = Thread.currentThread();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void handBack() {
        lock.lock();
        try {
            runner = null;
            if (!tasks.isEmpty() || keptOut) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        lock.lock();
        try {
            var timer = new ScheduledTask(System.nanoTime() + delay.toNanos(), sequence++, task);
            timers.add(timer);
            changed.signal();
            return timer;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void atBatchEnd(Runnable action) {
        checkState(inLoop(), "atBatchEnd outside the routing loop");
        if (batchEnd.add(action)) {
            batchEndOrder.add(action);
        }
    }

    @Override
    public long batches() {
        return batches;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == runner;
    }

    /** Lets the running task end, drops the others and waits for the thread. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        if (!inLoop() && thread.isAlive()) {
            try {
                thread.join(1000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        var batch = new ArrayDeque<Runnable>();
        while (take(batch)) {
            while (!batch.isEmpty()) {
                long start = batchClock.getAsLong();
                do {
                    batch.remove().run();
                } while (!batch.isEmpty() && batchClock.getAsLong() - start < BATCH_NANOS);
                endBatch();
            }
        }
    }

    private void endBatch() {
        batches++;
        for (Runnable action = batchEndOrder.poll(); action != null; action = batchEndOrder.poll()) {
            batchEnd.remove(action);
            action.run();
        }
    }

    /** Waits for work and moves it to {@code batch}; false when closed. */
    private boolean take(ArrayDeque<Runnable> batch) {
        lock.lock();
        try {
            if (runner == thread) {
                runner = null;
            }
            while (true) {
                keptOut = runner != null;
                if (keptOut) {
                    changed.awaitUninterruptibly();
                    continue;
                }
                if (closed) {
                    return false;
                }
                long wait = dueTimers(batch);
                for (int i = 0; i < BATCH_LIMIT && !tasks.isEmpty(); i++) {
                    batch.add(tasks.remove());
                }
                if (!batch.isEmpty()) {
                    runner = thread;
                    return true;
                }
                if (wait < 0) {
                    changed.awaitUninterruptibly();
                } else {
                    changed.awaitNanos(wait);
                }
            }
        } catch (InterruptedException e) { // nobody but a closing process interrupts the loop
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Moves expired timers to {@code batch}; answers the nanoseconds to the next one, or -1 if there is none. */
    private long dueTimers(ArrayDeque<Runnable> batch) {
        long now = System.nanoTime();
        for (ScheduledTask next = timers.peek(); next != null; next = timers.peek()) {
            if (!next.cancelled && next.due - now > 0) {
                return next.due - now;
            }
            timers.remove();
            if (!next.cancelled) {
                batch.add(next);
            }
        }
        return -1;
    }

    private static final class ScheduledTask implements Timer, Runnable, Comparable<ScheduledTask> {
        private final long due;
        private final long order;
        private volatile @Nullable Runnable task;
        private volatile boolean cancelled;

        ScheduledTask(long due, long order, Runnable task) {
            this.due = due;
            this.order = order;
            this.task = task;
        }

        @Override
        public void run() {
            Runnable body = task;
            if (!cancelled && body != null) {
                body.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            task = null;
        }

        @Override
        public int compareTo(ScheduledTask other) {
            int byTime = Long.compare(due - other.due, 0);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}

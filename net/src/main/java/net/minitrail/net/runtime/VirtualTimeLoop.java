package net.minitrail.net.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.TreeMap;

/**
 * A routing loop whose time stands still until a test moves it. Not thread-safe: the test's thread is the loop.
 *
 * <p>Nothing runs before {@link #runReady} or {@link #advance}, so a test sees each state between two events.
 */
public final class VirtualTimeLoop implements RoutingLoop {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final TreeMap<Long, ArrayDeque<Runnable>> timers = new TreeMap<>();
    private final LinkedHashSet<Runnable> batchEnd = new LinkedHashSet<>();
    private long batches;
    private long now;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        var queue = timers.computeIfAbsent(now + Math.max(0, delay.toNanos()), due -> new ArrayDeque<>());
        Runnable unique = () -> task.run();
        queue.add(unique);
        return () -> queue.remove(unique);
    }

    @Override
    public void atBatchEnd(Runnable action) {
        batchEnd.add(action);
    }

    @Override
    public long batches() {
        return batches;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    /** Runs all that waits now, batch ends included, until nothing does; timers that are not due stay. */
    public void runReady() {
        while (!tasks.isEmpty() || !batchEnd.isEmpty()) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            batches++;
            for (Runnable action : batchEnd.toArray(Runnable[]::new)) {
                batchEnd.remove(action);
                action.run();
            }
        }
    }

    /** Moves time on, running each timer at its own moment. */
    public void advance(Duration by) {
        long end = now + by.toNanos();
        runReady();
        for (var next = timers.firstEntry(); next != null && next.getKey() <= end; next = timers.firstEntry()) {
            now = next.getKey();
            timers.remove(next.getKey());
            tasks.addAll(next.getValue());
            next.getValue().clear();
            runReady();
        }
        now = end;
    }
}

package net.minitrail.controller;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The compilers of this JVM, seen while nothing else runs in it: what it takes of the processors is theirs then. For one
 * thread.
 */
final class Compilers {
    private static final long LOOK_NANOS = 10_000_000;

    /** The part of a processor below which they are idle. */
    private static final double IDLE = 0.25;

    private final @Nullable OperatingSystemMXBean system =
            ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean bean ? bean : null;

    private long busyNanos;

    /**
     * Leaves the processors to them until they have nothing left to do. They hardly get on beside threads that are all busy.
     *
     * @param end {@link System#nanoTime} at which to stop waiting
     */
    void rest(long end) {
        long now = System.nanoTime();
        while (end - now > 0 && system != null) {
            long before = system.getProcessCpuTime();
            long looked = now;
            LockSupport.parkNanos(LOOK_NANOS);
            now = System.nanoTime();
            if (system.getProcessCpuTime() - before < IDLE * (now - looked)) {
                return;
            }
            busyNanos += now - looked;
        }
    }

    /** How long they were waited for so far, in nanoseconds; 0 on a JVM that does not measure it. */
    long busyNanos() {
        return busyNanos;
    }
}

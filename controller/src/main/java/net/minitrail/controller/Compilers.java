package net.minitrail.controller;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** What the compilers of this JVM are at, looked at from time to time. For one thread. */
final class Compilers {
    private static final long WINDOW_NANOS = 500_000_000;

    /** Compilers that take less than this part of a window compile what is rare. */
    private static final double BUSY = 0.2;

    private final @Nullable CompilationMXBean bean = ManagementFactory.getCompilationMXBean();
    private long windowStart = System.nanoTime();
    private long millis = millis();
    private boolean busy = true;

    /** Whether they were busy lately; a JVM that does not measure it counts as busy. */
    boolean areBusy() {
        long length = System.nanoTime() - windowStart;
        if (length >= WINDOW_NANOS) {
            long before = millis;
            millis = millis();
            windowStart += length;
            busy = bean == null || (millis - before) * 1_000_000 > BUSY * length;
        }
        return busy;
    }

    private long millis() {
        return bean != null && bean.isCompilationTimeMonitoringSupported() ? bean.getTotalCompilationTime() : 0;
    }
}

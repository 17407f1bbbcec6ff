package net.minitrail.controller;

import java.util.List;
import java.util.stream.Stream;

/** Ends several things at once, since each waits for its peers to be told. */
final class Closing {
    private Closing() {}

    /** Runs all, each on a thread of its own, and returns when they are done. */
    static void all(Runnable... endings) {
        List<Thread> threads =
                Stream.of(endings).map(ending -> new Thread(ending, "closing")).toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}

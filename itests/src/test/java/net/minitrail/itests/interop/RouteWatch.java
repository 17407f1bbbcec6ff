package net.minitrail.itests.interop;

import com.google.common.util.concurrent.Uninterruptibles;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Asks speakers for a route, over and over, and notes who did not have it. Each is asked on a thread of its own. */
final class RouteWatch implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final Map<String, Integer> looks = new ConcurrentHashMap<>();
    private final Map<String, Exception> failures = new ConcurrentHashMap<>();
    private final Map<String, Integer> misses = new ConcurrentHashMap<>();
    private final List<Thread> threads;

    RouteWatch(InteropLab lab, List<Speaker> speakers, Route route) {
        threads = speakers.stream()
                .map(speaker -> new Thread(() -> watch(lab, speaker, route), "watch-" + speaker.kind()))
                .toList();
        threads.forEach(Thread::start);
    }

    private void watch(InteropLab lab, Speaker speaker, Route route) {
        while (!over.get()) {
            try {
                if (speaker.held(lab, speaker.kind(), route).isEmpty()) {
                    misses.merge(speaker.kind(), 1, Integer::sum);
                }
                looks.merge(speaker.kind(), 1, Integer::sum);
            } catch (Exception e) {
                failures.put(speaker.kind(), e);
                return;
            }
        }
    }

    /** How often a speaker was asked. */
    int looksAt(Speaker speaker) {
        return looks.getOrDefault(speaker.kind(), 0);
    }

    /** How often who did not have it. */
    Map<String, Integer> misses() {
        return misses;
    }

    /** What went wrong in asking. */
    Map<String, Exception> failures() {
        return failures;
    }

    @Override
    public void close() {
        over.set(true);
        for (Thread thread : threads) {
            Uninterruptibles.joinUninterruptibly(thread);
        }
    }
}

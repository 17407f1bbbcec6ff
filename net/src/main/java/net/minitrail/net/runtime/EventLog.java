package net.minitrail.net.runtime;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A node's state changes, for whoever watches. Thread-safe. A watcher that does not keep up loses its oldest events, never
 * the node's time; each second without an event it is given a {@code tick}, so that it notices a closed connection.
 */
public final class EventLog {
    private static final int PENDING = 1024;

    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

    /** Tells everybody who watches. {@code detail} holds plain values. */
    public void publish(String event, Map<String, ?> detail) {
        if (subscriptions.isEmpty()) {
            return;
        }
        var line = new LinkedHashMap<String, Object>();
        line.put("time", Instant.now().toString());
        line.put("event", event);
        line.putAll(detail);
        subscriptions.forEach(subscription -> subscription.offer(line));
    }

    public Subscription subscribe() {
        var subscription = new Subscription();
        subscriptions.add(subscription);
        return subscription;
    }

    /** One watcher. */
    public final class Subscription implements AutoCloseable {
        private final BlockingQueue<Map<String, Object>> pending = new ArrayBlockingQueue<>(PENDING);

        private void offer(Map<String, Object> line) {
            while (!pending.offer(line)) {
                pending.poll();
            }
        }

        /** Waits for the next event, a second at most. */
        public Map<String, Object> next() throws InterruptedException {
            Map<String, Object> line = pending.poll(1, TimeUnit.SECONDS);
            return line != null ? line : Map.of("event", "tick");
        }

        @Override
        public void close() {
            subscriptions.remove(this);
        }
    }
}

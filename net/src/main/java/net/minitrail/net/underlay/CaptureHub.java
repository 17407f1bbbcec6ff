package net.minitrail.net.underlay;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The interfaces of a node that can be watched, by name. Thread-safe. A frame costs nothing where nobody watches; a watcher
 * who does not keep up loses frames (counted), and the node goes on.
 */
public final class CaptureHub {
    private static final int PENDING = 8192;

    private final CopyOnWriteArrayList<Capture> captures = new CopyOnWriteArrayList<>();
    private final Supplier<Set<String>> points;

    /** {@code points} answers the names that exist now, in the order to show them. */
    public CaptureHub(Supplier<Set<String>> points) {
        this.points = points;
    }

    /** The names that can be watched now. */
    public Set<String> points() {
        return points.get();
    }

    /** Whether anybody watches anything: asked before so much as a name is made. */
    public boolean anyWatched() {
        return !captures.isEmpty();
    }

    /** Whether anybody watches {@code point}: asked before a frame is built only to be shown. */
    public boolean watched(String point) {
        for (Capture capture : captures) {
            if (capture.names.contains(point)) {
                return true;
            }
        }
        return false;
    }

    /** Shows a frame to those who watch {@code point}. The array is not changed afterwards. */
    public void frame(String point, byte[] frame) {
        if (captures.isEmpty()) {
            return;
        }
        Instant now = Instant.now();
        for (Capture capture : captures) {
            int index = capture.names.indexOf(point);
            if (index >= 0) {
                capture.offer(new CapturedFrame(index, now, frame));
            }
        }
    }

    /** Begins to watch; names that do not exist yet are watched once they do. */
    public Capture open(List<String> names) {
        var capture = new Capture(List.copyOf(names));
        captures.add(capture);
        return capture;
    }

    /** One watcher. */
    public final class Capture implements AutoCloseable {
        private final List<String> names;
        private final BlockingQueue<CapturedFrame> pending = new ArrayBlockingQueue<>(PENDING);
        private final AtomicLong dropped = new AtomicLong();

        private Capture(List<String> names) {
            this.names = names;
        }

        private void offer(CapturedFrame frame) {
            if (!pending.offer(frame)) {
                dropped.incrementAndGet();
            }
        }

        /** The next frame, or null if none came for {@code millis}. */
        public @Nullable CapturedFrame next(long millis) throws InterruptedException {
            return pending.poll(millis, TimeUnit.MILLISECONDS);
        }

        /** Frames lost because the watcher was slow. */
        public long dropped() {
            return dropped.get();
        }

        @Override
        public void close() {
            captures.remove(this);
        }
    }
}

package net.minitrail.xmpp.session;

import io.netty.channel.EventLoop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The peers for which something waits to be written: named by any thread, written to on the session loop, so many at a time
 * that the kernel takes some together and their buffers are soon used again.
 */
final class Flusher {
    /**
     * Reads after which is written what waits. A transport may read all its sockets before the loop runs a task: the first
     * answer to a thousand agents that speak at once would wait until all of them have been read, and pile up until then.
     */
    private static final int READ_TOGETHER = 16;

    /** Writes that may be on their way to the kernel. */
    private static final int WRITTEN_TOGETHER = 32;

    private final EventLoop loop;
    private final Queue<Outbound> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    // owned by the session loop
    private int reads;
    private int inFlight;
    private boolean flushing;

    Flusher(EventLoop loop) {
        this.loop = loop;
    }

    /** Has the session loop call {@link Outbound#drainWritable}. Any thread. */
    void add(Outbound peer) {
        waiting.add(peer);
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            SessionLoop.run(loop, this::flushScheduled);
        }
    }

    /** On the session loop, when what one read of a socket brought has been told. */
    void afterRead() {
        if (++reads >= READ_TOGETHER) {
            flush();
        }
    }

    /** On the session loop, before a channel is given something to write. */
    void beforeWrite() {
        inFlight++;
    }

    /** On the session loop, when the kernel has taken what a channel had to write. */
    void afterWrite() {
        if (inFlight > 0 && --inFlight <= WRITTEN_TOGETHER / 2 && !waiting.isEmpty()) {
            flush();
        }
    }

    private void flushScheduled() {
        scheduled.set(false);
        inFlight = 0; // who does not read may hold up others until here, no longer
        flush();
    }

    private void flush() {
        if (flushing) {
            return; // a transport may write at once
        }
        flushing = true;
        reads = 0;
        try {
            Outbound peer;
            while (inFlight < WRITTEN_TOGETHER && (peer = waiting.poll()) != null) {
                peer.drainWritable();
            }
        } finally {
            flushing = false;
        }
        if (!waiting.isEmpty() && scheduled.compareAndSet(false, true)) {
            // after the kernel has taken these: a task would run before; and as a task, so that what fails is told
            Runnable task = () -> SessionLoop.run(loop, this::flushScheduled);
            var unused = loop.schedule(task, 0, TimeUnit.NANOSECONDS);
        }
    }
}

package net.minitrail.xmpp.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import net.minitrail.net.runtime.RoutingLoop;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent to one peer: filled by any thread, drained by the session loop, counted until the kernel has it.
 * Full means that the senders should wait for {@link #onWritable}; too full means that the peer does not read.
 */
final class Outbound {
    private static final long FULL_AT = 1 << 20;
    private static final long WRITABLE_AT = 256 << 10;

    /** Octets that are written together: what one notification of many routes needs, or many of few. */
    private static final int TOGETHER = 32 << 10;

    private final Channel channel;
    private final Flusher flusher;
    private final RoutingLoop routing;
    private final long limit;
    private final Runnable overflow;
    private final Queue<byte[][]> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong queued = new AtomicLong();
    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicBoolean draining = new AtomicBoolean();
    private volatile @Nullable Runnable onWritable;
    private volatile long lastProgress = System.nanoTime();
    private volatile long octetsOut;

    /** @param overflow is called on the session loop when more than {@code limit} octets wait */
    Outbound(Channel channel, Flusher flusher, RoutingLoop routing, long limit, Runnable overflow) {
        this.channel = channel;
        this.flusher = flusher;
        this.routing = routing;
        this.limit = limit;
        this.overflow = overflow;
    }

    /** Sends the parts as one; none of them may change any more. Any thread. */
    void offer(byte[]... parts) {
        queue(parts);
        flush();
    }

    /** Sends what is queued. Any thread. */
    void flush() {
        if (!queue.isEmpty() && draining.compareAndSet(false, true)) {
            flusher.add(this);
        }
    }

    /** Like {@link #offer}, but nothing goes before the next {@link #flush}. Any thread. */
    void queue(byte[]... parts) {
        if (!channel.isActive()) {
            return;
        }
        int size = size(parts);
        if (queued.get() == 0) {
            lastProgress = System.nanoTime();
        }
        long now = queued.addAndGet(size);
        if (now > limit) {
            queued.addAndGet(-size);
            SessionLoop.run(channel.eventLoop(), overflow);
            return;
        }
        queue.add(parts);
        if (now >= FULL_AT) {
            full.set(true);
            announceIfWritable(); // it may have been drained in between
        }
    }

    boolean isWritable() {
        return !full.get();
    }

    void onWritable(Runnable action) {
        onWritable = action;
    }

    long queuedOctets() {
        return queued.get();
    }

    long octetsOut() {
        return octetsOut;
    }

    /** How long nothing has moved although something waits, in nanoseconds; 0 if nothing waits. */
    long stalledNanos() {
        return queued.get() == 0 ? 0 : System.nanoTime() - lastProgress;
    }

    /** On the session loop: everything offered before is with the channel when this returns. */
    void drain() {
        draining.set(false);
        boolean any = false;
        while (writeSome()) {
            any = true;
        }
        if (any) {
            channel.flush();
        }
    }

    /**
     * Gives the channel as much as it likes to have; the rest stays here, where it costs nothing, until {@link #flush} is
     * called again when it likes more.
     */
    void drainWritable() {
        draining.set(false);
        boolean any = false;
        while (channel.isWritable() && writeSome()) {
            any = true;
        }
        if (any) {
            channel.flush();
        }
    }

    /** Writes what is first in the queue, as much of it as goes together; false if there is nothing. */
    private boolean writeSome() {
        byte[][] parts = queue.poll();
        if (parts == null) {
            return false;
        }
        int room = Math.max(size(parts), queue.isEmpty() ? 0 : TOGETHER);
        ByteBuf octets = channel.alloc().directBuffer(room);
        for (; parts != null; parts = queue.poll()) {
            for (byte[] part : parts) {
                octets.writeBytes(part);
            }
            byte[][] next = queue.peek();
            if (next == null || size(next) > octets.writableBytes()) {
                break;
            }
        }
        int size = octets.readableBytes();
        flusher.beforeWrite();
        channel.write(octets).addListener((ChannelFuture done) -> written(size));
        return true;
    }

    private static int size(byte[][] parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += part.length;
        }
        return size;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the session loop only
    private void written(long size) {
        lastProgress = System.nanoTime();
        octetsOut += size;
        queued.addAndGet(-size);
        announceIfWritable();
        flush();
        flusher.afterWrite();
    }

    private void announceIfWritable() {
        if (queued.get() < WRITABLE_AT && full.compareAndSet(true, false)) {
            Runnable action = onWritable;
            if (action != null) {
                routing.execute(action);
            }
        }
    }
}

package net.minitrail.xmpp.session;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.nio.ByteBuffer;
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
    private static final long FULL_AT = 256 << 10;
    private static final long WRITABLE_AT = 64 << 10;

    private final Channel channel;
    private final RoutingLoop routing;
    private final long limit;
    private final Runnable overflow;
    private final Queue<ByteBuffer[]> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong queued = new AtomicLong();
    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicBoolean draining = new AtomicBoolean();
    private volatile @Nullable Runnable onWritable;
    private volatile long lastProgress = System.nanoTime();
    private volatile long octetsOut;

    /** @param overflow is called on the session loop when more than {@code limit} octets wait */
    Outbound(Channel channel, RoutingLoop routing, long limit, Runnable overflow) {
        this.channel = channel;
        this.routing = routing;
        this.limit = limit;
        this.overflow = overflow;
    }

    /** Sends the parts as one; none of them may change any more. Any thread. */
    void offer(ByteBuffer... parts) {
        if (!channel.isActive()) {
            return;
        }
        long size = 0;
        for (ByteBuffer part : parts) {
            size += part.remaining();
        }
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
        if (draining.compareAndSet(false, true)) {
            SessionLoop.run(channel.eventLoop(), this::drain);
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
        for (ByteBuffer[] parts = queue.poll(); parts != null; parts = queue.poll()) {
            any = true;
            write(parts);
        }
        if (any) {
            channel.flush();
        }
    }

    /** One by one, since the parts of a buffer made of several would be copied together. */
    private void write(ByteBuffer[] parts) {
        long size = 0;
        for (ByteBuffer part : parts) {
            size += part.remaining();
        }
        long all = size;
        int last = parts.length - 1;
        for (int i = 0; i < last; i++) {
            var unused = channel.write(Unpooled.wrappedBuffer(parts[i]), channel.voidPromise());
        }
        channel.write(Unpooled.wrappedBuffer(parts[last])).addListener((ChannelFuture done) -> written(all));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the session loop only
    private void written(long size) {
        lastProgress = System.nanoTime();
        octetsOut += size;
        queued.addAndGet(-size);
        announceIfWritable();
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

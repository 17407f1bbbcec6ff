package net.minitrail.xmpp.session;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import net.minitrail.net.runtime.RoutingLoop;

/**
 * Hands what one peer says from the session loop to the routing loop: the only place where it changes thread. What one read
 * of the socket brought crosses together. When the routing loop falls behind, the socket is no longer read, so TCP slows the
 * peer and no queue grows. Confined to the session loop, but for {@link #mute}.
 */
final class RoutingHandoff<T> {
    private static final int PAUSE_AT = 256;
    private static final int RESUME_AT = 64;

    private final RoutingLoop routing;
    private final Channel channel;
    private final Consumer<T> receiver;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean muted = new AtomicBoolean();
    private List<T> inbox = new ArrayList<>();

    /** @param receiver is called on the routing loop */
    RoutingHandoff(RoutingLoop routing, Channel channel, Consumer<T> receiver) {
        this.routing = routing;
        this.channel = channel;
        this.receiver = receiver;
    }

    void give(T record) {
        inbox.add(record);
        if (pending.incrementAndGet() == PAUSE_AT) {
            channel.config().setAutoRead(false);
        }
    }

    /** Hands over what was given; when a read is complete, and before anything else that must not overtake it. */
    void flush() {
        if (inbox.isEmpty()) {
            return;
        }
        List<T> batch = inbox;
        inbox = new ArrayList<>();
        routing.execute(() -> deliver(batch)); // not on this thread, which has all agents to write to
    }

    private void deliver(List<T> batch) {
        for (T record : batch) {
            if (!muted.get()) {
                receiver.accept(record);
            }
        }
        int left = pending.addAndGet(-batch.size());
        if (left <= RESUME_AT && left + batch.size() > RESUME_AT) {
            SessionLoop.run(channel.eventLoop(), () -> channel.config().setAutoRead(pending.get() < PAUSE_AT));
        }
    }

    /** What was given and not yet received is dropped. */
    void mute() {
        muted.set(true);
    }

    /** Whether it is we who do not listen, so that silence is not the peer's fault. */
    boolean isPaused() {
        return !channel.config().isAutoRead();
    }
}

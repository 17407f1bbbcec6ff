package net.minitrail.xmpp.session;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import net.minitrail.net.runtime.RoutingLoop;

/**
 * Hands what one peer says from the session loop to the routing loop: the only place where it changes thread. When the
 * routing loop falls behind, the socket is no longer read, so TCP slows the peer and no queue grows.
 */
final class RoutingHandoff<T> {
    private static final int PAUSE_AT = 256;
    private static final int RESUME_AT = 64;

    private final RoutingLoop routing;
    private final Channel channel;
    private final Consumer<T> receiver;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean muted = new AtomicBoolean();

    /** @param receiver is called on the routing loop */
    RoutingHandoff(RoutingLoop routing, Channel channel, Consumer<T> receiver) {
        this.routing = routing;
        this.channel = channel;
        this.receiver = receiver;
    }

    /** On the session loop. */
    void give(T record) {
        if (pending.incrementAndGet() >= PAUSE_AT) {
            channel.config().setAutoRead(false);
        }
        routing.execute(() -> {
            if (!muted.get()) {
                receiver.accept(record);
            }
            if (pending.decrementAndGet() == RESUME_AT) {
                SessionLoop.run(channel.eventLoop(), () -> channel.config().setAutoRead(pending.get() < PAUSE_AT));
            }
        });
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

package net.minitrail.bgp.session;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import net.minitrail.bgp.wire.BgpMessage;
import net.minitrail.net.runtime.RoutingLoop;

/**
 * Hands what a peer says of routes from the session loop to the routing loop: the only place where a received route changes
 * thread. What one read of the socket brought crosses together; if it is little, and the routing loop idle, it is not worth
 * another thread. When the routing loop falls behind, the socket is no
 * longer read, so TCP slows the peer and no queue grows.
 *
 * <p>Confined to the session loop, apart from the count of what is pending.
 */
final class UpdateHandoff {
    private static final int PAUSE_AT = 4096;
    private static final int RESUME_AT = 1024;

    /** So few messages take less time than waking the routing loop's thread. */
    private static final int SMALL = 4;

    private final Channel channel;
    private final RoutingLoop routing;
    private final Consumer<BgpMessage> receiver;
    private final AtomicInteger pending = new AtomicInteger();
    private List<BgpMessage> inbox = new ArrayList<>();

    /**
     * @param receiver called on the routing loop, with one message at a time
     */
    UpdateHandoff(Channel channel, RoutingLoop routing, Consumer<BgpMessage> receiver) {
        this.channel = channel;
        this.routing = routing;
        this.receiver = receiver;
    }

    void add(BgpMessage message) {
        inbox.add(message);
        if (pending.incrementAndGet() == PAUSE_AT) {
            channel.config().setAutoRead(false);
        }
    }

    /** Hands over what was added; when a read is complete, and before anything else that must not overtake it. */
    void flush() {
        if (inbox.isEmpty()) {
            return;
        }
        List<BgpMessage> batch = inbox;
        inbox = new ArrayList<>(Math.min(batch.size(), PAUSE_AT));
        if (batch.size() <= SMALL) {
            routing.executeOrRun(() -> deliver(batch));
        } else {
            routing.execute(() -> deliver(batch));
        }
    }

    /** Messages that the routing loop has not seen yet; any thread. */
    int pending() {
        return pending.get();
    }

    /** Whether it is we who do not listen to the peer. */
    boolean isPaused() {
        return !channel.config().isAutoRead();
    }

    private void deliver(List<BgpMessage> batch) {
        batch.forEach(receiver);
        int left = pending.addAndGet(-batch.size());
        if (left <= RESUME_AT && left + batch.size() > RESUME_AT) {
            PeerSession.onSessionLoop(channel, () -> channel.config().setAutoRead(pending.get() < PAUSE_AT));
        }
    }
}

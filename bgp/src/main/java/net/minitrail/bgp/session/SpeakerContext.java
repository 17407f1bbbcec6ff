package net.minitrail.bgp.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;
import net.minitrail.bgp.wire.AttributeInterner;
import net.minitrail.bgp.wire.Notification;
import net.minitrail.net.runtime.RoutingLoop;

/** What the peers of one speaker share. Confined to the session loop. */
final class SpeakerContext {
    private final BgpSpeakerConfig config;
    private final SpeakerSockets sockets;
    private final RoutingLoop routing;
    private final RoutingSide side;
    private final Consumer<Peer> forget;
    private final long born = System.nanoTime();
    private final AttributeInterner interner = new AttributeInterner();

    SpeakerContext(
            BgpSpeakerConfig config,
            SpeakerSockets sockets,
            RoutingLoop routing,
            RoutingSide side,
            Consumer<Peer> forget) {
        this.config = config;
        this.sockets = sockets;
        this.routing = routing;
        this.side = side;
        this.forget = forget;
    }

    BgpSpeakerConfig config() {
        return config;
    }

    /** Whether a neighbor is still to be told that we have restarted: for as long as it is asked to keep our routes. */
    boolean isRestarting(NeighborConfig neighbor) {
        return config.restarted()
                && System.nanoTime() - born
                        < neighbor.options().restart().restartTime().toNanos();
    }

    EventLoop loop() {
        return sockets.loop();
    }

    /** Attributes that one peer sent are known when another sends them. */
    AttributeInterner interner() {
        return interner;
    }

    RoutingLoop routing() {
        return routing;
    }

    RoutingSide side() {
        return side;
    }

    ChannelFuture dial(NeighborConfig neighbor) {
        return sockets.dial(neighbor);
    }

    void sign(Channel channel, NeighborConfig neighbor) {
        sockets.sign(channel, neighbor);
    }

    void limitHops(Channel channel, NeighborConfig neighbor) {
        sockets.limitHops(channel, neighbor);
    }

    void refuse(Channel channel, Notification notification) {
        sockets.refuse(channel, notification);
    }

    /** A dynamic neighbor whose last connection ended. */
    void forget(Peer peer) {
        forget.accept(peer);
    }
}

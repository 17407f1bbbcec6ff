package net.minitrail.bgp.session;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import net.minitrail.bgp.fsm.Event;
import net.minitrail.bgp.wire.BgpMessage;
import net.minitrail.bgp.wire.BgpProtocolException;
import net.minitrail.bgp.wire.Keepalive;
import net.minitrail.bgp.wire.Notification;
import net.minitrail.bgp.wire.Open;
import net.minitrail.bgp.wire.RouteRefresh;
import net.minitrail.bgp.wire.Update;

/**
 * Turns what a channel says into calls of its {@link Connection}. An error thrown anywhere in the pipeline ends this
 * connection and no other. Confined to the session loop.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter implements BgpMessage.Handler<MessageType> {
    private final Connection connection;
    private final MessageCounters counters;
    private boolean detached;

    ConnectionHandler(Connection connection, MessageCounters counters) {
        this.connection = connection;
        this.counters = counters;
    }

    /** The connection is over; what the channel still says concerns nobody. */
    void detach() {
        detached = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (detached) {
            return;
        }
        if (message instanceof BgpMessage bgp) {
            counters.received(bgp.accept(this));
        } else if (message instanceof BgpProtocolException violation) {
            connection.violated(violation);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!detached) {
            connection.readComplete();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!detached) {
            connection.disconnected("the peer closed the connection");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (detached) {
            var unused = ctx.close();
        } else if (cause instanceof IOException) {
            connection.disconnected("connection lost: " + cause.getMessage());
        } else {
            connection.crashed(
                    cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause);
        }
    }

    @Override
    public MessageType onOpen(Open open) {
        connection.opened(open);
        return MessageType.OPEN;
    }

    @Override
    public MessageType onUpdate(Update update) {
        connection.arrived(Event.UPDATE, update);
        return MessageType.UPDATE;
    }

    @Override
    public MessageType onNotification(Notification notification) {
        connection.notified(notification);
        return MessageType.NOTIFICATION;
    }

    @Override
    public MessageType onKeepalive() {
        connection.arrived(Event.KEEPALIVE, Keepalive.INSTANCE);
        return MessageType.KEEPALIVE;
    }

    @Override
    public MessageType onRouteRefresh(RouteRefresh refresh) {
        connection.arrived(Event.REFRESH, refresh);
        return MessageType.ROUTE_REFRESH;
    }
}

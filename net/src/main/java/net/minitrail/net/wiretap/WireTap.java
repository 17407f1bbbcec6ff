package net.minitrail.net.wiretap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.net.InetSocketAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.underlay.CaptureHub;
import net.minitrail.net.underlay.TransportMap;
import org.jspecify.annotations.Nullable;

/**
 * Copies a session's octets to the capture point {@code protocol:peer}, such as {@code bgp:192.168.100.1}. Belongs between
 * the socket (or TLS) and the codec. Confined to the channel's event loop.
 */
public final class WireTap extends ChannelDuplexHandler {
    private final CaptureHub hub;
    private final TransportMap transports;
    private final String protocol;
    private @Nullable TcpConversation conversation;

    public WireTap(CaptureHub hub, TransportMap transports, String protocol) {
        this.hub = hub;
        this.transports = transports;
        this.protocol = protocol;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        TcpConversation watched = watched(ctx);
        if (watched != null && message instanceof ByteBuf octets) {
            watched.received(ByteBufUtil.getBytes(octets));
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        TcpConversation watched = watched(ctx);
        if (watched != null && message instanceof ByteBuf octets) {
            watched.sent(ByteBufUtil.getBytes(octets));
        }
        var unused = ctx.write(message, promise); // whoever asked for the write holds the promise
    }

    /** The conversation while somebody watches; it begins anew after a pause. */
    private @Nullable TcpConversation watched(ChannelHandlerContext ctx) {
        if (!hub.anyWatched()) {
            conversation = null;
            return null;
        }
        if (!(ctx.channel().remoteAddress() instanceof InetSocketAddress remote)
                || !(ctx.channel().localAddress() instanceof InetSocketAddress local)) {
            return null;
        }
        Ipv4Address peer =
                transports.protocolOf(Ipv4Address.of(remote.getAddress().getAddress()));
        String name = protocol + ":" + peer;
        if (!hub.watched(name)) {
            conversation = null;
            return null;
        }
        if (conversation == null) {
            Ipv4Address own =
                    transports.protocolOf(Ipv4Address.of(local.getAddress().getAddress()));
            conversation =
                    new TcpConversation(own, local.getPort(), peer, remote.getPort(), frame -> hub.frame(name, frame));
        }
        return conversation;
    }
}

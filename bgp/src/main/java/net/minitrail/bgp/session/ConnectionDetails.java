package net.minitrail.bgp.session;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import net.minitrail.bgp.wire.Open;
import org.jspecify.annotations.Nullable;

/** What a snapshot shows of a connection; safe to read from any thread. */
record ConnectionDetails(
        @Nullable Open sent,
        @Nullable Open received,
        @Nullable Negotiated negotiated,
        @Nullable EstablishedSession established,
        @Nullable Channel channel) {
    static final ConnectionDetails NONE = new ConnectionDetails(null, null, null, null, null);

    String localEndpoint() {
        return channel == null ? "" : text(channel.localAddress());
    }

    String remoteEndpoint() {
        return channel == null ? "" : text(channel.remoteAddress());
    }

    int inQueue() {
        return established == null ? 0 : established.handoff().pending();
    }

    int outQueue() {
        return established == null ? 0 : established.session().inFlight();
    }

    private static String text(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : "";
    }
}

package net.minitrail.bgp.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sends last words so that the peer hears them: TCP would discard them if we closed with octets of the peer unread. So we
 * close our half, and the rest when the peer closed its half, or after a second.
 */
final class Farewell {
    private static final Duration LINGER = Duration.ofSeconds(1);

    private Farewell() {}

    /** On the session loop; {@code octets} are released. */
    static void say(Channel channel, ByteBuf octets) {
        channel.config().setAutoRead(true);
        if (channel instanceof DuplexChannel duplex) {
            var closing = channel.eventLoop().schedule(() -> close(channel), LINGER.toMillis(), TimeUnit.MILLISECONDS);
            channel.closeFuture().addListener(closed -> closing.cancel(false));
            channel.writeAndFlush(octets).addListener(written -> {
                var unused = duplex.shutdownOutput();
            });
        } else {
            channel.writeAndFlush(octets).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static void close(Channel channel) {
        var unused = channel.close();
    }
}

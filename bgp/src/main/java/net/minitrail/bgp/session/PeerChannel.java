package net.minitrail.bgp.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import net.minitrail.bgp.fsm.Event;
import net.minitrail.bgp.wire.BgpEncoder;
import net.minitrail.bgp.wire.BgpMessage;
import net.minitrail.bgp.wire.CodecOptions;
import net.minitrail.bgp.wire.Notification;

/**
 * The sending half of a connection: counts, watches that the peer takes what we send (RFC 9687), and says good-bye so that
 * the peer hears it. Confined to the session loop.
 */
final class PeerChannel {
    /** How long we listen for the peer to close after our NOTIFICATION: closing at once would make TCP discard it. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final int USUAL_SIZE = 256;

    private final Channel channel;
    private final MessageCounters counters;
    private final SessionTimers timers;
    private Duration sendHold;
    private CodecOptions options = CodecOptions.BEFORE_OPEN;
    private int unsent;
    private boolean leaving;

    PeerChannel(Channel channel, MessageCounters counters, SessionTimers timers, Duration sendHold) {
        this.channel = channel;
        this.counters = counters;
        this.timers = timers;
        this.sendHold = sendHold;
    }

    Channel channel() {
        return channel;
    }

    /** What holds from here on, when both OPENs were compared. */
    void negotiated(CodecOptions options, Duration sendHold) {
        this.options = options;
        this.sendHold = sendHold;
    }

    void send(BgpMessage message) {
        ByteBuf octets = channel.alloc().ioBuffer(USUAL_SIZE);
        BgpEncoder.encode(message, options, octets);
        counters.sent(MessageType.of(message), 1, octets.readableBytes());
        write(octets, () -> {});
    }

    /** Writes UPDATEs that others share; {@code octets} stays the caller's. */
    void sendShared(ByteBuf octets, int messages, Runnable written) {
        counters.sent(MessageType.UPDATE, messages, octets.readableBytes());
        write(octets.retainedDuplicate(), written);
    }

    private void write(ByteBuf octets, Runnable written) {
        if (unsent++ == 0) {
            timers.arm(Event.SEND_HOLD_EXPIRED, sendHold);
        }
        channel.writeAndFlush(octets).addListener(done -> {
            if (--unsent == 0) {
                timers.stop(Event.SEND_HOLD_EXPIRED);
            } else if (done.isSuccess()) {
                timers.arm(Event.SEND_HOLD_EXPIRED, sendHold);
            }
            written.run();
        });
    }

    /** Sends a last message and closes when the peer did, or after {@link #LINGER}. */
    void farewell(Notification notification) {
        leaving = true;
        send(notification);
        if (channel instanceof DuplexChannel duplex && channel.isActive()) {
            channel.config().setAutoRead(true);
            var closing = channel.eventLoop().schedule(this::close, LINGER.toMillis(), TimeUnit.MILLISECONDS);
            channel.closeFuture().addListener(closed -> closing.cancel(false));
            var unused = duplex.shutdownOutput();
        } else {
            channel.writeAndFlush(channel.alloc().ioBuffer(0)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Whether {@link #farewell} will close. */
    boolean isLeaving() {
        return leaving;
    }

    void close() {
        var unused = channel.close();
    }
}

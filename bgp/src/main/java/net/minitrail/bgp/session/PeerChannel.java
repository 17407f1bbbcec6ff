package net.minitrail.bgp.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.time.Duration;
import net.minitrail.bgp.fsm.Event;
import net.minitrail.bgp.wire.BgpEncoder;
import net.minitrail.bgp.wire.BgpMessage;
import net.minitrail.bgp.wire.CodecOptions;
import net.minitrail.bgp.wire.Notification;

/**
 * The sending half of a connection: counts, watches that the peer takes what we send (RFC 9687), and says good-bye. Confined to the session loop.
 */
final class PeerChannel {
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

    /** Sends a last message and closes, not before the peer can have read it. */
    void farewell(Notification notification) {
        leaving = true;
        ByteBuf octets = channel.alloc().ioBuffer(USUAL_SIZE);
        BgpEncoder.encode(notification, options, octets);
        counters.sent(MessageType.NOTIFICATION, 1, octets.readableBytes());
        Farewell.say(channel, octets);
    }

    /** Whether {@link #farewell} will close. */
    boolean isLeaving() {
        return leaving;
    }

    void close() {
        var unused = channel.close();
    }
}

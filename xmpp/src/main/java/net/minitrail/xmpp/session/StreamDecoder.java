package net.minitrail.xmpp.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import net.minitrail.xmpp.stream.Printable;
import net.minitrail.xmpp.stream.StreamEvent;
import net.minitrail.xmpp.stream.StreamException;
import net.minitrail.xmpp.stream.StreamLimits;
import net.minitrail.xmpp.stream.StreamParser;
import org.jspecify.annotations.Nullable;

/** Feeds what the socket gives to a {@link StreamParser}, and its events to the session. Confined to the session loop. */
final class StreamDecoder extends ChannelInboundHandlerAdapter {
    /** What a session does with its stream. */
    interface Events {
        void onEvent(StreamEvent event);

        void onFault(StreamException fault);

        /** All that one read of the socket brought has been told. */
        void onReadComplete();

        /** The channel, which had as much to write as it likes to have, takes more. */
        void onWritable();

        /** TCP is down; {@code reason} says why if an error did it. */
        void onTcpDown(@Nullable String reason);
    }

    private final StreamLimits limits;
    private final Events events;
    private @Nullable StreamParser parser;
    private @Nullable String error;
    private volatile long octetsIn;

    StreamDecoder(StreamLimits limits, Events events) {
        this.limits = limits;
        this.events = events;
        parser = new StreamParser(limits);
    }

    /** A new stream begins; octets already read belong to neither and are discarded. */
    void restart() {
        parser = new StreamParser(limits);
    }

    /** Nothing more is wanted; octets are read and discarded. */
    void stop() {
        parser = null;
    }

    long octetsIn() {
        return octetsIn;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the session loop only
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var buffer = (ByteBuf) message;
        try {
            octetsIn += buffer.readableBytes();
            StreamParser current = parser;
            if (current != null) {
                current.feed(ByteBufUtil.getBytes(buffer));
                decode(current);
            }
        } finally {
            buffer.release();
        }
    }

    private void decode(StreamParser current) {
        try {
            StreamEvent event = current.next();
            while (event != null) {
                events.onEvent(event);
                event = parser == current ? current.next() : null;
            }
        } catch (StreamException fault) {
            stop();
            events.onFault(fault);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        events.onReadComplete();
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            events.onWritable();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stop();
        events.onTcpDown(error);
    }

    /** Errors of TCP and of TLS; of the latter the innermost cause says what was wrong. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable innermost = cause;
        while (innermost instanceof DecoderException && innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        if (innermost instanceof Error severe) {
            throw severe;
        }
        if (error == null) {
            error = Printable.escape(String.valueOf(innermost.getMessage()));
        }
        var unused = ctx.close();
    }
}

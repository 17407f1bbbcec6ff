package net.minitrail.xmpp.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import net.minitrail.xmpp.stream.Printable;
import net.minitrail.xmpp.stream.StreamXml;
import org.jspecify.annotations.Nullable;

/** One TCP connection with what both sides do to it alike. Confined to the session loop, counters apart. */
final class SessionChannel {
    private static final long GRACE_MILLIS = 500;

    final Channel channel;
    final StreamDecoder decoder;
    final SessionCounters counters = new SessionCounters();
    private final Outbound outbound;
    private @Nullable SslHandler tls;
    private @Nullable Future<?> keepalives;

    SessionChannel(Channel channel, StreamDecoder decoder, Outbound outbound) {
        this.channel = channel;
        this.decoder = decoder;
        this.outbound = outbound;
    }

    /** Lets a tap watch what goes through {@code pipeline}; TLS, when it begins, goes before it. */
    static void tap(@Nullable Supplier<ChannelHandler> tap, ChannelPipeline pipeline) {
        if (tap != null) {
            pipeline.addLast("tap", tap.get());
        }
    }

    Outbound outbound() {
        return outbound;
    }

    /** Writes what belongs to the stream itself. */
    void write(String xml) {
        outbound.drain();
        var unused = channel.writeAndFlush(Unpooled.copiedBuffer(xml, UTF_8));
    }

    /** From now on the channel is TLS; {@code done} gets null or what went wrong. */
    void beginTls(SslContext context, Duration timeout, Consumer<@Nullable String> done) {
        SslHandler handler = context.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(timeout.toMillis());
        handler.setCloseNotifyFlushTimeoutMillis(GRACE_MILLIS);
        tls = handler;
        handler.handshakeFuture().addListener(result -> {
            handler.engine().setEnableSessionCreation(false); // no renegotiation
            Throwable cause = result.cause();
            done.accept(cause == null ? null : "TLS handshake failed: " + innermost(cause));
        });
        channel.pipeline().addFirst("tls", handler);
    }

    private static String innermost(Throwable cause) {
        Throwable last = cause;
        while (last.getCause() != null && last.getCause() != last) {
            last = last.getCause();
        }
        String outer = String.valueOf(cause.getMessage());
        String inner = String.valueOf(last.getMessage());
        return Printable.escape(outer.contains(inner) ? outer : outer + " (" + inner + ")");
    }

    /** The certificate the peer has proved to own; null without TLS. */
    @Nullable
    X509Certificate peerCertificate() {
        if (tls == null) {
            return null;
        }
        try {
            Certificate[] chain = tls.engine().getSession().getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate first ? first : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /**
     * Sends a keepalive every third of the hold time, and calls {@code stalled} once nothing that was sent has left for
     * twice that time (RFC 9687 has the idea for BGP).
     */
    void startKeepalives(Duration holdTime, Runnable stalled) {
        long period = holdTime.toNanos() / 3;
        byte[] keepalive = StreamXml.KEEPALIVE.getBytes(UTF_8);
        keepalives = channel.eventLoop()
                .scheduleAtFixedRate(
                        () -> {
                            if (outbound.stalledNanos() > 2 * holdTime.toNanos()) {
                                stalled.run();
                            } else if (outbound.isWritable()) {
                                counters.keepalivesOut.incrementAndGet();
                                outbound.offer(keepalive);
                            }
                        },
                        period,
                        period,
                        TimeUnit.NANOSECONDS);
    }

    /**
     * Ends our side of TCP once what was written is out, and all of it when the peer has ended its own, or after half a
     * second. Until then what it sends is read and discarded: closing earlier would reset TCP and lose our last words.
     */
    void drop() {
        decoder.stop();
        if (keepalives != null) {
            keepalives.cancel(false);
        }
        if (!channel.isActive()) {
            var unused = channel.close();
            return;
        }
        outbound.drain();
        channel.config().setAutoRead(true); // so that the peer's end of TCP is noticed
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (tls != null) {
                var unused = tls.closeOutbound();
            }
            if (channel instanceof DuplexChannel duplex) {
                var ignored = duplex.shutdownOutput();
            }
        });
        var ignored = channel.eventLoop().schedule(this::close, GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void close() {
        var unused = channel.close();
    }

    ChannelStatistics statistics() {
        return counters.snapshot(decoder.octetsIn(), outbound.octetsOut(), outbound.queuedOctets());
    }
}

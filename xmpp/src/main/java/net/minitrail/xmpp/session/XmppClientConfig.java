package net.minitrail.xmpp.session;

import static com.google.common.base.Preconditions.checkArgument;

import io.netty.channel.ChannelHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import net.minitrail.xmpp.stanza.Dialect;
import net.minitrail.xmpp.stream.StreamLimits;
import net.minitrail.xmpp.tls.TlsFiles;
import org.jspecify.annotations.Nullable;

/**
 * How an agent reaches one control node.
 *
 * @param name the agent's JID: its plain host name
 * @param local where to connect from; null or port 0 is any
 * @param remote the control node
 * @param controllerJid what the control node is called
 * @param holdTime silence after which the session is given up; keepalives are sent every third of it
 * @param openTime within which each step of the opening must be done
 * @param longestRetry limit of the growing wait between two attempts to connect
 * @param tls null for plain text
 * @param tap makes a handler that watches one session, or null
 */
public record XmppClientConfig(
        String name,
        @Nullable InetSocketAddress local,
        InetSocketAddress remote,
        String controllerJid,
        Duration holdTime,
        Duration openTime,
        Duration longestRetry,
        @Nullable TlsFiles tls,
        StreamLimits limits,
        int maxQueuedOctets,
        @Nullable Supplier<ChannelHandler> tap) {
    public static final Duration DEFAULT_LONGEST_RETRY = Duration.ofSeconds(30);

    public XmppClientConfig {
        checkArgument(!name.isEmpty(), "an agent has a name");
        checkArgument(!holdTime.isNegative() && !holdTime.isZero(), "hold time %s", holdTime);
        checkArgument(!openTime.isNegative() && !openTime.isZero(), "open time %s", openTime);
        checkArgument(!longestRetry.isNegative(), "longest retry %s", longestRetry);
    }

    /** Contrail's own values, in plain text. */
    public static XmppClientConfig of(String name, @Nullable InetSocketAddress local, InetSocketAddress remote) {
        return new XmppClientConfig(
                name,
                local,
                remote,
                Dialect.CONTROLLER_JID,
                XmppServerConfig.DEFAULT_HOLD_TIME,
                XmppServerConfig.DEFAULT_OPEN_TIME,
                DEFAULT_LONGEST_RETRY,
                null,
                StreamLimits.DEFAULT,
                64 << 20,
                null);
    }

    public XmppClientConfig withTls(@Nullable TlsFiles files) {
        return with(holdTime, openTime, longestRetry, files, tap);
    }

    public XmppClientConfig withTimes(Duration hold, Duration open) {
        return with(hold, open, longestRetry, tls, tap);
    }

    /** With a limit of the wait between two attempts to connect. */
    public XmppClientConfig withLongestRetry(Duration longest) {
        return with(holdTime, openTime, longest, tls, tap);
    }

    /** With a handler that sees what each session carries in clear, between TLS and the stream. */
    public XmppClientConfig withTap(Supplier<ChannelHandler> wireTap) {
        return with(holdTime, openTime, longestRetry, tls, wireTap);
    }

    private XmppClientConfig with(
            Duration hold,
            Duration open,
            Duration longest,
            @Nullable TlsFiles files,
            @Nullable Supplier<ChannelHandler> wireTap) {
        return new XmppClientConfig(
                name, local, remote, controllerJid, hold, open, longest, files, limits, maxQueuedOctets, wireTap);
    }
}

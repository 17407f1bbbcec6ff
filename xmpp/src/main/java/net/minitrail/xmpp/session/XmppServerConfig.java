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
 * How a control node offers the agent channel.
 *
 * @param listen where to listen; port 0 is any
 * @param jid our name, which agents must ask for
 * @param subCluster what agents must name in the {@code xmlns} of their stream, instead of {@code jabber:client}; with
 *     null, agents of any sub-cluster and of none are taken
 * @param holdTime silence after which an agent is given up; keepalives are sent every third of it
 * @param openTime within which each step of the opening must be done
 * @param tls null for plain text
 * @param maxQueuedOctets handed over for one agent and not yet taken by the kernel; more ends its session
 * @param maxConnections in all; further ones are closed at once
 * @param tap makes a handler that watches one session, or null
 */
public record XmppServerConfig(
        InetSocketAddress listen,
        String jid,
        @Nullable String subCluster,
        Duration holdTime,
        Duration openTime,
        @Nullable TlsFiles tls,
        StreamLimits limits,
        int maxQueuedOctets,
        int maxConnections,
        @Nullable Supplier<ChannelHandler> tap) {
    public static final int DEFAULT_PORT = 5269;
    public static final Duration DEFAULT_HOLD_TIME = Duration.ofSeconds(90);
    public static final Duration DEFAULT_OPEN_TIME = Duration.ofSeconds(15);

    public XmppServerConfig {
        checkArgument(!holdTime.isNegative() && !holdTime.isZero(), "hold time %s", holdTime);
        checkArgument(!openTime.isNegative() && !openTime.isZero(), "open time %s", openTime);
        checkArgument(maxQueuedOctets > 0 && maxConnections > 0, "%s octets queued", maxQueuedOctets);
    }

    /** Contrail's own values, in plain text. */
    public static XmppServerConfig listeningOn(InetSocketAddress listen) {
        return new XmppServerConfig(
                listen,
                Dialect.CONTROLLER_JID,
                null,
                DEFAULT_HOLD_TIME,
                DEFAULT_OPEN_TIME,
                null,
                StreamLimits.DEFAULT,
                16 << 20,
                4096,
                null);
    }

    public XmppServerConfig withTls(@Nullable TlsFiles files) {
        return new XmppServerConfig(
                listen, jid, subCluster, holdTime, openTime, files, limits, maxQueuedOctets, maxConnections, tap);
    }

    public XmppServerConfig withTimes(Duration hold, Duration open) {
        return new XmppServerConfig(
                listen, jid, subCluster, hold, open, tls, limits, maxQueuedOctets, maxConnections, tap);
    }

    public XmppServerConfig withLimits(StreamLimits streamLimits, int queuedOctets, int connections) {
        return new XmppServerConfig(
                listen, jid, subCluster, holdTime, openTime, tls, streamLimits, queuedOctets, connections, tap);
    }

    /** With a handler that sees what each session carries in clear, between TLS and the stream. */
    public XmppServerConfig withTap(Supplier<ChannelHandler> wireTap) {
        return new XmppServerConfig(
                listen, jid, subCluster, holdTime, openTime, tls, limits, maxQueuedOctets, maxConnections, wireTap);
    }
}

package net.minitrail.xmpp.session;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import java.security.cert.X509Certificate;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.xmpp.stanza.ControllerNotice;
import net.minitrail.xmpp.stanza.ControllerStanzaReader;
import net.minitrail.xmpp.stanza.Reading;
import net.minitrail.xmpp.stanza.Refusal;
import net.minitrail.xmpp.stanza.XmlElement;
import net.minitrail.xmpp.stream.ClientFsm.Event;
import net.minitrail.xmpp.stream.ClientState;
import net.minitrail.xmpp.stream.Printable;
import net.minitrail.xmpp.stream.StreamError;
import net.minitrail.xmpp.stream.StreamEvent;
import net.minitrail.xmpp.stream.StreamException;
import net.minitrail.xmpp.tls.CertificateNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a client, from dialling to its end. Confined to the session loop, {@link #send} apart. */
final class ClientLink implements StreamDecoder.Events {
    private static final Logger LOG = LoggerFactory.getLogger(ClientLink.class);

    private final XmppClient client;
    private final XmppClientConfig config;
    private final RoutingLoop routing;
    private final ControllerListener listener;
    private @Nullable ChannelFuture dialling;
    private @Nullable XmlElement stanza;
    private StreamError error = StreamError.CONNECTION_TIMEOUT;
    private volatile @Nullable Wire wire;

    /** What there is once TCP is up. */
    private record Wire(SessionChannel channel, RoutingHandoff<ControllerNotice> handoff) {}

    ClientLink(XmppClient client, RoutingLoop routing, ControllerListener listener) {
        this.client = client;
        this.config = client.config();
        this.routing = routing;
        this.listener = listener;
    }

    void dial(Bootstrap bootstrap) {
        bootstrap.option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) config.openTime().toMillis());
        bootstrap.handler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                wire(channel);
            }
        });
        dialling = bootstrap.connect(config.remote(), config.local()).addListener((ChannelFuture done) -> {
            if (done.isSuccess()) {
                client.on(this, Event.TCP_UP);
            } else {
                client.fail(Printable.escape(String.valueOf(done.cause().getMessage())));
                client.on(this, Event.TCP_DOWN);
            }
        });
    }

    private void wire(Channel channel) {
        var decoder = new StreamDecoder(config.limits(), this);
        var outbound = new Outbound(
                channel, new Flusher(channel.eventLoop()), routing, config.maxQueuedOctets(), this::stalled);
        SessionChannel.tap(config.tap(), channel.pipeline());
        channel.pipeline().addLast("stream", decoder);
        wire = new Wire(
                new SessionChannel(channel, decoder, outbound),
                new RoutingHandoff<>(routing, channel, notice -> listener.onNotice(client, notice)));
    }

    private Wire up() {
        Wire current = wire;
        if (current == null) {
            throw new IllegalStateException("TCP is not up");
        }
        return current;
    }

    private void stalled() {
        client.fail("control node does not read");
        client.on(this, Event.RESET);
    }

    @Override
    public void onEvent(StreamEvent event) {
        if (event instanceof StreamEvent.Element element) {
            onElement(element.element());
        } else if (event instanceof StreamEvent.Open) {
            onOpen();
        } else if (event == StreamEvent.Keepalive.INSTANCE) {
            up().channel().counters.keepalivesIn.incrementAndGet();
            client.on(this, Event.KEEPALIVE);
        } else {
            if (error == StreamError.CONNECTION_TIMEOUT) {
                client.fail("closed by control node");
            }
            client.on(this, Event.CLOSE);
        }
    }

    private void onOpen() {
        X509Certificate certificate = up().channel().peerCertificate();
        boolean checks = config.tls() != null && config.tls().checkIdentity();
        if (certificate != null && checks && !CertificateNames.matches(certificate, config.controllerJid())) {
            onFault(new StreamException(
                    StreamError.NOT_AUTHORIZED, "certificate is for " + CertificateNames.of(certificate)));
        } else {
            client.on(this, Event.OPEN);
        }
    }

    private void onElement(XmlElement element) {
        switch (element.name()) {
            case "features" -> onFeatures(element);
            case "proceed" -> client.on(this, Event.PROCEED);
            case "failure" -> onFault(new StreamException(StreamError.NOT_AUTHORIZED, "control node refuses TLS"));
            case "error" -> {
                String condition = element.children().isEmpty()
                        ? ""
                        : element.children().get(0).name();
                client.fail(Printable.escape("control node says " + condition));
                error = StreamError.NOT_AUTHORIZED; // said; its closing tag follows
            }
            default -> {
                up().channel().counters.stanzasIn.incrementAndGet();
                if (client.state() != ClientState.ESTABLISHED) {
                    client.fail("stanza before TLS");
                    error = StreamError.NOT_AUTHORIZED;
                }
                stanza = element;
                client.on(this, Event.STANZA);
                stanza = null;
            }
        }
    }

    private void onFeatures(XmlElement features) {
        if (features.child("starttls") != null) {
            if (config.tls() == null) {
                client.fail("control node demands TLS");
                error = StreamError.NOT_AUTHORIZED;
            }
            client.on(this, Event.FEATURES);
        } else if (config.tls() != null && client.state() != ClientState.ESTABLISHED) {
            onFault(new StreamException(StreamError.NOT_AUTHORIZED, "control node offers no TLS"));
        }
    }

    @Override
    public void onFault(StreamException fault) {
        error = fault.error();
        client.fail(fault.reason());
        client.on(this, Event.FAULT);
    }

    @Override
    public void onWritable() {
        up().channel().outbound().flush();
    }

    @Override
    public void onReadComplete() {
        flush();
    }

    /** Hands over what the control node said so far. */
    void flush() {
        up().handoff().flush();
    }

    @Override
    public void onTcpDown(@Nullable String reason) {
        if (error == StreamError.CONNECTION_TIMEOUT) {
            client.fail(reason == null ? "connection closed by control node" : "connection lost: " + reason);
        }
        client.on(this, Event.TCP_DOWN);
    }

    void beginTls(SslContext context) {
        SessionChannel channel = up().channel();
        channel.decoder.restart();
        channel.beginTls(context, config.openTime(), problem -> {
            if (problem != null) {
                client.fail(problem);
            }
            client.on(this, problem == null ? Event.TLS_UP : Event.FAULT);
        });
    }

    void startKeepalives() {
        up().channel().startKeepalives(config.holdTime(), this::stalled);
    }

    void deliver() {
        XmlElement element = stanza;
        if (element == null) {
            return;
        }
        Reading<ControllerNotice> reading = ControllerStanzaReader.read(element);
        for (Refusal refusal : reading.refusals()) {
            up().channel().counters.refused.incrementAndGet();
            LOG.warn(
                    "controller={} item={} event=refused problem={}",
                    config.remote(),
                    Printable.escape(refusal.subject()),
                    Printable.escape(refusal.problem()));
        }
        reading.records().forEach(up().handoff()::give);
    }

    /** Any thread, once TCP is up. */
    void send(byte[] octets, int stanzas) {
        SessionChannel channel = up().channel();
        channel.counters.stanzasOut.addAndGet(stanzas);
        channel.outbound().offer(octets);
    }

    void write(String xml) {
        up().channel().write(xml);
    }

    Outbound outbound() {
        return up().channel().outbound();
    }

    boolean isPaused() {
        return up().handoff().isPaused();
    }

    StreamError error() {
        return error;
    }

    ChannelStatistics statistics() {
        return up().channel().statistics();
    }

    /** Ends the connection, or the attempt at one. */
    void drop() {
        Wire current = wire;
        if (current != null && current.channel().channel.isActive()) {
            current.channel().drop();
        } else if (dialling != null) {
            dialling.cancel(true);
            var unused = dialling.channel().close();
        }
    }
}

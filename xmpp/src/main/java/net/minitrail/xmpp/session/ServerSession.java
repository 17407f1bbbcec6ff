package net.minitrail.xmpp.session;

import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stanza.AgentStanzaReader;
import net.minitrail.xmpp.stanza.Reading;
import net.minitrail.xmpp.stanza.Refusal;
import net.minitrail.xmpp.stanza.RenderedBody;
import net.minitrail.xmpp.stanza.XmlElement;
import net.minitrail.xmpp.stream.Jid;
import net.minitrail.xmpp.stream.Printable;
import net.minitrail.xmpp.stream.ServerFsm;
import net.minitrail.xmpp.stream.ServerFsm.Action;
import net.minitrail.xmpp.stream.ServerFsm.Event;
import net.minitrail.xmpp.stream.ServerFsm.State;
import net.minitrail.xmpp.stream.StreamError;
import net.minitrail.xmpp.stream.StreamEvent;
import net.minitrail.xmpp.stream.StreamException;
import net.minitrail.xmpp.stream.StreamHeader;
import net.minitrail.xmpp.stream.StreamXml;
import net.minitrail.xmpp.tls.CertificateNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One agent's connection: performs what {@link ServerFsm} says. Confined to the session loop, but for what {@link
 * AgentConnection} offers.
 */
final class ServerSession implements AgentConnection, StreamDecoder.Events {
    private static final Logger LOG = LoggerFactory.getLogger(ServerSession.class);

    private final XmppServer server;
    private final XmppServerConfig config;
    private final RoutingLoop routing;
    private final InetSocketAddress address;
    private final SessionChannel channel;
    private final Flusher flusher;
    private final SilenceTimer timer;
    private final RoutingHandoff<AgentRequest> handoff;
    private final AgentStanzaReader reader = new AgentStanzaReader();
    private State state = State.AWAIT_OPEN;
    private @Nullable XmlElement stanza;
    private String reason = "";
    private StreamError error = StreamError.NOT_AUTHORIZED;
    private volatile String name = "";
    private volatile boolean up;
    private volatile long upSince;
    private volatile @Nullable Envelope envelope;

    ServerSession(
            XmppServer server, SocketChannel socket, Flusher flusher, RoutingLoop routing, AgentListener listener) {
        this.flusher = flusher;
        this.server = server;
        this.config = server.config();
        this.routing = routing;
        address = socket.remoteAddress();
        var decoder = new StreamDecoder(config.limits(), this);
        var outbound =
                new Outbound(socket, flusher, routing, config.maxQueuedOctets(), () -> stop("agent does not read"));
        channel = new SessionChannel(socket, decoder, outbound);
        timer = new SilenceTimer(socket.eventLoop(), this::onExpired);
        handoff = new RoutingHandoff<>(routing, socket, request -> listener.onRequest(this, request));
        SessionChannel.tap(config.tap(), socket.pipeline());
        socket.pipeline().addLast("stream", decoder);
        timer.arm(config.openTime());
    }

    @Override
    public void onEvent(StreamEvent event) {
        try {
            if (event instanceof StreamEvent.Element element) {
                onElement(element.element());
            } else if (event instanceof StreamEvent.Open open) {
                step(check(open.header()));
            } else if (event == StreamEvent.Keepalive.INSTANCE) {
                channel.counters.keepalivesIn.incrementAndGet();
                step(Event.KEEPALIVE);
            } else {
                reason = "closed by agent";
                step(Event.CLOSE);
            }
        } catch (StreamException fault) {
            onFault(fault);
        }
    }

    private void onElement(XmlElement element) {
        if (element.name().equals("error") && !element.children().isEmpty()) {
            reason = Printable.escape("agent says " + element.children().get(0).name());
            return; // its closing tag follows
        }
        boolean startTls = element.name().equals("starttls");
        if (!startTls) {
            channel.counters.stanzasIn.incrementAndGet();
        }
        error = StreamError.NOT_AUTHORIZED;
        reason = startTls ? "unexpected starttls" : "stanza before TLS";
        stanza = element;
        step(startTls ? Event.STARTTLS : Event.STANZA);
        stanza = null;
    }

    /** Agrees with an opening, or throws. */
    private Event check(StreamHeader header) throws StreamException {
        String from = header.from();
        Jid.check(from);
        if (!name.isEmpty() && !name.equals(from)) {
            throw new StreamException(StreamError.INVALID_FROM, "'" + from + "' inside TLS, '" + name + "' before");
        }
        name = from;
        if (!header.isFor(config.jid())) {
            throw new StreamException(
                    StreamError.HOST_UNKNOWN, "'" + header.to() + "' (expected: " + config.jid() + ")");
        }
        if (!header.isOf(config.subCluster())) {
            String expected = config.subCluster() == null ? StreamXml.CLIENT_NAMESPACE : config.subCluster();
            throw new StreamException(
                    StreamError.INVALID_NAMESPACE, "'" + header.namespace() + "' (expected: " + expected + ")");
        }
        X509Certificate certificate = channel.peerCertificate();
        if (certificate != null && server.checksIdentity() && !CertificateNames.matches(certificate, from)) {
            throw new StreamException(
                    StreamError.NOT_AUTHORIZED, "certificate is for " + CertificateNames.of(certificate));
        }
        if (!server.isAccepting()) {
            reason = "not accepting agents yet";
            return Event.OPEN_TOO_EARLY;
        }
        boolean last = !server.usesTls() || certificate != null;
        if (last ? !server.claim(from, this) : server.isTaken(from)) {
            throw new StreamException(StreamError.CONFLICT, "'" + from + "' is connected already");
        }
        return Event.OPEN;
    }

    @Override
    public void onFault(StreamException fault) {
        error = fault.error();
        reason = fault.reason();
        step(Event.FAULT);
    }

    @Override
    public void onReadComplete() {
        handoff.flush();
        flusher.afterRead();
    }

    @Override
    public void onWritable() {
        channel.outbound().flush();
    }

    @Override
    public void onTcpDown(@Nullable String problem) {
        if (reason.isEmpty() || up) {
            reason = problem == null ? "connection closed by agent" : "connection lost: " + problem;
        }
        step(Event.TCP_DOWN);
    }

    private void onExpired() {
        if (state == State.ESTABLISHED && handoff.isPaused()) {
            timer.arm(config.holdTime());
            return;
        }
        error = StreamError.CONNECTION_TIMEOUT;
        reason = state == State.ESTABLISHED ? "hold timer expired" : "no progress in " + state;
        step(Event.EXPIRED);
    }

    private void onTls(@Nullable String problem) {
        reason = problem == null ? "" : problem;
        step(problem == null ? Event.TLS_UP : Event.FAULT);
    }

    private void stop(String why) {
        if (state != State.CLOSED) {
            reason = why;
            step(Event.STOP);
        }
    }

    private void step(Event event) {
        State before = state;
        ServerFsm.Step step = ServerFsm.next(server.usesTls(), before, event);
        state = step.next();
        for (Action action : step.actions()) {
            if (state == step.next()) { // an action may fail, and TCP with it
                perform(action);
            }
        }
        if (state == State.CLOSED && before != State.CLOSED) {
            ended();
        }
    }

    private void perform(Action action) {
        switch (action) {
            case SEND_OPEN -> channel.write(StreamXml.openReply(config.jid(), name));
            case SEND_FEATURES -> channel.write(StreamXml.FEATURES);
            case SEND_PROCEED -> channel.write(StreamXml.PROCEED);
            case BEGIN_TLS -> {
                channel.decoder.restart();
                channel.beginTls(server.tlsContext(), config.openTime(), this::onTls);
            }
            case ARM_OPEN -> timer.arm(config.openTime());
            case ARM_HOLD -> timer.arm(config.holdTime());
            case UP -> began();
            case HEARD -> timer.heard();
            case DELIVER -> deliver();
            case SEND_ERROR -> channel.write(error.toXml() + StreamXml.CLOSE);
            case SEND_CLOSE -> channel.write(StreamXml.CLOSE);
            case DROP -> channel.drop();
        }
    }

    private void began() {
        envelope = new Envelope(config.jid(), name);
        upSince = System.nanoTime();
        up = true;
        reason = "";
        channel.startKeepalives(config.holdTime(), () -> stop("agent does not read"));
        LOG.info("agent={} address={} event=up", name, address);
        routing.execute(() -> server.listener().onAgentUp(this));
    }

    private void deliver() {
        XmlElement element = stanza;
        if (element == null) {
            return;
        }
        Reading<AgentRequest> reading = reader.read(element);
        for (Refusal refusal : reading.refusals()) {
            long count = channel.counters.refused.incrementAndGet();
            if (Long.bitCount(count) == 1 || count < 16) { // a flood of them is not logged one by one
                LOG.warn(
                        "agent={} item={} event=refused count={} problem={}",
                        name,
                        Printable.escape(refusal.subject()),
                        count,
                        Printable.escape(refusal.problem()));
            }
        }
        reading.records().forEach(handoff::give);
    }

    private void ended() {
        timer.stop();
        server.release(this, up);
        String who = Printable.escape(name);
        LOG.info("agent={} address={} event=down reason={}", who, address, reason);
        if (up) {
            up = false;
            String why = reason;
            handoff.flush();
            routing.execute(() -> server.listener().onAgentDown(this, why));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public boolean isUp() {
        return up;
    }

    @Override
    public boolean isWritable() {
        return channel.outbound().isWritable();
    }

    @Override
    public void onWritable(Runnable action) {
        channel.outbound().onWritable(action);
    }

    @Override
    public void send(RenderedBody body) {
        queue(body);
        flush();
    }

    @Override
    public void queue(RenderedBody body) {
        Envelope current = envelope;
        if (up && current != null) {
            channel.counters.stanzasOut.incrementAndGet();
            current.queue(body, channel.outbound());
        }
    }

    @Override
    public void flush() {
        channel.outbound().flush();
    }

    @Override
    public void close(String why) {
        handoff.mute();
        SessionLoop.run(channel.channel.eventLoop(), () -> stop(why));
    }

    @Override
    public long upSince() {
        return upSince;
    }

    @Override
    public ChannelStatistics statistics() {
        return channel.statistics();
    }
}

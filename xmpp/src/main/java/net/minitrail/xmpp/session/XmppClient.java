package net.minitrail.xmpp.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stanza.AgentStanzaWriter;
import net.minitrail.xmpp.stream.ClientFsm;
import net.minitrail.xmpp.stream.ClientFsm.Action;
import net.minitrail.xmpp.stream.ClientFsm.Event;
import net.minitrail.xmpp.stream.ClientState;
import net.minitrail.xmpp.stream.StreamXml;
import net.minitrail.xmpp.tls.TlsContexts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's end of the agent channel, towards one control node; an agent has two of these for high availability. Dials
 * again whenever the session ends, after the waits of {@link Backoff}.
 *
 * <p>Performs what {@link ClientFsm} says, on a session loop of its own; sending is for the routing loop, on which the
 * callbacks run too; the rest is thread-safe.
 */
public final class XmppClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(XmppClient.class);
    /** A session that was up for so long, or said anything, was a success: the waits start over. */
    private static final Duration PROVEN_AFTER = Duration.ofSeconds(5);

    private final XmppClientConfig config;
    private final RoutingLoop routing;
    private final ControllerListener listener;
    private final @Nullable TlsContexts tls;
    private final SessionLoop loop;
    private final AgentStanzaWriter writer;
    private final Backoff backoff;
    private final SilenceTimer timer;
    private @Nullable ClientLink link;
    private @Nullable ClientLink usable; // owned by the routing loop: null but between onUp and onDown
    private @Nullable Runnable onWritable; // owned by the routing loop
    private volatile ClientState state = ClientState.IDLE;
    private volatile String lastError = "";
    private volatile long flaps;
    private volatile long upSince;
    private volatile int attempts;
    private volatile ChannelStatistics lastStatistics = ChannelStatistics.ZERO;
    private volatile @Nullable ClientLink shown;

    /** Dials nobody yet. With TLS, reads the files: ConfigException names the one that is missing or wrong. */
    public XmppClient(XmppClientConfig config, RoutingLoop routing, ControllerListener listener) {
        this.config = config;
        this.routing = routing;
        this.listener = listener;
        backoff = new Backoff(config.longestRetry(), new Random()::nextDouble);
        tls = config.tls() == null ? null : TlsContexts.ofClient(config.tls());
        writer = new AgentStanzaWriter(config.name(), config.controllerJid());
        loop = new SessionLoop("xmpp-client");
        timer = new SilenceTimer(loop.loop(), this::onExpired);
    }

    /** Dials, and dials again whenever the session ends. */
    public void start() {
        SessionLoop.run(loop.loop(), () -> step(Event.START));
    }

    /**
     * Sends, without blocking; a route as its two stanzas. Only on the routing loop.
     *
     * @return false if the session is down: then all there is must be sent again at {@link ControllerListener#onUp}
     */
    @CanIgnoreReturnValue
    public boolean send(AgentRequest request) {
        ClientLink current = usable;
        if (current == null) {
            return false;
        }
        current.send(writer.write(request).getBytes(UTF_8), AgentStanzaWriter.stanzas(request));
        return true;
    }

    /** Whether more may be sent without the queue growing past its low bounds. Only on the routing loop. */
    public boolean isWritable() {
        return usable != null && usable.outbound().isWritable();
    }

    /** Sets what runs, on the routing loop, each time the session becomes writable again. Only on the routing loop. */
    public void onWritable(Runnable action) {
        onWritable = action;
    }

    public XmppClientConfig config() {
        return config;
    }

    public ClientStatus status() {
        ClientLink current = shown;
        return new ClientStatus(
                state, flaps, attempts, lastError, upSince, current == null ? lastStatistics : current.statistics());
    }

    /** Ends the session at hand; the client dials again. */
    public void reset(String reason) {
        SessionLoop.run(loop.loop(), () -> {
            fail(reason);
            step(Event.RESET);
        });
    }

    /** Ends the session with a closing tag and dials no more. Takes half a second at most. */
    @Override
    public void close() {
        loop.runNow(() -> {
            fail("closed by agent");
            step(Event.STOP);
        });
        loop.close();
    }

    /** On the session loop. Events of a link that is not the current one are of no interest. */
    void on(ClientLink source, Event event) {
        if (source == link) {
            step(event);
        }
    }

    /** Remembers why the session is about to end. */
    void fail(String reason) {
        if (state != ClientState.IDLE && state != ClientState.ACTIVE) {
            lastError = reason;
        }
    }

    ClientState state() {
        return state;
    }

    private void onExpired() {
        ClientLink current = link;
        if (state == ClientState.ESTABLISHED && current != null && current.isPaused()) {
            timer.arm(config.holdTime());
            return;
        }
        fail(state == ClientState.ESTABLISHED ? "hold timer expired" : "no progress in " + state);
        step(Event.EXPIRED);
    }

    private void step(Event event) {
        ClientState before = state;
        ClientFsm.Step step = ClientFsm.next(tls != null, before, event);
        state = step.next();
        if (before == ClientState.ESTABLISHED && state != ClientState.ESTABLISHED) {
            ended();
        }
        for (Action action : step.actions()) {
            if (state == step.next()) { // an action may fail, and TCP with it
                perform(action, link);
            }
        }
        if (state == ClientState.IDLE) {
            timer.stop();
        }
    }

    private void perform(Action action, @Nullable ClientLink current) {
        switch (action) {
            case DIAL -> {
                link = new ClientLink(this, routing, listener);
                link.dial(loop.clientBootstrap());
                return;
            }
            case ARM_OPEN -> timer.arm(config.openTime());
            case ARM_HOLD -> timer.arm(config.holdTime());
            case ARM_RETRY -> {
                Duration wait = backoff.next();
                attempts = backoff.attempts();
                LOG.info("controller={} event=retry wait={} reason={}", config.remote(), wait, lastError);
                timer.arm(wait);
            }
            default -> {}
        }
        if (current == null) {
            return;
        }
        switch (action) {
            case SEND_OPEN -> current.write(StreamXml.open(config.name(), config.controllerJid()));
            case SEND_STARTTLS -> current.write(StreamXml.STARTTLS);
            case BEGIN_TLS ->
                current.beginTls(
                        Objects.requireNonNull(tls, "TLS without files").current());
            case UP -> began(current);
            case HEARD -> timer.heard();
            case DELIVER -> current.deliver();
            case SEND_ERROR -> current.write(current.error().toXml() + StreamXml.CLOSE);
            case SEND_CLOSE -> current.write(StreamXml.CLOSE);
            case DROP -> {
                current.drop();
                link = null;
            }
            default -> {}
        }
    }

    private void began(ClientLink current) {
        upSince = System.nanoTime();
        shown = current;
        current.startKeepalives();
        LOG.info("controller={} event=up", config.remote());
        routing.execute(() -> {
            usable = current;
            current.outbound().onWritable(this::writable);
            listener.onUp(this);
        });
    }

    private void writable() {
        Runnable action = onWritable;
        if (action != null) {
            action.run();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the session loop only
    private void ended() {
        ClientLink current = Objects.requireNonNull(shown);
        lastStatistics = current.statistics();
        if (lastStatistics.stanzasIn() > 0 || System.nanoTime() - upSince > PROVEN_AFTER.toNanos()) {
            backoff.reset();
        }
        shown = null;
        upSince = 0;
        flaps++;
        String reason = lastError;
        LOG.info("controller={} event=down reason={}", config.remote(), reason);
        current.flush();
        routing.execute(() -> {
            usable = null;
            listener.onDown(this, reason);
        });
    }
}

package net.minitrail.bgp.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.minitrail.bgp.fsm.Event;
import net.minitrail.bgp.fsm.State;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.AttributeInterner;
import net.minitrail.bgp.wire.ErrorCode;
import net.minitrail.bgp.wire.Notification;
import net.minitrail.bgp.wire.Open;
import net.minitrail.net.Ipv4Address;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A neighbor for as long as it is configured: dials it, takes its calls, settles which of two connections survives, and
 * pauses after a failure. Confined to the session loop, apart from {@link #snapshot}.
 */
final class Peer {
    private static final Logger log = LoggerFactory.getLogger(Peer.class);

    /** Calls that may wait for their OPEN at a time; a peer that dials more often than it speaks loses the oldest. */
    private static final int MAX_CALLS = 3;

    private final SpeakerContext speaker;
    private final boolean dynamic;
    private final List<Connection> connections = new ArrayList<>();
    private final PeerRecord record;
    private NeighborConfig config;
    private @Nullable ChannelFuture dialing;
    private @Nullable ScheduledFuture<?> restart;

    /** Whether the peer announced too many routes, and is neither dialed nor accepted for a while (RFC 4486 section 4). */
    private boolean heldDown;

    /** Whether the peer refused our capabilities, and is to be asked once without them (RFC 5492 section 3). */
    private boolean plain;

    private boolean removed;

    Peer(SpeakerContext speaker, NeighborConfig config, boolean dynamic) {
        this.speaker = speaker;
        this.config = config;
        this.dynamic = dynamic;
        this.record = new PeerRecord(config, dynamic);
    }

    NeighborConfig config() {
        return config;
    }

    Ipv4Address routerId() {
        return speaker.config().routerId();
    }

    /** What we say of ourselves on the next connection. */
    Open ourOpen() {
        return plain
                ? Negotiation.plainOpen(config, routerId())
                : Negotiation.open(config, routerId(), speaker.isRestarting(config));
    }

    SessionTiming timing() {
        return speaker.config().timing();
    }

    @Nullable
    Supplier<ChannelHandler> tap() {
        return speaker.config().tap();
    }

    AttributeInterner interner() {
        return speaker.interner();
    }

    MessageCounters counters() {
        return record.counters();
    }

    boolean isDynamic() {
        return dynamic;
    }

    /** Thread-safe. */
    NeighborSnapshot snapshot() {
        return record.snapshot();
    }

    /** Begins to dial, unless the neighbor is passive or shut down. */
    void open() {
        record.rests(config, restingState());
        if (!config.shutdown() && !config.passive() && !removed) {
            startDialing();
        }
    }

    /** A call from the neighbor's address. */
    void accept(Channel channel) {
        if (config.shutdown()) {
            speaker.refuse(channel, shutdownNotice());
        } else if (heldDown) {
            speaker.refuse(channel, Notification.of(ErrorCode.CONNECTION_REJECTED));
        } else {
            List<Connection> calls = connections.stream()
                    .filter(call -> !call.isDialed() && call.state() != State.ESTABLISHED)
                    .toList();
            if (calls.size() >= MAX_CALLS) {
                calls.get(0).collided();
            }
            speaker.limitHops(channel, config);
            Connection connection = new Connection(this, false, speaker.loop());
            connections.add(connection);
            connection.connected(channel);
        }
    }

    /** Takes on a new configuration; a session that it does not concern goes on. */
    void reconfigure(NeighborConfig next) {
        NeighborConfig before = config;
        config = next;
        if (next.sameSession(before)) {
            record.configured(next);
            connections.forEach(connection -> connection.reconfigured(next));
            if (heldDown) {
                if (!next.prefixLimits().equals(before.prefixLimits())) {
                    release();
                }
            } else if (connections.isEmpty() && !next.passive() && restart == null) {
                open();
            }
            return;
        }
        heldDown = false;
        plain = false;
        stopAll(
                next.shutdown() ? shutdownNotice() : Notification.of(ErrorCode.OTHER_CONFIGURATION_CHANGE),
                next.shutdown() ? "shut down by configuration" : "configuration changed");
        cancelRestart();
        open();
    }

    /** Ends everything for good. */
    void remove(Notification notification, String text) {
        removed = true;
        cancelRestart();
        stopAll(notification, text);
    }

    /** Ends the session and lets it come up again, as {@code clear bgp neighbor} does. */
    void reset(String text) {
        if (heldDown) {
            release();
        }
        stopAll(Notification.shutdown(ErrorCode.ADMINISTRATIVE_RESET, text), "reset: " + text);
    }

    /** Lets a peer come back that announced too many routes. */
    private void release() {
        heldDown = false;
        cancelRestart();
        again();
    }

    /** Protects the connections that stand as is configured now (RFC 2385, RFC 5082). */
    void protect() {
        for (Connection connection : connections) {
            Channel channel = connection.details().channel();
            if (channel != null) {
                speaker.sign(channel, config);
                speaker.limitHops(channel, config);
            }
        }
    }

    // what connections ask of their peer

    void dial(Connection connection) {
        ChannelFuture attempt = speaker.dial(config);
        dialing = attempt;
        attempt.addListener(done -> {
            if (dialing != attempt) {
                var unused = attempt.channel().close();
                return;
            }
            dialing = null;
            if (done.isSuccess()) {
                connection.connected(attempt.channel());
            } else {
                connection.disconnected("cannot connect: " + done.cause().getMessage());
            }
        });
    }

    void stopDialing() {
        ChannelFuture attempt = dialing;
        dialing = null;
        if (attempt != null) {
            attempt.cancel(false);
            var unused = attempt.channel().close();
        }
    }

    /** Whether {@code newer}, on which an OPEN just came, survives; if so, the others it collides with are ended. */
    boolean prefers(Connection newer, Negotiated agreed) {
        boolean weAreHigher = agreed.isHigher(routerId());
        List<Connection> older = new ArrayList<>();
        for (Connection other : connections) {
            if (other != newer && other.state().peerListens()) {
                var contender =
                        new CollisionRule.Contender(other.state(), other.isDialed(), other.peerRestartsGracefully());
                if (!CollisionRule.newerSurvives(contender, newer.isDialed(), weAreHigher)) {
                    return false;
                }
                older.add(other);
            }
        }
        for (Connection other : older) {
            if (other.state() == State.ESTABLISHED) {
                other.disconnected("the peer restarted");
            } else {
                other.collided();
            }
        }
        return true;
    }

    EstablishedSession established(Connection connection, Channel channel, Negotiated negotiated) {
        var session = new PeerSession(connection, channel, config, negotiated, speaker.routing(), speaker.side());
        var established = new EstablishedSession(channel, speaker.routing(), speaker.side(), session);
        established.begin();
        return established;
    }

    void moved(Connection connection, State before, Event event) {
        State now = connection.state();
        boolean over = connection.isOver();
        if (over) {
            connections.remove(connection);
        } else if (now == State.ESTABLISHED) {
            log.info("peer={} event=established", config.address());
            abandonDialing(connection);
        }
        if (before == State.ESTABLISHED || over) {
            SessionEnd end = connection.end();
            record.ended(end, before == State.ESTABLISHED);
            if (before.peerListens() && end != null) {
                log.info("peer={} event=ended state={} cause=\"{}\"", config.address(), before, end.text());
            }
        }
        Connection lead = lead();
        if (lead != null) {
            record.moved(lead.state(), event, lead.details());
        } else {
            pause(connection.end());
            record.moved(restingState(), event, ConnectionDetails.NONE);
        }
    }

    void logFault(Throwable fault) {
        log.error("peer={} event=internal-error", config.address(), fault);
    }

    // pausing and dialing again

    private void startDialing() {
        cancelRestart();
        Connection connection = new Connection(this, true, speaker.loop());
        connections.add(connection);
        connection.start();
    }

    private void abandonDialing(Connection winner) {
        cancelRestart();
        for (Connection other : List.copyOf(connections)) {
            if (other != winner && !other.state().peerListens()) {
                other.abandon();
            }
        }
    }

    private void stopAll(Notification notification, String text) {
        for (Connection connection : List.copyOf(connections)) {
            connection.stop(notification, text);
        }
    }

    private void pause(@Nullable SessionEnd end) {
        if (removed || config.shutdown()) {
            if (dynamic) {
                speaker.forget(this);
            }
            return;
        }
        plain = end != null
                && !plain
                && end.received()
                && end.isFor(ErrorCode.UNSUPPORTED_OPTIONAL_PARAMETER)
                && config.options().families().contains(AddressFamily.IPV4_UNICAST);
        Duration hold = end == null || end.received() ? Duration.ZERO : prefixLimitHold(end);
        heldDown = !hold.isZero();
        if (heldDown) {
            if (!hold.equals(PrefixLimit.FOREVER)) {
                restartAfter(hold);
            }
        } else if (dynamic) {
            speaker.forget(this);
        } else {
            restartAfter(
                    end != null && end.notification() != null
                            ? timing().idleHold()
                            : jittered(timing().connectRetry()));
        }
    }

    /** How long the peer must wait that announced too many routes; zero for any other. */
    private Duration prefixLimitHold(SessionEnd end) {
        return end.prefixLimitFamily()
                .flatMap(family -> Optional.ofNullable(config.prefixLimits().get(family)))
                .map(PrefixLimit::restart)
                .orElse(Duration.ZERO);
    }

    private void restartAfter(Duration pause) {
        restart = speaker.loop()
                .schedule(
                        () -> {
                            restart = null;
                            heldDown = false;
                            if (connections.isEmpty()) {
                                again();
                            }
                        },
                        pause.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private void again() {
        if (dynamic) {
            speaker.forget(this);
        } else {
            open();
        }
    }

    private void cancelRestart() {
        if (restart != null) {
            restart.cancel(false);
            restart = null;
        }
    }

    private static Duration jittered(Duration duration) {
        return Duration.ofNanos((long)
                (duration.toNanos() * (0.75 + 0.25 * ThreadLocalRandom.current().nextDouble())));
    }

    private @Nullable Connection lead() {
        Connection lead = null;
        for (Connection connection : connections) {
            if (lead == null || connection.state().compareTo(lead.state()) > 0) {
                lead = connection;
            }
        }
        return lead;
    }

    /** Without a connection we wait for the peer to call, or are not to be called. */
    private State restingState() {
        return config.shutdown() || heldDown || removed ? State.IDLE : State.ACTIVE;
    }

    private Notification shutdownNotice() {
        return Notification.shutdown(ErrorCode.ADMINISTRATIVE_SHUTDOWN, config.shutdownText());
    }
}

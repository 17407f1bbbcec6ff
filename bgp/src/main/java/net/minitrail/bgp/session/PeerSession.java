package net.minitrail.bgp.session;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.BgpMessage;
import net.minitrail.bgp.wire.Notification;
import net.minitrail.bgp.wire.RouteRefresh;
import net.minitrail.net.IpAddress;
import net.minitrail.net.runtime.RoutingLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One established session, from the moment it comes up until it ends: what the routing side writes to. Its methods are for
 * the routing loop; what they cause happens on the session loop, in the same order. Writing to one that has ended does
 * nothing.
 */
public final class PeerSession {
    private static final Logger LOG = LoggerFactory.getLogger(PeerSession.class);

    /** One batch is being written by the kernel while the next waits: enough to keep it busy, and nothing piles up. */
    private static final int MAX_IN_FLIGHT = 2;

    private final Connection connection;
    private final Channel channel;
    private volatile NeighborConfig neighbor;
    private final Negotiated negotiated;
    private final RoutingLoop routing;
    private final RoutingSide side;
    private final AtomicInteger inFlight = new AtomicInteger();

    PeerSession(
            Connection connection,
            Channel channel,
            NeighborConfig neighbor,
            Negotiated negotiated,
            RoutingLoop routing,
            RoutingSide side) {
        this.connection = connection;
        this.channel = channel;
        this.neighbor = neighbor;
        this.negotiated = negotiated;
        this.routing = routing;
        this.side = side;
    }

    /** The neighbor's address in the protocol. */
    public IpAddress address() {
        return neighbor.address();
    }

    /** The configuration of the neighbor at present; what matters to OPEN is as it was when the session came up. */
    public NeighborConfig neighbor() {
        return neighbor;
    }

    public Negotiated negotiated() {
        return negotiated;
    }

    /** Whether another batch may be written. If not, {@link RoutingSide#ready} tells when it may. */
    public boolean ready() {
        return inFlight.get() < MAX_IN_FLIGHT;
    }

    /** Batches that were handed over and did not reach the kernel yet. */
    int inFlight() {
        return inFlight.get();
    }

    /** On the session loop: the configuration has changed, in what is no matter of OPEN. */
    void reconfigured(NeighborConfig next) {
        neighbor = next;
    }

    /** Asks the peer to send all its routes of a family again; does nothing if it cannot (RFC 2918). */
    public void requestRefresh(AddressFamily family) {
        if (negotiated.routeRefresh() && negotiated.families().contains(family)) {
            send(RouteRefresh.request(family));
        }
    }

    /** Writes one message, behind what was written before. */
    void send(BgpMessage message) {
        onSessionLoop(channel, () -> connection.send(this, message));
    }

    /** Writes to this peer alone. */
    public void write(MessageBatch batch) {
        writeToAll(List.of(this), batch);
    }

    /**
     * Encodes {@code batch} once and writes it to every member.
     *
     * @param members sessions of one speaker with equal codec options; not empty
     */
    public static void writeToAll(Collection<PeerSession> members, MessageBatch batch) {
        List<PeerSession> all = List.copyOf(members);
        for (PeerSession member : all) {
            member.inFlight.incrementAndGet();
        }
        onSessionLoop(all.get(0).channel, new BatchWrite(all, batch));
    }

    /** Ends the session with a NOTIFICATION, such as Cease for too many prefixes; {@code text} is for our own log. */
    public void end(Notification notification, String text) {
        onSessionLoop(channel, () -> connection.stop(notification, text));
    }

    /** While the process ends, the session loop may be gone before the routing loop: then there is nobody left to tell. */
    static void onSessionLoop(Channel channel, Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("channel={} event=session-loop-is-gone", channel);
        }
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    Connection connection() {
        return connection;
    }

    /** On the session loop: one batch reached the kernel, or never will. */
    void written() {
        if (inFlight.getAndDecrement() == MAX_IN_FLIGHT) {
            routing.execute(() -> side.ready(this));
        }
    }

    @Override
    public String toString() {
        return neighbor.address().toString();
    }
}

package net.minitrail.bgp.session;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.Delivery;
import net.minitrail.bgp.rib.PeerSettings;
import net.minitrail.bgp.rib.RestartPromise;
import net.minitrail.bgp.rib.RibPeer;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Capability;
import net.minitrail.bgp.wire.ErrorCode;
import net.minitrail.bgp.wire.Notification;
import net.minitrail.bgp.wire.OctetString;
import net.minitrail.bgp.wire.Update;
import net.minitrail.net.IpAddress;
import net.minitrail.net.runtime.RoutingLoop;

/**
 * Connects the sessions of a speaker with its tables: what peers say goes into the {@link BgpRib}, what they are to be told
 * is written to them when a batch of input has been taken in.
 *
 * <pre>{@code
 * RibSessions sessions = new RibSessions(rib, routingLoop, PeerTreatment.USUAL);
 * BgpSpeaker speaker = new BgpSpeaker(config, sessionLoop, routingLoop, sessions);
 * routingLoop.execute(sessions::start);
 * }</pre>
 *
 * <p>Whoever changes tables by other ways than BGP calls {@link #changed} afterwards. Confined to the routing loop.
 */
public final class RibSessions implements RoutingSide {
    private static final Duration TICK = Duration.ofSeconds(1);

    private final BgpRib rib;
    private final RoutingLoop routing;
    private final PeerTreatment treatment;
    private final Map<IpAddress, PeerSession> sessions = new HashMap<>();
    private final Map<IpAddress, RibPeer> peers = new HashMap<>();
    private final Runnable announce = this::announce;

    /** What is special about peers, beyond their configuration. */
    @FunctionalInterface
    public interface PeerTreatment {
        PeerTreatment USUAL = (session, usual) -> usual;

        /** The settings of a peer whose session just came up, made from the usual ones. */
        PeerSettings settings(PeerSession session, PeerSettings usual);
    }

    public RibSessions(BgpRib rib, RoutingLoop routing, PeerTreatment treatment) {
        this.rib = rib;
        this.routing = routing;
        this.treatment = treatment;
    }

    /** Begins to look after what is due by time. */
    public void start() {
        rib.tick(routing.nanoTime());
        changed();
        routing.schedule(TICK, this::start);
    }

    /** Tables have changed: peers are told at the end of the batch. */
    public void changed() {
        routing.atBatchEnd(announce);
    }

    /** The peer of the tables that belongs to a neighbor whose session is up. */
    public Optional<RibPeer> peer(IpAddress neighbor) {
        return Optional.ofNullable(peers.get(neighbor));
    }

    @Override
    public void established(PeerSession session) {
        PeerSettings settings = treatment.settings(session, usual(session));
        sessions.put(session.address(), session);
        peers.put(session.address(), rib.peerUp(settings, session::ready, routing.nanoTime()));
        changed();
    }

    @Override
    public void received(PeerSession session, Update update) {
        RibPeer peer = requireNonNull(peers.get(session.address()));
        rib.update(peer, update, routing.nanoTime());
        if (session.neighbor().maxPrefixes() > 0 && !update.announcements().isEmpty()) {
            checkLimit(session, peer);
        }
        changed();
    }

    @Override
    public void refreshRequested(PeerSession session, AddressFamily family) {
        rib.refresh(requireNonNull(peers.get(session.address())), family);
        changed();
    }

    @Override
    public void ready(PeerSession session) {
        changed();
    }

    @Override
    public void ended(PeerSession session, SessionEnd end) {
        sessions.remove(session.address());
        RibPeer peer = requireNonNull(peers.remove(session.address()));
        rib.peerDown(peer, end.mayKeepStaleRoutes(), routing.nanoTime());
        changed();
    }

    private void announce() {
        for (Delivery delivery : rib.drain(routing.nanoTime())) {
            var members = ImmutableList.<PeerSession>builderWithExpectedSize(
                    delivery.recipients().size());
            for (RibPeer recipient : delivery.recipients()) {
                members.add(requireNonNull(sessions.get(recipient.address())));
            }
            PeerSession.writeToAll(members.build(), new OutboundMessages(delivery.outbound()));
        }
        if (rib.hasMore()) {
            routing.execute(this::changed); // whatever else waits goes first
        }
    }

    /** Ends a session whose peer announced more than it may (RFC 4486 section 4). */
    private void checkLimit(PeerSession session, RibPeer peer) {
        int limit = session.neighbor().maxPrefixes();
        for (AddressFamily family : session.negotiated().families()) {
            if (rib.table(family).paths(peer) > limit) {
                byte[] data = new byte[7];
                data[1] = (byte) family.afi();
                data[2] = (byte) family.safi();
                System.arraycopy(Ints.toByteArray(limit), 0, data, 3, Integer.BYTES);
                session.end(
                        Notification.of(ErrorCode.MAXIMUM_PREFIXES_REACHED, OctetString.of(data)),
                        "more than %d prefixes of %s".formatted(limit, family.configName()));
                return;
            }
        }
    }

    private static PeerSettings usual(PeerSession session) {
        Negotiated negotiated = session.negotiated();
        String description = session.neighbor().description();
        return PeerSettings.of(
                        description.isEmpty() ? session.address().toString() : description,
                        session.address(),
                        negotiated.localAs(),
                        negotiated.peerAs(),
                        negotiated.peerId().value(),
                        negotiated.codec())
                .asReflectorClient(session.neighbor().routeReflectorClient())
                .withRestart(promise(negotiated));
    }

    private static RestartPromise promise(Negotiated negotiated) {
        Capability.GracefulRestart restart = negotiated.gracefulRestart();
        if (restart == null) {
            return RestartPromise.NONE;
        }
        var families = ImmutableSet.<AddressFamily>builder();
        var forwarding = ImmutableSet.<AddressFamily>builder();
        for (Capability.GracefulRestart.Family one : restart.families()) {
            AddressFamily family = one.family();
            if (family != null && negotiated.families().contains(family)) {
                families.add(family);
                if (one.forwarding()) {
                    forwarding.add(family);
                }
            }
        }
        return new RestartPromise(
                families.build(),
                forwarding.build(),
                Duration.ofSeconds(restart.restartTimeSeconds()),
                longLived(negotiated));
    }

    /** The shortest time of all families; a peer may name one for each, we keep to one (RFC 9494 section 4.2). */
    private static Duration longLived(Negotiated negotiated) {
        return negotiated.received().stream()
                .filter(Capability.LongLivedGracefulRestart.class::isInstance)
                .flatMap(capability -> ((Capability.LongLivedGracefulRestart) capability).families().stream())
                .map(family -> Duration.ofSeconds(family.staleTimeSeconds()))
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}

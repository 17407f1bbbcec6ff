package net.minitrail.bgp.rib;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.CodecOptions;
import net.minitrail.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the tables have to know of a peer whose session is up. Immutable.
 *
 * @param name for display
 * @param address who it is: a session after a restart is known by it
 * @param localAs our AS on this session
 * @param peerAs its AS; equal to {@code localAs} means iBGP
 * @param routerId its BGP identifier, as an unsigned IPv4 address
 * @param codec what was negotiated; its {@code families} are exchanged
 * @param routeReflectorClient whether we reflect its routes, and ours to it, within the AS (RFC 4456)
 * @param policy what is not usual about this peer
 * @param restart what it promised for the time after the session breaks
 * @param endOfRib whether it marks the end of its routes
 * @param pathLimits how many paths to a destination it is told, best first, in families with path identifiers; all where
 *     there is no entry
 * @param tables where routes of a family go if not into the tables of the speaker: a VRF's, for its customer edge
 */
public record PeerSettings(
        String name,
        IpAddress address,
        long localAs,
        long peerAs,
        int routerId,
        CodecOptions codec,
        boolean routeReflectorClient,
        PeerPolicy policy,
        RestartPromise restart,
        EndOfRibMark endOfRib,
        ImmutableMap<AddressFamily, Integer> pathLimits,
        ImmutableMap<AddressFamily, RouteTable> tables) {

    public PeerSettings {
        checkArgument(codec.internal() == (localAs == peerAs), "codec %s of AS %s to %s", codec, localAs, peerAs);
    }

    /** A peer without anything unusual. */
    public static PeerSettings of(
            String name, IpAddress address, long localAs, long peerAs, int routerId, CodecOptions codec) {
        return new PeerSettings(
                name,
                address,
                localAs,
                peerAs,
                routerId,
                codec,
                false,
                PeerPolicy.PLAIN,
                RestartPromise.NONE,
                EndOfRibMark.NEVER,
                ImmutableMap.of(),
                ImmutableMap.of());
    }

    public boolean isInternal() {
        return localAs == peerAs;
    }

    public PeerSettings asReflectorClient(boolean client) {
        return new PeerSettings(
                name, address, localAs, peerAs, routerId, codec, client, policy, restart, endOfRib, pathLimits, tables);
    }

    /** Under another name, for display. */
    public PeerSettings named(String other) {
        return new PeerSettings(
                other,
                address,
                localAs,
                peerAs,
                routerId,
                codec,
                routeReflectorClient,
                policy,
                restart,
                endOfRib,
                pathLimits,
                tables);
    }

    public PeerSettings withPolicy(PeerPolicy other) {
        return new PeerSettings(
                name,
                address,
                localAs,
                peerAs,
                routerId,
                codec,
                routeReflectorClient,
                other,
                restart,
                endOfRib,
                pathLimits,
                tables);
    }

    public PeerSettings withRestart(RestartPromise other) {
        return new PeerSettings(
                name,
                address,
                localAs,
                peerAs,
                routerId,
                codec,
                routeReflectorClient,
                policy,
                other,
                endOfRib,
                pathLimits,
                tables);
    }

    public PeerSettings withEndOfRib(EndOfRibMark mark) {
        return new PeerSettings(
                name,
                address,
                localAs,
                peerAs,
                routerId,
                codec,
                routeReflectorClient,
                policy,
                restart,
                mark,
                pathLimits,
                tables);
    }

    public PeerSettings withPathLimits(ImmutableMap<AddressFamily, Integer> others) {
        return new PeerSettings(
                name,
                address,
                localAs,
                peerAs,
                routerId,
                codec,
                routeReflectorClient,
                policy,
                restart,
                endOfRib,
                others,
                tables);
    }

    public PeerSettings withTables(ImmutableMap<AddressFamily, RouteTable> others) {
        return new PeerSettings(
                name,
                address,
                localAs,
                peerAs,
                routerId,
                codec,
                routeReflectorClient,
                policy,
                restart,
                endOfRib,
                pathLimits,
                others);
    }

    /**
     * What is not usual about a peer.
     *
     * @param medToLocalPref whether an external peer is a control node of the same kind, whose MED carries the local
     *     preference: 100 for 200, 200 for 100
     * @param asOverride whether its own AS is replaced by ours in the paths it is sent, which would else be held back
     * @param nextHopSelf the next hop that it is told in place of the one received, or null to leave it
     * @param longLivedGracefulRestart whether it understands long-lived stale routes (RFC 9494)
     * @param loopCount how often our AS may be in the paths of its routes; more is a loop
     */
    public record PeerPolicy(
            boolean medToLocalPref,
            boolean asOverride,
            @Nullable IpAddress nextHopSelf,
            boolean longLivedGracefulRestart,
            int loopCount) {
        public static final PeerPolicy PLAIN = new PeerPolicy(false, false, null, false);

        /** With every occurrence of our AS a loop. */
        public PeerPolicy(
                boolean medToLocalPref,
                boolean asOverride,
                @Nullable IpAddress nextHopSelf,
                boolean longLivedGracefulRestart) {
            this(medToLocalPref, asOverride, nextHopSelf, longLivedGracefulRestart, 0);
        }
    }
}

package net.minitrail.bgp.session;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Capability;
import net.minitrail.bgp.wire.CodecOptions;
import net.minitrail.net.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * What two OPENs agreed on.
 *
 * @param localAs the AS that we claimed
 * @param peerAs the AS that the peer claimed, of four octets if it can
 * @param peerId its BGP identifier
 * @param holdTimeSeconds the smaller of both offers, 0 if no keepalives are sent
 * @param families that both have, in the order of {@link AddressFamily}
 * @param routeRefresh whether the peer sends its routes again when asked (RFC 2918)
 * @param enhancedRefresh whether such a repetition has a mark at its begin and end (RFC 7313)
 * @param gracefulNotification whether routes may outlive a NOTIFICATION too, since both ends say so (RFC 8538)
 * @param gracefulRestart what the peer said of its restarts (RFC 4724), or null
 * @param received every capability of the peer, in its order
 * @param codec what changes the meaning of octets
 */
public record Negotiated(
        long localAs,
        long peerAs,
        Ipv4Address peerId,
        int holdTimeSeconds,
        ImmutableSet<AddressFamily> families,
        boolean routeRefresh,
        boolean enhancedRefresh,
        boolean gracefulNotification,
        Capability.@Nullable GracefulRestart gracefulRestart,
        ImmutableList<Capability> received,
        CodecOptions codec) {

    /** Whether this is iBGP. */
    public boolean isInternal() {
        return localAs == peerAs;
    }

    /** Whether a speaker of {@link #localAs} with this identifier is higher than the peer (RFC 4271 6.8, RFC 6286 2.3). */
    boolean isHigher(Ipv4Address routerId) {
        int byId = Integer.compareUnsigned(routerId.value(), peerId.value());
        return byId != 0 ? byId > 0 : localAs > peerAs;
    }

    /** Whether the peer's routes may outlive the connection when it breaks (RFC 4724 section 4.2). */
    public boolean peerRestartsGracefully() {
        return gracefulRestart != null && !gracefulRestart.families().isEmpty();
    }
}

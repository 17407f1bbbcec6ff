package net.minitrail.bgp.session;

import static com.google.common.base.Preconditions.checkArgument;

import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;

/**
 * Neighbors that nobody names: whoever calls from {@code prefix} is accepted, and is never dialed. A neighbor that is
 * configured by its address goes first; of several prefixes the longest counts.
 *
 * @param prefix of the callers' addresses in the protocol
 * @param peerAs their AS, 1 to 4294967295, or {@link NeighborConfig#ANY_AS}
 * @param localAs the AS that we claim to be, 1 to 4294967295
 * @param routeReflectorClient whether routes of iBGP neighbors are passed on to them
 * @param maxPrefixes how many routes each may announce; 0 means any number
 * @param options what we offer in OPEN
 */
public record DynamicNeighbors(
        IpPrefix prefix,
        long peerAs,
        long localAs,
        boolean routeReflectorClient,
        int maxPrefixes,
        SessionOptions options) {
    public DynamicNeighbors {
        checkArgument(peerAs >= 0 && peerAs <= 0xFFFF_FFFFL, "peer AS %s is not in 0..4294967295", peerAs);
        checkArgument(localAs >= 1 && localAs <= 0xFFFF_FFFFL, "local AS %s is not in 1..4294967295", localAs);
        checkArgument(maxPrefixes >= 0, "prefix limit %s is negative", maxPrefixes);
    }

    NeighborConfig neighbor(IpAddress address) {
        return NeighborConfig.builder(address, peerAs, localAs)
                .passive(true)
                .routeReflectorClient(routeReflectorClient)
                .maxPrefixes(maxPrefixes)
                .options(options)
                .build();
    }
}

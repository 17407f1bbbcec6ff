package net.minitrail.bgp.session;

import static com.google.common.base.Preconditions.checkArgument;

import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;

/**
 * Neighbors that nobody names: whoever calls from {@code prefix} is accepted, and is never dialed. A neighbor that is
 * configured by its address goes first; of several prefixes the longest counts.
 *
 * @param prefix of the callers' addresses in the protocol
 * @param template what each of them is given, apart from the address; passive
 */
public record DynamicNeighbors(IpPrefix prefix, NeighborConfig template) {
    public DynamicNeighbors {
        checkArgument(template.passive(), "a range of neighbors cannot be dialed");
    }

    /** Callers from {@code prefix} of AS {@code peerAs}, which may be {@link NeighborConfig#ANY_AS}. */
    public static DynamicNeighbors of(IpPrefix prefix, long peerAs, long localAs, SessionOptions options) {
        return new DynamicNeighbors(
                prefix,
                NeighborConfig.builder(prefix.address(), peerAs, localAs)
                        .passive(true)
                        .options(options)
                        .build());
    }

    /** The same, with routes of iBGP neighbors passed on to the callers (RFC 4456). */
    public DynamicNeighbors asReflectorClients() {
        return new DynamicNeighbors(
                prefix, template.toBuilder().routeReflectorClient(true).build());
    }

    NeighborConfig neighbor(IpAddress address) {
        return template.at(address).build();
    }
}

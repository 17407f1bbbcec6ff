package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Optional;
import net.minitrail.bgp.rib.Destination;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.PathSource;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.bgp.wire.VpnIpv6Prefix;
import net.minitrail.gateway.routing.GatewayConfig.BgpNeighbor;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;

/**
 * Copies VPN routes into the VRFs whose import policies accept them, and takes the copies out again: the best path to a
 * destination, and those as good. A copy also dies with its original. Confined to the routing loop.
 */
final class VrfImport {
    private final RouteTable vpn;

    VrfImport(RouteTable vpn) {
        this.vpn = vpn;
    }

    /** What a neighbor's own import policies say, before any VRF is asked. */
    interface Neighbors {
        Optional<BgpNeighbor> neighbor(IpAddress address);
    }

    /** Brings the copies of one destination up to date in all VRFs. Copies of paths that are gone died with them. */
    void update(Destination destination, Collection<VrfTables> vrfs, Neighbors neighbors, long now) {
        vrfs.forEach(vrf -> update(destination.paths(), vrf, neighbors, now));
    }

    /** Brings all copies in one VRF up to date, after a change of its policies. */
    void updateAll(VrfTables vrf, Neighbors neighbors, long now) {
        vpn.forEach(destination -> update(destination.paths(), vrf, neighbors, now));
    }

    /** Takes all copies out of a VRF that is going. */
    void removeAll(VrfTables vrf) {
        vpn.forEach(destination ->
                destination.paths().forEach(path -> copy(path, vrf).ifPresent(RouteTable::removeReplica)));
    }

    private void update(ImmutableList<Path> paths, VrfTables vrf, Neighbors neighbors, long now) {
        for (Path path : paths) {
            Optional<Path> copy = copy(path, vrf);
            Optional<PathAttributes> accepted = accepted(path, vrf, neighbors);
            if (accepted.isPresent()) {
                IpPrefix prefix = prefix(path.nlri());
                vrf.table(prefix.isV4())
                        .replicate(vpn, path, new UnicastPrefix(prefix), accepted.get(), copy.orElse(null), now);
            } else {
                copy.ifPresent(RouteTable::removeReplica);
            }
        }
    }

    private static Optional<Path> copy(Path original, VrfTables vrf) {
        IpPrefix prefix = prefix(original.nlri());
        return vrf.table(prefix.isV4()).find(new UnicastPrefix(prefix)).stream()
                .flatMap(destination -> destination.paths().stream())
                .filter(path -> path.isSecondary() && path.primary() == original)
                .findFirst();
    }

    private static Optional<PathAttributes> accepted(Path path, VrfTables vrf, Neighbors neighbors) {
        if (path.source().kind() == PathSource.Kind.LOCAL || !path.isEcmp()) {
            return Optional.empty();
        }
        IpAddress from = path.source().address();
        PolicyRoute route = PolicyAttributes.view(prefix(path.nlri()), from, path.attributes());
        ImmutableList<Policy> own =
                neighbors.neighbor(from).map(BgpNeighbor::importPolicies).orElse(ImmutableList.of());
        boolean accepted = Policy.evaluate(own, route, true).accepted()
                && Policy.evaluate(vrf.config().importPolicies(), route, false).accepted();
        return accepted ? Optional.of(PolicyAttributes.apply(route, path.attributes())) : Optional.empty();
    }

    static IpPrefix prefix(Nlri nlri) {
        if (nlri instanceof VpnIpv4Prefix v4) {
            return v4.prefix();
        }
        if (nlri instanceof VpnIpv6Prefix v6) {
            return v6.prefix();
        }
        throw new IllegalArgumentException(nlri + " is no VPN route");
    }
}

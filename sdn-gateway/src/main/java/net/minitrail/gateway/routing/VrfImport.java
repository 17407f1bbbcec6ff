package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.PathSource;
import net.minitrail.bgp.vpn.ImportPolicy;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.bgp.wire.VpnIpv6Prefix;
import net.minitrail.gateway.routing.GatewayConfig.BgpNeighbor;
import net.minitrail.gateway.routing.GatewayConfig.Vrf;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.RouteTarget;

/**
 * {@code vrf-import}: first the import policies of the neighbor that a route came from, which accept what they do not
 * mention, then those of the VRF, which do not. Routes of other VRFs of this router do not come in.
 */
record VrfImport(Vrf vrf, GatewayConfig config) implements ImportPolicy {

    @Override
    public Optional<PathAttributes> accept(Nlri vpnRoute, PathAttributes attributes, Path origin) {
        if (origin.source().kind() == PathSource.Kind.LOCAL) {
            return Optional.empty();
        }
        IpAddress from = origin.source().address();
        PolicyRoute route = PolicyAttributes.view(prefix(vpnRoute), from, attributes);
        ImmutableList<Policy> own = PeerSnapshots.configOf(config, from)
                .map(BgpNeighbor::importPolicies)
                .orElse(ImmutableList.of());
        boolean accepted = Policy.evaluate(own, route, true).accepted()
                && Policy.evaluate(vrf.importPolicies(), route, false).accepted();
        return accepted ? Optional.of(PolicyAttributes.apply(route, attributes)) : Optional.empty();
    }

    /** Cannot be said where a neighbor's policies may add targets, or a term accepts routes whatever their target. */
    @Override
    public Optional<ImmutableSet<RouteTarget>> targets(AddressFamily family) {
        if (family == AddressFamily.EVPN) {
            return Optional.of(ImmutableSet.of());
        }
        boolean changedBefore = config.groups().stream()
                .flatMap(group -> group.neighbors().stream())
                .anyMatch(neighbor -> !neighbor.importPolicies().isEmpty());
        boolean byTarget = vrf.importPolicies().stream().allMatch(Policy::acceptsByTargetOnly);
        return changedBefore || !byTarget ? Optional.empty() : Optional.of(vrf.targets());
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

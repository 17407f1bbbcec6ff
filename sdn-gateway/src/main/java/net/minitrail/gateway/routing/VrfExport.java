package net.minitrail.gateway.routing;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.minitrail.bgp.rib.NamedSource;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.Origin;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.bgp.wire.VpnIpv6Prefix;
import net.minitrail.gateway.junos.CommunityMember;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.Ipv6Prefix;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;

/**
 * Puts direct and static routes of VRFs into a VPN table, where their export policies accept them: under the VRF's route
 * distinguisher and label, with ourselves as next hop, origin IGP and local preference 100. Confined to the routing loop.
 */
final class VrfExport {
    private static final long LOCAL_PREFERENCE = 100;

    private final RouteTable vpn;

    VrfExport(RouteTable vpn) {
        this.vpn = vpn;
    }

    /** Makes what the VRF exports what its configuration says; a route that stays the same is not announced again. */
    void update(VrfTables vrf, Ipv4Address self, long now) {
        Set<Nlri> exported = new HashSet<>();
        Optional<RouteDistinguisher> distinguisher = vrf.config().distinguisher();
        if (distinguisher.isPresent() && vrf.label() > 0) {
            boolean v4 = vpn.family() == AddressFamily.VPN_IPV4;
            for (NamedSource source : new NamedSource[] {VrfTables.DIRECT, VrfTables.STATIC}) {
                for (Path path : vrf.table(v4).offeredBy(source)) {
                    IpPrefix prefix = VrfTables.prefix(path.nlri());
                    Nlri nlri = nlri(distinguisher.get(), prefix);
                    Optional<PathAttributes> attributes = attributes(vrf, source, prefix, self);
                    if (attributes.isPresent() && exported.add(nlri)) {
                        Route route = Route.of(nlri, LabelStack.of(vrf.label()));
                        vpn.learn(route, vrf.exporter(), attributes.get(), now);
                    }
                }
            }
        }
        for (Path path : vpn.offeredBy(vrf.exporter())) {
            if (!exported.contains(path.nlri())) {
                vpn.withdraw(path.nlri(), vrf.exporter());
            }
        }
    }

    void withdrawAll(VrfTables vrf) {
        vpn.forget(vrf.exporter());
    }

    private static Optional<PathAttributes> attributes(
            VrfTables vrf, NamedSource source, IpPrefix prefix, Ipv4Address self) {
        String protocol = source == VrfTables.STATIC ? "static" : "direct";
        var route = new PolicyRoute(protocol, prefix, null, self).localPreference(LOCAL_PREFERENCE);
        if (!Policy.evaluate(vrf.config().exportPolicies(), route, false).accepted() || !hasTarget(route)) {
            return Optional.empty();
        }
        return Optional.of(
                PolicyAttributes.write(route, PathAttributes.builder().origin(Origin.IGP))
                        .build());
    }

    /** Without a route target nobody could import the route, and Junos does not send it. */
    private static boolean hasTarget(PolicyRoute route) {
        return route.communities.stream()
                .filter(CommunityMember::extended)
                .anyMatch(member -> RouteTarget.isRouteTarget(member.value()));
    }

    private static Nlri nlri(RouteDistinguisher distinguisher, IpPrefix prefix) {
        return prefix instanceof Ipv4Prefix v4
                ? VpnIpv4Prefix.of(distinguisher, v4)
                : VpnIpv6Prefix.of(distinguisher, (Ipv6Prefix) prefix);
    }
}

package net.minitrail.gateway.routing;

import java.util.Optional;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.PathSource;
import net.minitrail.bgp.vpn.ExportPolicy;
import net.minitrail.bgp.wire.Origin;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.gateway.junos.CommunityMember;
import net.minitrail.gateway.routing.GatewayConfig.Vrf;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;

/**
 * {@code vrf-export}: direct and static routes of a VRF, where its policies accept them and it has a label, under its route
 * distinguisher, with ourselves as next hop, origin IGP and local preference 100.
 */
record VrfExport(Vrf vrf, Ipv4Address self) implements ExportPolicy {
    private static final long LOCAL_PREFERENCE = 100;

    @Override
    public Optional<Exported> export(Path path) {
        boolean own = path.source() == VrfTables.DIRECT || path.source() == VrfTables.STATIC;
        if (!own
                || path.source().kind() != PathSource.Kind.LOCAL
                || path.labelOr(-1) < 0
                || vrf.distinguisher().isEmpty()) {
            return Optional.empty();
        }
        String protocol = path.source() == VrfTables.STATIC ? "static" : "direct";
        var route =
                new PolicyRoute(protocol, VrfTables.prefix(path.nlri()), null, self).localPreference(LOCAL_PREFERENCE);
        if (!Policy.evaluate(vrf.exportPolicies(), route, false).accepted() || !hasTarget(route)) {
            return Optional.empty();
        }
        PathAttributes attributes = PolicyAttributes.write(
                        route, PathAttributes.builder().origin(Origin.IGP))
                .build();
        return Optional.of(new Exported(vrf.distinguisher().get(), attributes));
    }

    /** Without a route target nobody could import the route, and Junos does not send it. */
    private static boolean hasTarget(PolicyRoute route) {
        return route.communities.stream()
                .filter(CommunityMember::extended)
                .anyMatch(member -> RouteTarget.isRouteTarget(member.value()));
    }
}

package net.minitrail.bgp.rib;

import com.google.common.collect.ImmutableSet;
import java.util.function.UnaryOperator;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.CodecOptions;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.IdentifiedNlri;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.PathAttributesBuilder;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.RouteTargetMembership;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.bgp.wire.Update;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;

/** The routers of the three-node lab and routes between them; a test names only what it is about. */
final class RibFixtures {
    static final long AS = 65500;
    static final RouteTarget RED = RouteTarget.parse("target:65500:101");
    static final RouteTarget BLUE = RouteTarget.parse("target:65500:202");
    static final long SECOND = 1_000_000_000L;

    private RibFixtures() {}

    static RibConfig controller() {
        return RibConfig.of(AS, Ipv4Address.parse("192.168.100.2"));
    }

    /** An internal peer with that last octet of address and router id. */
    static PeerSettings internal(int last, AddressFamily... families) {
        Ipv4Address address = Ipv4Address.parse("192.168.100." + last);
        return PeerSettings.of("peer-" + last, address, AS, AS, address.value(), CodecOptions.internal(families));
    }

    /** The same peer, which tells us and takes several paths to a prefix in that family. */
    static PeerSettings withPaths(PeerSettings peer, AddressFamily family) {
        var families = ImmutableSet.of(family);
        return PeerSettings.of(
                        peer.name(),
                        peer.address(),
                        peer.localAs(),
                        peer.peerAs(),
                        peer.routerId(),
                        peer.codec().withPaths(families, families))
                .asReflectorClient(peer.routeReflectorClient());
    }

    /** One of several paths to a prefix. */
    static Route path(int pathId, Route route) {
        return new Route(new IdentifiedNlri(route.nlri(), pathId), route.labels(), route.evpn());
    }

    /** An external peer with that last octet of address and router id. */
    static PeerSettings external(int last, long as, AddressFamily... families) {
        Ipv4Address address = Ipv4Address.parse("192.168.100." + last);
        return PeerSettings.of("peer-" + last, address, AS, as, address.value(), CodecOptions.external(families));
    }

    static PathAttributesBuilder attributes() {
        return PathAttributes.builder()
                .nextHop(Ipv4Address.parse("192.168.100.3"))
                .localPref(100);
    }

    static PathAttributes attributes(UnaryOperator<PathAttributesBuilder> change) {
        return change.apply(attributes()).build();
    }

    static PathAttributes red() {
        return attributes(with -> with.extendedCommunities(ExtendedCommunities.ofTargets(RED)));
    }

    static PathAttributes blue() {
        return attributes(with -> with.extendedCommunities(ExtendedCommunities.ofTargets(BLUE)));
    }

    static Route inet(String prefix) {
        return Route.of(UnicastPrefix.parse(prefix));
    }

    /** A labeled VPN route: {@code vpn("192.168.100.3:7:192.168.1.3/32", 17)}. */
    static Route vpn(String key, int label) {
        return Route.of(VpnIpv4Prefix.parse(key), LabelStack.of(label));
    }

    static Nlri key(String vpn) {
        return VpnIpv4Prefix.parse(vpn);
    }

    static Update announce(Route route, PathAttributes attributes) {
        return Update.announcing(route.nlri().family(), attributes, route);
    }

    /** "Send me routes with this target." */
    static Update want(RouteTarget target) {
        return announce(
                Route.of(RouteTargetMembership.of(AS, target)),
                PathAttributes.builder()
                        .nextHop(Ipv4Address.parse("192.168.100.1"))
                        .build());
    }
}

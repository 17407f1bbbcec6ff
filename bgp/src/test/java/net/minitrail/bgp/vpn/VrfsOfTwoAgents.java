package net.minitrail.bgp.vpn;

import com.google.common.collect.ImmutableSet;
import java.util.List;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.NamedSource;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.PathSource;
import net.minitrail.bgp.rib.PeerSettings;
import net.minitrail.bgp.rib.RibConfig;
import net.minitrail.bgp.rib.RibPeer;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.CodecOptions;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.bgp.wire.Update;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;

/** The VRFs of a control node, two agents that publish into them, and a gateway. */
abstract class VrfsOfTwoAgents {
    static final long AS = 65500;
    static final RouteTarget RED = RouteTarget.parse("target:65500:101");
    static final RouteTarget BLUE = RouteTarget.parse("target:65500:202");
    static final ExtendedCommunity RED_NETWORK = ExtendedCommunity.originVirtualNetwork(AS, 5);
    static final Nlri VM = UnicastPrefix.parse("192.168.1.3/32");

    final BgpRib rib = new BgpRib(RibConfig.of(AS, Ipv4Address.parse("192.168.100.2")));
    final Vrfs vrfs = new Vrfs(rib);
    final RouteTable vpn = rib.table(AddressFamily.VPN_IPV4);
    final PathSource agent3 = agent("compute-1", "192.168.100.3");
    final PathSource agent4 = agent("compute-2", "192.168.100.4");
    final Vrf red = vrf("red", Set.of(RED), Set.of(RED));

    /** Targets in the order they are written. */
    static final class Set {
        static ImmutableSet<RouteTarget> of(RouteTarget... targets) {
            return ImmutableSet.copyOf(targets);
        }
    }

    static PathSource agent(String name, String address) {
        return NamedSource.agent(name, Ipv4Address.parse(address));
    }

    Vrf vrf(String name, ImmutableSet<RouteTarget> imports, ImmutableSet<RouteTarget> exports) {
        TargetPolicy policy = policy(imports, exports);
        return vrfs.add(name, policy, policy);
    }

    /** As on a control node: the distinguisher names the agent, and the instance there is number 7. */
    static TargetPolicy policy(ImmutableSet<RouteTarget> imports, ImmutableSet<RouteTarget> exports) {
        return new TargetPolicy(imports, ImmutableSet.of(), exports, VrfsOfTwoAgents::distinguisher, RED_NETWORK);
    }

    static RouteDistinguisher distinguisher(Path path) {
        return RouteDistinguisher.of((Ipv4Address) path.source().address(), 7);
    }

    static PathAttributes vm(PathSource agent, long preference) {
        return PathAttributes.builder()
                .nextHop(agent.address())
                .localPref(preference)
                .extendedCommunities(ExtendedCommunities.of(ExtendedCommunity.encapsulation(2)))
                .build();
    }

    void publish(Vrf vrf, PathSource agent, int label, long preference) {
        vrf.inet().learn(Route.of(VM, LabelStack.of(label)), agent, vm(agent, preference), 0);
    }

    RibPeer gateway() {
        Ipv4Address address = Ipv4Address.parse("192.168.100.1");
        return rib.peerUp(
                PeerSettings.of(
                        "sdn-gw", address, AS, AS, address.value(), CodecOptions.internal(AddressFamily.VPN_IPV4)),
                () -> true,
                0);
    }

    void settle() {
        rib.drain(0);
    }

    static Nlri vpnKey(String text) {
        return VpnIpv4Prefix.parse(text);
    }

    static List<String> prefixes(RouteTable table) {
        return table.destinations().stream()
                .map(destination -> destination.nlri().toString())
                .toList();
    }

    static Update gatewayRoute(RouteTarget target) {
        return Update.announcing(
                AddressFamily.VPN_IPV4,
                PathAttributes.builder()
                        .nextHop(Ipv4Address.parse("192.168.100.1"))
                        .localPref(100)
                        .extendedCommunities(ExtendedCommunities.ofTargets(target))
                        .build(),
                Route.of(vpnKey("192.168.100.1:1:100.100.100.96/27"), LabelStack.of(20)));
    }
}

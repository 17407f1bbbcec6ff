package net.minitrail.gateway.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.Origin;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.gateway.junos.ConfigParser;
import net.minitrail.gateway.junos.Samples;
import net.minitrail.gateway.routing.AdvertisedRoute;
import net.minitrail.gateway.routing.ConfigReader;
import net.minitrail.gateway.routing.GatewayConfig;
import net.minitrail.gateway.routing.GatewayConfig.Family;
import net.minitrail.gateway.routing.GatewayView;
import net.minitrail.gateway.routing.PeerSnapshot;
import net.minitrail.gateway.routing.RouteEntry;
import net.minitrail.gateway.routing.SessionFacts;
import net.minitrail.gateway.routing.TableSnapshot;
import net.minitrail.gateway.routing.TunnelSnapshot;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;

/** The gateway of the three-node lab at the moment of the post: one VM, one loopback, ages as printed there. */
final class SeedView implements GatewayView {
    static final Ipv4Address SELF = Ipv4Address.parse("192.168.100.1");
    static final Ipv4Address CONTROLLER = Ipv4Address.parse("192.168.100.2");
    static final Ipv4Address COMPUTE = Ipv4Address.parse("192.168.100.3");

    private static final RouteTarget TARGET = RouteTarget.parse("target:65500:101");
    private static final long TEN_DAYS = 9 * 86_400 + 10 * 3600 + 53 * 60 + 9;

    private final GatewayConfig config = ConfigReader.read(ConfigParser.parse(Samples.GATEWAY), "sdn-gw", SELF)
            .config();

    @Override
    public GatewayConfig config() {
        return config;
    }

    @Override
    public ImmutableList<TableSnapshot> tables() {
        return ImmutableList.of(
                new TableSnapshot(
                        "inet.3",
                        ImmutableList.of(
                                plain("inet.3", "192.168.100.3/32", "Tunnel", 300, 489, "via gr-0/0/10.32769"))),
                new TableSnapshot(
                        "test_vn.inet.0",
                        ImmutableList.of(
                                plain("test_vn.inet.0", "100.100.100.100/32", "Direct", 0, TEN_DAYS, "via lo0.1000"),
                                vm("test_vn.inet.0", "", "bgp.l3vpn.0"))),
                new TableSnapshot("bgp.l3vpn.0", ImmutableList.of(vm("bgp.l3vpn.0", "192.168.100.3:2:", ""))));
    }

    private static RouteEntry plain(
            String table, String prefix, String protocol, long preference, long age, String via) {
        return new RouteEntry(
                table,
                IpPrefix.parse(prefix),
                prefix,
                protocol,
                preference,
                true,
                age,
                null,
                null,
                null,
                null,
                ImmutableList.of(via),
                "",
                ImmutableList.of(),
                null,
                false,
                true);
    }

    /** The VM's route with all that Contrail says of it. */
    private static RouteEntry vm(String table, String rd, String primary) {
        PathAttributes attributes = PathAttributes.builder()
                .origin(Origin.INCOMPLETE)
                .nextHop(COMPUTE)
                .med(100)
                .localPref(200)
                .extendedCommunities(ExtendedCommunities.of(
                        ExtendedCommunity.of(TARGET),
                        ExtendedCommunity.encapsulation(ExtendedCommunity.GRE),
                        ExtendedCommunity.encapsulation(ExtendedCommunity.MPLS_OVER_UDP),
                        ExtendedCommunity.securityGroup(64512, 0x7a1201),
                        ExtendedCommunity.originVirtualNetwork(64512, 4)))
                .build();
        return new RouteEntry(
                table,
                IpPrefix.parse("192.168.1.3/32"),
                rd + "192.168.1.3/32",
                "BGP",
                170,
                true,
                489,
                attributes,
                RouteDistinguisher.parse("192.168.100.3:2"),
                17,
                CONTROLLER,
                ImmutableList.of("via gr-0/0/10.32769, Push 17"),
                primary,
                primary.isEmpty() ? ImmutableList.of("test_vn.inet.0") : ImmutableList.of(),
                null,
                true,
                true);
    }

    @Override
    public ImmutableList<PeerSnapshot> peers() {
        return ImmutableList.of(new PeerSnapshot(
                config.groups().get(0).neighbors().get(0),
                SELF,
                "Established",
                521,
                0,
                56,
                58,
                3,
                2,
                1200,
                1300,
                0,
                CONTROLLER,
                SELF,
                ImmutableSet.of(Family.INET_VPN),
                90,
                SessionFacts.NONE,
                41234,
                1179,
                ImmutableList.of(
                        new PeerSnapshot.TableCounts("bgp.l3vpn.0", 1, 1, 1, 1),
                        new PeerSnapshot.TableCounts("test_vn.inet.0", 1, 1, 1, 0)),
                1,
                1,
                true,
                ImmutableSet.of(Family.INET_VPN)));
    }

    @Override
    public ImmutableList<TunnelSnapshot> tunnels() {
        return ImmutableList.of(new TunnelSnapshot(
                32769, "contrail", false, SELF, COMPUTE, Ipv4Prefix.parse("192.168.100.0/24"), 2, 489, 0, 0, 0, 0));
    }

    @Override
    public ImmutableList<AdvertisedRoute> advertised(IpAddress neighbor) {
        PathAttributes attributes = PathAttributes.builder()
                .origin(Origin.IGP)
                .nextHop(SELF)
                .localPref(100)
                .extendedCommunities(ExtendedCommunities.ofTargets(TARGET))
                .build();
        return ImmutableList.of(new AdvertisedRoute(
                "test_vn.inet.0",
                "100.100.100.100/32",
                RouteDistinguisher.parse("192.168.100.1:1"),
                20,
                attributes,
                true));
    }

    @Override
    public boolean clear(IpAddress neighbor) {
        return neighbor.equals(CONTROLLER);
    }

    @Override
    public boolean refresh(IpAddress neighbor) {
        return neighbor.equals(CONTROLLER);
    }

    @Override
    public int label(String vrf) {
        return 20;
    }

    @Override
    public long uptimeSeconds() {
        return TEN_DAYS;
    }
}

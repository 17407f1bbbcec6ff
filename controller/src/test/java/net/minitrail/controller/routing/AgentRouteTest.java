package net.minitrail.controller.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import net.minitrail.bgp.rib.Destination;
import net.minitrail.bgp.rib.Infeasibility;
import net.minitrail.bgp.rib.NamedSource;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import net.minitrail.xmpp.stanza.LoadBalance;
import net.minitrail.xmpp.stanza.RouteAttributes;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stanza.RouteNextHop;
import net.minitrail.xmpp.stanza.TunnelEncapsulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentRouteTest {
    private static final IpAddress COMPUTE = IpAddress.parse("192.168.100.3");
    private static final long AS = 65_500;

    private static final InstancePlan INSTANCE =
            new InstancePlan("d:p:vn:vn", "d:p:vn", 5, ImmutableSet.of(), ImmutableSet.of(), ImmutableSet.of());

    private static RouteNextHop hop(int label, TunnelEncapsulation... encapsulations) {
        return RouteNextHop.of(COMPUTE, label, List.of(encapsulations), "");
    }

    private static AgentRoute route(RouteKey key, RouteNextHop hop, RouteAttributes attributes) {
        AgentRoute route = AgentRoute.of(RouteItem.of(key, List.of(hop), attributes), AS);
        assertNotNull(route);
        return route;
    }

    /** What agents are told of a route that one of them published. */
    private static RouteItem toldOf(AgentRoute route) {
        var table = new RouteTable("vn", route.route().nlri().family(), false);
        table.learn(route.route(), new AgentSource("compute-1", COMPUTE), route.attributes(), route.whyNot(), 0);
        Destination destination = table.find(route.route().nlri()).orElseThrow();
        RouteItem item = new RouteItems(new OriginNetworks(AS), AS).item(destination, INSTANCE);
        assertNotNull(item);
        return item;
    }

    @ParameterizedTest
    @CsvSource({"200, 0, 100", "100, 0, 200", "0, 0, -1", "300, 0, 4294966995", "200, 77, 77"})
    void the_med_follows_from_the_preference_unless_it_is_given(long preference, long given, long expected) {
        AgentRoute route = route(
                new RouteKey.Unicast(IpPrefix.parse("192.168.1.3/32")),
                hop(17, TunnelEncapsulation.GRE),
                RouteAttributes.builder().localPreference(preference).med(given).build());
        assertEquals(expected, route.attributes().medOr(-1));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "3, 0", "17, 17"})
    void explicit_null_is_told_to_agents_and_takes_the_place_of_implicit_null(int announced, int told) {
        var table = new RouteTable("vn", AddressFamily.IPV4_UNICAST, false);
        Route route = Route.of(UnicastPrefix.parse("100.100.100.0/27"), LabelStack.of(announced));
        PathAttributes attributes =
                PathAttributes.builder().nextHop(COMPUTE).localPref(100).build();
        table.learn(route, NamedSource.local("gateway", 0), attributes, 0);

        RouteItem item = new RouteItems(new OriginNetworks(AS), AS)
                .item(table.find(route.nlri()).orElseThrow(), INSTANCE);

        assertNotNull(item);
        assertEquals(told, item.nextHops().get(0).label());
        assertEquals(List.of(TunnelEncapsulation.GRE), item.nextHops().get(0).encapsulations());
    }

    @Test
    void what_an_agent_says_comes_back_to_agents_unchanged() {
        // given
        var key = new RouteKey.Unicast(IpPrefix.parse("fd00:1::3/128"));
        RouteAttributes said = RouteAttributes.builder()
                .localPreference(200)
                .med(100)
                .mobility(9, true)
                .securityGroups(List.of(8_000_001L, 17L))
                .communityTags(List.of("no-export", "64512:100", "accept-own"))
                .loadBalance(new LoadBalance(ImmutableList.of("l3-source-address", "l4-protocol"), "source-bias"))
                .build();
        RouteNextHop hop = new RouteNextHop(
                COMPUTE,
                null,
                17,
                17,
                0,
                0,
                ImmutableList.of(TunnelEncapsulation.GRE, TunnelEncapsulation.UDP, TunnelEncapsulation.VXLAN),
                ImmutableList.of(),
                "",
                ImmutableList.of(42L),
                0);

        // when
        RouteItem told = toldOf(route(key, hop, said));

        // then
        assertEquals(key, told.key());
        assertEquals(said.mobility(), told.attributes().mobility());
        assertEquals(
                ImmutableSet.copyOf(said.securityGroups()),
                ImmutableSet.copyOf(told.attributes().securityGroups()));
        assertEquals(
                ImmutableSet.copyOf(said.communityTags()),
                ImmutableSet.copyOf(told.attributes().communityTags()));
        assertEquals(said.loadBalance(), told.attributes().loadBalance());
        assertEquals(hop.encapsulations(), told.nextHops().get(0).encapsulations());
        assertEquals(hop.tags(), told.nextHops().get(0).tags());
        assertEquals("d:p:vn", told.nextHops().get(0).virtualNetwork());
    }

    @Test
    void a_mac_route_keeps_its_mpls_label_or_all_bits_of_its_vni() {
        var key = new RouteKey.Evpn(0, MacAddress.parse("02:aa:f0:88:f0:65"), IpPrefix.parse("192.168.1.3/32"));
        RouteAttributes none = RouteAttributes.builder().build();

        RouteItem mpls = toldOf(route(key, hop(1_048_575, TunnelEncapsulation.GRE, TunnelEncapsulation.UDP), none));
        assertEquals(1_048_575, mpls.nextHops().get(0).label());
        assertEquals(key, mpls.key());

        RouteItem vxlan = toldOf(route(key, hop(16_777_215, TunnelEncapsulation.VXLAN), none));
        assertEquals(16_777_215, vxlan.nextHops().get(0).label());
    }

    @Test
    void gre_of_an_evpn_route_has_two_communities() {
        var key = new RouteKey.Evpn(0, MacAddress.parse("02:aa:f0:88:f0:65"), null);
        AgentRoute route = route(
                key, hop(17, TunnelEncapsulation.GRE), RouteAttributes.builder().build());
        assertEquals(
                "[encapsulation:gre, encapsulation:gre]",
                route.attributes().extendedCommunities().toString());
    }

    @Test
    void a_broadcast_route_comes_back_with_the_label_of_its_tunnel() {
        var key = new RouteKey.Evpn(0, MacAddress.BROADCAST, IpPrefix.parse("192.168.100.3/32"));
        RouteItem told = toldOf(route(
                key, hop(18, TunnelEncapsulation.UDP), RouteAttributes.builder().build()));
        assertEquals(18, told.nextHops().get(0).label());
        assertEquals(key, told.key());
    }

    @Test
    void a_route_of_a_group_has_no_counterpart() {
        var key = new RouteKey.Evpn(0, MacAddress.ZERO, null, IpAddress.parse("225.0.0.1"), IpAddress.parse("0.0.0.0"));
        assertNull(AgentRoute.of(
                RouteItem.of(key, List.of(hop(17)), RouteAttributes.builder().build()), AS));
    }

    @Test
    void unknown_encapsulations_alone_make_a_route_unusable() {
        RouteNextHop unusable = new RouteNextHop(
                COMPUTE,
                null,
                17,
                17,
                0,
                0,
                ImmutableList.of(),
                ImmutableList.of("carrier-pigeon"),
                "",
                ImmutableList.of(),
                0);
        AgentRoute route = route(
                new RouteKey.Unicast(IpPrefix.parse("192.168.1.3/32")),
                unusable,
                RouteAttributes.builder().build());
        assertEquals(Infeasibility.NO_TUNNEL_ENCAPSULATION, route.whyNot());
    }
}

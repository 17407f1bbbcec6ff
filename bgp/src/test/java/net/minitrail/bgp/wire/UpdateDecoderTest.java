package net.minitrail.bgp.wire;

import static net.minitrail.bgp.wire.UpdateOctets.AS_PATH;
import static net.minitrail.bgp.wire.UpdateOctets.LOCAL_PREF;
import static net.minitrail.bgp.wire.UpdateOctets.ORIGIN;
import static net.minitrail.bgp.wire.UpdateOctets.TARGET;
import static net.minitrail.bgp.wire.UpdateOctets.classicRoute;
import static net.minitrail.bgp.wire.UpdateOctets.update;
import static net.minitrail.bgp.wire.UpdateOctets.vpnRoute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.OptionalLong;
import net.minitrail.net.IpAddress;
import net.minitrail.net.RouteTarget;
import org.junit.jupiter.api.Test;

class UpdateDecoderTest {
    private static final VpnIpv4Prefix VM = VpnIpv4Prefix.parse("192.168.100.3:7:192.168.1.3/32");

    @Test
    void reads_the_route_of_a_vm_as_contrail_announces_it() throws Exception {
        Update update = vpnRoute().decode();

        var announcement = update.announcements().get(0);
        PathAttributes attributes = announcement.attributes();
        assertEquals(AddressFamily.VPN_IPV4, announcement.family());
        assertEquals(ImmutableList.of(Route.of(VM, LabelStack.of(17))), announcement.routes());
        assertEquals(IpAddress.parse("192.168.100.3"), attributes.requireNextHop());
        assertEquals(Origin.INCOMPLETE, attributes.origin());
        assertTrue(attributes.asPath().isEmpty());
        assertEquals(OptionalLong.of(100), attributes.med());
        assertEquals(OptionalLong.of(200), attributes.localPref());
        assertEquals(ImmutableList.of(RouteTarget.parse("target:65500:101")), attributes.routeTargets());
        assertTrue(update.withdrawn().isEmpty());
        assertTrue(update.tolerated().isEmpty());
        assertNull(update.endOfRib());
    }

    @Test
    void reads_the_classic_fields() throws Exception {
        Update update = classicRoute().withdrawn("18 0a0200").decode();

        assertEquals(ImmutableList.of(UnicastPrefix.parse("10.2.0.0/24")), update.withdrawn());
        var announcement = update.announcements().get(0);
        assertEquals(ImmutableList.of(Route.of(UnicastPrefix.parse("10.1.240.0/20"))), announcement.routes());
        assertEquals(IpAddress.parse("192.168.100.3"), announcement.attributes().requireNextHop());
    }

    @Test
    void classic_and_multiprotocol_routes_keep_their_own_next_hops() throws Exception {
        Update update = classicRoute()
                .with("80 0e 21 0001 80 0c 0000000000000000 c0a86404 00 78 000111 0001c0a864030007 c0a80103")
                .decode();

        assertEquals(2, update.announcements().size());
        assertEquals(
                IpAddress.parse("192.168.100.4"),
                update.announcements().get(0).attributes().requireNextHop());
        assertEquals(
                IpAddress.parse("192.168.100.3"),
                update.announcements().get(1).attributes().requireNextHop());
    }

    @Test
    void withdrawals_need_no_attributes() throws Exception {
        Update update = update().with("80 0f 13 0001 80 78 800000 0001c0a864030007 c0a80103")
                .decode();

        assertEquals(ImmutableList.of(VM), update.withdrawn());
        assertTrue(update.announcements().isEmpty());
    }

    @Test
    void an_empty_update_ends_the_rib_of_ipv4_and_an_empty_unreach_that_of_its_family() throws Exception {
        assertEquals(AddressFamily.IPV4_UNICAST, update().decode().endOfRib());
        assertEquals(
                AddressFamily.VPN_IPV4,
                update().with("80 0f 03 0001 80").decode().endOfRib());
        assertEquals(
                AddressFamily.EVPN, update().with("90 0f 0003 0019 46").decode().endOfRib());
    }

    @Test
    void vpn_ipv6_takes_mapped_next_hops_and_drops_link_local_ones() throws Exception {
        String rest = "00 d8 000111 0001c0a864030007 fd000001000000000000000000000003";
        String mapped = "80 0e 39 0002 80 18 0000000000000000 00000000000000000000ffffc0a86403" + rest;
        String both = "80 0e 51 0002 80 30 0000000000000000 fd000001000000000000000000000009"
                + "0000000000000000 fe800000000000000000000000000001" + rest;

        assertEquals(IpAddress.parse("192.168.100.3"), nextHop(update().with(ORIGIN, AS_PATH, LOCAL_PREF, mapped)));
        assertEquals(IpAddress.parse("fd00:1::9"), nextHop(update().with(ORIGIN, AS_PATH, LOCAL_PREF, both)));
    }

    private static IpAddress nextHop(UpdateOctets update) throws BgpProtocolException {
        return update.decode().announcements().get(0).attributes().requireNextHop();
    }

    @Test
    void unknown_transitive_attributes_are_kept_and_others_forgotten() throws Exception {
        Update update =
                vpnRoute().with("c0 e1 02 abcd", "80 e2 01 00", "e0 fe 00").decode();

        assertEquals(
                ImmutableList.of(
                        new RawAttribute(0xe1, OctetString.parse("abcd")), new RawAttribute(0xfe, OctetString.EMPTY)),
                update.announcements().get(0).attributes().unknown());
        assertTrue(update.tolerated().isEmpty());
    }

    @Test
    void families_that_are_not_negotiated_are_skipped() throws Exception {
        var options = CodecOptions.internal(AddressFamily.IPV4_UNICAST);

        Update update = vpnRoute().decode(options);

        assertTrue(update.announcements().isEmpty());
        assertTrue(update.withdrawn().isEmpty());
        assertEquals(1, update.tolerated().size());
        assertTrue(classicRoute()
                .decode(CodecOptions.internal(AddressFamily.VPN_IPV4))
                .announcements()
                .isEmpty());
    }

    @Test
    void the_same_attribute_octets_give_the_same_object() throws Exception {
        var decoder = new BgpDecoder(UpdateOctets.internal(), new AttributeInterner());

        var first = (Update) decoder.decode(vpnRoute().build());
        var second = (Update) decoder.decode(vpnRoute().build());
        var other = (Update) decoder.decode(
                vpnRoute().without(TARGET).with("c0 10 08 0002 ffdc 00000066").build());

        assertSame(
                first.announcements().get(0).attributes(),
                second.announcements().get(0).attributes());
        assertEquals(
                ImmutableList.of(RouteTarget.parse("target:65500:102")),
                other.announcements().get(0).attributes().routeTargets());
    }

    @Test
    void local_preference_and_reflection_come_from_internal_peers_only() throws Exception {
        var octets = vpnRoute().with("80 09 04 c0a86403", "80 0a 04 c0a86402", "80 1a 0b 01000b 0000000000000007");

        PathAttributes internal = octets.decode().announcements().get(0).attributes();
        Update fromOutside = octets.decode(UpdateOctets.external());
        PathAttributes external = fromOutside.announcements().get(0).attributes();

        assertEquals("192.168.100.3", internal.originatorId().orElseThrow().toString());
        assertEquals("192.168.100.2", internal.clusterList().toString());
        assertEquals(OptionalLong.of(7), internal.aigp());
        assertEquals(
                internal.toBuilder()
                        .noLocalPref()
                        .originatorId(null)
                        .clusterList(ClusterList.EMPTY)
                        .aigp(OptionalLong.empty())
                        .build(),
                external);
        assertEquals(4, fromOutside.tolerated().size());
    }

    @Test
    void reads_every_optional_attribute() throws Exception {
        PathAttributes attributes = vpnRoute()
                .with(
                        "40 06 00",
                        "c0 07 08 00030d40 c0a86401",
                        "c0 08 08 ffffff01 ffdc0064",
                        "c0 16 09 00 06 000110 c0a86403",
                        "c0 17 0a 0008 0006 01 04 12345678",
                        "c0 19 14 0002" + "fd000001000000000000000000000003" + "0001",
                        "c0 20 0c 00030d40 00000001 ffffffff")
                .decode()
                .announcements()
                .get(0)
                .attributes();

        assertTrue(attributes.atomicAggregate());
        assertEquals(200_000, attributes.aggregator().orElseThrow().as());
        assertTrue(attributes.communities().contains(Community.NO_EXPORT));
        assertTrue(attributes.communities().contains(Community.parse("65500:100")));
        assertEquals(17, attributes.pmsi().orElseThrow().mplsLabel());
        assertEquals(10, attributes.tunnelEncapsulation().orElseThrow().length());
        assertEquals(1, attributes.ipv6ExtendedCommunities().size());
        assertEquals("[200000:1:4294967295]", attributes.largeCommunities().toString());
    }

    @Test
    void a_local_preference_is_mandatory_between_internal_peers_only() throws Exception {
        assertTrue(vpnRoute().without(LOCAL_PREF).decode().announcements().isEmpty());
        assertEquals(
                OptionalLong.empty(),
                vpnRoute()
                        .without(LOCAL_PREF)
                        .decode(UpdateOctets.external())
                        .announcements()
                        .get(0)
                        .attributes()
                        .localPref());
    }
}

package net.minitrail.bgp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Prefix;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValuesTest {
    private static final RouteDistinguisher RD = RouteDistinguisher.parse("192.168.100.3:7");

    /** A value out of bounds cannot be made. */
    static Stream<Executable> wrong() {
        return Stream.of(
                () -> new VpnIpv4Prefix(0, 0, 33),
                () -> new VpnIpv4Prefix(0, 0, -1),
                () -> new VpnIpv4Prefix(0, 1, 31),
                () -> VpnIpv4Prefix.parse("10.0.0.0/8"),
                () -> new VpnIpv6Prefix(0, 0, 0, 129),
                () -> new VpnIpv6Prefix(0, 0, 1, 127),
                () -> new VpnIpv6Prefix(0, 1, 0, 63),
                () -> new RouteTargetMembership(1, 0, 0),
                () -> new RouteTargetMembership(1, 0, 31),
                () -> new RouteTargetMembership(1, 0, 97),
                () -> new RouteTargetMembership(1, 1, 95),
                () -> new RouteTargetMembership(1L << 32, 0, 32),
                () -> new EvpnMacIp(0, -1, 0, null),
                () -> new EvpnMacIp(0, 0, 1L << 48, null),
                () -> new EvpnInclusiveMulticast(0, 1L << 32, IpAddress.parse("1.1.1.1")),
                () -> new EvpnIpPrefix(0, 1L << 32, IpPrefix.parse("10.0.0.0/8")),
                () -> new EvpnOpaque(4, OctetString.of(new byte[256])),
                () -> new EvpnDetails(OctetString.EMPTY, 1, 1, null),
                () -> new EvpnDetails(EvpnDetails.NO_SEGMENT, 1 << 24, -1, null),
                () -> new EvpnDetails(EvpnDetails.NO_SEGMENT, 1, 1 << 24, null),
                () -> new EvpnDetails(EvpnDetails.NO_SEGMENT, -1, 1, null),
                () -> new Route(UnicastPrefix.parse("10.0.0.0/8"), LabelStack.none(), EvpnDetails.NOTHING),
                () -> LabelStack.of(1 << 20),
                () -> LabelStack.of(1, -1),
                () -> LabelStack.of(new int[17]),
                () -> new LargeCommunity(1L << 32, 0, 0),
                () -> new LargeCommunity(0, -1, 0),
                () -> new LargeCommunity(0, 0, 1L << 32),
                () -> new Aggregator(0, new Ipv4Address(1)),
                () -> new PmsiTunnel(256, 0, 0, OctetString.EMPTY),
                () -> new PmsiTunnel(0, -1, 0, OctetString.EMPTY),
                () -> new PmsiTunnel(0, 0, 1 << 24, OctetString.EMPTY),
                () -> new RawAttribute(256, OctetString.EMPTY),
                () -> new RouteRefresh(1 << 16, 0, 0),
                () -> new RouteRefresh(0, 256, 0),
                () -> new RouteRefresh(0, 0, -1),
                () -> new Notification(256, 0, OctetString.EMPTY),
                () -> new Notification(0, -1, OctetString.EMPTY),
                () -> Notification.shutdown(ErrorCode.HARD_RESET, "text"),
                () -> new Open(0, 90, 1, ImmutableList.of()),
                () -> new Open(1, 2, 1, ImmutableList.of()),
                () -> new Open(1, 65_536, 1, ImmutableList.of()),
                () -> new Open(1, 90, 0, ImmutableList.of()),
                () -> new Capability.FourOctetAs(1L << 32),
                () -> new Capability.GracefulRestart(false, false, 4096, ImmutableList.of()),
                () -> new AttributeInterner(1),
                () -> AsPath.of(0),
                () -> AsPath.of(1L << 32),
                () -> AsPath.of(new long[256]),
                () -> AsPath.of(1).prepend(1, 0),
                () -> PathAttributes.builder().med(1L << 32),
                () -> PathAttributes.builder().localPref(-1),
                () -> PathAttributes.builder().ipv6ExtendedCommunities(List.of(OctetString.EMPTY)),
                () -> AddressFamily.ofConfigName("inet-mdt"));
    }

    @ParameterizedTest
    @MethodSource
    void wrong(Executable making) {
        assertThrows(IllegalArgumentException.class, making);
    }

    @Test
    void families_are_found_by_code_and_by_name() {
        for (AddressFamily family : AddressFamily.values()) {
            assertEquals(family, AddressFamily.of(family.afi(), family.safi()));
            assertEquals(family, AddressFamily.ofConfigName(family.configName()));
        }
        assertNull(AddressFamily.of(1, 4));
        assertEquals("inet-vpn-unicast", AddressFamily.VPN_IPV4.junosName());
    }

    @Test
    void label_stacks_know_their_labels() {
        LabelStack stack = LabelStack.of(16, 17, 18);

        assertEquals("16/17/18", stack.toString());
        assertEquals(3, stack.depth());
        assertEquals(18, stack.get(2));
        assertEquals(16, stack.topOr(0));
        assertEquals(LabelStack.of(16), LabelStack.of(new int[] {16}));
        assertNotEquals(LabelStack.of(16), LabelStack.of(16, 17));
        assertNotEquals(LabelStack.of(16), LabelStack.of(17));
        assertEquals(LabelStack.none(), LabelStack.of(new int[0]));
        assertEquals("-", LabelStack.none().toString());
        assertEquals(7, LabelStack.none().topOr(7));
        assertThrows(IllegalStateException.class, () -> LabelStack.none().top());
    }

    @Test
    void routes_print_as_contrail_prints_them() {
        var mac = new EvpnMacIp(RD.value(), 0, 0x02aaf088f065L, IpAddress.parse("192.168.1.3"));
        List<String> printed = Stream.of(
                        UnicastPrefix.parse("10.0.0.0/8"),
                        VpnIpv4Prefix.parse("192.168.100.3:7:192.168.1.3/32"),
                        VpnIpv6Prefix.of(RD, Ipv6Prefix.parse("fd00::/64")),
                        RouteTargetMembership.of(65_500, RouteTarget.parse("target:65500:101")),
                        RouteTargetMembership.DEFAULT,
                        new RouteTargetMembership(7, 0, 32),
                        mac,
                        new EvpnMacIp(RD.value(), 0, 1, null),
                        new EvpnInclusiveMulticast(RD.value(), 0, IpAddress.parse("192.168.100.3")),
                        new EvpnIpPrefix(RD.value(), 0, IpPrefix.parse("10.0.0.0/8")),
                        new EvpnOpaque(4, OctetString.parse("abcd")))
                .sorted(Nlri.order())
                .map(Nlri::toString)
                .toList();

        assertEquals(
                List.of(
                        "10.0.0.0/8",
                        "192.168.100.3:7:192.168.1.3/32",
                        "192.168.100.3:7:fd00::/64",
                        "default",
                        "7:0x0000000000000000/32",
                        "65500:target:65500:101",
                        "2-192.168.100.3:7-0-00:00:00:00:00:01,0.0.0.0",
                        "2-192.168.100.3:7-0-02:aa:f0:88:f0:65,192.168.1.3",
                        "3-192.168.100.3:7-0-192.168.100.3",
                        "4-0xabcd",
                        "5-192.168.100.3:7-0-10.0.0.0/8"),
                printed);
        assertEquals("02:aa:f0:88:f0:65", mac.macAddress().toString());
        assertEquals(RD, mac.distinguisher());
    }

    @Test
    void memberships_know_their_target() {
        RouteTarget target = RouteTarget.parse("target:65500:101");

        assertEquals(Optional.of(target), RouteTargetMembership.of(1, target).target());
        assertEquals(Optional.empty(), new RouteTargetMembership(1, 0x4000L << 48, 96).target());
    }

    @Test
    void consecutive_prefixes_hash_to_different_places() {
        Set<Integer> slots = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            slots.add(new VpnIpv4Prefix(RD.value(), i << 8, 24).hashCode() & 0xFFFF);
        }

        assertTrue(slots.size() > 9_000, slots.size() + " of 65536 places");
    }

    @Test
    void cluster_lists_and_error_codes_print() {
        ClusterList clusters = ClusterList.of(0xC0A8_6402).prepend(0x0A00_0001);

        assertEquals("10.0.0.1 192.168.100.2", clusters.toString());
        assertTrue(clusters.contains(0x0A00_0001));
        assertFalse(clusters.contains(1));
        assertNotEquals(clusters, ClusterList.EMPTY);
        assertEquals(ClusterList.EMPTY, ClusterList.of());
        assertEquals("UNKNOWN (9/9) ab", new Notification(9, 9, OctetString.parse("ab")).toString());
        assertEquals("CEASE (6/0)", Notification.of(ErrorCode.CEASE).toString());
    }
}

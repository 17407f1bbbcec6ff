package net.minitrail.bgp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.minitrail.net.Ipv6Prefix;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherNlriCodecsTest {

    @Test
    void ipv4_host_bits_are_ignored() throws Exception {
        assertEquals(UnicastPrefix.parse("10.1.240.0/20"), read(AddressFamily.IPV4_UNICAST, "14 0a01ff"));
        assertEquals(UnicastPrefix.parse("0.0.0.0/0"), read(AddressFamily.IPV4_UNICAST, "00"));
        assertEquals(UnicastPrefix.parse("255.255.255.255/32"), read(AddressFamily.IPV4_UNICAST, "20 ffffffff"));
    }

    @Test
    void ipv6_prefixes_of_any_length_are_read() throws Exception {
        assertEquals(UnicastPrefix.parse("::/0"), read(AddressFamily.IPV6_UNICAST, "00"));
        assertEquals(UnicastPrefix.parse("fd00:1::/37"), read(AddressFamily.IPV6_UNICAST, "25 fd00000107"));
        assertEquals(
                UnicastPrefix.parse("fd00::8000:0:0:0/65"), read(AddressFamily.IPV6_UNICAST, "41 fd00000000000000ff"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"21 0a01f00000", "ff", "20 0a01f0"})
    void ipv4_lengths_over_32_and_overruns_are_errors(String wire) {
        assertThrows(BgpProtocolException.class, () -> read(AddressFamily.IPV4_UNICAST, wire));
    }

    @Test
    void vpn_ipv6_has_label_distinguisher_and_prefix() throws Exception {
        var expected = VpnIpv6Prefix.of(RouteDistinguisher.parse("192.168.100.3:7"), Ipv6Prefix.parse("fd00:1::3/128"));

        Cursor wire = Hex.cursor("""
                d8                                  # 216 bits
                012341                              # label 4660
                0001 c0a86403 0007
                fd000001000000000000000000000003
                """);

        assertEquals(
                Route.of(expected, LabelStack.of(4660)),
                NlriCodec.of(AddressFamily.VPN_IPV6).readRoute(wire));
        assertFalse(wire.isReadable());
    }

    /** Of 192.168.100.9:1 the octets 0001c0 and a86409 look like labels, and what follows like a distinguisher. */
    @ParameterizedTest
    @ValueSource(strings = {"000110", "000111", "000000", "800000", "0fffe0"})
    void vpn_ipv6_distinguishers_are_no_labels_whatever_the_bottom_bit(String label) throws Exception {
        String octets = "d8" + label + "0001c0a864090001 fd090000000000000000000000000009";
        var expected = VpnIpv6Prefix.of(RouteDistinguisher.parse("192.168.100.9:1"), Ipv6Prefix.parse("fd09::9/128"));
        NlriCodec codec = NlriCodec.of(AddressFamily.VPN_IPV6);

        assertEquals(expected, codec.readRoute(Hex.cursor(octets)).nlri());
        assertEquals(expected, codec.readWithdrawn(Hex.cursor(octets)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"57 000111 0001c0a864030007", "d9 000111 0001c0a864030007 00", "00"})
    void vpn_ipv6_lengths_outside_88_to_216_are_errors(String wire) {
        assertThrows(
                BgpProtocolException.class,
                () -> NlriCodec.of(AddressFamily.VPN_IPV6).readRoute(Hex.cursor(wire)));
    }

    @Test
    void memberships_are_the_default_or_name_an_as_and_perhaps_a_target() throws Exception {
        assertEquals(RouteTargetMembership.DEFAULT, read(AddressFamily.ROUTE_TARGET, "00"));
        assertEquals(new RouteTargetMembership(200_000, 0, 32), read(AddressFamily.ROUTE_TARGET, "20 00030d40"));
        assertEquals(
                RouteTargetMembership.of(65500, RouteTarget.parse("target:65500:101")),
                read(AddressFamily.ROUTE_TARGET, "60 0000ffdc 0002ffdc00000065"));
        assertEquals(
                new RouteTargetMembership(65500, 0x0002_ffdc_0000_0000L, 64),
                read(AddressFamily.ROUTE_TARGET, "40 0000ffdc 0002ffdc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10 0000", "1f 00000000", "61 0000ffdc 0002ffdc00000065 80", "60 0000ffdc 0002", "ff"})
    void memberships_of_other_lengths_are_errors(String wire) {
        assertThrows(BgpProtocolException.class, () -> read(AddressFamily.ROUTE_TARGET, wire));
    }

    @Test
    void a_partial_membership_covers_the_targets_that_share_its_bits() {
        var all = new RouteTargetMembership(65500, 0x0002_ffdc_0000_0000L, 64);

        assertTrue(all.covers(RouteTarget.parse("target:65500:7")));
        assertFalse(all.covers(RouteTarget.parse("target:65501:7")));
        assertTrue(RouteTargetMembership.DEFAULT.covers(RouteTarget.parse("target:1.2.3.4:5")));
    }

    private static Nlri read(AddressFamily family, String wire) throws BgpProtocolException {
        Cursor cursor = Hex.cursor(wire);
        Route route = NlriCodec.of(family).readRoute(cursor);
        assertFalse(cursor.isReadable(), "octets left over");
        return route.nlri();
    }
}

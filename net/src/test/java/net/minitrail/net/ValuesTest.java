package net.minitrail.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @Property
    void an_ipv4_address_prints_what_it_parses(@ForAll int value) {
        var address = new Ipv4Address(value);
        assertEquals(address, Ipv4Address.parse(address.toString()));
    }

    @Property
    void an_ipv6_address_prints_what_it_parses(@ForAll long high, @ForAll long low) {
        var address = new Ipv6Address(high, low);
        assertEquals(address, IpAddress.parse(address.toString()));
        assertEquals(address, IpAddress.of(address.octets()));
    }

    @Property
    void a_prefix_contains_its_own_addresses_and_prints_what_it_parses(
            @ForAll int address, @ForAll @IntRange(max = 32) int length) {
        var prefix = Ipv4Prefix.containing(address, length);
        assertTrue(prefix.contains(address));
        assertTrue(prefix.contains(prefix.broadcast()));
        assertEquals(prefix, IpPrefix.parse(prefix.toString()));
    }

    @Property
    void an_ipv6_prefix_contains_its_own_addresses_and_prints_what_it_parses(
            @ForAll long high, @ForAll long low, @ForAll @IntRange(max = 128) int length) {
        var address = new Ipv6Address(high, low);
        var prefix = Ipv6Prefix.containing(address, length);
        assertTrue(prefix.contains(address));
        assertEquals(prefix, IpPrefix.parse(prefix.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.04",
                "1.2.3.",
                " 1.2.3.4",
                "1.2.3.4 ",
                "",
                "1.2.3.0x4",
                "a.b.c.d"
            })
    void refuses_what_is_no_address(String text) {
        assertThrows(IllegalArgumentException.class, () -> Ipv4Address.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1/24", "10.0.0.0/33", "10.0.0.0", "10.0.0.0/", "10.0.0.0/+8", "10.0.0.0/-1", "fd00::1/64"
            })
    void refuses_host_bits_and_lengths_out_of_range(String text) {
        assertThrows(IllegalArgumentException.class, () -> IpPrefix.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.100.1:1, 0001c0a864010001",
        "65500:101,       0000ffdc00000065",
        "200000:9,        000200030d400009",
        "100L:5,          0002000000640005",
    })
    void a_route_distinguisher_is_its_eight_octets(String text, String octets) {
        var rd = RouteDistinguisher.parse(text);
        assertEquals(octets, "%016x".formatted(rd.value()));
        assertEquals(text, rd.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "target:65500:101,      0002ffdc00000065",
        "target:65535:4294967295, 0002ffffffffffff",
        "target:1.2.3.4:5,      0102010203040005",
        "target:200000:9,       020200030d400009",
        "target:100L:5,         0202000000640005",
    })
    void a_route_target_is_its_eight_octets(String text, String octets) {
        var target = RouteTarget.parse(text);
        assertEquals(octets, "%016x".formatted(target.value()));
        assertEquals(text, target.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "65500:101",
                "target:65536:70000",
                "target:1.2.3.4:70000",
                "target:4294967296:1",
                "target:1",
                "target:1:2:3",
                "target:-1:2",
                "target::2",
                "target:1:"
            })
    void refuses_a_route_target_that_does_not_fit_its_type(String text) {
        assertThrows(IllegalArgumentException.class, () -> RouteTarget.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "030c000000000002, encapsulation:gre",
        "030c00000000000d, encapsulation:udp",
        "06000000000000ff, mobility:non-sticky:255",
        "0600010000000001, mobility:sticky:1",
        "8071fc0000000005, originvn:64512:5",
        "827100030d400007, originvn:200000:7",
        "8004fc00007a1201, secgroup:64512:8000001",
        "0002fc00007a1201, target:64512:8000001",
    })
    void extended_communities_print_as_contrail_prints_them(String octets, String text) {
        assertEquals(text, new ExtendedCommunity(Long.parseUnsignedLong(octets, 16)).toString());
    }

    @Test
    void mac_addresses_print_padded_and_as_ether_ntoa() {
        var mac = MacAddress.parse("02:aa:f0:88:f0:05");
        assertEquals("02:aa:f0:88:f0:05", mac.toString());
        assertEquals("2:aa:f0:88:f0:5", mac.unpadded());
        assertEquals(mac, MacAddress.parse("2-AA-f0-88-f0-5"));
        assertEquals(mac, MacAddress.of(mac.octets(), 0));
        assertTrue(MacAddress.BROADCAST.isGroup());
        assertFalse(mac.isGroup());
    }

    @Test
    void lookup_takes_the_longest_prefix_that_is_left() {
        var table = new LongestPrefixTable<String>();
        table.put(IpPrefix.parse("0.0.0.0/0"), "default");
        table.put(IpPrefix.parse("10.0.0.0/8"), "eight");
        table.put(IpPrefix.parse("10.1.240.0/20"), "twenty");
        table.put(IpPrefix.parse("10.1.241.7/32"), "host");
        var address = IpAddress.parse("10.1.241.7");

        assertEquals("host", table.lookup(address).getValue());
        table.remove(IpPrefix.parse("10.1.241.7/32"));
        assertEquals("twenty", table.lookup(address).getValue());
        table.remove(IpPrefix.parse("10.1.240.0/20"));
        table.remove(IpPrefix.parse("10.0.0.0/8"));
        assertEquals("default", table.lookup(address).getValue());
        table.remove(IpPrefix.parse("0.0.0.0/0"));
        assertEquals(null, table.lookup(address));
        assertEquals(null, table.lookup(IpAddress.parse("fd00::1")));
    }
}

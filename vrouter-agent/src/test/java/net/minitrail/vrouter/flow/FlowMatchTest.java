package net.minitrail.vrouter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowMatchTest {
    private static final int VRF = 8;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "10.10.0.1 | true",
                "10.10.0.1:64165 | true",
                "8.8.8.8:22 | true",
                "10.10.0.1:22 | false",
                "10.10.0.2 | false",
                "10.10.0.1 & vrf 8 | true",
                "10.10.0.1&vrf 7 | false",
                "proto tcp | true",
                "proto udp | false",
                "vrf 8 & proto tcp & 8.8.8.8 | true",
                "\"10.10.0.1,8.8.8.8\" | true",
                "\"8.8.8.8, 10.10.0.1:64165\" | true",
                "\"10.10.0.1:22,8.8.8.8:64165\" | false",
                "\"*:22,10.10.0.1\" | true",
                "*:23 | false",
                "[fd00::1]:22 | false",
            })
    void a_flow_from_10_10_0_1_port_64165_to_8_8_8_8_port_22(String expression, boolean expected) {
        assertEquals(expected, FlowMatch.parse(expression).matches(flow("10.10.0.1", 64_165, "8.8.8.8", 22)));
    }

    @Test
    void a_flow_of_ipv6() {
        assertEquals(true, FlowMatch.parse("[fd00::2]:22,fd00::1").matches(flow("fd00::1", 4000, "fd00::2", 22)));
        assertEquals(false, FlowMatch.parse("[fd00::2]:23").matches(flow("fd00::1", 4000, "fd00::2", 22)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.10.0.1 & vrf 8 | [10.10.0.1]:*, VRF 8",
                "1.1.1.1:20,2.2.2.2:22 | [1.1.1.1]:20, [2.2.2.2]:22",
                "*:22 & proto tcp & vrf 0 | [*]:22, Protocol TCP, VRF 0",
            })
    void the_listing_says_what_it_matches(String expression, String expected) {
        assertEquals(expected, FlowMatch.parse(expression).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.10.0",
                "10.10.0.1:70000",
                "vrf x",
                "proto gre",
                "[fd00::1",
                "[fd00::1]",
                "1.1.1.1,fd00::1",
                "1.1.1.1,2.2.2.2,3.3.3.3"
            })
    void what_makes_no_sense_is_refused(String expression) {
        assertThrows(IllegalArgumentException.class, () -> FlowMatch.parse(expression));
    }

    private static Flow flow(String source, int sourcePort, String destination, int destinationPort) {
        IpAddress from = IpAddress.parse(source);
        IpAddress to = IpAddress.parse(destination);
        var key =
                new FlowKey(from.isV4(), 6, sourcePort, destinationPort, 20, high(from), low(from), high(to), low(to));
        return new Flow(new FlowTable.Side(key, VRF, new FlowOrigin(from, to, true, false, null, 0, false)), 4);
    }

    private static long high(IpAddress address) {
        return address instanceof Ipv6Address v6 ? v6.high() : 0;
    }

    private static long low(IpAddress address) {
        return address instanceof Ipv6Address v6 ? v6.low() : ((Ipv4Address) address).value() & 0xFFFF_FFFFL;
    }
}

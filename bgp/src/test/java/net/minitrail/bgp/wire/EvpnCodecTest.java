package net.minitrail.bgp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.RouteDistinguisher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvpnCodecTest {
    private static final long RD = RouteDistinguisher.parse("192.168.100.3:7").value();

    private final NlriCodec codec = NlriCodec.of(AddressFamily.EVPN);

    @Test
    void reads_a_mac_with_its_address_and_two_labels() throws Exception {
        Cursor wire = Hex.cursor("""
                02 28                           # MAC/IP, 40 octets
                0001 c0a86403 0007              # distinguisher
                00112233445566778899            # segment
                00000005                        # tag
                30 02aaf088f065                 # MAC
                20 c0a80103                     # address
                012340 0186a1                   # label 4660, VNI 100001
                """);

        Route route = codec.readRoute(wire);

        assertEquals(new EvpnMacIp(RD, 5, 0x02aaf088f065L, IpAddress.parse("192.168.1.3")), route.nlri());
        assertEquals(
                new EvpnDetails(OctetString.parse("00112233445566778899"), 0x012340, 0x0186a1, null), route.evpn());
        assertEquals(LabelStack.of(4660), route.labels());
        assertFalse(wire.isReadable());
    }

    @Test
    void reads_a_mac_alone() throws Exception {
        Route route = codec.readRoute(
                Hex.cursor("02 21 0001c0a864030007 00000000000000000000 00000000 30 02aaf088f065 00 000111"));

        assertEquals(new EvpnMacIp(RD, 0, 0x02aaf088f065L, null), route.nlri());
        assertEquals(EvpnDetails.mpls(17), route.evpn());
    }

    @Test
    void segment_and_label_are_not_part_of_the_key() throws Exception {
        Nlri announced = codec.readRoute(
                        Hex.cursor("02 21 0001c0a864030007 00112233445566778899 00000000 30 02aaf088f065 00 000111"))
                .nlri();
        Nlri withdrawn = codec.readWithdrawn(
                Hex.cursor("02 1e 0001c0a864030007 00000000000000000000 00000000 30 02aaf088f065 00"));

        assertEquals(announced, withdrawn);
    }

    @Test
    void reads_an_inclusive_multicast_route() throws Exception {
        Route route = codec.readRoute(Hex.cursor("03 11 0001c0a864030007 00000000 20 c0a86403"));

        assertEquals(new EvpnInclusiveMulticast(RD, 0, IpAddress.parse("192.168.100.3")), route.nlri());
    }

    @Test
    void reads_a_prefix_with_its_gateway() throws Exception {
        Route route = codec.readRoute(Hex.cursor("""
                05 22                               # IP prefix, 34 octets
                0001c0a864030007 00000000000000000000 00000000
                14 0a01f0ff                         # 10.1.240.0/20 and noise
                c0a80101                            # gateway
                00c350                              # VNI 50000
                """));

        assertEquals(new EvpnIpPrefix(RD, 0, IpPrefix.parse("10.1.240.0/20")), route.nlri());
        assertEquals(EvpnDetails.vxlan(50_000).withGateway(IpAddress.parse("192.168.1.1")), route.evpn());
    }

    @Test
    void keeps_other_types_as_they_are() throws Exception {
        Route route = codec.readRoute(Hex.cursor("06 03 aabbcc"));

        assertEquals(new EvpnOpaque(6, OctetString.parse("aabbcc")), route.nlri());
        assertTrue(codec.isSensible(route.nlri()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 12, 99, 255})
    void leaves_types_out_that_nobody_defined(int type) throws Exception {
        Route route = codec.readRoute(Hex.cursor("%02x 03 aabbcc".formatted(type)));

        assertFalse(codec.isSensible(route.nlri()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "02", // no length
                "02 05 0001c0a8", // overruns the field
                "02 20 0001c0a864030007 00000000000000000000 00000000 30 02aaf088f065 00 0001", // short label
                "02 25 0001c0a864030007 00000000000000000000 00000000 30 02aaf088f065 80 c0a80103 000111", // 128 bits,
                // 4 octets
                "02 21 0001c0a864030007 00000000000000000000 00000000 28 02aaf088f065 00 000111", // MAC of 40 bits
                "02 21 0001c0a864030007 00000000000000000000 00000000 30 02aaf088f065 21 000111", // address of 33 bits
                "03 11 0001c0a864030007 00000000 80 c0a86403", // 128 bits, 4 octets
                "03 04 0001c0a8",
                "01 18 0001c0a864030007 00000000000000000000 00000000 0001", // auto-discovery of 24 octets
                "04 16 0001c0a864030007 00000000000000000000 20 c0a864", // segment of 22 octets
                "05 21 0001c0a864030007 00000000000000000000 00000000 14 0a01f000 c0a80101 00c3", // 33 octets
                "05 22 0001c0a864030007 00000000000000000000 00000000 21 0a01f000 c0a80101 00c350" // mask 33
            })
    void malformed_routes_reset_the_session(String wire) {
        assertThrows(BgpProtocolException.class, () -> codec.readRoute(Hex.cursor(wire)));
    }
}

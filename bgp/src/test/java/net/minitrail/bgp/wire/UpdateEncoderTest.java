package net.minitrail.bgp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;
import org.junit.jupiter.api.Test;

class UpdateEncoderTest {
    private static final VpnIpv4Prefix VM = VpnIpv4Prefix.parse("192.168.100.3:7:192.168.1.3/32");

    private final ByteBuf out = Unpooled.buffer();

    private static PathAttributesBuilder ofVm() {
        return PathAttributes.builder()
                .nextHop(IpAddress.parse("192.168.100.3"))
                .med(100)
                .localPref(200)
                .extendedCommunities(ExtendedCommunities.ofTargets(RouteTarget.parse("target:65500:101"))
                        .with(ExtendedCommunity.encapsulation(ExtendedCommunity.MPLS_OVER_UDP))
                        .with(ExtendedCommunity.encapsulation(ExtendedCommunity.GRE)));
    }

    @Test
    void writes_the_route_of_a_vm_as_contrail_does() {
        encoder(UpdateOctets.internal()).announce(ofVm().build(), List.of(Route.of(VM, LabelStack.of(17))), out);

        assertEquals(Hex.dump(Hex.octets("""
                        ffffffffffffffffffffffffffffffff 006b 02
                        0000 0054
                        40 01 01 02                        # ORIGIN incomplete
                        80 04 04 00000064                  # MULTI_EXIT_DISC 100
                        40 05 04 000000c8                  # LOCAL_PREF 200
                        40 02 00                           # AS_PATH, empty but there
                        c0 10 18                           # extended communities in numeric order
                           0002 ffdc 00000065              #   target:65500:101
                           030c 0000 0000 0002             #   encapsulation GRE
                           030c 0000 0000 000d             #   encapsulation MPLS over UDP
                        80 0e 21 0001 80                   # MP_REACH_NLRI comes last
                           0c 0000000000000000 c0a86403 00
                           78 000111 0001c0a864030007 c0a80103
                        """)), Hex.dump(out));
    }

    @Test
    void plain_ipv4_has_both_the_classic_next_hop_and_mp_reach() {
        Route route = Route.of(UnicastPrefix.parse("10.1.240.0/20"));
        PathAttributes attributes = PathAttributes.builder()
                .nextHop(IpAddress.parse("192.168.100.3"))
                .build();

        encoder(UpdateOctets.external()).announce(attributes, List.of(route), out);

        String expected = "0000" + "001e" + "40010102" + "400304c0a86403" + "400200" + "800e0d" + "000101"
                + "04c0a86403" + "00" + "140a01f0";
        assertTrue(Hex.dump(out).endsWith(expected), Hex.dump(out));
    }

    @Test
    void peers_without_multiprotocol_get_the_classic_fields() {
        Route route = Route.of(UnicastPrefix.parse("10.1.240.0/20"));
        PathAttributes attributes = PathAttributes.builder()
                .nextHop(IpAddress.parse("192.168.100.3"))
                .build();
        var options = new CodecOptions(
                false, true, false, true, UpdateOctets.external().families());

        encoder(options).announce(attributes, List.of(route), out);
        assertTrue(Hex.dump(out).endsWith("0000" + "000e" + "40010102" + "400304c0a86403" + "400200" + "140a01f0"));

        out.clear();
        encoder(options).withdraw(List.of(route.nlri()), out);
        assertTrue(Hex.dump(out).endsWith("02" + "0004" + "140a01f0" + "0000"));
    }

    @Test
    void external_peers_get_nothing_internal() throws Exception {
        PathAttributes attributes = ofVm().originatorId(Ipv4Address.parse("192.168.100.9"))
                .clusterList(ClusterList.of(7))
                .aigp(OptionalLong.of(1))
                .build();

        encoder(UpdateOctets.external()).announce(attributes, List.of(Route.of(VM, LabelStack.of(17))), out);

        Update update = decodeAll(UpdateOctets.external()).get(0);
        assertTrue(update.tolerated().isEmpty());
        assertEquals(ofVm().noLocalPref().build(), update.announcements().get(0).attributes());
    }

    @Test
    void thousands_of_routes_fill_each_message_to_the_limit() throws Exception {
        List<Route> routes = routes(5000);

        var tooLong = encoder(UpdateOctets.internal()).announce(ofVm().build(), routes, out);

        assertTrue(tooLong.isEmpty());
        int first = new BgpDecoder(UpdateOctets.internal(), new AttributeInterner()).messageLength(out);
        assertTrue(first > 4096 - 16 && first <= 4096, "first message of " + first);
        List<Route> read = new ArrayList<>();
        decodeAll(UpdateOctets.internal())
                .forEach(update -> read.addAll(update.announcements().get(0).routes()));
        assertEquals(routes, read);
    }

    @Test
    void extended_messages_hold_them_all() throws Exception {
        var options = new CodecOptions(
                true, true, true, false, UpdateOctets.internal().families());

        encoder(options).announce(ofVm().build(), routes(4000), out);
        encoder(options).withdraw(routes(4000).stream().map(Route::nlri).toList(), out);

        List<Update> updates = decodeAll(options);
        assertEquals(2, updates.size());
        assertEquals(4000, updates.get(0).announcements().get(0).routes().size());
        assertEquals(4000, updates.get(1).withdrawn().size());
    }

    @Test
    void withdrawals_pack_too() throws Exception {
        List<Nlri> withdrawn = routes(1000).stream().map(Route::nlri).toList();

        encoder(UpdateOctets.internal()).withdraw(withdrawn, out);

        List<Update> updates = decodeAll(UpdateOctets.internal());
        assertEquals(4, updates.size());
        List<Nlri> read = new ArrayList<>();
        updates.forEach(update -> read.addAll(update.withdrawn()));
        assertEquals(withdrawn, read);
    }

    @Test
    void routes_whose_attributes_leave_no_room_are_handed_back() {
        var communities = IntStream.range(0, 520)
                .mapToObj(i -> new ExtendedCommunity(0x4300_0000_0000_0000L | i))
                .toList();
        PathAttributes attributes =
                ofVm().extendedCommunities(ExtendedCommunities.of(communities)).build();
        List<Route> routes = routes(3);

        var tooLong = encoder(UpdateOctets.internal()).announce(attributes, routes, out);

        assertEquals(routes, tooLong);
        assertFalse(out.isReadable());
    }

    @Test
    void only_the_route_that_is_too_long_is_handed_back() throws Exception {
        // given attributes that leave room for a short prefix and not for a long one
        var unknown = new RawAttribute(0xe1, OctetString.of(new byte[3986]));
        PathAttributes attributes = ofVm().unknown(List.of(unknown)).build();
        Route longest = Route.of(VM, LabelStack.of(17));
        Route shortest = Route.of(VpnIpv4Prefix.parse("65500:1:0.0.0.0/0"), LabelStack.of(17));

        var tooLong = encoder(UpdateOctets.internal())
                .announce(attributes, List.of(longest, shortest, longest, shortest), out);

        assertEquals(ImmutableList.of(longest, longest), tooLong);
        assertEquals(2, decodeAll(UpdateOctets.internal()).size());
    }

    @Test
    void ends_of_rib_are_recognised() throws Exception {
        for (AddressFamily family : AddressFamily.values()) {
            encoder(UpdateOctets.internal()).endOfRib(family, out);
        }

        assertEquals(
                List.of(AddressFamily.values()),
                decodeAll(UpdateOctets.internal()).stream()
                        .map(Update::endOfRib)
                        .toList());
    }

    @Test
    void two_octet_peers_get_the_true_path_beside_the_short_one() throws Exception {
        PathAttributes attributes = ofVm().asPath(AsPath.of(65_500, 200_000, 7).plusSet(4_200_000_000L, 8))
                .aggregator(new Aggregator(200_000, Ipv4Address.parse("10.0.0.1")))
                .build();

        encoder(UpdateOctets.twoOctetAs()).announce(attributes, List.of(Route.of(VM, LabelStack.of(17))), out);

        assertTrue(Hex.dump(out).contains("40020e" + "0203ffdc5ba00007" + "01025ba00008"));
        assertEquals(
                attributes,
                decodeAll(UpdateOctets.twoOctetAs())
                        .get(0)
                        .announcements()
                        .get(0)
                        .attributes());
    }

    private static UpdateEncoder encoder(CodecOptions options) {
        return new UpdateEncoder(options);
    }

    private static List<Route> routes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        Route.of(new VpnIpv4Prefix(VM.rd(), 0x0A00_0000 + (i << 8), 24 + i % 9), LabelStack.of(16 + i)))
                .toList();
    }

    private List<Update> decodeAll(CodecOptions options) throws BgpProtocolException {
        var decoder = new BgpDecoder(options, new AttributeInterner());
        List<Update> updates = new ArrayList<>();
        while (out.isReadable()) {
            updates.add((Update) decoder.decode(out.readSlice(decoder.messageLength(out))));
        }
        return updates;
    }
}

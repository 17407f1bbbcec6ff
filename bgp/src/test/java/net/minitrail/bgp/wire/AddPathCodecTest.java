package net.minitrail.bgp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableSet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import net.minitrail.net.Ipv4Address;
import org.junit.jupiter.api.Test;

class AddPathCodecTest {
    private static final ImmutableSet<AddressFamily> BOTH =
            ImmutableSet.of(AddressFamily.IPV4_UNICAST, AddressFamily.VPN_IPV4);
    private static final CodecOptions OPTIONS = CodecOptions.internal(
                    AddressFamily.IPV4_UNICAST, AddressFamily.VPN_IPV4)
            .withPaths(BOTH, BOTH);

    private static Route path(int id, Route route) {
        return new Route(new IdentifiedNlri(route.nlri(), id), route.labels(), null);
    }

    private static Update decode(String hex) throws BgpProtocolException {
        Cursor cursor = Hex.cursor(hex);
        return new UpdateDecoder(new AttributeInterner()).decode(cursor, OPTIONS);
    }

    @Test
    void four_octets_of_identifier_stand_before_each_prefix() throws Exception {
        Update update = decode("""
                00 08              # withdrawn routes: 8 octets
                00 00 00 07        # path 7
                14 0a 01 20        # 10.1.32.0/20
                00 00              # no attributes
                """);

        assertEquals(List.of(new IdentifiedNlri(UnicastPrefix.parse("10.1.32.0/20"), 7)), update.withdrawn());
    }

    @Test
    void an_identifier_without_a_prefix_ends_the_session() {
        BgpProtocolException error =
                assertThrows(BgpProtocolException.class, () -> decode("00 04  00 00 00 07  00 00"));

        assertEquals(BgpProtocolException.Remedy.RESET_SESSION, error.remedy());
    }

    @Test
    void what_is_written_is_read() throws Exception {
        Route vpn = path(-1, Route.of(VpnIpv4Prefix.parse("1:1:10.0.16.0/20"), LabelStack.of(5000, 17)));
        Route inet = path(0, Route.of(UnicastPrefix.parse("10.1.0.0/17")));
        PathAttributes attributes = PathAttributes.builder()
                .nextHop(Ipv4Address.parse("192.168.100.3"))
                .localPref(100)
                .build();
        var encoder = new UpdateEncoder(OPTIONS);
        var decoder = new BgpDecoder(OPTIONS, new AttributeInterner());
        for (Route route : List.of(vpn, inet)) {
            ByteBuf out = Unpooled.buffer();
            encoder.announce(attributes, List.of(route), out);
            var update = (Update) decoder.decode(out);
            assertEquals(List.of(route), update.announcements().get(0).routes());
            out.clear();
            encoder.withdraw(List.of(route.nlri()), out);
            assertEquals(List.of(route.nlri()), ((Update) decoder.decode(out)).withdrawn());
        }
    }
}

package net.minitrail.bgp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.Unpooled;
import net.minitrail.bgp.wire.BgpProtocolException.Remedy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VpnIpv4CodecTest {
    private final NlriCodec codec = NlriCodec.of(AddressFamily.VPN_IPV4);

    @Test
    void reads_the_label_the_distinguisher_and_as_many_prefix_octets_as_the_mask_needs() throws Exception {
        // given a /20, whose third octet is half used
        Cursor wire = Hex.cursor("""
                6c                      # 108 bits: label 24, distinguisher 64, mask 20
                000141                  # label 20, class 0, bottom of stack
                0001 c0a86401 0001      # distinguisher, type 1: 192.168.100.1:1
                0a01 ff                 # 10.1.240.0/20; the low four bits are noise
                """);

        // when
        Route route = codec.readRoute(wire);

        // then
        assertEquals(Route.of(VpnIpv4Prefix.parse("192.168.100.1:1:10.1.240.0/20"), LabelStack.of(20)), route);
        assertFalse(wire.isReadable(), "octets left over");
    }

    @Test
    void reads_the_largest_label_with_any_traffic_class() throws Exception {
        Route route = codec.readRoute(Hex.cursor("58 ffffff 0000 ffdc 00000065"));

        assertEquals(Route.of(VpnIpv4Prefix.parse("65500:101:0.0.0.0/0"), LabelStack.of(0xFFFFF)), route);
    }

    @Test
    void carries_a_stack_of_labels_that_ends_with_the_bottom_bit() throws Exception {
        Cursor wire = Hex.cursor("""
                90                      # 144 bits: two labels 48, distinguisher 64, mask 32
                03e800 0186a1           # label 16000, more follow; label 6250, bottom of stack
                0001 c0a86403 0007      # 192.168.100.3:7
                c0a80103                # 192.168.1.3/32
                """);

        assertEquals(
                Route.of(VpnIpv4Prefix.parse("192.168.100.3:7:192.168.1.3/32"), LabelStack.of(16000, 6250)),
                codec.readRoute(wire));
    }

    @Test
    void takes_a_label_without_bottom_bit_for_a_single_one_where_no_stack_fits() throws Exception {
        Cursor wire = Hex.cursor("78 000110 0001 c0a86403 0007 c0a80103");

        assertEquals(
                Route.of(VpnIpv4Prefix.parse("192.168.100.3:7:192.168.1.3/32"), LabelStack.of(17)),
                codec.readRoute(wire));
        assertFalse(wire.isReadable(), "octets left over");
    }

    /** Of 127.0.0.1 the octets 00017f look like the end of a stack, and what follows like a distinguisher. */
    @ParameterizedTest
    @ValueSource(strings = {"000110", "000111", "000000", "800000", "0fffe0"})
    void takes_a_distinguisher_for_no_label_whatever_the_bottom_bit(String label) throws Exception {
        String octets = "78" + label + "00017f0000010001 0a080003";
        VpnIpv4Prefix prefix = VpnIpv4Prefix.parse("127.0.0.1:1:10.8.0.3/32");

        Route route = codec.readRoute(Hex.cursor(octets));

        assertEquals(prefix, route.nlri());
        assertEquals(1, route.labels().depth());
        assertEquals(prefix, codec.readWithdrawn(Hex.cursor(octets)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"90 000000 000141", "90 03e800 000141", "78 800000", "78 000000", "78 000141"})
    void a_route_behind_a_stack_is_withdrawn_with_all_labels_or_one(String start) throws Exception {
        Cursor wire = Hex.cursor(start + "0001c0a864030007 c0a80103");

        assertEquals(VpnIpv4Prefix.parse("192.168.100.3:7:192.168.1.3/32"), codec.readWithdrawn(wire));
        assertFalse(wire.isReadable(), "octets left over");
    }

    @ParameterizedTest
    @ValueSource(strings = {"800000", "000000", "000111", "ffffff"})
    void a_withdrawal_means_the_same_whatever_its_label(String label) throws Exception {
        Cursor wire = Hex.cursor("78" + label + "0001c0a864030007 c0a80103");

        assertEquals(VpnIpv4Prefix.parse("192.168.100.3:7:192.168.1.3/32"), codec.readWithdrawn(wire));
        assertFalse(wire.isReadable(), "octets left over");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 24, 87, 121, 255})
    void resets_the_session_when_the_length_holds_no_label_distinguisher_and_mask(int bits) {
        Cursor wire = Hex.cursor("%02x".formatted(bits) + "000111 0001c0a864030007" + "00".repeat(40));

        var error = assertThrows(BgpProtocolException.class, () -> codec.readRoute(wire));

        assertEquals(Remedy.RESET_SESSION, error.remedy());
    }

    @Test
    void resets_the_session_when_a_stack_has_no_end() {
        Cursor wire = Hex.cursor("ff" + "000110".repeat(11));

        assertThrows(BgpProtocolException.class, () -> codec.readRoute(wire));
    }

    @Test
    void resets_the_session_when_the_prefix_overruns_its_field() {
        Cursor wire = Hex.cursor("70 000111 0001c0a864030007 c0a8");

        assertThrows(BgpProtocolException.class, () -> codec.readRoute(wire));
    }

    @Test
    void writes_label_17_of_a_vm_as_contrail_does() {
        var out = Unpooled.buffer();
        Route route = Route.of(VpnIpv4Prefix.parse("192.168.100.3:7:192.168.1.3/32"), LabelStack.of(17));

        codec.write(route, out);

        assertEquals("78" + "000111" + "0001c0a864030007" + "c0a80103", Hex.dump(out));
        assertEquals(out.readableBytes(), codec.length(route));
    }

    @Test
    void writes_a_withdrawal_with_the_label_that_means_none() {
        var out = Unpooled.buffer();
        var nlri = VpnIpv4Prefix.parse("65500:101:10.1.240.0/20");

        codec.writeWithdrawn(nlri, out);

        assertEquals("6c" + "800000" + "0000ffdc00000065" + "0a01f0", Hex.dump(out));
        assertEquals(out.readableBytes(), codec.withdrawnLength(nlri));
    }
}

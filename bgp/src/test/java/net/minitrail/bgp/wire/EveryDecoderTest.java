package net.minitrail.bgp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.minitrail.bgp.wire.BgpProtocolException.Remedy;

/** Each decoder alone: any octets end in a value or the documented exception, and allocate a bounded multiple of their size. */
class EveryDecoderTest {
    /**
     * What a decoder may allocate: so much whatever the input, which is mostly for the words of a bounded number of errors, and
     * so much for each octet of it.
     */
    private static final long FIXED = 64 << 10;

    private static final long FOR_EACH_OCTET = 400;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private interface Decoder {
        void decode(Cursor octets) throws BgpProtocolException;
    }

    /** Measured again where it is too much: the first use of a class costs more than the input. */
    private static void check(byte[] octets, Decoder decoder) {
        long most = FIXED + FOR_EACH_OCTET * octets.length;
        long allocated = Long.MAX_VALUE;
        for (int i = 0; i < 3 && allocated > most; i++) {
            allocated = allocated(octets, decoder);
        }
        assertTrue(allocated <= most, allocated + " octets allocated for " + octets.length);
    }

    private static long allocated(byte[] octets, Decoder decoder) {
        Cursor cursor = new Cursor();
        cursor.fill(Unpooled.wrappedBuffer(octets));
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        try {
            decoder.decode(cursor);
        } catch (BgpProtocolException e) {
            assertTrue(e.getMessage().length() < 1000, "a message of bounded length");
        }
        return THREADS.getThreadAllocatedBytes(thread) - before;
    }

    @Property(tries = 3000)
    void announced_routes(@ForAll AddressFamily family, @ForAll @Size(max = 400) byte[] octets) {
        check(octets, in -> RouteLists.readRoutes(in, NlriCodec.of(family), new UpdateErrors()));
    }

    @Property(tries = 3000)
    void withdrawn_routes(@ForAll AddressFamily family, @ForAll @Size(max = 400) byte[] octets) {
        check(octets, in -> RouteLists.readWithdrawn(in, NlriCodec.of(family)));
    }

    /** Octets that are nearly routes: the length of each fits what follows, so that decoders get past it. */
    @Property(tries = 3000)
    void routes_of_plausible_length(
            @ForAll AddressFamily family,
            @ForAll @IntRange(max = 255) int bits,
            @ForAll @Size(min = 40, max = 40) byte[] octets) {
        octets[0] = (byte) (family == AddressFamily.EVPN ? bits % 12 : bits);
        octets[1] = family == AddressFamily.EVPN ? (byte) (bits % 39) : octets[1];
        check(octets, in -> RouteLists.readRoutes(in, NlriCodec.of(family), new UpdateErrors()));
        check(octets, in -> RouteLists.readWithdrawn(in, NlriCodec.of(family)));
    }

    @Property(tries = 5000)
    void attributes(
            @ForAll @IntRange(max = 40) int type,
            @ForAll boolean internal,
            @ForAll boolean fourOctetAs,
            @ForAll @Size(max = 400) byte[] value) {
        AttributeCodec codec = AttributeCodecs.of(type);
        if (codec != null) {
            var options = new CodecOptions(
                    internal, fourOctetAs, true, false, UpdateOctets.internal().families());
            check(value, in -> codec.decode(in, new AttributeDraft(), options));
        }
    }

    @Property(tries = 3000)
    void attribute_lists(@ForAll boolean internal, @ForAll @Size(max = 400) byte[] octets) {
        CodecOptions options = internal ? UpdateOctets.internal() : UpdateOctets.external();
        ByteBuf update = Unpooled.buffer();
        int start = MessageHeader.begin(MessageHeader.UPDATE, update);
        update.writeShort(0).writeShort(octets.length).writeBytes(octets);
        MessageHeader.finish(start, update);
        var decoder = new BgpDecoder(options, new AttributeInterner());

        check(octets, in -> decoder.decode(update));
    }

    @Property(tries = 3000)
    void open_messages(@ForAll @Size(min = 10, max = 300) byte[] body) {
        body[0] = 4;
        check(body, OpenCodec::decode);
    }

    @Property(tries = 3000)
    void capabilities(@ForAll @IntRange(max = 80) int code, @ForAll @Size(max = 255) byte[] value) {
        byte[] octets = new byte[2 + value.length];
        octets[0] = (byte) code;
        octets[1] = (byte) value.length;
        System.arraycopy(value, 0, octets, 2, value.length);

        check(octets, CapabilityCodec::decode);
    }

    @Property(tries = 1000)
    void an_open_is_read_as_it_was_written(
            @ForAll @IntRange(min = 1) int as, @ForAll @IntRange(min = 3, max = 65_535) int holdTime) throws Exception {
        var open = new Open(
                as,
                holdTime,
                as,
                ImmutableList.of(
                        Capability.Multiprotocol.of(AddressFamily.EVPN),
                        new Capability.RouteRefreshable(),
                        new Capability.FourOctetAs(as)));
        ByteBuf out = Unpooled.buffer();
        BgpEncoder.encode(open, UpdateOctets.internal(), out);

        assertEquals(open, new BgpDecoder(CodecOptions.BEFORE_OPEN, new AttributeInterner()).decode(out));
    }

    /** Errors of the mildest kind are many where routes are short. */
    @Property(tries = 20)
    void thousands_of_routes_that_make_no_sense(@ForAll @IntRange(min = 1000, max = 30_000) int count) {
        byte[] octets = new byte[2 * count];
        for (int i = 0; i < octets.length; i += 2) {
            octets[i] = 4;
            octets[i + 1] = (byte) 0xE0;
        }
        check(octets, in -> RouteLists.readRoutes(in, NlriCodec.of(AddressFamily.IPV4_UNICAST), new UpdateErrors()));
    }

    @Property(tries = 500)
    void an_error_always_resets_where_nothing_can_be_told(@ForAll @Size(max = 100) byte[] octets) {
        Cursor cursor = new Cursor();
        cursor.fill(Unpooled.wrappedBuffer(octets));
        try {
            RouteLists.readRoutes(cursor, NlriCodec.of(AddressFamily.VPN_IPV4), new UpdateErrors());
        } catch (BgpProtocolException e) {
            assertEquals(Remedy.RESET_SESSION, e.remedy());
        }
    }
}

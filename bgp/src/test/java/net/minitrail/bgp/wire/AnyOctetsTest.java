package net.minitrail.bgp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.minitrail.bgp.wire.BgpProtocolException.Remedy;
import org.junit.jupiter.api.Test;

/** Any octets end in a message or the documented exception, and in bounded memory. */
class AnyOctetsTest {
    private final BgpDecoder decoder = new BgpDecoder(
            new CodecOptions(true, true, true, false, UpdateOctets.internal().families()), new AttributeInterner());

    @Property(tries = 3000)
    void as_the_body_of_any_message(
            @ForAll @IntRange(min = 0, max = 6) int type, @ForAll @Size(max = 300) byte[] body) {
        ByteBuf message = Unpooled.buffer();
        int start = MessageHeader.begin(type, message);
        message.writeBytes(body);
        MessageHeader.finish(start, message);
        decode(message);
    }

    @Provide
    Arbitrary<List<Route>> routes() {
        return Arbitraries.of(AddressFamily.class)
                .flatMap(family ->
                        WireArbitraries.routes(family).list().ofMinSize(1).ofMaxSize(5));
    }

    @Provide
    Arbitrary<PathAttributes> attributes() {
        return WireArbitraries.attributes();
    }

    @Property(tries = 1000)
    void as_a_damaged_update(
            @ForAll("routes") List<Route> routes, @ForAll("attributes") PathAttributes attributes, @ForAll long seed) {
        ByteBuf message = Unpooled.buffer();
        new UpdateEncoder(UpdateOctets.internal()).announce(attributes, routes.subList(0, 1), message);
        var random = new Random(seed);
        for (int i = 0; i < 20 && message.isReadable(); i++) {
            ByteBuf damaged = message.copy();
            for (int hits = random.nextInt(3); hits >= 0; hits--) {
                damaged.setByte(19 + random.nextInt(damaged.readableBytes() - 19), random.nextInt());
            }
            decode(damaged);
        }
    }

    @Property(tries = 300)
    void as_a_truncated_update(@ForAll("routes") List<Route> routes, @ForAll("attributes") PathAttributes attributes) {
        ByteBuf message = Unpooled.buffer();
        new UpdateEncoder(UpdateOctets.internal()).announce(attributes, routes.subList(0, 1), message);
        for (int length = MessageHeader.LENGTH; length < message.readableBytes(); length += 3) {
            ByteBuf truncated = message.copy(0, length);
            truncated.setShort(16, length);
            decode(truncated);
        }
    }

    /** A header that lies about its length is the frame decoder's business, so such messages are skipped. */
    private void decode(ByteBuf message) {
        try {
            decoder.decode(message);
        } catch (BgpProtocolException e) {
            assertEquals(Remedy.RESET_SESSION, e.remedy());
        }
    }

    @Test
    void allocates_no_more_than_some_hundred_octets_for_an_octet() throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        String[] worst = {
            "00".repeat(60_000), // default routes in the classic field
            "08 0a".repeat(30_000)
        };
        for (String nlri : worst) {
            ByteBuf message = UpdateOctets.classicRoute().nlri(nlri).build();
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            decoder.decode(message);
            long allocated =
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertTrue(allocated < 200L * message.readableBytes(), allocated + " octets");
        }
    }
}

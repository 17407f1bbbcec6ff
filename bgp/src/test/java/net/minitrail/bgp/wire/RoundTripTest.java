package net.minitrail.bgp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is encoded is decoded. */
class RoundTripTest {

    @Provide
    Arbitrary<List<Route>> routesOfOneFamily() {
        return Arbitraries.of(AddressFamily.class)
                .flatMap(family ->
                        WireArbitraries.routes(family).list().ofMinSize(1).ofMaxSize(40));
    }

    @Provide
    Arbitrary<PathAttributes> attributes() {
        return WireArbitraries.attributes();
    }

    @Provide
    Arbitrary<CodecOptions> options() {
        return Arbitraries.of(
                UpdateOctets.internal(),
                UpdateOctets.twoOctetAs(),
                new CodecOptions(true, true, true, true, UpdateOctets.internal().families()));
    }

    @Property(tries = 500)
    void announcements(
            @ForAll("routesOfOneFamily") List<Route> routes,
            @ForAll("attributes") PathAttributes attributes,
            @ForAll("options") CodecOptions options)
            throws Exception {
        ByteBuf out = Unpooled.buffer();

        List<Route> tooLong = new UpdateEncoder(options).announce(attributes, routes, out);

        List<Route> read = new ArrayList<>();
        for (Update update : decodeAll(out, options)) {
            assertEquals(List.of(), update.tolerated());
            assertEquals(attributes, update.announcements().get(0).attributes());
            read.addAll(update.announcements().get(0).routes());
        }
        assertEquals(routes.stream().filter(route -> !tooLong.contains(route)).toList(), read);
        for (Route route : tooLong) {
            assertTrue(lengthAlone(route, attributes, options) >= options.maxMessageLength(), "left out: " + route);
        }
    }

    @Property(tries = 500)
    void withdrawals(@ForAll("routesOfOneFamily") List<Route> routes, @ForAll("options") CodecOptions options)
            throws Exception {
        ByteBuf out = Unpooled.buffer();
        List<Nlri> withdrawn = routes.stream().map(Route::nlri).toList();

        new UpdateEncoder(options).withdraw(withdrawn, out);

        List<Nlri> read = new ArrayList<>();
        decodeAll(out, options).forEach(update -> read.addAll(update.withdrawn()));
        assertEquals(withdrawn, read);
    }

    @Property(tries = 500)
    void the_order_of_routes_agrees_with_equality(@ForAll("routesOfOneFamily") List<Route> routes) {
        for (Route a : routes) {
            for (Route b : routes) {
                assertEquals(a.nlri().equals(b.nlri()), a.nlri().compareTo(b.nlri()) == 0);
                assertEquals(
                        Integer.signum(a.nlri().compareTo(b.nlri())),
                        -Integer.signum(b.nlri().compareTo(a.nlri())));
            }
        }
    }

    private static int lengthAlone(Route route, PathAttributes attributes, CodecOptions options) {
        var unlimited = new CodecOptions(
                options.internal(), options.fourOctetAs(), true, options.classicIpv4(), options.families());
        ByteBuf out = Unpooled.buffer();
        new UpdateEncoder(unlimited).announce(attributes, List.of(route), out);
        return out.readableBytes();
    }

    private static List<Update> decodeAll(ByteBuf out, CodecOptions options) throws BgpProtocolException {
        var decoder = new BgpDecoder(options, new AttributeInterner());
        List<Update> updates = new ArrayList<>();
        while (out.isReadable()) {
            updates.add((Update) decoder.decode(out.readSlice(decoder.messageLength(out))));
        }
        return updates;
    }
}

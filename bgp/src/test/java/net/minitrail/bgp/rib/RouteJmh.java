package net.minitrail.bgp.rib;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.minitrail.bgp.session.OutboundMessages;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.AttributeInterner;
import net.minitrail.bgp.wire.BgpDecoder;
import net.minitrail.bgp.wire.BgpMessage;
import net.minitrail.bgp.wire.BgpProtocolException;
import net.minitrail.bgp.wire.CodecOptions;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.Update;
import net.minitrail.bgp.wire.UpdateEncoder;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The way of a VPN route through a reflector, piece by piece, with 100 000 routes in the table: one UPDATE of one route an
 * operation, with three extended communities. Run with {@code -prof gc} it shows what each allocates.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgs = "-XX:+UseSerialGC")
public class RouteJmh {
    private static final int ROUTES = 100_000;
    private static final int COLLECTORS = 2;
    private static final CodecOptions CODEC = CodecOptions.internal(AddressFamily.VPN_IPV4);

    private final AttributeInterner interner = new AttributeInterner();
    private final BgpDecoder decoder = new BgpDecoder(CODEC, interner);
    private final UpdateEncoder encoder = new UpdateEncoder(CODEC);
    private final List<ByteBuf> messages = new ArrayList<>();
    private final List<Update> updates = new ArrayList<>();
    private final List<Update> changes = new ArrayList<>();
    private final ByteBuf out = Unpooled.directBuffer(1 << 16);
    private BgpRib rib;
    private RibPeer injector;
    private int next;

    @Setup
    public void load() {
        rib = new BgpRib(RibFixtures.controller().asReflector());
        for (int peer = 0; peer <= COLLECTORS; peer++) {
            PeerSettings settings =
                    RibFixtures.internal(10 + peer, AddressFamily.VPN_IPV4).asReflectorClient(true);
            injector = rib.peerUp(settings, () -> true, 0);
        }
        for (int i = 0; i < ROUTES; i++) {
            updates.add(Update.announcing(AddressFamily.VPN_IPV4, attributes(i), route(i, 16 + i)));
            changes.add(Update.announcing(AddressFamily.VPN_IPV4, attributes(i), route(i, 500_000 + i)));
            ByteBuf octets = Unpooled.directBuffer();
            encoder.announce(attributes(i), List.of(route(i, 16 + i)), octets);
            messages.add(octets);
        }
        updates.forEach(update -> rib.update(injector, update, 0));
        tell();
    }

    private static PathAttributes attributes(int i) {
        return PathAttributes.builder()
                .nextHop(new Ipv4Address(0x0A00_0000 + i % 64))
                .localPref(100)
                .extendedCommunities(ExtendedCommunities.of(
                        ExtendedCommunity.of(RouteTarget.of(65500, 8_000_000 + i / 250)),
                        ExtendedCommunity.encapsulation(13),
                        ExtendedCommunity.securityGroup(65500, i)))
                .build();
    }

    private static Route route(int i, int label) {
        return Route.of(new VpnIpv4Prefix(65500L << 32 | i / 250, 0x0A00_0000 + i % 250, 32), LabelStack.of(label));
    }

    private int number() {
        next = next + 1 == ROUTES ? 0 : next + 1;
        return next;
    }

    private int tell() {
        int messagesOut = 0;
        do {
            for (Delivery delivery : rib.drain(0)) {
                out.clear();
                messagesOut += new OutboundMessages(delivery.outbound()).encode(out);
            }
        } while (rib.hasMore());
        return messagesOut;
    }

    /** An UPDATE whose attributes were not seen for long. */
    @Benchmark
    public BgpMessage decode() throws BgpProtocolException {
        return decoder.decode(messages.get(number()).duplicate());
    }

    /** One whose attributes are remembered. */
    @Benchmark
    public BgpMessage decodeKnownAttributes() throws BgpProtocolException {
        return decoder.decode(messages.get(0).duplicate());
    }

    @Benchmark
    public int encode() {
        Update.Announcement announcement = updates.get(number()).announcements().get(0);
        out.clear();
        encoder.announce(announcement.attributes(), announcement.routes(), out);
        return out.readableBytes();
    }

    /** A route takes another label: table, best path, update group, and the message for all collectors. */
    @Benchmark
    public int replaceAndTell() {
        int number = number();
        rib.update(injector, (number & 1) == 0 ? changes.get(number) : updates.get(number), 0);
        return tell();
    }

    /** The same for 256 routes that come together; time and allocation are of all 256. */
    @Benchmark
    public int replaceAndTell256() {
        for (int i = 0; i < 256; i++) {
            int number = number();
            rib.update(injector, (number & 1) == 0 ? changes.get(number) : updates.get(number), 0);
        }
        return tell();
    }
}

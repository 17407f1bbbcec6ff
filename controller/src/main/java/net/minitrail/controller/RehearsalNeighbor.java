package net.minitrail.controller;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.stream.IntStream;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.BgpEncoder;
import net.minitrail.bgp.wire.Capability;
import net.minitrail.bgp.wire.CodecOptions;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.Keepalive;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.Open;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.UpdateEncoder;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;

/** The lines of a BGP neighbor: VPN routes as agents have them, each with attributes of its own. */
final class RehearsalNeighbor {
    static final long AS = 64_512;
    private static final int TOGETHER = 16;
    private static final int CHANGED = 1024;

    /** Routes for each single change: what runs once a change has to run some thousand times to be compiled well. */
    private static final int ROUTES_A_CHANGE = 4;

    /** Octets of the mark. */
    private static final int END_OF_RIB = 29;

    private static final int FIRST_LABEL = 16;
    private static final int OTHER_LABELS = 500_000;
    private static final int YET_OTHER_LABELS = 700_000;
    private static final int PREFIXES = 10 << 24;
    private static final CodecOptions CODEC = CodecOptions.internal(AddressFamily.VPN_IPV4);
    private static final RouteTarget TARGET = RouteTarget.parse("target:64512:1");

    private final UpdateEncoder encoder = new UpdateEncoder(CODEC);
    private final int number;
    private final int routes;
    private final RouteDistinguisher distinguisher;

    /**
     * @param number 1 to 255
     * @param routes at least 1024, a multiple of 16
     */
    RehearsalNeighbor(int number, int routes) {
        this.number = number;
        this.routes = routes;
        distinguisher = RouteDistinguisher.parse("192.0.2." + number + ":1");
    }

    /**
     * What a neighbor says without a pause.
     *
     * @param least octets that each of the others hears of it at least
     */
    record Act(byte[] octets, int least) {}

    /** OPEN, and the KEEPALIVE that accepts the other's. */
    byte[] opening() {
        ByteBuf octets = Unpooled.buffer();
        var families = Capability.Multiprotocol.of(AddressFamily.VPN_IPV4);
        var open = new Open(AS, 0, number, ImmutableList.of(families, new Capability.FourOctetAs(AS)));
        BgpEncoder.encode(open, CodecOptions.BEFORE_OPEN, octets);
        BgpEncoder.encode(Keepalive.INSTANCE, CodecOptions.BEFORE_OPEN, octets);
        return ByteBufUtil.getBytes(octets);
    }

    /**
     * All routes announced, each with attributes of its own, all with another label, and all withdrawn; then again with common
     * attributes, and withdrawn one by one. After each act comes an End-of-RIB.
     */
    ImmutableList<Act> acts() {
        byte[] withdrawn = withdrawals(routes);
        return ImmutableList.of(
                act(announcements(FIRST_LABEL)),
                act(announcements(OTHER_LABELS)),
                act(withdrawn),
                act(together()),
                new Act(withdrawals(1), withdrawn.length / 2)); // those of two speakers may go together
    }

    /** Some of the routes with yet another label, each for itself, and again with the next label. */
    ImmutableList<Act> changes() {
        return IntStream.range(0, routes / ROUTES_A_CHANGE)
                .mapToObj(change -> {
                    int route = change % CHANGED;
                    ByteBuf octets = Unpooled.buffer();
                    encoder.announce(
                            attributes(YET_OTHER_LABELS + change),
                            ImmutableList.of(route(route, YET_OTHER_LABELS + change - route)),
                            octets);
                    return new Act(ByteBufUtil.getBytes(octets), octets.readableBytes());
                })
                .collect(ImmutableList.toImmutableList());
    }

    private static Act act(byte[] octets) {
        return new Act(octets, octets.length - END_OF_RIB);
    }

    private byte[] announcements(int firstLabel) {
        ByteBuf octets = Unpooled.buffer();
        for (int route = 0; route < routes; route++) {
            encoder.announce(attributes(firstLabel + route), ImmutableList.of(route(route, firstLabel)), octets);
        }
        return ended(octets);
    }

    private byte[] together() {
        ByteBuf octets = Unpooled.buffer();
        for (int first = 0; first < routes; first += TOGETHER) {
            var some = IntStream.range(first, first + TOGETHER).mapToObj(route -> route(route, FIRST_LABEL));
            encoder.announce(attributes(first), some.collect(ImmutableList.toImmutableList()), octets);
        }
        return ended(octets);
    }

    /** @param together how many are withdrawn by one UPDATE, if they find room */
    private byte[] withdrawals(int together) {
        ByteBuf octets = Unpooled.buffer();
        for (int first = 0; first < routes; first += together) {
            var some = IntStream.range(first, first + together).mapToObj(this::nlri);
            encoder.withdraw(some.collect(ImmutableList.toImmutableList()), octets);
        }
        return ended(octets);
    }

    private byte[] ended(ByteBuf octets) {
        int before = octets.writerIndex();
        encoder.endOfRib(AddressFamily.VPN_IPV4, octets);
        checkState(octets.writerIndex() - before == END_OF_RIB);
        return ByteBufUtil.getBytes(octets);
    }

    private Route route(int route, int firstLabel) {
        return Route.of(nlri(route), LabelStack.of(firstLabel + route));
    }

    private Nlri nlri(int route) {
        return VpnIpv4Prefix.of(distinguisher, new Ipv4Prefix(PREFIXES + route, 32));
    }

    /** Attributes that no other neighbor has, so that no others' routes go with them. */
    private PathAttributes attributes(int mark) {
        return PathAttributes.builder()
                .nextHop(Ipv4Address.parse("192.0.2.1"))
                .localPref(100)
                .extendedCommunities(ExtendedCommunities.ofTargets(TARGET)
                        .with(ExtendedCommunity.encapsulation(ExtendedCommunity.MPLS_OVER_UDP))
                        .with(ExtendedCommunity.originVirtualNetwork(AS, number << 20 | mark)))
                .build();
    }
}

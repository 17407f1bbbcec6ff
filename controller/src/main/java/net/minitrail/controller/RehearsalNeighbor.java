package net.minitrail.controller;

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
    private static final int ROUTES = 16_384;
    private static final int FIRST_LABEL = 16;
    private static final int OTHER_LABELS = 500_000;
    private static final int PREFIXES = 10 << 24;
    private static final CodecOptions CODEC = CodecOptions.internal(AddressFamily.VPN_IPV4);
    private static final RouteDistinguisher DISTINGUISHER = RouteDistinguisher.parse("192.0.2.1:1");
    private static final RouteTarget TARGET = RouteTarget.parse("target:64512:1");

    private RehearsalNeighbor() {}

    /** OPEN, and the KEEPALIVE that accepts the other's. */
    static byte[] opening(int number) {
        ByteBuf octets = Unpooled.buffer();
        var families = Capability.Multiprotocol.of(AddressFamily.VPN_IPV4);
        var open = new Open(AS, 0, number, ImmutableList.of(families, new Capability.FourOctetAs(AS)));
        BgpEncoder.encode(open, CodecOptions.BEFORE_OPEN, octets);
        BgpEncoder.encode(Keepalive.INSTANCE, CodecOptions.BEFORE_OPEN, octets);
        return ByteBufUtil.getBytes(octets);
    }

    /** All routes announced, all with another label, and all withdrawn. */
    static ImmutableList<byte[]> acts() {
        return ImmutableList.of(announcements(FIRST_LABEL), announcements(OTHER_LABELS), withdrawals());
    }

    private static byte[] announcements(int firstLabel) {
        var encoder = new UpdateEncoder(CODEC);
        ByteBuf octets = Unpooled.buffer();
        for (int number = 0; number < ROUTES; number++) {
            Route route = Route.of(nlri(number), LabelStack.of(firstLabel + number));
            encoder.announce(attributes(firstLabel + number), ImmutableList.of(route), octets);
        }
        return ByteBufUtil.getBytes(octets);
    }

    private static byte[] withdrawals() {
        ByteBuf octets = Unpooled.buffer();
        new UpdateEncoder(CODEC)
                .withdraw(
                        IntStream.range(0, ROUTES)
                                .mapToObj(RehearsalNeighbor::nlri)
                                .collect(ImmutableList.toImmutableList()),
                        octets);
        return ByteBufUtil.getBytes(octets);
    }

    private static Nlri nlri(int number) {
        return VpnIpv4Prefix.of(DISTINGUISHER, new Ipv4Prefix(PREFIXES + number, 32));
    }

    private static PathAttributes attributes(int number) {
        return PathAttributes.builder()
                .nextHop(Ipv4Address.parse("192.0.2.1"))
                .localPref(100)
                .extendedCommunities(ExtendedCommunities.ofTargets(TARGET)
                        .with(ExtendedCommunity.encapsulation(ExtendedCommunity.MPLS_OVER_UDP))
                        .with(ExtendedCommunity.originVirtualNetwork(AS, number)))
                .build();
    }
}

package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableList;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.Ipv6Prefix;

/** Random routes and attributes; every mask length, label and AS is as likely as any other. */
final class WireArbitraries {
    private WireArbitraries() {}

    static Arbitrary<Ipv4Address> ipv4() {
        return Arbitraries.integers().map(Ipv4Address::new);
    }

    static Arbitrary<Ipv6Address> ipv6() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(Ipv6Address::new);
    }

    static Arbitrary<Ipv4Prefix> ipv4Prefixes() {
        return Combinators.combine(
                        Arbitraries.integers(), Arbitraries.integers().between(0, 32))
                .as(Ipv4Prefix::containing);
    }

    static Arbitrary<Ipv6Prefix> ipv6Prefixes() {
        return Combinators.combine(ipv6(), Arbitraries.integers().between(0, 128))
                .as(Ipv6Prefix::containing);
    }

    static Arbitrary<LabelStack> labels() {
        return Arbitraries.integers().between(0, 0xFFFFF).map(LabelStack::of);
    }

    static Arbitrary<Long> unsigned32() {
        return Arbitraries.longs().between(0, 0xFFFF_FFFFL);
    }

    static Arbitrary<Route> routes(AddressFamily family) {
        return anyRoutes(family).filter(route -> NlriCodec.of(family).isSensible(route.nlri()));
    }

    private static Arbitrary<Route> anyRoutes(AddressFamily family) {
        return switch (family) {
            case IPV4_UNICAST -> ipv4Prefixes().map(prefix -> Route.of(new UnicastPrefix(prefix)));
            case IPV6_UNICAST -> ipv6Prefixes().map(prefix -> Route.of(new UnicastPrefix(prefix)));
            case VPN_IPV4 ->
                Combinators.combine(Arbitraries.longs(), ipv4Prefixes(), labels())
                        .as((rd, prefix, label) ->
                                Route.of(new VpnIpv4Prefix(rd, prefix.network(), prefix.length()), label));
            case VPN_IPV6 ->
                Combinators.combine(Arbitraries.longs(), ipv6Prefixes(), labels())
                        .as((rd, prefix, label) ->
                                Route.of(new VpnIpv6Prefix(rd, prefix.high(), prefix.low(), prefix.length()), label));
            case ROUTE_TARGET -> memberships().map(Route::of);
            case EVPN -> Arbitraries.oneOf(macIp(), multicast(), ipPrefixes(), opaque());
        };
    }

    private static Arbitrary<Nlri> memberships() {
        return Combinators.combine(
                        unsigned32(),
                        Arbitraries.longs(),
                        Arbitraries.integers().between(31, 96))
                .as((as, target, length) -> length == 31
                        ? RouteTargetMembership.DEFAULT
                        : new RouteTargetMembership(as, target & ~RouteTargetMembership.hostBits(length), length));
    }

    private static Arbitrary<IpAddress> addresses() {
        return Arbitraries.oneOf(ipv4(), ipv6());
    }

    private static Arbitrary<OctetString> octets(int least, int most) {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofMinSize(least)
                .ofMaxSize(most)
                .map(OctetString::of);
    }

    private static Arbitrary<Integer> labelFields() {
        return Arbitraries.integers().between(0, 0xFF_FFFF);
    }

    private static Arbitrary<Route> macIp() {
        return Combinators.combine(
                        Arbitraries.longs(),
                        unsigned32(),
                        Arbitraries.longs().between(0, 0xFFFF_FFFF_FFFFL),
                        addresses().injectNull(0.3),
                        octets(10, 10),
                        labelFields(),
                        Arbitraries.integers().between(-1, 0xFF_FFFF))
                .as((rd, tag, mac, address, esi, first, second) ->
                        Route.of(new EvpnMacIp(rd, tag, mac, address), new EvpnDetails(esi, first, second, null)));
    }

    private static Arbitrary<Route> multicast() {
        return Combinators.combine(Arbitraries.longs(), unsigned32(), addresses())
                .as((rd, tag, originator) ->
                        Route.of(new EvpnInclusiveMulticast(rd, tag, originator), EvpnDetails.NOTHING));
    }

    private static Arbitrary<Route> ipPrefixes() {
        return Combinators.combine(
                        Arbitraries.longs(),
                        unsigned32(),
                        Arbitraries.<IpPrefix>oneOf(ipv4Prefixes(), ipv6Prefixes()),
                        octets(10, 10),
                        labelFields(),
                        ipv4(),
                        ipv6())
                .as((rd, tag, prefix, esi, label, v4, v6) -> Route.of(
                        new EvpnIpPrefix(rd, tag, prefix),
                        new EvpnDetails(esi, label, EvpnDetails.ABSENT, prefix.isV4() ? v4 : v6)));
    }

    private static Arbitrary<Route> opaque() {
        return Combinators.combine(Arbitraries.of(6, 7, 8, 11), octets(0, 40))
                .as((type, value) -> Route.of(new EvpnOpaque(type, value), EvpnDetails.NOTHING));
    }

    static Arbitrary<AsPath> asPaths() {
        Arbitrary<long[]> segments = Arbitraries.longs()
                .between(1, 0xFFFF_FFFFL)
                .array(long[].class)
                .ofMinSize(1)
                .ofMaxSize(300)
                .map(ases -> ases);
        return segments.list().ofMaxSize(3).map(list -> {
            AsPath path = AsPath.EMPTY;
            for (long[] ases : list) {
                for (long as : ases) {
                    path = ases.length % 5 == 0 ? path.plusSet(as) : path.prepend(as);
                }
            }
            return path;
        });
    }

    /** Attributes with any mixture of optional ones, for routes with an IPv4 next hop. */
    static Arbitrary<PathAttributes> attributes() {
        Arbitrary<PathAttributesBuilder> common = Combinators.combine(
                        Arbitraries.of(Origin.class),
                        asPaths(),
                        ipv4().filter(NextHops::isHost),
                        unsigned32().injectNull(0.3),
                        unsigned32(),
                        Arbitraries.integers().map(Community::new).set().ofMaxSize(5),
                        Arbitraries.longs().map(ExtendedCommunity::new).set().ofMaxSize(8))
                .as((origin, path, nextHop, med, preference, communities, extended) -> {
                    var builder = PathAttributes.builder()
                            .origin(origin)
                            .asPath(path)
                            .nextHop(nextHop)
                            .localPref(preference)
                            .communities(Communities.of(communities))
                            .extendedCommunities(ExtendedCommunities.of(extended));
                    return med == null ? builder : builder.med(med);
                });
        Arbitrary<LargeCommunity> large =
                Combinators.combine(unsigned32(), unsigned32(), unsigned32()).as(LargeCommunity::new);
        Arbitrary<RawAttribute> unknown = Combinators.combine(
                        Arbitraries.integers().between(200, 255), octets(0, 300))
                .as(RawAttribute::new);
        Arbitrary<PmsiTunnel> pmsi = Combinators.combine(labelFields(), ipv4())
                .as((label, end) -> new PmsiTunnel(0, 6, label, OctetString.of(end.octets())));
        return Combinators.combine(
                        common,
                        Combinators.combine(unsigned32().filter(as -> as > 0), ipv4())
                                .as(Aggregator::new)
                                .injectNull(0.7),
                        ipv4().injectNull(0.7),
                        Arbitraries.integers().array(int[].class).ofMaxSize(4).map(ClusterList::of),
                        pmsi.injectNull(0.7),
                        large.list().ofMaxSize(3),
                        unknown.injectNull(0.7),
                        Arbitraries.longs().injectNull(0.7))
                .as((builder, aggregator, originator, clusters, tunnel, larges, raw, aigp) -> builder.atomicAggregate(
                                aggregator != null)
                        .aggregator(aggregator)
                        .originatorId(originator)
                        .clusterList(clusters)
                        .pmsi(tunnel)
                        .largeCommunities(larges)
                        .unknown(raw == null ? ImmutableList.of() : ImmutableList.of(raw))
                        .ipv6ExtendedCommunities(
                                originator == null
                                        ? ImmutableList.of()
                                        : ImmutableList.of(OctetString.of(new byte[20])))
                        .tunnelEncapsulation(aggregator == null ? null : OctetString.parse("000d0000"))
                        .aigp(aigp == null ? OptionalLong.empty() : OptionalLong.of(aigp))
                        .build());
    }
}

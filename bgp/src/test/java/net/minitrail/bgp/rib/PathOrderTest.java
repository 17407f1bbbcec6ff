package net.minitrail.bgp.rib;

import static net.minitrail.bgp.rib.RibFixtures.attributes;
import static net.minitrail.bgp.rib.RibFixtures.external;
import static net.minitrail.bgp.rib.RibFixtures.inet;
import static net.minitrail.bgp.rib.RibFixtures.internal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.google.common.collect.Collections2;
import java.util.List;
import java.util.function.UnaryOperator;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.AsPath;
import net.minitrail.bgp.wire.ClusterList;
import net.minitrail.bgp.wire.Communities;
import net.minitrail.bgp.wire.Community;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.Origin;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.PathAttributesBuilder;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.Ipv4Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each step of the choice: the better path wins though everything after that step speaks for the other. */
class PathOrderTest {
    private static final Nlri NLRI = inet("10.0.0.0/8").nlri();

    /** The peer of the better path: worse in every step about sources. */
    private static final PathSource HIGH = peer(external(200, 65010, AddressFamily.IPV4_UNICAST), 0);

    private static final PathSource LOW = peer(external(100, 65010, AddressFamily.IPV4_UNICAST), 1);

    private static PathSource peer(PeerSettings settings, int id) {
        return new RibPeer(id, settings, () -> true, 0);
    }

    /** Step by step, what the better and the worse path have; later steps of the worse are better. */
    static List<Arguments> steps() {
        return List.of(
                step(2, with -> with.localPref(200).asPath(AsPath.of(1, 2)), with -> with.localPref(199)),
                step(2, with -> with.noLocalPref(), with -> with.localPref(99).origin(Origin.IGP)),
                step(3, with -> with.asPath(AsPath.of(1, 2)), with -> marks(with, 0x0605_0100_0000_0000L)),
                step(
                        4,
                        with -> marks(with, 0x0600_0100_0000_0000L).asPath(AsPath.of(1, 2)),
                        with -> marks(with, 0x0600_0000_0000_0009L)),
                step(
                        5,
                        with -> marks(with, 0x0600_0000_0000_0002L).asPath(AsPath.of(1, 2)),
                        with -> marks(with, 0x0600_0000_0000_0001L)),
                step(
                        6,
                        with -> with.localPref(99).asPath(AsPath.of(1, 2)),
                        with -> with.communities(Communities.of(Community.LLGR_STALE))),
                step(
                        7,
                        with -> with.asPath(AsPath.of(1)),
                        with -> with.asPath(AsPath.of(1, 2)).origin(Origin.IGP)),
                step(
                        8,
                        with -> with.origin(Origin.IGP).med(9),
                        with -> with.origin(Origin.EGP).med(1)),
                step(
                        9,
                        with -> with.asPath(AsPath.of(1)).med(1),
                        with -> with.asPath(AsPath.of(1)).med(2).nextHop(Ipv4Address.parse("1.1.1.1"))),
                step(
                        16,
                        with -> with.nextHop(Ipv4Address.parse("1.1.1.1")),
                        with -> with.nextHop(Ipv4Address.parse("200.1.1.1"))
                                .originatorId(Ipv4Address.parse("0.0.0.9"))),
                step(
                        17,
                        with -> with.originatorId(Ipv4Address.parse("0.0.0.8")).clusterList(ClusterList.of(1)),
                        with -> with.originatorId(Ipv4Address.parse("200.0.0.9"))),
                step(
                        18,
                        with -> with.originatorId(Ipv4Address.parse("0.0.0.9")).clusterList(ClusterList.of(1)),
                        with -> with.originatorId(Ipv4Address.parse("0.0.0.9")).clusterList(ClusterList.of(1, 2))));
    }

    private static Arguments step(
            int number, UnaryOperator<PathAttributesBuilder> better, UnaryOperator<PathAttributesBuilder> worse) {
        return Arguments.of(number, attributes(better), attributes(worse));
    }

    private static PathAttributesBuilder marks(PathAttributesBuilder with, long community) {
        return with.extendedCommunities(ExtendedCommunities.of(new ExtendedCommunity(community)));
    }

    @ParameterizedTest(name = "step {0}: {1} before {2}")
    @MethodSource("steps")
    void the_better_attributes_win(int step, PathAttributes better, PathAttributes worse) {
        for (boolean betterFirst : List.of(true, false)) {
            RouteTable table = table();
            table.learn(inet("10.0.0.0/8"), betterFirst ? HIGH : LOW, betterFirst ? better : worse, 0);
            table.learn(inet("10.0.0.0/8"), betterFirst ? LOW : HIGH, betterFirst ? worse : better, 0);

            assertSame(HIGH, table.best(NLRI).orElseThrow().source());
            int equal = table.find(NLRI).orElseThrow().equalCostPaths().size();
            assertEquals(step > 9 ? 2 : 1, equal, "paths that share the load");
        }
    }

    @Test
    void one_that_may_be_used_wins_over_a_better_one_that_may_not() {
        RouteTable table = table();
        table.learn(inet("10.0.0.0/8"), LOW, attributes(with -> with.localPref(200)), Infeasibility.AS_LOOP, 0);
        table.learn(inet("10.0.0.0/8"), HIGH, attributes(with -> with), 0);

        assertSame(HIGH, table.best(NLRI).orElseThrow().source());
    }

    @Test
    void of_equal_attributes_the_source_decides_local_then_agent_then_external_then_internal() {
        List<PathSource> ranking = List.of(
                NamedSource.local("direct", 2),
                NamedSource.local("static", 1),
                NamedSource.agent("compute-9", Ipv4Address.parse("192.168.100.250")),
                peer(external(240, 65010, AddressFamily.IPV4_UNICAST), 2),
                peer(internal(4, AddressFamily.IPV4_UNICAST), 3),
                peer(internal(5, AddressFamily.IPV4_UNICAST), 4));
        for (List<PathSource> arrival : Collections2.permutations(ranking)) {
            RouteTable table = table();
            for (PathSource source : arrival) {
                table.learn(inet("10.0.0.0/8"), source, attributes(with -> with), 0);
            }
            Destination destination = table.find(NLRI).orElseThrow();
            assertEquals(ranking, destination.paths().stream().map(Path::source).toList());
        }
    }

    @Test
    void med_is_compared_within_a_neighbour_as_whatever_the_order_of_arrival() {
        List<PathAttributes> offers = List.of(
                attributes(with -> with.asPath(AsPath.of(1)).med(10).nextHop(Ipv4Address.parse("3.0.0.0"))),
                attributes(with -> with.asPath(AsPath.of(2)).med(5).nextHop(Ipv4Address.parse("2.0.0.0"))),
                attributes(with -> with.asPath(AsPath.of(1)).med(11).nextHop(Ipv4Address.parse("1.0.0.0"))));
        for (List<PathAttributes> arrival : Collections2.permutations(offers)) {
            RouteTable table = table();
            for (PathAttributes offer : arrival) {
                table.learn(inet("10.0.0.0/8"), NamedSource.local("x", 0), offer, 0);
            }
            List<PathAttributes> equal = table.find(NLRI).orElseThrow().equalCostPaths().stream()
                    .map(Path::attributes)
                    .toList();
            assertEquals(List.of(offers.get(1), offers.get(0)), equal);
        }
    }

    @Test
    void agents_have_no_neighbour_as_so_med_does_not_break_their_tie_unless_always_compared() {
        for (boolean always : List.of(false, true)) {
            var table = new RouteTable("t", AddressFamily.IPV4_UNICAST, always);
            table.learn(inet("10.0.0.0/8"), agent(1), attributes(with -> with.med(100)), 0);
            table.learn(inet("10.0.0.0/8"), agent(2), attributes(with -> with.med(200)), 0);

            int equal = table.find(NLRI).orElseThrow().equalCostPaths().size();
            assertEquals(always ? 1 : 2, equal);
        }
    }

    private static PathSource agent(int number) {
        return NamedSource.agent("compute-" + number, new Ipv4Address(number));
    }

    private static RouteTable table() {
        return new RouteTable("inet.0", AddressFamily.IPV4_UNICAST, false);
    }
}

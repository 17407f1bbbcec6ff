package net.minitrail.bgp.rib;

import static net.minitrail.bgp.rib.RibFixtures.announce;
import static net.minitrail.bgp.rib.RibFixtures.attributes;
import static net.minitrail.bgp.rib.RibFixtures.controller;
import static net.minitrail.bgp.rib.RibFixtures.external;
import static net.minitrail.bgp.rib.RibFixtures.internal;
import static net.minitrail.bgp.rib.RibFixtures.vpn;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.AsPath;
import net.minitrail.bgp.wire.ClusterList;
import net.minitrail.bgp.wire.PathAttributesBuilder;
import net.minitrail.net.Ipv4Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a route when it arrives. */
class ImportTest {
    private final RibHarness speaker = new RibHarness(controller().asReflector());

    private Path learned(PeerSettings from, UnaryOperator<PathAttributesBuilder> attributes) {
        RibPeer peer = speaker.up(from);
        speaker.hear(peer, announce(vpn("192.168.100.3:7:192.168.1.3/32", 17), attributes(attributes)));
        return speaker.rib.received(peer, AddressFamily.VPN_IPV4).get(0);
    }

    private static PeerSettings inside() {
        return internal(10, AddressFamily.VPN_IPV4);
    }

    private static PeerSettings outside() {
        return external(10, 65001, AddressFamily.VPN_IPV4);
    }

    @Test
    void loops_and_false_neighbours_are_kept_but_not_used() {
        assertEquals(
                Optional.of(Infeasibility.AS_LOOP),
                learned(inside(), with -> with.asPath(AsPath.of(65009, 65500))).infeasibility());
        assertEquals(
                Optional.of(Infeasibility.NO_NEIGHBOR_AS),
                new ImportTest()
                        .learned(outside(), with -> with.asPath(AsPath.of(65009)))
                        .infeasibility());
        assertEquals(
                Optional.of(Infeasibility.ORIGINATOR_LOOP),
                new ImportTest()
                        .learned(inside(), with -> with.originatorId(Ipv4Address.parse("192.168.100.2")))
                        .infeasibility());
        int ourCluster = Ipv4Address.parse("192.168.100.2").value();
        assertEquals(
                Optional.of(Infeasibility.CLUSTER_LOOP),
                new ImportTest()
                        .learned(inside(), with -> with.clusterList(ClusterList.of(9, ourCluster)))
                        .infeasibility());
    }

    @Test
    void our_as_may_be_in_a_path_as_often_as_is_allowed() {
        var twice = new PeerSettings.PeerPolicy(false, false, null, false, 2);

        Path allowed = learned(outside().withPolicy(twice), with -> with.asPath(AsPath.of(65001, 65500, 7, 65500)));
        Path more = new ImportTest()
                .learned(outside().withPolicy(twice), with -> with.asPath(AsPath.of(65001, 65500, 65500, 7, 65500)));

        assertEquals(Optional.empty(), allowed.infeasibility());
        assertEquals(Optional.of(Infeasibility.AS_LOOP), more.infeasibility());
    }

    @Test
    void the_local_preference_of_another_as_is_dropped() {
        Path path = learned(outside(), with -> with.asPath(AsPath.of(65001)).localPref(500));

        assertEquals(OptionalLong.empty(), path.attributes().localPref());
    }

    @ParameterizedTest
    @CsvSource({"100, 200", "200, 100", "4294967290, 5"})
    void a_control_node_of_another_as_carries_its_preference_in_the_med(long med, long preference) {
        var policy = new PeerSettings.PeerPolicy(true, false, null, false);

        Path path = learned(
                outside().withPolicy(policy),
                with -> with.asPath(AsPath.of(65001)).noLocalPref().med(med));

        assertEquals(OptionalLong.of(preference), path.attributes().localPref());
    }
}

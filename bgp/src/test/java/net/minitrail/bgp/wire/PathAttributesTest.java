package net.minitrail.bgp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;
import org.junit.jupiter.api.Test;

class PathAttributesTest {

    private static PathAttributesBuilder common() {
        return PathAttributes.builder()
                .nextHop(IpAddress.parse("192.168.100.3"))
                .med(100)
                .localPref(200)
                .extendedCommunities(ExtendedCommunities.ofTargets(RouteTarget.parse("target:65500:101")));
    }

    @Test
    void any_difference_makes_them_unequal() {
        List<PathAttributes> different = Stream.of(
                        common(),
                        common().nextHop(null),
                        common().nextHop(IpAddress.parse("192.168.100.4")),
                        common().origin(Origin.IGP),
                        common().asPath(AsPath.of(1)),
                        common().med(101),
                        common().noMed(),
                        common().localPref(201),
                        common().noLocalPref(),
                        common().communities(Communities.of(Community.NO_EXPORT)),
                        common().extendedCommunities(ExtendedCommunities.NONE),
                        common().atomicAggregate(true),
                        common().aggregator(new Aggregator(1, new Ipv4Address(1))),
                        common().originatorId(new Ipv4Address(1)),
                        common().clusterList(ClusterList.of(1)),
                        common().aigp(OptionalLong.of(0)),
                        common().largeCommunities(new LargeCommunity(1, 2, 3)),
                        common().unknown(List.of(new RawAttribute(200, OctetString.EMPTY))))
                .map(PathAttributesBuilder::build)
                .toList();

        for (int i = 0; i < different.size(); i++) {
            for (int j = 0; j < different.size(); j++) {
                assertEquals(i == j, different.get(i).equals(different.get(j)), i + " and " + j);
            }
        }
        assertNotEquals(different.get(0), new Object());
    }

    @Test
    void a_change_and_its_undoing_give_equal_attributes() {
        PathAttributes attributes = common().build();

        PathAttributes back = attributes.toBuilder().originatorId(new Ipv4Address(1)).build().toBuilder()
                .originatorId(null)
                .build();

        assertNotSame(attributes, back);
        assertEquals(attributes, back);
        assertEquals(attributes.hashCode(), back.hashCode());
        assertSame(attributes, attributes.withNextHop(IpAddress.parse("192.168.100.3")));
    }

    @Test
    void they_print_in_one_line() {
        assertEquals(
                "next-hop 192.168.100.3 as-path [] ? med 100 local-pref 200 [target:65500:101]",
                common().build().toString());
        assertEquals(
                "next-hop - as-path [7] i [no-export]",
                PathAttributes.builder()
                        .origin(Origin.IGP)
                        .asPath(AsPath.of(7))
                        .communities(Communities.of(Community.NO_EXPORT))
                        .build()
                        .toString());
    }

    @Test
    void absent_metrics_take_the_callers_default() {
        PathAttributes bare = PathAttributes.builder().build();

        assertEquals(7, bare.medOr(7));
        assertEquals(100, bare.localPrefOr(100));
        assertEquals(OptionalLong.empty(), bare.med());
        assertEquals(OptionalLong.empty(), bare.aigp());
        assertThrows(IllegalStateException.class, bare::requireNextHop);
    }

    @Provide
    Arbitrary<PathAttributes> attributes() {
        return WireArbitraries.attributes();
    }

    @Property(tries = 300)
    void rebuilt_attributes_are_equal(@ForAll("attributes") PathAttributes attributes) {
        PathAttributes rebuilt = attributes.toBuilder()
                .atomicAggregate(attributes.atomicAggregate())
                .build();

        assertEquals(attributes, rebuilt);
        assertEquals(attributes.hashCode(), rebuilt.hashCode());
        assertTrue(attributes.toString().startsWith("next-hop "));
    }
}

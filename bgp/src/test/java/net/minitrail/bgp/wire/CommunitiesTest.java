package net.minitrail.bgp.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.RouteTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommunitiesTest {
    private static final Community HIGH = Community.of(65_500, 100);
    private static final Community LOW = Community.of(1, 2);

    private static final RouteTarget TARGET = RouteTarget.parse("target:65500:101");
    private static final ExtendedCommunity GRE = ExtendedCommunity.encapsulation(ExtendedCommunity.GRE);
    private static final ExtendedCommunity GROUP = ExtendedCommunity.securityGroup(65_500, 8_000_001);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-export",
                "no-advertise",
                "no-export-subconfed",
                "accept-own",
                "llgr-stale",
                "no-llgr",
                "no-reoriginate",
                "65500:100",
                "0:0"
            })
    void what_is_printed_is_parsed(String text) {
        assertEquals(text, Community.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"65500", "65536:1", "1:65536", "a:b", "1:2:3", ""})
    void other_texts_are_no_communities(String text) {
        assertThrows(IllegalArgumentException.class, () -> Community.parse(text));
    }

    @Test
    void communities_are_a_set_in_unsigned_order() {
        var set = Communities.of(Community.NO_EXPORT, HIGH, LOW, HIGH);

        assertEquals(List.of(LOW, HIGH, Community.NO_EXPORT), set.asList());
        assertEquals("[1:2, 65500:100, no-export]", set.toString());
        assertEquals(set, Communities.of(HIGH, LOW).with(Community.NO_EXPORT));
        assertSame(set, set.with(LOW));
        assertSame(set, set.without(Community.NO_LLGR));
        assertEquals(Communities.of(LOW, HIGH), set.without(Community.NO_EXPORT));
        assertSame(Communities.NONE, Communities.of(LOW).without(LOW));
        assertTrue(set.contains(HIGH));
        assertNotEquals(set, Communities.NONE);
        assertTrue(HIGH.compareTo(Community.NO_EXPORT) < 0);
    }

    @Test
    void extended_communities_are_a_set_in_unsigned_order() {
        var set = ExtendedCommunities.of(GROUP, GRE, ExtendedCommunity.of(TARGET), GRE);

        assertEquals(List.of(ExtendedCommunity.of(TARGET), GRE, GROUP), set.asList());
        assertEquals(List.of(TARGET), set.routeTargets());
        assertEquals("[target:65500:101, encapsulation:gre, secgroup:65500:8000001]", set.toString());
        assertTrue(set.contains(TARGET) && set.contains(GRE) && set.containsValue(set.valueAt(2)));
        assertFalse(set.contains(RouteTarget.parse("target:65500:102")));
        assertEquals(GRE, set.get(1));
    }

    @Test
    void extended_communities_are_added_and_taken_away() {
        var targets = ExtendedCommunities.ofTargets(TARGET);
        var all = targets.withAll(List.of(GROUP, GRE));

        assertSame(all, all.with(GRE));
        assertSame(all, all.withAll(List.of()));
        assertSame(all, all.union(ExtendedCommunities.NONE));
        assertSame(all, ExtendedCommunities.NONE.union(all));
        assertEquals(all, ExtendedCommunities.of(GROUP, GRE).union(targets));
        assertEquals(targets, all.without(GRE).without(GROUP));
        assertEquals(targets, all.filterValues(RouteTarget::isRouteTarget));
        assertSame(all, all.filterValues(value -> true));
        assertSame(ExtendedCommunities.NONE, all.filterValues(value -> false));
        assertSame(ExtendedCommunities.NONE, ExtendedCommunities.of());
        assertNotEquals(all, targets);
    }
}

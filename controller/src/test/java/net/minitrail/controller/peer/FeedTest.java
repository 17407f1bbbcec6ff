package net.minitrail.controller.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.List;
import java.util.stream.Stream;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.NamedSource;
import net.minitrail.bgp.rib.PathSource;
import net.minitrail.bgp.rib.RibConfig;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.controller.routing.Instance;
import net.minitrail.controller.routing.InstancePlan;
import net.minitrail.controller.routing.Instances;
import net.minitrail.controller.routing.OriginNetworks;
import net.minitrail.controller.routing.RouteItems;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import org.junit.jupiter.api.Test;

/** Agents of one instance, some of which are slow. */
class FeedTest {
    private static final long AS = 65500;
    private static final PathSource COMPUTE = NamedSource.agent("compute-9", Ipv4Address.parse("192.168.100.9"));
    private static final PathAttributes ATTRIBUTES = PathAttributes.builder()
            .nextHop(Ipv4Address.parse("192.168.100.9"))
            .localPref(100)
            .build();

    private final OriginNetworks origins = new OriginNetworks(AS);
    private final BgpRib rib = new BgpRib(RibConfig.of(AS, Ipv4Address.parse("192.168.100.2")));
    private final ItemCache items = new ItemCache(new RouteItems(origins, AS));
    private final Instance instance = instance();
    private final RouteTable table = instance.table(AddressFamily.IPV4_UNICAST);
    private final Feed feed = new Feed(table, instance, items);

    private Instance instance() {
        var instances = new Instances(rib, origins);
        instances.apply(
                new InstancePlan("d:p:vn:vn", "d:p:vn", 5, ImmutableSet.of(), ImmutableSet.of(), ImmutableSet.of()), 0);
        return instances.find("d:p:vn:vn").orElseThrow();
    }

    private void tell() {
        feed.tell(Sets.newIdentityHashSet());
    }

    private static Nlri prefix(int number) {
        return new UnicastPrefix(IpPrefix.parse("192.168.1." + number + "/32"));
    }

    private void learn(int number, int label) {
        table.learn(Route.of(prefix(number), LabelStack.of(label)), COMPUTE, ATTRIBUTES, null, 0);
    }

    private List<SlowAgent> agents(int count) {
        List<SlowAgent> agents = Stream.generate(SlowAgent::new).limit(count).toList();
        agents.forEach(feed::join);
        return agents;
    }

    @Test
    void a_hundred_agents_share_the_octets_of_each_item_which_is_rendered_once() {
        List<SlowAgent> agents = agents(100);
        for (int number = 1; number <= 50; number++) {
            learn(number, 16 + number);
        }
        tell();
        assertEquals(50, items.rendered());
        assertEquals(2, agents.get(0).bodies.size());
        for (SlowAgent agent : agents) {
            assertEquals(50, agent.held.size());
            assertSame(agents.get(0).bodies.get(1), agent.bodies.get(1));
        }

        learn(7, 1_000_007);
        tell();

        assertEquals(51, items.rendered());
        agents.forEach(agent -> assertEquals("1000007", agent.held.get("192.168.1.7/32")));
    }

    @Test
    void who_comes_later_is_told_all_and_then_the_same_as_the_others() {
        SlowAgent early = agents(1).get(0);
        learn(1, 16);
        tell();
        List<SlowAgent> late = agents(2);
        tell();
        late.forEach(agent -> assertEquals(early.held, agent.held));

        learn(2, 17);
        tell();

        late.forEach(agent -> assertSame(early.bodies.get(1), agent.bodies.get(1)));
    }

    @Test
    void a_slow_agent_falls_behind_alone_hears_the_newest_state_and_is_back_with_the_others() {
        List<SlowAgent> agents = agents(3);
        SlowAgent slow = agents.get(0);
        learn(1, 16);
        learn(2, 17);
        tell();
        slow.writable = false;
        learn(1, 18);
        table.withdraw(prefix(2), COMPUTE);
        tell();
        learn(1, 19);
        learn(3, 20);
        table.withdraw(prefix(3), COMPUTE);
        tell();
        assertEquals(List.of("16", "17"), List.copyOf(slow.held.values()));
        assertEquals(List.of("19"), List.copyOf(agents.get(1).held.values()));
        assertFalse(feed.isToldAll(slow));
        assertTrue(feed.isToldAll(agents.get(1)));

        slow.writable = true;
        tell();
        assertTrue(feed.isToldAll(slow));
        assertEquals(agents.get(1).held, slow.held);
        learn(4, 21);
        tell();
        assertSame(agents.get(1).last(), slow.last());
    }

    @Test
    void told_again_from_the_beginning_an_agent_still_hears_of_what_went_before_it_was_told() {
        SlowAgent agent = agents(1).get(0);
        learn(1, 16);
        learn(2, 17);
        tell();
        table.withdraw(prefix(1), COMPUTE);

        feed.rewind();
        tell();

        assertEquals(List.of("17"), List.copyOf(agent.held.values()));
        assertEquals(3, agent.bodies.size());
    }

    @Test
    void who_leaves_is_told_nothing_and_holds_nobody_up() {
        List<SlowAgent> agents = agents(2);
        agents.get(0).writable = false;
        learn(1, 16);
        tell();

        feed.leave(agents.get(0));
        feed.leave(agents.get(1));
        learn(2, 17);
        tell();

        assertEquals(0, agents.get(0).bodies.size());
        assertEquals(1, agents.get(1).bodies.size());
        assertTrue(feed.isToldAll(agents.get(0)));
    }
}

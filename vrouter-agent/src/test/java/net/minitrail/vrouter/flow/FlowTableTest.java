package net.minitrail.vrouter.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.VirtualTimeLoop;
import net.minitrail.vrouter.flow.FlowTable.Side;
import org.junit.jupiter.api.Test;

class FlowTableTest {
    private final FlowTable table = new FlowTable();

    @Test
    void both_directions_find_each_other_and_share_their_generation() {
        Flow flow = add(key(1, 40_000));
        Flow back = table.lookup(key(1, 40_000).reversed(30));

        assertNotNull(back);
        assertSame(back, flow.reverse());
        assertSame(flow, back.reverse());
        assertEquals(0, flow.index() % 4);
        assertEquals(1, flow.generation());
        assertEquals(1, back.generation());

        table.remove(flow);
        assertNull(table.lookup(flow.key()));
        assertNull(back.reverse());
        table.remove(back);

        Flow again = add(key(1, 40_000));
        assertEquals(flow.index(), again.index());
        assertEquals(2, again.generation());
    }

    @Test
    void two_hundred_thousand_directions_have_slots_of_their_own_and_are_found() {
        var keys = new ArrayList<FlowKey>();
        for (int host = 0; host < 1000; host++) {
            for (int port = 1024; port < 1124; port++) {
                keys.add(key(host, port));
            }
        }
        keys.forEach(this::add);

        assertEquals(200_000, table.used());
        assertTrue(table.usedOverflow() > 0, "no bucket was full");
        assertEquals(
                200_000,
                keys.stream()
                                .filter(key -> table.lookup(key) != null)
                                .map(key -> table.lookup(key).index())
                                .distinct()
                                .count()
                        * 2);
        var slots = new ArrayList<Integer>();
        table.forEach(flow -> slots.add(flow.index()));
        assertEquals(slots.stream().sorted().distinct().toList(), slots);

        table.forEach(table::remove);
        assertEquals(0, table.used());
        assertEquals(0, table.usedOverflow());
    }

    @Test
    void a_full_table_takes_no_more_and_loses_nothing() {
        int host = 0;
        while (table.add(side(key(host, 53)), side(key(host, 53).reversed(30))) != null) {
            host++;
        }

        assertTrue(table.used() > FlowTable.MAIN, () -> table.used() + " used");
        assertTrue(table.used() <= FlowTable.SIZE);
        assertNull(table.lookup(key(host, 53)));
        assertNotNull(table.lookup(key(host - 1, 53)));
    }

    @Test
    void flows_without_packets_go_after_180_seconds_and_those_without_a_way_at_once() {
        var loop = new VirtualTimeLoop();
        var aging = new FlowAging(loop, table, FlowAging.TIMEOUT);
        Flow idle = add(key(1, 1));
        Flow used = add(key(2, 1));
        Flow lost = add(key(3, 1));
        lost.decide(new FlowVerdict(DropCause.NO_SOURCE_ROUTE, 0, -1), 0);
        lost.reverse().decide(lost.verdict(), 0);
        aging.watch();

        loop.advance(Duration.ofSeconds(4));
        assertEquals(List.of(idle, used), flows());
        for (int i = 0; i < 18; i++) {
            used.reverse().count(52, 0); // one direction keeps both
            loop.advance(Duration.ofSeconds(10));
        }
        assertEquals(List.of(used), flows());
        loop.advance(Duration.ofSeconds(190));
        assertEquals(0, table.used());
        assertEquals(6, table.deleted());
    }

    private List<Flow> flows() {
        var found = new ArrayList<Flow>();
        table.forEach(flow -> {
            if (flow.key().nextHop() == 20) {
                found.add(flow);
            }
        });
        found.sort((a, b) -> Long.compare(a.key().sourceLow(), b.key().sourceLow()));
        return found;
    }

    private Flow add(FlowKey key) {
        Flow flow = table.add(side(key), side(key.reversed(30)));
        assertNotNull(flow);
        return flow;
    }

    private static Side side(FlowKey key) {
        return new Side(key, 2, new FlowOrigin(Ipv4Address.ANY, Ipv4Address.ANY, true, false, null, 0, false));
    }

    private static FlowKey key(int host, int port) {
        return new FlowKey(true, 6, port, 22, 20, 0, 0x0A00_0000L + host, 0, 0x0808_0808L);
    }
}

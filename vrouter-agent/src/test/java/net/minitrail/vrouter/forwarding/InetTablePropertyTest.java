package net.minitrail.vrouter.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.vrouter.forwarding.InetTable.Leaf;

class InetTablePropertyTest {
    @Provide
    Arbitrary<List<Ipv4Prefix>> prefixes() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 0xFFFF),
                        Arbitraries.integers().between(0, 32))
                .as((low, length) -> Ipv4Prefix.containing(10 << 24 | low, length))
                .list()
                .ofMaxSize(12);
    }

    @Property(tries = 60)
    void leaves_cover_every_address_once_in_order_and_agree_with_lookup(
            @ForAll("prefixes") List<Ipv4Prefix> prefixes, @ForAll int probe) {
        var nextHops = new NextHopTable();
        var table = new InetTable(Ipv4Address.ANY, nextHops, 0, new RouteWatch());
        prefixes.forEach(prefix -> table.put(new FibRoute(prefix, 1, -1, false, false, false, null)));

        List<Leaf> leaves = table.leaves();

        long next = 0;
        for (Leaf leaf : leaves) {
            assertEquals(0, leaf.prefix().length() % 8);
            assertEquals(next, Integer.toUnsignedLong(((Ipv4Prefix) leaf.prefix()).network()));
            next += 1L << (32 - leaf.prefix().length());
            FibRoute route = table.lookup(leaf.prefix().address());
            assertEquals(route == null ? 0 : route.prefix().length(), leaf.filledFrom());
        }
        assertEquals(prefixes.isEmpty() ? 0 : 1L << 32, next);
        if (!leaves.isEmpty()) {
            var address = new Ipv4Address(10 << 24 | (probe & 0xFFFF));
            assertTrue(leaves.contains(table.leaf(address)), "the leaf of " + address + " is one of the dump");
        }
    }

    @Property(tries = 60)
    void a_table_lets_go_of_the_next_hops_of_routes_that_went(@ForAll("prefixes") List<Ipv4Prefix> prefixes) {
        var nextHops = new NextHopTable();
        var table = new InetTable(Ipv4Address.ANY, nextHops, 0, new RouteWatch());
        prefixes.forEach(prefix -> table.put(new FibRoute(prefix, 1, -1, false, false, false, null)));
        assertEquals(1 + prefixes.stream().distinct().count(), nextHops.holders(1));

        prefixes.forEach(table::remove);

        assertEquals(1, nextHops.holders(1));
        assertTrue(table.leaves().isEmpty());
    }
}

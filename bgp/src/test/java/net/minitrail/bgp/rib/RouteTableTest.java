package net.minitrail.bgp.rib;

import static net.minitrail.bgp.rib.RibFixtures.SECOND;
import static net.minitrail.bgp.rib.RibFixtures.attributes;
import static net.minitrail.bgp.rib.RibFixtures.inet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.net.Ipv4Address;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static final PathSource ONE = NamedSource.agent("one", Ipv4Address.parse("192.168.100.3"));
    private static final PathSource TWO = NamedSource.agent("two", Ipv4Address.parse("192.168.100.4"));
    private static final PathAttributes PLAIN = attributes(with -> with);
    private static final PathAttributes BETTER = attributes(with -> with.localPref(200));

    private final RouteTable table = new RouteTable("test_vn.inet.0", AddressFamily.IPV4_UNICAST, false);

    @Test
    void the_first_path_is_the_best() {
        Optional<BestChange> change = table.learn(inet("10.1.240.0/20"), ONE, PLAIN, 0);

        assertNull(change.orElseThrow().before());
        assertSame(PLAIN, change.orElseThrow().after().attributes());
        assertEquals(1, table.reachable());
    }

    @Test
    void the_same_offer_again_is_no_change() {
        table.learn(inet("10.1.240.0/20"), ONE, PLAIN, 0);

        assertTrue(table.learn(inet("10.1.240.0/20"), ONE, attributes(with -> with), SECOND)
                .isEmpty());
        assertEquals(9, table.best(inet("10.1.240.0/20").nlri()).orElseThrow().ageSeconds(9 * SECOND));
    }

    @Test
    void another_label_is_a_change() {
        table.learn(Route.of(UnicastPrefix.parse("10.1.240.0/20"), LabelStack.of(16)), ONE, PLAIN, 0);

        var change = table.learn(Route.of(UnicastPrefix.parse("10.1.240.0/20"), LabelStack.of(5000)), ONE, PLAIN, 0);

        assertEquals(16, change.orElseThrow().before().labelOr(-1));
        assertEquals(5000, change.orElseThrow().after().labelOr(-1));
    }

    @Test
    void a_worse_path_changes_nothing_and_takes_over_when_the_best_goes() {
        table.learn(inet("10.0.0.0/8"), ONE, BETTER, 0);

        assertTrue(table.learn(inet("10.0.0.0/8"), TWO, PLAIN, 0).isEmpty());
        assertSame(
                TWO,
                table.withdraw(inet("10.0.0.0/8").nlri(), ONE)
                        .orElseThrow()
                        .after()
                        .source());
    }

    @Test
    void a_path_of_equal_cost_is_a_change_of_the_set_though_not_of_the_best() {
        table.learn(inet("10.0.0.0/8"), ONE, PLAIN, 0);

        BestChange change = table.learn(inet("10.0.0.0/8"), TWO, PLAIN, 0).orElseThrow();

        assertSame(change.before(), change.after());
        Destination destination = table.find(inet("10.0.0.0/8").nlri()).orElseThrow();
        assertEquals(2, destination.equalCostPaths().size());
    }

    @Test
    void the_last_path_leaves_the_destination_unreachable() {
        table.learn(inet("10.0.0.0/8"), ONE, PLAIN, 0);

        assertNull(table.withdraw(inet("10.0.0.0/8").nlri(), ONE).orElseThrow().after());
        assertEquals(0, table.reachable());
        assertTrue(table.find(inet("10.0.0.0/8").nlri()).isEmpty());
    }

    @Test
    void a_withdrawal_of_what_was_never_offered_is_no_error() {
        table.learn(inet("10.0.0.0/8"), ONE, PLAIN, 0);

        assertTrue(table.withdraw(inet("10.0.0.0/8").nlri(), TWO).isEmpty());
        assertTrue(table.withdraw(inet("11.0.0.0/8").nlri(), ONE).isEmpty());
    }

    @Test
    void a_path_that_may_not_be_used_is_kept_but_not_the_best() {
        assertTrue(table.learn(inet("10.0.0.0/8"), ONE, PLAIN, Infeasibility.AS_LOOP, 0)
                .isEmpty());

        Destination destination = table.find(inet("10.0.0.0/8").nlri()).orElseThrow();
        assertNull(destination.best());
        assertEquals(
                Optional.of(Infeasibility.AS_LOOP), destination.paths().get(0).infeasibility());
    }

    @Test
    void forgetting_a_source_answers_in_the_order_of_destinations() {
        for (String prefix : List.of("10.0.32.0/19", "10.0.0.0/19", "9.0.0.0/8")) {
            table.learn(inet(prefix), ONE, PLAIN, 0);
        }
        table.learn(inet("9.0.0.0/8"), TWO, PLAIN, 0);

        List<String> gone = table.forget(ONE).stream()
                .map(change -> change.nlri().toString())
                .toList();

        assertEquals(List.of("9.0.0.0/8", "10.0.0.0/19", "10.0.32.0/19"), gone);
        assertEquals(1, table.paths());
    }

    @Test
    void stale_paths_are_swept_unless_they_were_offered_again() {
        table.learn(inet("10.0.0.0/8"), ONE, PLAIN, 0);
        table.learn(inet("11.0.0.0/8"), ONE, PLAIN, 0);
        table.markStale(ONE);
        assertEquals(2, table.reachable());

        assertTrue(table.learn(inet("10.0.0.0/8"), ONE, PLAIN, 0).isEmpty(), "no flap");

        assertEquals(
                List.of(inet("11.0.0.0/8").nlri()),
                table.sweep(ONE).stream().map(BestChange::nlri).toList());
    }

    @Test
    void long_lived_stale_paths_are_the_last_choice_until_they_are_offered_again() {
        table.learn(inet("10.0.0.0/8"), ONE, PLAIN, 0);
        table.learn(inet("10.0.0.0/8"), TWO, PLAIN, 0);
        table.markStale(ONE);
        table.markLongLivedStale(ONE);
        Destination destination = table.find(inet("10.0.0.0/8").nlri()).orElseThrow();
        assertEquals(
                List.of(TWO),
                destination.equalCostPaths().stream().map(Path::source).toList());

        table.learn(inet("10.0.0.0/8"), ONE, PLAIN, 0);

        assertEquals(2, destination.equalCostPaths().size());
    }

    @Test
    void a_reader_gets_the_table_first_and_then_each_changed_destination_once() {
        table.learn(inet("10.0.0.0/8"), ONE, PLAIN, 0);
        table.learn(inet("11.0.0.0/8"), ONE, PLAIN, 0);
        TableReader reader = table.reader();
        assertEquals(List.of("10.0.0.0/8", "11.0.0.0/8"), read(reader));

        for (int flap = 0; flap < 10; flap++) {
            table.withdraw(inet("10.0.0.0/8").nlri(), ONE);
            table.learn(inet("10.0.0.0/8"), ONE, flap % 2 == 0 ? BETTER : PLAIN, 0);
        }
        table.learn(inet("12.0.0.0/8"), ONE, PLAIN, 0);
        table.withdraw(inet("12.0.0.0/8").nlri(), ONE);

        assertEquals(List.of("10.0.0.0/8"), read(reader), "what came and went unseen is not mentioned");
        assertFalse(reader.hasNext());
        reader.close();
    }

    @Test
    void a_reader_is_told_of_what_became_unreachable() {
        table.learn(inet("10.0.0.0/8"), ONE, PLAIN, 0);
        TableReader reader = table.reader();
        read(reader);

        table.withdraw(inet("10.0.0.0/8").nlri(), ONE);

        Destination gone = reader.next();
        assertNull(gone.best());
        assertEquals(inet("10.0.0.0/8").nlri(), gone.nlri());
        reader.close();
    }

    private static List<String> read(TableReader reader) {
        List<String> read = new ArrayList<>();
        for (Destination next = reader.next(); next != null; next = reader.next()) {
            read.add((next.best() == null ? "-" : "") + next.nlri());
        }
        return read;
    }

    @Test
    void copies_die_with_their_original() {
        var other = new RouteTable("other.inet.0", AddressFamily.IPV4_UNICAST, false);
        Nlri nlri = inet("10.0.0.0/8").nlri();
        table.learn(inet("10.0.0.0/8"), ONE, PLAIN, 0);
        Path original = table.best(nlri).orElseThrow();
        Path copy = other.replicate(table, original, nlri, PLAIN, null, 0);
        assertEquals(Optional.of(table), copy.primaryTable());
        assertEquals(List.of(other), original.replicatedTo());

        table.learn(inet("10.0.0.0/8"), ONE, BETTER, 0);
        assertEquals(List.of(other), table.best(nlri).orElseThrow().replicatedTo(), "a new offer keeps the copies");
        table.withdraw(nlri, ONE);

        assertEquals(0, other.paths());
    }

    /** Infeasible, stale and secondary paths, as a walk of {@code counted} finds them. */
    private static List<Integer> walk(RouteTable counted) {
        int[] counts = new int[4];
        counted.forEach(destination -> destination.paths().forEach(path -> {
            counts[0]++;
            counts[1] += path.isFeasible() ? 0 : 1;
            counts[2] += path.isStale() ? 1 : 0;
            counts[3] += path.isSecondary() ? 1 : 0;
        }));
        return List.of(counts[0], counts[1], counts[2], counts[3]);
    }

    private static List<Integer> counted(RouteTable table) {
        return List.of(table.paths(), table.infeasiblePaths(), table.stalePaths(), table.secondaryPaths());
    }

    @Test
    void counts_paths_of_each_kind_as_a_walk_would() {
        var copies = new RouteTable("other_vn.inet.0", AddressFamily.IPV4_UNICAST, false);
        for (int i = 0; i < 40; i++) {
            Route route = inet("10.%d.0.0/16".formatted(i));
            table.learn(route, ONE, PLAIN, 0);
            table.learn(route, TWO, PLAIN, i % 3 == 0 ? Infeasibility.AS_LOOP : null, 0);
            Path original = table.best(route.nlri()).orElseThrow();
            Path copy = copies.replicate(table, original, route.nlri(), PLAIN, null, 0);
            copies.replicate(table, original, route.nlri(), BETTER, copy, 0);
        }
        assertEquals(List.of(80, 14, 0, 0), counted(table));
        assertEquals(List.of(40, 0, 0, 40), counted(copies));

        table.markStale(ONE);
        table.markStale(ONE);
        table.learn(inet("10.1.0.0/16"), ONE, PLAIN, 0);
        table.learn(inet("10.2.0.0/16"), ONE, BETTER, 0);
        table.markLongLivedStale(ONE);
        assertEquals(38, table.stalePaths());
        assertEquals(walk(table), counted(table));

        table.sweep(ONE);
        table.withdraw(inet("10.3.0.0/16").nlri(), TWO);
        assertEquals(List.of(41, 13, 0, 0), counted(table));
        assertEquals(walk(table), counted(table));
        assertEquals(walk(copies), counted(copies));
    }

    @Test
    void a_snapshot_holds_every_destination_once_and_stays_as_it_is() {
        for (int i = 0; i < 100; i++) {
            table.learn(inet("10.%d.0.0/16".formatted(i)), ONE, PLAIN, 0);
        }
        var snapshot = table.snapshot();
        table.forget(ONE);

        List<Nlri> keys = new ArrayList<>();
        for (Destination destination : snapshot) {
            if (destination != null) {
                keys.add(destination.nlri());
            }
        }
        assertEquals(100, keys.size());
        assertEquals(100, keys.stream().distinct().count());
        assertEquals(0, table.paths());
    }
}

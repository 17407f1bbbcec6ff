package net.minitrail.bgp.vpn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.minitrail.net.MplsLabel;
import org.junit.jupiter.api.Test;

class LabelAllocatorTest {
    private final LabelAllocator labels = new LabelAllocator(20, 23);

    private List<Integer> take(int count) {
        return Stream.generate(() -> labels.allocate().orElseThrow().value())
                .limit(count)
                .toList();
    }

    @Test
    void the_lowest_label_comes_first() {
        assertEquals(List.of(20, 21, 22, 23), take(4));
    }

    @Test
    void a_label_that_was_let_go_is_the_last_to_be_used_again() {
        take(2);
        labels.free(new MplsLabel(21));
        labels.free(new MplsLabel(20));

        assertEquals(List.of(22, 23, 21, 20), take(4));
    }

    @Test
    void an_exhausted_range_gives_nothing_and_leaves_the_others_alone() {
        take(4);

        assertEquals(Optional.empty(), labels.allocate());
        assertEquals(4, labels.inUse());
    }

    @Test
    void a_certain_label_can_be_taken_if_nobody_has_it() {
        assertTrue(labels.reserve(new MplsLabel(21)));
        assertFalse(labels.reserve(new MplsLabel(21)));
        assertFalse(labels.reserve(new MplsLabel(24)));
        assertEquals(List.of(20, 22), take(2));

        labels.free(new MplsLabel(20));
        assertTrue(labels.reserve(new MplsLabel(20)));
        assertEquals(List.of(23), take(1));
    }

    @Test
    void reserved_labels_and_labels_that_are_free_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> new LabelAllocator(15, 100));
        assertThrows(IllegalArgumentException.class, () -> labels.free(new MplsLabel(20)));
    }
}

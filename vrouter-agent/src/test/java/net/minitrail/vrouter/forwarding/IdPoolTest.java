package net.minitrail.vrouter.forwarding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class IdPoolTest {
    @Test
    void the_lowest_free_number_comes_next() {
        var pool = new IdPool(16, 18);
        assertEquals(16, pool.take());
        assertEquals(17, pool.take());
        pool.free(16);
        assertEquals(16, pool.take());
        assertEquals(18, pool.take());
        assertThrows(IllegalStateException.class, pool::take);
    }

    @Test
    void a_number_that_is_free_cannot_be_freed() {
        assertThrows(IllegalStateException.class, () -> new IdPool(16, 18).free(17));
    }
}

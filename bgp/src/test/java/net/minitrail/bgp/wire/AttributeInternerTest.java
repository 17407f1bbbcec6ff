package net.minitrail.bgp.wire;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.primitives.Ints;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AttributeInternerTest {

    @Test
    void finds_what_was_remembered_by_all_its_octets() {
        var interner = new AttributeInterner();
        byte[] key = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        var attributes = attributes(1);
        interner.remember(key, 9, interner.hash(key, 9), attributes);

        assertSame(attributes, interner.find(key, 9, interner.hash(key, 9)));
        assertNull(interner.find(key, 8, interner.hash(key, 8)));
        assertNull(interner.find(key, 10, interner.hash(key, 9)), "same hash, other octets");
    }

    @Test
    void keeps_no_reference_to_the_callers_array() {
        var interner = new AttributeInterner();
        byte[] key = {1, 2, 3};
        interner.remember(key, 3, interner.hash(key, 3), attributes(1));

        key[0] = 9;

        assertNull(interner.find(key, 3, interner.hash(key, 3)));
    }

    @Test
    void grows_to_its_bound_and_then_forgets() {
        var interner = new AttributeInterner(1024);
        for (int i = 0; i < 100_000; i++) {
            byte[] key = Arrays.copyOf(Ints.toByteArray(i), 4 + i % 3);
            interner.remember(key, key.length, interner.hash(key, key.length), attributes(i));
        }

        int found = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] key = Arrays.copyOf(Ints.toByteArray(i), 4 + i % 3);
            PathAttributes attributes = interner.find(key, key.length, interner.hash(key, key.length));
            if (attributes != null) {
                found++;
                assertTrue(attributes.medOr(-1) == i);
            }
        }
        assertTrue(found > 512 && found <= 1024, found + " of 1024");
    }

    @Test
    void a_few_hundred_are_all_found_again() {
        var interner = new AttributeInterner();
        int found = 0;
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < 400; i++) {
                byte[] key = Ints.toByteArray(i);
                long hash = interner.hash(key, 4);
                if (interner.find(key, 4, hash) != null) {
                    found++;
                } else {
                    interner.remember(key, 4, hash, attributes(i));
                }
            }
        }
        assertTrue(found > 200, found + " of 400");
    }

    private static PathAttributes attributes(int med) {
        return PathAttributes.builder().med(med).build();
    }
}

package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the attributes of octets seen before, so that they are decoded once and routes share one object.
 *
 * <p>A table of bounded size in which a newcomer takes the place of an older entry of the same hash. So equal attributes
 * are <em>mostly</em> the same object; whoever needs certainty compares with {@code equals}, which is cheap. Holds
 * nothing alive beyond its bound. The hash is seeded at random, so that a peer cannot aim at one place. Used by one thread
 * at a time; sessions on one loop share one.
 */
public final class AttributeInterner {
    private static final int FIRST_CAPACITY = 256;
    private static final int DEFAULT_MAX = 1 << 16;

    private final long seed = System.nanoTime() * 0x9E37_79B9_7F4A_7C15L;
    private final int maxCapacity;

    private byte[][] keys = new byte[FIRST_CAPACITY][];
    private long[] hashes = new long[FIRST_CAPACITY];
    private @Nullable PathAttributes[] values = new @Nullable PathAttributes[FIRST_CAPACITY];
    private int used;

    public AttributeInterner() {
        this(DEFAULT_MAX);
    }

    /**
     * An interner of limited size.
     *
     * @param maxEntries at least 256; rounded down to a power of two
     */
    public AttributeInterner(int maxEntries) {
        checkArgument(maxEntries >= FIRST_CAPACITY, "%s entries (expected: >= %s)", maxEntries, FIRST_CAPACITY);
        this.maxCapacity = Integer.highestOneBit(maxEntries);
    }

    long hash(byte[] key, int length) {
        return Hashes.of(key, 0, length, seed);
    }

    /** The attributes remembered for the first {@code length} octets of {@code key}, whose hash is given. */
    @Nullable
    PathAttributes find(byte[] key, int length, long hash) {
        int slot = (int) hash & values.length - 1;
        byte[] candidate = keys[slot];
        boolean same = hashes[slot] == hash
                && candidate != null
                && Arrays.equals(candidate, 0, candidate.length, key, 0, length);
        return same ? values[slot] : null;
    }

    void remember(byte[] key, int length, long hash, PathAttributes attributes) {
        if (used > values.length / 2 && values.length < maxCapacity) {
            grow();
        }
        int slot = (int) hash & values.length - 1;
        byte[] before = keys[slot];
        if (before == null) {
            used++;
        }
        if (before != null && before.length == length) {
            System.arraycopy(key, 0, before, 0, length);
        } else {
            keys[slot] = Arrays.copyOf(key, length);
        }
        hashes[slot] = hash;
        values[slot] = attributes;
    }

    private void grow() {
        byte[][] oldKeys = keys;
        long[] oldHashes = hashes;
        @Nullable PathAttributes[] oldValues = values;
        int capacity = oldValues.length * 4;
        keys = new byte[capacity][];
        hashes = new long[capacity];
        values = new @Nullable PathAttributes[capacity];
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                int slot = (int) oldHashes[i] & capacity - 1;
                keys[slot] = oldKeys[i];
                hashes[slot] = oldHashes[i];
                values[slot] = oldValues[i];
            }
        }
    }
}

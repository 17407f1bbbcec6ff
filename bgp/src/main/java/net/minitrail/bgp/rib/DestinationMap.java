package net.minitrail.bgp.rib;

import java.util.function.Consumer;
import net.minitrail.bgp.wire.Nlri;
import org.jspecify.annotations.Nullable;

/** Destinations by key: open addressing with linear probing, at most two thirds full. Confined to the routing loop. */
final class DestinationMap {
    private static final int SMALLEST = 16;

    private @Nullable Destination[] slots = new Destination[SMALLEST];

    /** The hashes of the keys in {@code slots}, so that probing and growing touch no key in vain. */
    private int[] hashes = new int[SMALLEST];

    private int size;

    int size() {
        return size;
    }

    @Nullable
    Destination get(Nlri nlri) {
        int hash = nlri.hashCode();
        int mask = slots.length - 1;
        for (int i = slot(hash, mask); ; i = i + 1 & mask) {
            Destination destination = slots[i];
            if (destination == null || (hashes[i] == hash && destination.nlri().equals(nlri))) {
                return destination;
            }
        }
    }

    /** The destination of that key, made if it is not there. */
    Destination getOrAdd(Nlri nlri) {
        int hash = nlri.hashCode();
        int mask = slots.length - 1;
        for (int i = slot(hash, mask); ; i = i + 1 & mask) {
            Destination destination = slots[i];
            if (destination == null) {
                return add(nlri, hash, i);
            }
            if (hashes[i] == hash && destination.nlri().equals(nlri)) {
                return destination;
            }
        }
    }

    private Destination add(Nlri nlri, int hash, int free) {
        var destination = new Destination(nlri);
        size++;
        if (size * 3L > slots.length * 2L) {
            resize(slots.length * 2);
            insert(destination, hash);
        } else {
            slots[free] = destination;
            hashes[free] = hash;
        }
        return destination;
    }

    private void insert(Destination destination, int hash) {
        int mask = slots.length - 1;
        int i = slot(hash, mask);
        while (slots[i] != null) {
            i = i + 1 & mask;
        }
        slots[i] = destination;
        hashes[i] = hash;
    }

    private void resize(int capacity) {
        @Nullable Destination[] oldSlots = slots;
        int[] oldHashes = hashes;
        slots = new Destination[capacity];
        hashes = new int[capacity];
        for (int i = 0; i < oldSlots.length; i++) {
            Destination destination = oldSlots[i];
            if (destination != null) {
                insert(destination, oldHashes[i]);
            }
        }
    }

    /** Removes a destination of this map, and closes the gap so that no probe ends too early. */
    void remove(Destination destination) {
        int mask = slots.length - 1;
        int gap = slot(destination.nlri().hashCode(), mask);
        while (slots[gap] != destination) {
            gap = gap + 1 & mask;
        }
        for (int i = gap + 1 & mask; slots[i] != null; i = i + 1 & mask) {
            int home = slot(hashes[i], mask);
            if ((i - home & mask) >= (i - gap & mask)) {
                slots[gap] = slots[i];
                hashes[gap] = hashes[i];
                gap = i;
            }
        }
        slots[gap] = null;
        size--;
        if (slots.length > SMALLEST && size * 8L < slots.length) {
            resize(slots.length / 2);
        }
    }

    /** Every destination, in no order; the map must not change meanwhile. */
    void forEach(Consumer<Destination> consumer) {
        for (Destination destination : slots) {
            if (destination != null) {
                consumer.accept(destination);
            }
        }
    }

    /** What {@link #forEach} would give now, with nulls in between. One copy of 4 octets a slot, whatever is in it. */
    @Nullable
    Destination[] snapshot() {
        return slots.clone();
    }

    private static int slot(int hash, int mask) {
        int mixed = hash * 0x9E37_79B9;
        return (mixed ^ mixed >>> 16) & mask;
    }
}

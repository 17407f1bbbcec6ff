package net.minitrail.vrouter.forwarding;

import static com.google.common.base.Preconditions.checkState;

import java.util.BitSet;

/** Numbers from {@code first} to {@code last}, the lowest free one first; a number given back is used again. */
public final class IdPool {
    private final int first;
    private final int last;
    private final BitSet used = new BitSet();

    public IdPool(int first, int last) {
        this.first = first;
        this.last = last;
    }

    /** Takes the lowest free number. Throws {@code IllegalStateException} when all are taken. */
    public int take() {
        int index = used.nextClearBit(0);
        checkState(first + index <= last, "all ids from %s to %s are in use", first, last);
        used.set(index);
        return first + index;
    }

    /** Gives {@code id} back; it must have been taken. */
    public void free(int id) {
        checkState(used.get(id - first), "id %s is not in use", id);
        used.clear(id - first);
    }

    /** How many numbers are taken. */
    public int size() {
        return used.cardinality();
    }
}

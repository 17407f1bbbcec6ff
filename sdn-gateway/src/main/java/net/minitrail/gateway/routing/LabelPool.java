package net.minitrail.gateway.routing;

import java.util.BitSet;

/** Numbers from a first one up, the lowest free one first. Confined to the routing loop. */
final class LabelPool {
    private final int first;
    private final BitSet taken = new BitSet();

    LabelPool(int first) {
        this.first = first;
    }

    int allocate() {
        int offset = taken.nextClearBit(0);
        taken.set(offset);
        return first + offset;
    }

    void release(int number) {
        taken.clear(number - first);
    }
}

package net.minitrail.controller.config.rules;

import java.util.BitSet;
import java.util.OptionalLong;

/** Numbers of a range that are given out lowest first and come back when no longer used. Confined to the config loop. */
public final class NumberPool {
    private final long first;
    private final int size;
    private final BitSet taken = new BitSet();

    /** The numbers {@code first} to {@code last}, both included; at most 2^31-1 of them. */
    public NumberPool(long first, long last) {
        this.first = first;
        size = Math.toIntExact(last - first + 1);
    }

    /** The lowest number that is free; empty if there is none. Takes nothing. */
    public OptionalLong next() {
        int index = taken.nextClearBit(0);
        return index < size ? OptionalLong.of(first + index) : OptionalLong.empty();
    }

    /** Takes a number; one outside the range is no concern of the pool. */
    public void take(long number) {
        if (contains(number)) {
            taken.set((int) (number - first));
        }
    }

    public void release(long number) {
        if (contains(number)) {
            taken.clear((int) (number - first));
        }
    }

    public boolean contains(long number) {
        return number >= first && number - first < size;
    }
}

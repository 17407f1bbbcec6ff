package net.minitrail.bgp.vpn;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.minitrail.net.MplsLabel;

/**
 * Hands out the labels of a range, lowest first. A label that was let go is not used again before all others have been, since
 * a peer with a stale route may still send to it. Confined to one thread.
 */
public final class LabelAllocator {
    private final int first;
    private final int last;
    private final BitSet used = new BitSet();
    private final Deque<Integer> freed = new ArrayDeque<>();
    private final Set<Integer> freedSet = new HashSet<>();

    /**
     * An allocator of {@code first} to {@code last}.
     *
     * @param first at least 16: the lower labels are reserved (RFC 3032 section 2.1)
     */
    public LabelAllocator(int first, int last) {
        checkArgument(first >= 16 && first <= last && last <= MplsLabel.MAX, "labels %s to %s", first, last);
        this.first = first;
        this.last = last;
    }

    /** The lowest label that was never used, else the one that was let go the longest time ago; empty if all are in use. */
    public Optional<MplsLabel> allocate() {
        for (int i = used.nextClearBit(0); i <= last - first; i = used.nextClearBit(i + 1)) {
            if (!freedSet.contains(i)) {
                used.set(i);
                return Optional.of(new MplsLabel(first + i));
            }
        }
        Integer oldest = freed.poll();
        if (oldest == null) {
            return Optional.empty();
        }
        freedSet.remove(oldest);
        used.set(oldest);
        return Optional.of(new MplsLabel(first + oldest));
    }

    /** Takes a certain label, as a configuration asks for; false if it is in use or out of range. */
    public boolean reserve(MplsLabel label) {
        int i = label.value() - first;
        if (i < 0 || label.value() > last || used.get(i)) {
            return false;
        }
        if (freedSet.remove(i)) {
            freed.remove(i);
        }
        used.set(i);
        return true;
    }

    /** Lets go of a label that is in use. */
    public void free(MplsLabel label) {
        int i = label.value() - first;
        checkArgument(i >= 0 && used.get(i), "label %s is not in use", label);
        used.clear(i);
        freed.add(i);
        freedSet.add(i);
    }

    /** Number of labels in use. */
    public int inUse() {
        return used.cardinality();
    }
}

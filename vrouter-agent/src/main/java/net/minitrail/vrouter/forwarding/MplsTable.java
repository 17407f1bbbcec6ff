package net.minitrail.vrouter.forwarding;

import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Incoming labels, from 16 upwards, and the next hop of each. Confined to the routing loop. */
public final class MplsTable {
    /** Labels below are reserved (RFC 3032 section 2.1). */
    public static final int FIRST_LABEL = 16;

    /** Greater labels than the table has are refused before anything else is looked at. */
    static final int SIZE = 5120;
    /** Labels from here on are kept for broadcast trees: 4098 are left for interfaces. */
    private static final int FIRST_TREE = FIRST_LABEL + 4098;

    private final IdPool labels = new IdPool(FIRST_LABEL, FIRST_TREE - 1);
    private final IdPool trees = new IdPool(FIRST_TREE, SIZE - 1);
    private final TreeMap<Integer, Integer> nextHops = new TreeMap<>();
    private final NextHopTable table;

    MplsTable(NextHopTable table) {
        this.table = table;
    }

    /** Allocates the lowest free label and points it at a next hop, which it holds from now on. */
    public int allocate(int nextHop) {
        int label = labels.take();
        nextHops.put(label, table.hold(nextHop));
        return label;
    }

    /** The same from the range of broadcast trees. */
    public int allocateForTree(int nextHop) {
        int label = trees.take();
        nextHops.put(label, table.hold(nextHop));
        return label;
    }

    /** Points a label that is in use at another next hop. */
    public void point(int label, int nextHop) {
        Integer before = nextHops.put(label, table.hold(nextHop));
        if (before != null) {
            table.release(before);
        }
    }

    /** Frees a label and lets go of its next hop. */
    public void free(int label) {
        Integer nextHop = nextHops.remove(label);
        if (nextHop != null) {
            (label < FIRST_TREE ? labels : trees).free(label);
            table.release(nextHop);
        }
    }

    /** The next hop of a label, or -1 if the label is not in use. */
    public int nextHop(int label) {
        Integer nextHop = nextHops.get(label);
        return nextHop == null ? -1 : nextHop;
    }

    /** Every label and its next hop, ascending. */
    public void forEach(BiConsumer<Integer, Integer> action) {
        nextHops.forEach(action);
    }
}

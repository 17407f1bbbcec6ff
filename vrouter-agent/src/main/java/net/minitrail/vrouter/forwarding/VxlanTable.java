package net.minitrail.vrouter.forwarding;

import java.util.TreeMap;
import java.util.function.BiConsumer;

/** VXLAN network identifiers, and the next hop of each: the VRF that its frames are bridged in. Confined to the routing loop. */
public final class VxlanTable {
    private final TreeMap<Integer, Integer> nextHops = new TreeMap<>();
    private final NextHopTable table;

    VxlanTable(NextHopTable table) {
        this.table = table;
    }

    /** Points an identifier at a next hop, which it holds from now on. */
    public void put(int vni, int nextHop) {
        Integer before = nextHops.put(vni, table.hold(nextHop));
        if (before != null) {
            table.release(before);
        }
    }

    public void remove(int vni) {
        Integer before = nextHops.remove(vni);
        if (before != null) {
            table.release(before);
        }
    }

    /** The next hop of an identifier, or -1 if it is not in use. */
    public int nextHop(int vni) {
        Integer nextHop = nextHops.get(vni);
        return nextHop == null ? -1 : nextHop;
    }

    /** Every identifier and its next hop, ascending. */
    public void forEach(BiConsumer<Integer, Integer> action) {
        nextHops.forEach(action);
    }
}

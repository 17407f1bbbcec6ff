package net.minitrail.vrouter.forwarding;

import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Analyzers by index, from 0: where copies of packets go. Confined to the routing loop. */
public final class MirrorTable {
    private static final int SIZE = 255;

    private final IdPool indexes = new IdPool(0, SIZE - 1);
    private final TreeMap<Integer, Mirror> entries = new TreeMap<>();
    private final NextHopTable nextHops;

    MirrorTable(NextHopTable nextHops) {
        this.nextHops = nextHops;
    }

    /** What is done with a copy. */
    public enum Mode {
        /** It goes in a UDP datagram, behind a Juniper header. */
        DYNAMIC("D"),
        /** It goes as the frame that it is. */
        RAW(""),
        /** The network card sends it, and the vRouter nothing. */
        NIC_ASSISTED("Hw");

        private final String flag;

        Mode(String flag) {
            this.flag = flag;
        }

        /** The flag that {@code mirror} prints. */
        public String flag() {
            return flag;
        }
    }

    /**
     * One analyzer.
     *
     * @param vni label or VXLAN id of raw copies that leave the node, else 0
     * @param vlan of copies that the card sends, else 0
     */
    public record Mirror(int nextHop, Mode mode, int vni, int vlan) {}

    /** Adds an entry at the lowest free index; it holds its next hop from now on. */
    public int add(Mirror mirror) {
        int index = indexes.take();
        nextHops.hold(mirror.nextHop());
        entries.put(index, mirror);
        return index;
    }

    /** Puts another entry at an index that is in use. */
    public void replace(int index, Mirror mirror) {
        nextHops.hold(mirror.nextHop());
        Mirror before = entries.put(index, mirror);
        if (before != null) {
            nextHops.release(before.nextHop());
        }
    }

    public void remove(int index) {
        Mirror before = entries.remove(index);
        if (before != null) {
            nextHops.release(before.nextHop());
            indexes.free(index);
        }
    }

    /** Whether there is room for one more. */
    public boolean hasRoom() {
        return indexes.size() < SIZE;
    }

    public @Nullable Mirror get(int index) {
        return entries.get(index);
    }

    /** Every entry by ascending index. */
    public void forEach(BiConsumer<Integer, Mirror> action) {
        entries.forEach(action);
    }
}

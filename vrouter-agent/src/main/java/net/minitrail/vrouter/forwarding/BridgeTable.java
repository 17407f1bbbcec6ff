package net.minitrail.vrouter.forwarding;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * MAC addresses of all VRFs, in one hash of 262144 slots. A slot's number is what {@code rt} prints as index: always the
 * first of a bucket of four, and the same for the same address and VRF in every run. Confined to the routing loop.
 */
public final class BridgeTable {
    private static final int BUCKETS = 65_536;
    private static final int BUCKET_SIZE = 4;

    private final NextHopTable nextHops;
    private final TreeMap<Integer, Entry> slots = new TreeMap<>();
    private final Map<Key, Entry> byKey = new HashMap<>();

    BridgeTable(NextHopTable nextHops) {
        this.nextHops = nextHops;
    }

    /** A MAC address in a VRF. */
    record Key(int vrf, MacAddress mac) {}

    /** One slot. The counter moves, the rest is replaced as a whole. */
    public static final class Entry {
        private final Key key;
        private final int index;
        private final int nextHop;
        private final int label;
        private final boolean dhcpFlood;
        private long packets;

        private Entry(Key key, int index, int nextHop, int label, boolean dhcpFlood) {
            this.key = key;
            this.index = index;
            this.nextHop = nextHop;
            this.label = label;
            this.dhcpFlood = dhcpFlood;
        }

        public int vrf() {
            return key.vrf;
        }

        public MacAddress mac() {
            return key.mac;
        }

        public int index() {
            return index;
        }

        public int nextHop() {
            return nextHop;
        }

        /** Label or VNI, or -1 for none. */
        public int label() {
            return label;
        }

        public boolean dhcpFlood() {
            return dhcpFlood;
        }

        /** Packets that were looked up and met this entry. */
        public long packets() {
            return packets;
        }

        void hit() {
            packets++;
        }
    }

    /** Adds or replaces an entry, which holds its next hop; the counter of a replaced one goes on. */
    public void put(int vrf, MacAddress mac, int nextHop, int label, boolean dhcpFlood) {
        var key = new Key(vrf, mac);
        Entry before = byKey.get(key);
        int index = before == null ? freeSlot(key) : before.index;
        var entry = new Entry(key, index, nextHops.hold(nextHop), label, dhcpFlood);
        byKey.put(key, entry);
        slots.put(index, entry);
        if (before != null) {
            entry.packets = before.packets;
            nextHops.release(before.nextHop);
        }
    }

    public void remove(int vrf, MacAddress mac) {
        Entry before = byKey.remove(new Key(vrf, mac));
        if (before != null) {
            slots.remove(before.index);
            nextHops.release(before.nextHop);
        }
    }

    public void clear(int vrf) {
        for (Entry entry : List.copyOf(slots.values())) {
            if (entry.vrf() == vrf) {
                remove(vrf, entry.mac());
            }
        }
    }

    public @Nullable Entry get(int vrf, MacAddress mac) {
        return byKey.get(new Key(vrf, mac));
    }

    /** Every entry in slot order. */
    public Iterable<Entry> entries() {
        return slots.values();
    }

    private int freeSlot(Key key) {
        long hash = (key.mac.value() * 0x9E37_79B9_7F4A_7C15L ^ key.vrf * 0xC2B2_AE3D_27D4_EB4FL) >>> 32;
        int bucket = (int) (hash % BUCKETS);
        while (slots.containsKey(bucket * BUCKET_SIZE)) {
            bucket = (bucket + 1) % BUCKETS;
        }
        return bucket * BUCKET_SIZE;
    }
}

package net.minitrail.vrouter.flow;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All flows of a node: 131072 buckets of four slots, and 105472 slots for what finds its bucket full. Slots are those that
 * {@code flow} numbers. Memory is taken by pages when a slot in them is first used. Confined to the routing loop.
 */
public final class FlowTable {
    /** Slots in buckets. */
    public static final int MAIN = 524_288;
    /** All slots, with those for overflow. */
    public static final int SIZE = MAIN + 105_472;

    private static final int BUCKET = 4;
    private static final int PAGE = 1024;

    private final @Nullable Page[] pages = new Page[SIZE / PAGE];
    private final Map<FlowKey, Flow> overflow = new HashMap<>();
    private final BitSet overflowSlots = new BitSet();
    private int used;
    private long created;
    private long added;
    private long deleted;
    private long changed;

    /** Some slots, and how often each has been used. */
    private static final class Page {
        final @Nullable Flow[] flows = new Flow[PAGE];
        final byte[] generations = new byte[PAGE];
    }

    /** The flow of a key, or null if there is none that still counts. */
    public @Nullable Flow lookup(FlowKey key) {
        Flow found = find(key);
        return found == null || found.isEvicted() ? null : found;
    }

    private @Nullable Flow find(FlowKey key) {
        int bucket = bucket(key);
        Page page = pages[bucket / PAGE];
        if (page == null) {
            return null;
        }
        for (int slot = bucket % PAGE; slot < bucket % PAGE + BUCKET; slot++) {
            Flow flow = page.flows[slot];
            if (flow != null && flow.key().equals(key)) {
                return flow;
            }
        }
        return overflow.isEmpty() ? null : overflow.get(key);
    }

    /** One direction of a new flow; {@code translation} is null where packets stay as they are. */
    public record Side(
            FlowKey key,
            int vrf,
            FlowOrigin origin,
            @Nullable Translation translation) {
        public Side(FlowKey key, int vrf, FlowOrigin origin) {
            this(key, vrf, origin, null);
        }
    }

    /**
     * Adds both directions of a flow; where the way back has an entry already, that one serves. Both carry the greater of
     * their slots' generations. Answers the first of them, or null if there is no room.
     */
    public @Nullable Flow add(Side forward, Side reverse) {
        created++;
        removeEvicted(forward.key);
        removeEvicted(reverse.key);
        Flow flow = put(forward);
        Flow back = find(reverse.key);
        if (flow != null && back == null) {
            back = put(reverse);
            if (back == null) {
                remove(flow);
                return null;
            }
            int generation = Math.max(flow.generation(), back.generation());
            setGeneration(flow, generation);
            setGeneration(back, generation);
        }
        if (flow != null && back != null) {
            flow.link(back);
            if (back.reverse() == null) {
                back.link(flow);
            }
        }
        return flow;
    }

    private @Nullable Flow put(Side side) {
        int slot = freeSlot(side.key);
        if (slot < 0) {
            return null;
        }
        var flow = new Flow(side, slot);
        Page page = page(slot);
        page.flows[slot % PAGE] = flow;
        setGeneration(flow, (page.generations[slot % PAGE] & 0xFF) + 1 & 0xFF);
        if (slot >= MAIN) {
            overflow.put(side.key, flow);
            overflowSlots.set(slot - MAIN);
        }
        used++;
        added++;
        return flow;
    }

    private void setGeneration(Flow flow, int generation) {
        flow.setGeneration(generation);
        page(flow.index()).generations[flow.index() % PAGE] = (byte) generation;
    }

    private void removeEvicted(FlowKey key) {
        Flow old = find(key);
        if (old != null && old.isEvicted()) {
            remove(old);
        }
    }

    /** Takes one direction out; the other one, if it is still there, has none any more. */
    public void remove(Flow flow) {
        int slot = flow.index();
        Page page = page(slot);
        if (page.flows[slot % PAGE] != flow) {
            return;
        }
        page.flows[slot % PAGE] = null;
        if (slot >= MAIN) {
            overflow.remove(flow.key());
            overflowSlots.clear(slot - MAIN);
        }
        flow.markRemoved();
        used--;
        deleted++;
    }

    /** Removes a flow and its reverse flow. */
    public void removePair(Flow flow) {
        Flow reverse = flow.reverse();
        remove(flow);
        if (reverse != null) {
            remove(reverse);
        }
    }

    /** Removes all flows whose keys have this next hop, and their reverse flows. */
    public void removeAll(int nextHop) {
        forEach(flow -> {
            if (flow.key().nextHop() == nextHop) {
                removePair(flow);
            }
        });
    }

    /** The flow in a slot, also an evicted one; null if the slot is free. */
    public @Nullable Flow at(int slot) {
        Page page = pages[slot / PAGE];
        return page == null ? null : page.flows[slot % PAGE];
    }

    /** Every flow in the order of slots, also evicted ones. The action may remove the flow that it is given. */
    public void forEach(Consumer<Flow> action) {
        forEach(0, SIZE, action);
    }

    /** The same from a slot on, and of {@code most} flows at the most; answers the slot to go on from, {@link #SIZE} at the end. */
    public int forEach(int from, int most, Consumer<Flow> action) {
        int left = most;
        for (int slot = from; slot < SIZE; slot++) {
            Page page = pages[slot / PAGE];
            if (page == null) {
                slot += PAGE - 1 - slot % PAGE;
                continue;
            }
            Flow flow = page.flows[slot % PAGE];
            if (flow != null) {
                if (left-- == 0) {
                    return slot;
                }
                action.accept(flow);
            }
        }
        return SIZE;
    }

    /** Notes that a flow was decided on again, with another outcome. */
    public void countChange() {
        changed++;
    }

    /** Directions that are in it now. */
    public int used() {
        return used;
    }

    public int usedOverflow() {
        return overflow.size();
    }

    /** Flows that a packet asked for. */
    public long created() {
        return created;
    }

    /** Directions that were put in. */
    public long added() {
        return added;
    }

    public long deleted() {
        return deleted;
    }

    public long changed() {
        return changed;
    }

    private static int bucket(FlowKey key) {
        return (int) (key.spread() & MAIN / BUCKET - 1) * BUCKET;
    }

    private int freeSlot(FlowKey key) {
        int bucket = bucket(key);
        Page page = page(bucket);
        for (int slot = bucket; slot < bucket + BUCKET; slot++) {
            if (page.flows[slot % PAGE] == null) {
                return slot;
            }
        }
        int free = MAIN + overflowSlots.nextClearBit(0);
        return free < SIZE ? free : -1;
    }

    private Page page(int slot) {
        Page page = pages[slot / PAGE];
        if (page == null) {
            page = new Page();
            pages[slot / PAGE] = page;
        }
        return page;
    }
}

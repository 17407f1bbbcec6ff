package net.minitrail.vrouter.forwarding;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Discard;
import net.minitrail.vrouter.forwarding.NextHop.Indirect;
import net.minitrail.vrouter.forwarding.NextHop.L2Receive;
import net.minitrail.vrouter.forwarding.NextHop.Member;
import org.jspecify.annotations.Nullable;

/**
 * Next hops by id. Equal ones are shared and counted, unless somebody wants one for himself; the id of one that nobody holds
 * any more is free again. Ids 0 to 3 are fixed. Confined to the routing loop.
 */
public final class NextHopTable {
    /** The vRouter's own answer where no route is. */
    public static final int DEFAULT_DISCARD = 0;
    /** Discard of the agent, such as a subnet without the address. */
    public static final int DISCARD = 1;

    public static final int L2_RECEIVE = 3;

    private static final int MOST = 512 * 1024;

    private final IdPool ids = new IdPool(0, MOST - 1);
    private final TreeMap<Integer, Entry> byId = new TreeMap<>();
    private final Map<NextHop, Entry> byValue = new HashMap<>();
    private long changes;

    public NextHopTable() {
        for (int reserved = DEFAULT_DISCARD; reserved < L2_RECEIVE; reserved++) {
            hold(new Discard(reserved));
        }
        hold(L2Receive.INSTANCE);
    }

    /** Answers the id of {@code nextHop}, made if it is new, and counts one more holder, who must {@link #release} it. */
    public int hold(NextHop nextHop) {
        changes++;
        Entry entry = byValue.get(nextHop);
        if (entry == null) {
            entry = new Entry(ids.take(), nextHop);
            byId.put(entry.id, entry);
            byValue.put(nextHop, entry);
            countMembers(nextHop, 1);
        }
        entry.holders++;
        return entry.id;
    }

    /** Gives {@code nextHop} an id that nobody shares, so that it may be {@linkplain #replace replaced}; held once. */
    public int own(NextHop nextHop) {
        changes++;
        var entry = new Entry(ids.take(), nextHop);
        byId.put(entry.id, entry);
        countMembers(nextHop, 1);
        entry.holders++;
        return entry.id;
    }

    /** Puts another next hop under an id that came from {@link #own}. */
    public void replace(int id, NextHop nextHop) {
        changes++;
        Entry entry = entry(id);
        NextHop before = entry.nextHop;
        countMembers(nextHop, 1);
        entry.nextHop = nextHop;
        countMembers(before, -1);
    }

    /** Counts one more holder of an id that is in use. */
    public int hold(int id) {
        changes++;
        entry(id).holders++;
        return id;
    }

    /** Counts one holder less. */
    public void release(int id) {
        changes++;
        Entry entry = entry(id);
        if (--entry.holders == 0) {
            byId.remove(id);
            byValue.remove(entry.nextHop, entry);
            ids.free(id);
            countMembers(entry.nextHop, -1);
        }
    }

    /** The next hop of an id, or null if the id is free. */
    public @Nullable NextHop get(int id) {
        Entry entry = byId.get(id);
        return entry == null ? null : entry.nextHop;
    }

    /**
     * How often a next hop was taken or given up so far. Each table that leads somewhere holds next hops, so while this
     * stays the same, no route, label or bridge entry has changed.
     */
    public long changes() {
        return changes;
    }

    /** Lets what was decided by tables be decided again, after a change of rules that are not in them. */
    public void touch() {
        changes++;
    }

    /** How many hold the id; 0 if it is free. */
    public int holders(int id) {
        Entry entry = byId.get(id);
        return entry == null ? 0 : entry.holders;
    }

    /** Every next hop, by ascending id. */
    public void forEach(BiConsumer<Integer, NextHop> action) {
        byId.forEach((id, entry) -> action.accept(id, entry.nextHop));
    }

    private Entry entry(int id) {
        Entry entry = byId.get(id);
        if (entry == null) {
            throw new IllegalStateException("next hop " + id + " is not in use");
        }
        return entry;
    }

    private void countMembers(NextHop nextHop, int change) {
        if (nextHop instanceof Composite composite) {
            composite.members().forEach(member -> count(member, change));
        } else if (nextHop instanceof Indirect indirect) {
            count(indirect.direct(), change);
        }
    }

    private void count(Member member, int change) {
        if (!member.isThere()) {
            return;
        }
        if (change > 0) {
            hold(member.nextHop());
        } else {
            release(member.nextHop());
        }
    }

    private static final class Entry {
        final int id;
        NextHop nextHop;
        int holders;

        Entry(int id, NextHop nextHop) {
            this.id = id;
            this.nextHop = nextHop;
        }
    }
}

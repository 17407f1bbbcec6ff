package net.minitrail.bgp.rib;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of a group that read the change log together. Batches are kept until the last of them has taken them, so that
 * a member that is a little behind gets the same octets; one that is far behind goes on in a stream of its own.
 *
 * <p>Confined to the routing loop.
 */
final class UpdateStream {
    private final ChangeLog log;
    private final LogCursor cursor;
    private final List<GroupMember> members = new ArrayList<>();
    private final Deque<UpdateBatch> kept = new ArrayDeque<>();
    private final Map<Integer, BitSet> allBut = new HashMap<>();
    private BitSet all = new BitSet();
    private int keptRoutes;
    private long nextNumber;

    /** Where the routes end that its members are told before any news, until they have been told so. */
    private @Nullable LogCursor dumpEnd;

    /** The mark that they are told at {@link #dumpEnd}. */
    private Ending ending = Ending.NOTHING;

    /** Whether its members knew nothing when it began, so that they need no withdrawals before {@link #dumpEnd}. */
    private final boolean fresh;

    UpdateStream(ChangeLog log, LogCursor cursor, boolean fresh) {
        this.log = log;
        this.cursor = cursor;
        this.fresh = fresh;
    }

    LogCursor cursor() {
        return cursor;
    }

    long nextNumber() {
        return nextNumber;
    }

    boolean isFresh() {
        return fresh;
    }

    void dumpEnd(LogCursor end, Ending mark) {
        clearDumpEnd();
        dumpEnd = end;
        ending = mark;
    }

    /** The members have been told that they know all. */
    void clearDumpEnd() {
        LogCursor before = dumpEnd;
        if (before != null) {
            log.close(before);
        }
        dumpEnd = null;
        ending = Ending.NOTHING;
    }

    Ending ending() {
        return ending;
    }

    @Nullable
    LogCursor dumpEnd() {
        return dumpEnd;
    }

    List<GroupMember> members() {
        return members;
    }

    Iterable<UpdateBatch> kept() {
        return kept;
    }

    int keptRoutes() {
        return keptRoutes;
    }

    int keptBatches() {
        return kept.size();
    }

    @Nullable
    UpdateBatch oldest() {
        return kept.peekFirst();
    }

    /** Ids of all members; not changed any more. */
    BitSet all() {
        return all;
    }

    /** Ids of all members but one; not changed any more. */
    BitSet allBut(int id) {
        if (!all.get(id)) {
            return all;
        }
        return allBut.computeIfAbsent(id, excluded -> {
            var rest = (BitSet) all.clone();
            rest.clear(excluded);
            return rest;
        });
    }

    /** Whether nothing was read yet. */
    boolean isAtBeginning() {
        return nextNumber == 0 && cursor.position == 0;
    }

    /** Whether what stands at {@code position} cannot be known to any member. */
    boolean knowsNothingBefore(int position) {
        LogCursor end = dumpEnd;
        return fresh && end != null && position < end.position;
    }

    void add(GroupMember member) {
        member.stream = this;
        member.next = nextNumber;
        members.add(member);
        membersChanged();
    }

    void remove(GroupMember member) {
        members.remove(member);
        membersChanged();
    }

    private void membersChanged() {
        all = new BitSet();
        for (GroupMember member : members) {
            all.set(member.peer.id());
        }
        allBut.clear();
    }

    void keep(UpdateBatch batch) {
        kept.addLast(batch);
        keptRoutes += batch.size;
        nextNumber++;
    }

    /** Gives the batches that are there to the members that are ready and have still to take them. */
    void deliver(List<Delivery> deliveries) {
        for (UpdateBatch batch : kept) {
            for (GroupMember member : members) {
                if (member.next == batch.number && member.peer.isReady()) {
                    member.next++;
                    batch.give(member.peer);
                }
            }
            batch.deliver(deliveries);
        }
    }

    /** Drops the batches that every member has taken. */
    void trim() {
        long needed = nextNumber;
        for (GroupMember member : members) {
            needed = Math.min(needed, member.next);
        }
        for (Iterator<UpdateBatch> batches = kept.iterator(); batches.hasNext(); ) {
            UpdateBatch batch = batches.next();
            if (batch.number >= needed) {
                return;
            }
            batches.remove();
            keptRoutes -= batch.size;
            log.close(batch.from);
        }
    }

    /** Lets go of its places in the log. */
    void close() {
        kept.forEach(batch -> log.close(batch.from));
        kept.clear();
        clearDumpEnd();
        log.close(cursor);
    }
}

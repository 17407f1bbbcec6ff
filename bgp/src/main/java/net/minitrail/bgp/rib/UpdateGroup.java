package net.minitrail.bgp.rib;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Peers that are told the same of one table (see {@link ExportKey}). Reads the change log of the table, once for all members
 * that keep up, and turns it into batches for them.
 *
 * <p>A source is not told its own route, so a batch has parts for different sets of members; with peers that inject routes
 * there are as many parts as sources, each encoded once. Confined to the routing loop.
 */
final class UpdateGroup {
    /** Changes in one batch: enough to pack well, few enough for a slow peer to keep its place. */
    static final int BATCH = 4096;

    /** Routes and batches that wait for members that are behind before these go on alone. */
    private static final int KEPT_ROUTES = 16 * BATCH;

    private static final int KEPT_BATCHES = 64;

    private static final BitSet NOBODY = new BitSet();

    private final ExportKey key;
    private final ExportRules rules;
    private final RouteTable table;
    private final ChangeLog log;
    private final TargetFilters filters;
    private final List<UpdateStream> streams = new ArrayList<>();
    private int members;

    UpdateGroup(ExportKey key, RibConfig config, TargetFilters filters) {
        this.key = key;
        this.rules = new ExportRules(key, config);
        this.table = key.table();
        this.log = table.log();
        this.filters = filters;
    }

    ExportKey key() {
        return key;
    }

    ExportRules rules() {
        return rules;
    }

    boolean isEmpty() {
        return members == 0;
    }

    /** Adds a peer, which is told the whole table and then the end of it. */
    GroupMember join(RibPeer peer) {
        UpdateStream stream = beginning(true, true, 0);
        var member = new GroupMember(peer, stream);
        stream.add(member);
        members++;
        return member;
    }

    void leave(GroupMember member) {
        members--;
        leaveStream(member);
        log.release();
    }

    /** Tells a member the whole table again. */
    void refresh(GroupMember member) {
        boolean ends = owedEnd(member.stream) != null;
        int seen = member.stream.cursor().seen;
        leaveStream(member);
        beginning(false, ends, seen).add(member);
    }

    private void leaveStream(GroupMember member) {
        UpdateStream stream = member.stream;
        stream.remove(member);
        stream.trim();
        if (stream.members().isEmpty()) {
            stream.close();
            streams.remove(stream);
        }
    }

    /** A stream at the beginning of the log: the one that is already there, so that peers that come together stay together. */
    private UpdateStream beginning(boolean fresh, boolean ends, int seen) {
        for (UpdateStream stream : streams) {
            LogCursor end = stream.dumpEnd();
            boolean sameEnd = ends ? end != null && end.position == log.tail() : end == null;
            if (stream.isFresh() == fresh && stream.nextNumber() == 0 && stream.cursor().position == 0 && sameEnd) {
                stream.cursor().seen = Math.max(stream.cursor().seen, seen);
                return stream;
            }
        }
        LogCursor start = log.open(0);
        start.seen = seen;
        var stream = new UpdateStream(log, start, fresh);
        if (ends) {
            stream.dumpEnd(log.mark(log.tail()));
        }
        streams.add(stream);
        return stream;
    }

    /**
     * Gives out what members that are ready have still to be told, at most about {@code budget} routes.
     *
     * @return whether there is more for members that are ready
     */
    boolean drain(List<Delivery> deliveries, int budget) {
        int left = budget;
        boolean more = false;
        for (UpdateStream stream : List.copyOf(streams)) {
            left = drain(stream, deliveries, left);
            more |= left <= 0;
        }
        merge();
        log.nextEpoch();
        log.release();
        return more;
    }

    private int drain(UpdateStream stream, List<Delivery> deliveries, int budget) {
        int left = budget;
        boolean produced = true;
        while (produced) {
            produced = false;
            deliver(stream, deliveries);
            stream.trim();
            for (GroupMember member : stream.members()) {
                boolean upToDate = member.isCaughtUp() && stream.cursor().position == log.tail();
                if (left > 0 && member.hasOwn() && upToDate && member.peer.isReady()) {
                    left -= deliverOwn(member, deliveries);
                    produced = true;
                }
            }
            if (left > 0 && isWanted(stream)) {
                left -= produce(stream);
                produced = true;
            }
        }
        evict(stream);
        return left;
    }

    /** Whether a member is ready for more than there is. */
    private boolean isWanted(UpdateStream stream) {
        LogCursor end = stream.dumpEnd();
        boolean atEnd = stream.cursor().position >= limit(stream);
        if (atEnd && (end == null || end.position > stream.cursor().position)) {
            return false;
        }
        for (GroupMember member : stream.members()) {
            if (member.isCaughtUp() && member.peer.isReady()) {
                return true;
            }
        }
        return false;
    }

    private static void deliver(UpdateStream stream, List<Delivery> deliveries) {
        for (UpdateBatch batch : stream.kept()) {
            for (GroupMember member : stream.members()) {
                if (member.next == batch.number && member.peer.isReady()) {
                    member.next++;
                    for (UpdateBatch.Part part : batch.parts()) {
                        if (part.targets.get(member.peer.id())) {
                            part.recipients.add(member.peer);
                        }
                    }
                }
            }
            for (UpdateBatch.Part part : batch.parts()) {
                if (!part.recipients.isEmpty()) {
                    deliveries.add(new Delivery(part.outbound, ImmutableList.copyOf(part.recipients)));
                    part.recipients.clear();
                }
            }
        }
    }

    /** The place up to which a stream may read: where the next one stands, so that they meet. */
    private int limit(UpdateStream stream) {
        int limit = log.tail();
        for (UpdateStream other : streams) {
            int position = other.cursor().position;
            if (position > stream.cursor().position) {
                limit = Math.min(limit, position);
            }
        }
        return limit;
    }

    private int produce(UpdateStream stream) {
        LogCursor cursor = stream.cursor();
        LogCursor from = log.open(cursor);
        var builder = new BatchBuilder(key, rules);
        int limit = limit(stream);
        int position = cursor.position;
        for (; position < limit && builder.size() < BATCH; position++) {
            Destination destination = log.at(position);
            if (destination != null) {
                emit(stream, destination, position, from.seen, builder);
            }
        }
        log.move(cursor, position);
        LogCursor end = stream.dumpEnd();
        if (end != null && position >= end.position) {
            builder.endOfRib(stream.all());
            stream.dumpEnd(null);
        }
        var batch = new UpdateBatch(from, stream.nextNumber(), builder.build());
        if (batch.isEmpty()) {
            log.close(from);
        } else {
            stream.keep(batch);
        }
        return Math.max(1, batch.size);
    }

    private void emit(UpdateStream stream, Destination destination, int position, int seen, BatchBuilder builder) {
        Path best = destination.best();
        BitSet now = best == null ? NOBODY : targets(stream, best);
        BitSet before = knowing(stream, destination, position, seen);
        if (best != null && !now.isEmpty()) {
            builder.announce(now, best);
        }
        if (!before.isEmpty()) {
            BitSet losing = before;
            if (before.intersects(now)) {
                losing = (BitSet) before.clone();
                losing.andNot(now);
            }
            if (!losing.isEmpty()) {
                builder.withdraw(losing, destination.nlri());
            }
        }
    }

    /** The members that may have been told of the destination. */
    private BitSet knowing(UpdateStream stream, Destination destination, int position, int seen) {
        LogCursor end = stream.dumpEnd();
        Path told = destination.told;
        if (told == null || destination.birth > seen || (stream.isFresh() && end != null && position < end.position)) {
            return NOBODY;
        }
        return told == ChangeLog.MIXED ? stream.all() : targets(stream, told);
    }

    /** The members of {@code stream} that are to know of {@code path}; not changed any more. */
    private BitSet targets(UpdateStream stream, Path path) {
        if (!rules.permits(path)) {
            return NOBODY;
        }
        boolean exceptSource = path.source() instanceof RibPeer peer
                && peer.state() == RibPeer.State.UP // else its id may be that of another now
                && !rules.tellsSource();
        BitSet members = exceptSource ? stream.allBut(((RibPeer) path.source()).id()) : stream.all();
        return key.byTargets() ? filters.interested(path.attributes(), members) : members;
    }

    /** Whether {@code peer}, a member, is to know of {@code path}. */
    boolean tells(RibPeer peer, Path path) {
        return rules.permits(path)
                && (path.source() != peer || rules.tellsSource())
                && (!key.byTargets() || filters.isInterested(path.attributes(), peer.id()));
    }

    /** Notes what members gained and lost by asking for other targets: to be told when they are ready. */
    void retarget(TargetChanges changes) {
        for (UpdateStream stream : streams) {
            for (GroupMember member : stream.members()) {
                int id = member.peer.id();
                if (!changes.concern(id)) {
                    continue;
                }
                for (int i = 0; i < log.tail(); i++) {
                    Destination destination = log.at(i);
                    if (destination != null) {
                        retarget(changes, member, id, destination);
                    }
                }
            }
        }
    }

    private void retarget(TargetChanges changes, GroupMember member, int id, Destination destination) {
        Path best = destination.best();
        boolean wanted = best != null && tells(member.peer, best);
        if (mayHaveLost(changes, id, destination.told) || (!wanted && mayHaveLost(changes, id, best))) {
            member.lost.add(destination);
        } else if (best != null && wanted && changes.gains(id, best.attributes())) {
            member.gained.add(destination);
        }
    }

    private static boolean mayHaveLost(TargetChanges changes, int id, @Nullable Path path) {
        return path != null && (path == ChangeLog.MIXED || changes.loses(id, path.attributes()));
    }

    /** Tells one member what it gained and lost by asking for other targets. */
    private int deliverOwn(GroupMember member, List<Delivery> deliveries) {
        var builder = new BatchBuilder(key, rules);
        var self = new BitSet();
        self.set(member.peer.id());
        takeOwn(member, member.lost, true, self, builder);
        takeOwn(member, member.gained, false, self, builder);
        for (UpdateBatch.Part part : builder.build()) {
            deliveries.add(new Delivery(part.outbound, ImmutableList.of(member.peer)));
        }
        return Math.max(1, builder.size());
    }

    private void takeOwn(
            GroupMember member, Deque<Destination> queue, boolean withdraw, BitSet self, BatchBuilder builder) {
        while (builder.size() < BATCH && !queue.isEmpty()) {
            Destination noted = queue.remove();
            Destination present = table.find(noted.nlri()).orElse(noted);
            Path best = present.best();
            if (best != null && tells(member.peer, best)) {
                builder.announce(self, best);
            } else if (withdraw) {
                builder.withdraw(self, noted.nlri());
            }
        }
    }

    /** Moves members that are too far behind to a stream of their own. */
    private void evict(UpdateStream stream) {
        while (stream.keptRoutes() > KEPT_ROUTES || stream.keptBatches() > KEPT_BATCHES) {
            UpdateBatch oldest = stream.oldest();
            if (oldest == null) {
                return;
            }
            LogCursor end = owedEnd(stream);
            var slow = new UpdateStream(log, log.open(oldest.from), stream.isFresh() && stream.dumpEnd() != null);
            slow.dumpEnd(end == null ? null : log.mark(end.position));
            for (GroupMember member : List.copyOf(stream.members())) {
                if (member.next == oldest.number) {
                    stream.remove(member);
                    slow.add(member);
                }
            }
            streams.add(slow);
            stream.trim();
        }
    }

    /** The end of the initial routes that slow members of {@code stream} have still to be told of. */
    private static @Nullable LogCursor owedEnd(UpdateStream stream) {
        if (stream.dumpEnd() != null) {
            return stream.dumpEnd();
        }
        for (UpdateBatch batch : stream.kept()) {
            for (UpdateBatch.Part part : batch.parts()) {
                if (part.outbound.endOfRib()) {
                    return stream.cursor();
                }
            }
        }
        return null;
    }

    /** Joins streams that have met. */
    private void merge() {
        for (UpdateStream stream : List.copyOf(streams)) {
            if (stream.dumpEnd() != null) {
                continue;
            }
            UpdateStream other = meeting(stream);
            if (other == null) {
                continue;
            }
            other.cursor().seen = Math.max(other.cursor().seen, stream.cursor().seen);
            for (GroupMember member : List.copyOf(stream.members())) {
                if (member.isCaughtUp()) {
                    stream.remove(member);
                    other.add(member);
                }
            }
            if (stream.members().isEmpty()) {
                stream.close();
                streams.remove(stream);
            }
        }
    }

    private @Nullable UpdateStream meeting(UpdateStream stream) {
        for (UpdateStream other : streams) {
            boolean further = streams.indexOf(other) < streams.indexOf(stream);
            if (other != stream
                    && other.cursor().position == stream.cursor().position
                    && other.dumpEnd() == null
                    && further) {
                return other;
            }
        }
        return null;
    }
}

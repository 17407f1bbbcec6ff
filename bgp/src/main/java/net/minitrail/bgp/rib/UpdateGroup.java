package net.minitrail.bgp.rib;

import com.google.common.collect.ImmutableList;
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

    private final ExportKey key;
    private final ExportRules rules;
    private final RouteTable table;
    private final ChangeLog log;
    private final Audience audience;
    private final UpdateStreams streams;
    private int members;

    UpdateGroup(ExportKey key, RibConfig config, TargetFilters filters) {
        this.key = key;
        this.rules = new ExportRules(key, config);
        this.table = key.table();
        this.log = table.log();
        this.audience = new Audience(key, rules, filters);
        this.streams = new UpdateStreams(log);
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

    /** Whether {@code peer}, a member, is to know of {@code path}. */
    boolean tells(RibPeer peer, Path path) {
        return audience.includes(peer, path);
    }

    /** Adds a peer, which is told the whole table and then the end of it. */
    GroupMember join(RibPeer peer) {
        UpdateStream stream = streams.forNewcomers();
        var member = new GroupMember(peer, stream);
        stream.add(member);
        members++;
        return member;
    }

    void leave(GroupMember member) {
        members--;
        streams.leave(member);
        log.release();
    }

    /**
     * Tells a member the whole table again.
     *
     * @param ending the mark that is to follow; one that the member was promised before goes first
     * @return the mark that will follow
     */
    Ending refresh(GroupMember member, Ending ending) {
        return streams.restart(member, ending);
    }

    /**
     * Gives out what members that are ready have still to be told, at most about {@code budget} routes.
     *
     * @return whether there is more for members that are ready
     */
    boolean drain(List<Delivery> deliveries, int budget) {
        int left = budget;
        for (UpdateStream stream : streams.all()) {
            left = drain(stream, deliveries, left);
        }
        streams.merge();
        log.nextEpoch();
        log.release();
        return left <= 0;
    }

    private int drain(UpdateStream stream, List<Delivery> deliveries, int budget) {
        int left = budget;
        boolean produced = true;
        while (produced) {
            produced = false;
            stream.deliver(deliveries);
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
        streams.evict(stream);
        return left;
    }

    /** Whether a member is ready for more than there is. */
    private boolean isWanted(UpdateStream stream) {
        LogCursor end = stream.dumpEnd();
        boolean atEnd = stream.cursor().position >= streams.limit(stream);
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

    private int produce(UpdateStream stream) {
        LogCursor cursor = stream.cursor();
        LogCursor from = log.open(cursor);
        var builder = new BatchBuilder(key, rules);
        int limit = streams.limit(stream);
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
            builder.end(stream.all(), stream.ending());
            stream.clearDumpEnd();
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
        BitSet now = audience.of(stream, best);
        BitSet losing = audience.knowing(stream, destination, position, seen);
        if (best != null && !now.isEmpty()) {
            builder.announce(now, best);
            if (losing.intersects(now)) {
                losing = (BitSet) losing.clone();
                losing.andNot(now);
            }
        }
        if (!losing.isEmpty()) {
            builder.withdraw(losing, destination.nlri());
        }
    }

    /** Notes what members gained and lost by asking for other targets: to be told when they are ready. Walks the table. */
    void retarget(TargetChanges changes) {
        List<GroupMember> concerned = streams.members().stream()
                .filter(member -> changes.concern(member.peer.id()))
                .toList();
        for (int i = 0; i < log.tail() && !concerned.isEmpty(); i++) {
            Destination destination = log.at(i);
            if (destination != null && (mayTouch(changes, destination.best()) || mayTouch(changes, destination.told))) {
                for (GroupMember member : concerned) {
                    retarget(changes, member, destination);
                }
            }
        }
    }

    private static boolean mayTouch(TargetChanges changes, @Nullable Path path) {
        return path != null && (path == ChangeLog.MIXED || changes.touch(path.attributes()));
    }

    private void retarget(TargetChanges changes, GroupMember member, Destination destination) {
        int id = member.peer.id();
        Path best = destination.best();
        boolean wanted = audience.includes(member.peer, best);
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
            if (best != null && audience.includes(member.peer, best)) {
                builder.announce(self, best);
            } else if (withdraw) {
                builder.withdraw(self, noted.nlri());
            }
        }
    }
}

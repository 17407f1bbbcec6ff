package net.minitrail.bgp.rib;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The streams of an update group: nearly always one, and others for members that begin, or are far behind, until they meet
 * it. Confined to the routing loop.
 */
final class UpdateStreams {
    /** Routes and batches that wait for members that are behind before these go on alone. */
    private static final int KEPT_ROUTES = 16 * UpdateGroup.BATCH;

    private static final int KEPT_BATCHES = 64;

    private final ChangeLog log;
    private final List<UpdateStream> streams = new ArrayList<>();

    UpdateStreams(ChangeLog log) {
        this.log = log;
    }

    /** A snapshot, since members may move while they are served. */
    List<UpdateStream> all() {
        return List.copyOf(streams);
    }

    /** All members. */
    List<GroupMember> members() {
        List<GroupMember> members = new ArrayList<>();
        streams.forEach(stream -> members.addAll(stream.members()));
        return members;
    }

    /** A stream at the beginning of the log for members that know nothing and are to be told the end. */
    UpdateStream forNewcomers() {
        return beginning(true, Ending.END_OF_RIB, 0);
    }

    /** Moves a member to the beginning of the log; answers the mark that it will be told at the end. */
    Ending restart(GroupMember member, Ending wanted) {
        Ending owed = owed(member.stream);
        Ending ending = owed == Ending.NOTHING ? wanted : owed;
        int seen = member.stream.cursor().seen;
        leave(member);
        beginning(false, ending, seen).add(member);
        return ending;
    }

    void leave(GroupMember member) {
        UpdateStream stream = member.stream;
        stream.remove(member);
        stream.trim();
        closeIfEmpty(stream);
    }

    private void closeIfEmpty(UpdateStream stream) {
        if (stream.members().isEmpty()) {
            stream.close();
            streams.remove(stream);
        }
    }

    /** The stream at the beginning that is already there, if it fits: peers that come together stay together. */
    private UpdateStream beginning(boolean fresh, Ending ending, int seen) {
        for (UpdateStream stream : streams) {
            LogCursor end = stream.dumpEnd();
            boolean sameEnd = stream.ending() == ending && (end == null || end.position == log.tail());
            if (stream.isFresh() == fresh && stream.isAtBeginning() && sameEnd) {
                stream.cursor().seen = Math.max(stream.cursor().seen, seen);
                return stream;
            }
        }
        LogCursor start = log.open(0);
        start.seen = seen;
        var stream = new UpdateStream(log, start, fresh);
        if (ending != Ending.NOTHING) {
            stream.dumpEnd(log.mark(log.tail()), ending);
        }
        streams.add(stream);
        return stream;
    }

    /** The place up to which a stream may read: where the next one stands, so that they meet. */
    int limit(UpdateStream stream) {
        int limit = log.tail();
        for (UpdateStream other : streams) {
            int position = other.cursor().position;
            if (position > stream.cursor().position) {
                limit = Math.min(limit, position);
            }
        }
        return limit;
    }

    /** Moves members that are too far behind to streams of their own. */
    void evict(UpdateStream stream) {
        while (stream.keptRoutes() > KEPT_ROUTES || stream.keptBatches() > KEPT_BATCHES) {
            UpdateBatch oldest = stream.oldest();
            if (oldest == null) {
                return;
            }
            LogCursor end = owedEnd(stream);
            boolean fresh = stream.isFresh() && stream.dumpEnd() != null;
            var slow = new UpdateStream(log, log.open(oldest.from), fresh);
            if (end != null) {
                slow.dumpEnd(log.mark(end.position), owed(stream));
            }
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

    /** Where the routes end that slow members of {@code stream} have still to be told the end of. */
    private static @Nullable LogCursor owedEnd(UpdateStream stream) {
        if (stream.dumpEnd() != null) {
            return stream.dumpEnd();
        }
        return owed(stream) == Ending.NOTHING ? null : stream.cursor();
    }

    /** The mark that members of {@code stream}, or slow ones of them, have still to be told. */
    private static Ending owed(UpdateStream stream) {
        if (stream.dumpEnd() != null) {
            return stream.ending();
        }
        for (UpdateBatch batch : stream.kept()) {
            for (UpdateBatch.Part part : batch.parts()) {
                if (part.outbound.ending() != Ending.NOTHING) {
                    return part.outbound.ending();
                }
            }
        }
        return Ending.NOTHING;
    }

    /** Joins streams that have met, as far as their members have taken everything. */
    void merge() {
        for (int i = streams.size() - 1; i > 0; i--) {
            UpdateStream stream = streams.get(i);
            UpdateStream other = stream.dumpEnd() == null ? meeting(stream, i) : null;
            if (other != null) {
                other.cursor().seen = Math.max(other.cursor().seen, stream.cursor().seen);
                for (GroupMember member : List.copyOf(stream.members())) {
                    if (member.isCaughtUp()) {
                        stream.remove(member);
                        other.add(member);
                    }
                }
                closeIfEmpty(stream);
            }
        }
    }

    /** The first of the streams before {@code index} that stands where {@code stream} does. */
    private @Nullable UpdateStream meeting(UpdateStream stream, int index) {
        for (UpdateStream other : streams.subList(0, index)) {
            if (other.cursor().position == stream.cursor().position && other.dumpEnd() == null) {
                return other;
            }
        }
        return null;
    }
}

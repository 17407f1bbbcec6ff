package net.minitrail.bgp.rib;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.RouteTargetMembership;
import net.minitrail.net.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * The destinations of a table in the order of their last change. Readers have cursors in it and read on at their own pace.
 *
 * <p>A destination is in the log once: a change moves it to the end. So a reader that is behind sees the newest state of
 * each destination once, and one that starts at the beginning reads the whole table. A destination that became unreachable
 * stays as a tombstone until all readers that may know it have passed it. Memory is therefore bounded by the table.
 *
 * <p>A reader has to know whether it passed an earlier state on, for instance to say what is withdrawn to whom.
 * {@link Destination#told} answers: null while nobody may know the destination, {@link #MIXED} if different paths may have
 * been passed on, else the only path that may have been. It is kept while a change is still to be read by somebody; when
 * all have read it, all know the present best path.
 *
 * <p>Confined to the routing loop.
 */
final class ChangeLog {
    /** In place of {@link Destination#told}: readers may know different paths. */
    static final Path MIXED = new Path(
            new Destination(RouteTargetMembership.DEFAULT),
            NamedSource.local("mixed", 0),
            PathAttributes.builder().nextHop(Ipv4Address.ANY).build(),
            LabelStack.none(),
            null,
            null,
            0);

    private static final int SMALLEST = 16;

    private final Consumer<Destination> freed;
    private final List<LogCursor> cursors = new ArrayList<>();
    private final List<LogCursor> marks = new ArrayList<>();
    private @Nullable Destination[] entries = new Destination[SMALLEST];
    private int tail;
    private int gaps;
    private int epoch = 1;

    /** Entries before it were read by all. */
    private int released;

    /** Entries from it on were never read by anybody, not even by a reader that is gone or began again. */
    private int unread;

    private int floor;
    private boolean moved;

    /** @param freed told of each destination that nobody needs any more */
    ChangeLog(Consumer<Destination> freed) {
        this.freed = freed;
    }

    int tail() {
        return tail;
    }

    /** The entry at {@code index}, or null if it has moved on. */
    @Nullable
    Destination at(int index) {
        return entries[index];
    }

    /** A new reader that stands before {@code position}, 0 for the beginning. It must be closed. */
    LogCursor open(int position) {
        var cursor = new LogCursor(position, position == 0 ? 0 : epoch);
        cursors.add(cursor);
        moved = true;
        return cursor;
    }

    /** A new reader at the place of another, knowing what that one knows. It must be closed. */
    LogCursor open(LogCursor other) {
        LogCursor cursor = open(other.position);
        cursor.seen = other.seen;
        return cursor;
    }

    /** A place that is kept track of, though nobody reads there. It must be closed. */
    LogCursor mark(int position) {
        var mark = new LogCursor(position, 0);
        marks.add(mark);
        return mark;
    }

    void close(LogCursor cursor) {
        if (!marks.remove(cursor)) {
            cursors.remove(cursor);
            moved = true;
        }
    }

    void move(LogCursor cursor, int position) {
        cursor.position = position;
        cursor.seen = epoch;
        unread = Math.max(unread, position);
        moved = true;
    }

    /** Starts a new epoch: what appears from now on is unknown to all cursors that stand still. */
    void nextEpoch() {
        epoch++;
    }

    /** Whether nobody reads changes. */
    boolean isUnread() {
        return cursors.isEmpty();
    }

    private void bounds() {
        if (moved) {
            floor = tail;
            for (LogCursor cursor : cursors) {
                floor = Math.min(floor, cursor.position);
            }
            moved = false;
        }
    }

    /** Puts {@code destination} at the end, its best path having been {@code before}. */
    void touch(Destination destination, @Nullable Path before) {
        bounds();
        int position = destination.position;
        if (position < 0) {
            destination.birth = epoch;
            destination.told = null;
        } else {
            destination.told = told(destination, before);
            entries[position] = null;
            gaps++;
        }
        if (destination.best() == null && (cursors.isEmpty() || destination.told == null)) {
            destination.position = -1;
            forget(destination);
            return;
        }
        if (tail == entries.length) {
            makeRoom();
        }
        entries[tail] = destination;
        destination.position = tail++;
    }

    private @Nullable Path told(Destination destination, @Nullable Path before) {
        if (cursors.isEmpty()) {
            return null;
        }
        if (destination.position < Math.max(floor, released)) {
            return before;
        }
        Path told = destination.told;
        if (destination.position >= unread || before == null) {
            return told;
        }
        if (told == null) {
            return before;
        }
        return told != MIXED && goesToTheSame(told, before) ? told : MIXED;
    }

    /** Whether two paths are passed on to the same readers, as far as it depends on the paths. */
    private static boolean goesToTheSame(Path a, Path b) {
        PathAttributes left = a.attributes();
        PathAttributes right = b.attributes();
        return a.source() == b.source()
                && a.isSecondary() == b.isSecondary()
                && a.isLongLivedStale() == b.isLongLivedStale()
                && (left.equals(right)
                        || (left.asPath().equals(right.asPath())
                                && left.communities().equals(right.communities())
                                && left.routeTargets().equals(right.routeTargets())));
    }

    private void forget(Destination destination) {
        if (destination.first == null) {
            freed.accept(destination);
        }
    }

    /** Lets go of what all readers have passed. To be called after cursors moved. */
    void release() {
        bounds();
        for (; released < floor; released++) {
            Destination destination = entries[released];
            if (destination == null) {
                continue;
            }
            destination.told = null;
            if (destination.best() == null) {
                drop(released, destination);
            }
        }
    }

    private void drop(int position, Destination destination) {
        entries[position] = null;
        gaps++;
        destination.position = -1;
        destination.told = null;
        forget(destination);
    }

    /** Closes the gaps if there are many, else grows. */
    private void makeRoom() {
        if (gaps < entries.length / 4) {
            entries = Arrays.copyOf(entries, entries.length + (entries.length >> 1));
            return;
        }
        ImmutableList<LogCursor> ordered = ImmutableList.sortedCopyOf(
                Comparator.comparingInt(cursor -> cursor.position), Iterables.concat(cursors, marks));
        int next = 0;
        int kept = 0;
        int keptReleased = 0;
        int keptUnread = 0;
        for (int i = 0; i < tail; i++) {
            for (; next < ordered.size() && ordered.get(next).position == i; next++) {
                ordered.get(next).position = kept;
            }
            if (i == released) {
                keptReleased = kept;
            }
            if (i == unread) {
                keptUnread = kept;
            }
            Destination destination = entries[i];
            if (destination == null) {
                continue;
            }
            if (i >= released && destination.best() == null && !isNeeded(destination, i)) {
                destination.position = -1;
                destination.told = null;
                forget(destination);
                continue;
            }
            entries[kept] = destination;
            destination.position = kept++;
        }
        for (; next < ordered.size(); next++) {
            ordered.get(next).position = kept;
        }
        released = released == tail ? kept : keptReleased;
        unread = unread == tail ? kept : keptUnread;
        Arrays.fill(entries, kept, tail, null);
        tail = kept;
        gaps = 0;
        moved = true;
        bounds();
    }

    /** Whether a reader that has still to pass the tombstone at {@code position} may know the destination. */
    private boolean isNeeded(Destination destination, int position) {
        for (LogCursor cursor : cursors) {
            if (cursor.position <= position && cursor.seen >= destination.birth) {
                return true;
            }
        }
        return false;
    }
}

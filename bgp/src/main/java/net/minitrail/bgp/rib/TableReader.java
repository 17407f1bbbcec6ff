package net.minitrail.bgp.rib;

import org.jspecify.annotations.Nullable;

/**
 * Reads the changes of a table: first every reachable destination, then each that changed, once, however often it changed.
 * What is read is the present state; a destination without best path has become unreachable, and is only given to a reader
 * that may have seen it reachable. A slow reader holds nobody up and costs no memory. Confined to the routing loop.
 */
public final class TableReader implements AutoCloseable {
    private final ChangeLog log;
    private final LogCursor cursor;

    TableReader(ChangeLog log) {
        this.log = log;
        this.cursor = log.open(0);
    }

    private TableReader(ChangeLog log, LogCursor cursor) {
        this.log = log;
        this.cursor = cursor;
    }

    /** Another reader at this place, which knows what this one knows. It must be closed. */
    public TableReader fork() {
        return new TableReader(log, log.open(cursor));
    }

    /** Whether {@link #next} may have something to give. */
    public boolean hasNext() {
        return cursor.position < log.tail();
    }

    /** The next destination that changed, or null if there is none now. */
    public @Nullable Destination next() {
        int position = cursor.position;
        Destination found = null;
        while (found == null && position < log.tail()) {
            Destination destination = log.at(position++);
            if (destination != null && (destination.best() != null || destination.birth <= cursor.seen)) {
                found = destination;
            }
        }
        log.move(cursor, position);
        if (position == log.tail()) {
            log.nextEpoch();
            log.release();
        }
        return found;
    }

    /** Starts again with the whole table. */
    public void rewind() {
        cursor.position = 0;
        log.move(cursor, 0);
    }

    @Override
    public void close() {
        log.close(cursor);
        log.release();
    }
}

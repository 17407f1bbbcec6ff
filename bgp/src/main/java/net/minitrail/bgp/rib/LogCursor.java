package net.minitrail.bgp.rib;

/** A place in a {@link ChangeLog}: what is before it has been read. Confined to the routing loop. */
final class LogCursor {
    /** Index of the next entry to read. */
    int position;

    /** The epoch in which it last moved: destinations that appeared later are unknown to its reader. */
    int seen;

    LogCursor(int position, int seen) {
        this.position = position;
        this.seen = seen;
    }
}

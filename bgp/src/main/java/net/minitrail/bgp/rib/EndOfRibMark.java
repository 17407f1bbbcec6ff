package net.minitrail.bgp.rib;

/** Whether a peer marks the end of its initial routes, so that a node that has restarted may wait for it (RFC 4724 section 4.1). */
public enum EndOfRibMark {
    /** It does not know the mark. */
    NEVER,
    /** It sends the mark when it has told us all it knows, whatever we do. */
    SENT,
    /** It says that it has restarted too: it may wait for our mark before it sends its own. */
    AFTER_RESTART
}

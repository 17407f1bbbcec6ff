package net.minitrail.bgp.rib;

/** What follows when a peer has been told a whole table. */
public enum Ending {
    /** No mark. */
    NOTHING,
    /** The mark of RFC 4724 section 2: these were the initial routes. */
    END_OF_RIB,
    /** The mark of RFC 7313 section 3: these were all routes, as the peer had asked for. */
    END_OF_REFRESH
}

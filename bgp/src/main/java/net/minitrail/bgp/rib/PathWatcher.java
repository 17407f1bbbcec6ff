package net.minitrail.bgp.rib;

import net.minitrail.bgp.wire.Nlri;

/** Somebody to whom every path of a table matters, not only the best. On the routing loop. */
@FunctionalInterface
interface PathWatcher {

    /** A path to a destination came, changed or went. Only to be noted: the table is in the middle of it. */
    void changed(Nlri nlri);
}

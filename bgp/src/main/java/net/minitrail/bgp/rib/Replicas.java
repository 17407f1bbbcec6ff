package net.minitrail.bgp.rib;

/** The copies of a path in other tables, chained through the copies themselves. Confined to the routing loop. */
final class Replicas {
    private Replicas() {}

    /** Adds a copy to those of {@code original}. */
    static void chain(Path original, Path copy) {
        PathExtras extras = original.extras();
        Path first = extras.firstReplica;
        copy.later = first;
        if (first != null) {
            first.earlier = copy;
        }
        extras.firstReplica = copy;
    }

    /** Takes a copy out of those of its original. */
    static void unchain(Path copy) {
        Path earlier = copy.earlier;
        Path later = copy.later;
        if (earlier == null) {
            copy.primary().extras().firstReplica = later;
        } else {
            earlier.later = later;
        }
        if (later != null) {
            later.earlier = earlier;
        }
        copy.earlier = null;
        copy.later = null;
    }

    /** Makes the copies of {@code old} those of the path in its place. */
    static void adopt(Path old, Path fresh) {
        Path first = old.firstReplica();
        if (first != null) {
            fresh.extras().firstReplica = first;
            old.extras().firstReplica = null;
            for (Path copy = first; copy != null; copy = copy.later) {
                copy.extras().primary = fresh;
            }
        }
    }
}

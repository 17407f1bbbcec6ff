package net.minitrail.itests.soak;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** How often what was done, for the log of the run. Thread-safe. */
final class Tally {
    private final Map<String, Integer> counts = new ConcurrentSkipListMap<>();

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** A session was ended by the other side, which said so. */
    void ended(String how) {
        count("ended " + how.replaceAll(" .*", ""));
    }

    int of(String what) {
        return counts.getOrDefault(what, 0);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}

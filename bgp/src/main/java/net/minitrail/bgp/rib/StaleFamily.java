package net.minitrail.bgp.rib;

import java.time.Duration;

/** The stale routes of one family of one peer: where they are and how long they stay. Confined to the routing loop. */
final class StaleFamily {
    final RouteTable table;

    /** What the peer promised when it went. */
    final Duration restartTime;

    final Duration longLivedTime;

    /** Whether they are the last choice by now. */
    boolean longLived;

    /** When the present state ends, in nanoseconds of the clock of the tables. */
    long deadline;

    StaleFamily(RouteTable table, Duration restartTime, Duration longLivedTime) {
        this.table = table;
        this.restartTime = restartTime;
        this.longLivedTime = longLivedTime;
    }
}

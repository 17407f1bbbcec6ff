package net.minitrail.xmpp.session;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what passes through one session. Thread-safe. */
final class SessionCounters {
    final AtomicLong stanzasIn = new AtomicLong();
    final AtomicLong stanzasOut = new AtomicLong();
    final AtomicLong keepalivesIn = new AtomicLong();
    final AtomicLong keepalivesOut = new AtomicLong();
    final AtomicLong refused = new AtomicLong();

    ChannelStatistics snapshot(long octetsIn, long octetsOut, long queuedOctets) {
        return new ChannelStatistics(
                stanzasIn.get(),
                stanzasOut.get(),
                octetsIn,
                octetsOut,
                keepalivesIn.get(),
                keepalivesOut.get(),
                refused.get(),
                queuedOctets);
    }
}

package net.minitrail.xmpp.session;

/**
 * Counters of one session, since it came up.
 *
 * @param stanzasIn without keepalives
 * @param refused items and stanzas that were left aside
 * @param queuedOctets handed over for sending and not yet taken by the kernel
 */
public record ChannelStatistics(
        long stanzasIn,
        long stanzasOut,
        long octetsIn,
        long octetsOut,
        long keepalivesIn,
        long keepalivesOut,
        long refused,
        long queuedOctets) {
    public static final ChannelStatistics ZERO = new ChannelStatistics(0, 0, 0, 0, 0, 0, 0, 0);
}

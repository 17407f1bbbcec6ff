package net.minitrail.vrouter.cli;

import net.minitrail.vrouter.forwarding.Vif;

/** Counters of an interface at one moment, or what they grew by in a second. */
record VifCounts(long receivedPackets, long receivedBytes, long sentPackets, long sentBytes, long drops) {
    static final VifCounts NONE = new VifCounts(0, 0, 0, 0, 0);

    static VifCounts of(Vif vif) {
        return new VifCounts(
                vif.receivedPackets(), vif.receivedBytes(), vif.sentPackets(), vif.sentBytes(), vif.drops());
    }

    /** What they grew by a second; drops are not taken as a rate. */
    VifCounts rate(VifCounts before, long millis) {
        return new VifCounts(
                Math.max(0, receivedPackets - before.receivedPackets) * 1000 / millis,
                Math.max(0, receivedBytes - before.receivedBytes) * 1000 / millis,
                Math.max(0, sentPackets - before.sentPackets) * 1000 / millis,
                Math.max(0, sentBytes - before.sentBytes) * 1000 / millis,
                drops);
    }
}

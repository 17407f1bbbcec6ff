package net.minitrail.gateway.forwarding;

import java.util.concurrent.atomic.LongAdder;

/** What passed through a tunnel, counted in inner packets. Thread-safe. */
public final class TunnelCounters {
    private final LongAdder inputPackets = new LongAdder();
    private final LongAdder inputOctets = new LongAdder();
    private final LongAdder outputPackets = new LongAdder();
    private final LongAdder outputOctets = new LongAdder();

    void received(int octets) {
        inputPackets.increment();
        inputOctets.add(octets);
    }

    void sent(int octets) {
        outputPackets.increment();
        outputOctets.add(octets);
    }

    public long inputPackets() {
        return inputPackets.sum();
    }

    public long inputOctets() {
        return inputOctets.sum();
    }

    public long outputPackets() {
        return outputPackets.sum();
    }

    public long outputOctets() {
        return outputOctets.sum();
    }
}

package net.minitrail.bgp.session;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** How many messages and octets went each way since the neighbor was configured. Written on the session loop, read anywhere. */
public final class MessageCounters {
    private final AtomicLongArray in = new AtomicLongArray(MessageType.values().length);
    private final AtomicLongArray out = new AtomicLongArray(MessageType.values().length);
    private final AtomicLong octetsIn = new AtomicLong();
    private final AtomicLong octetsOut = new AtomicLong();

    MessageCounters() {}

    void received(MessageType type) {
        add(in, type, 1);
    }

    void receivedOctets(long octets) {
        octetsIn.lazySet(octetsIn.getPlain() + octets);
    }

    void sent(MessageType type, int messages, long octets) {
        add(out, type, messages);
        octetsOut.lazySet(octetsOut.getPlain() + octets);
    }

    public long in(MessageType type) {
        return in.get(type.ordinal());
    }

    public long out(MessageType type) {
        return out.get(type.ordinal());
    }

    public long totalIn() {
        return sum(in);
    }

    public long totalOut() {
        return sum(out);
    }

    public long octetsIn() {
        return octetsIn.get();
    }

    public long octetsOut() {
        return octetsOut.get();
    }

    private static void add(AtomicLongArray counters, MessageType type, int count) {
        int index = type.ordinal();
        counters.lazySet(index, counters.getPlain(index) + count);
    }

    private static long sum(AtomicLongArray counters) {
        long sum = 0;
        for (int i = 0; i < counters.length(); i++) {
            sum += counters.get(i);
        }
        return sum;
    }
}

package net.minitrail.bgp.session;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicLong;

/** How many messages and octets went each way since the neighbor was configured. Written on the session loop, read anywhere. */
public final class MessageCounters {
    private static final long NANOS = 1_000_000_000L;

    private final ImmutableMap<MessageType, AtomicLong> in = zeros();
    private final ImmutableMap<MessageType, AtomicLong> out = zeros();
    private final AtomicLong octetsIn = new AtomicLong();
    private final AtomicLong octetsOut = new AtomicLong();
    private volatile long lastIn = System.nanoTime();
    private volatile long lastOut = lastIn;

    MessageCounters() {}

    void received(MessageType type) {
        lastIn = System.nanoTime();
        add(of(in, type), 1);
    }

    void receivedOctets(long octets) {
        add(octetsIn, octets);
    }

    void sent(MessageType type, int messages, long octets) {
        lastOut = System.nanoTime();
        add(of(out, type), messages);
        add(octetsOut, octets);
    }

    /** Seconds since the last message came, or since the neighbor was configured. */
    public long secondsSinceIn() {
        return (System.nanoTime() - lastIn) / NANOS;
    }

    /** Seconds since the last message was sent, or since the neighbor was configured. */
    public long secondsSinceOut() {
        return (System.nanoTime() - lastOut) / NANOS;
    }

    public long in(MessageType type) {
        return of(in, type).get();
    }

    public long out(MessageType type) {
        return of(out, type).get();
    }

    public long totalIn() {
        return in.values().stream().mapToLong(AtomicLong::get).sum();
    }

    public long totalOut() {
        return out.values().stream().mapToLong(AtomicLong::get).sum();
    }

    public long octetsIn() {
        return octetsIn.get();
    }

    public long octetsOut() {
        return octetsOut.get();
    }

    /** There is one writer, so this needs no atomic addition. */
    private static void add(AtomicLong counter, long count) {
        counter.lazySet(counter.getPlain() + count);
    }

    private static AtomicLong of(ImmutableMap<MessageType, AtomicLong> counters, MessageType type) {
        return requireNonNull(counters.get(type));
    }

    private static ImmutableMap<MessageType, AtomicLong> zeros() {
        return Maps.toMap(EnumSet.allOf(MessageType.class), type -> new AtomicLong());
    }
}

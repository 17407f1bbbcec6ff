package net.minitrail.vrouter.guest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import net.minitrail.net.IpAddress;
import net.minitrail.net.MacAddress;
import net.minitrail.net.runtime.RoutingLoop;

/**
 * The MAC addresses of a card's neighbours, and the packets that wait for one to be known: ARP's and that of neighbor
 * discovery. Asks three times, a second apart, then drops what waits. Confined to the routing loop.
 *
 * @param <A> the family's addresses
 */
final class NeighborCache<A extends IpAddress> {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int TRIES = 3;
    private static final int MOST_WAITING = 16;

    private final RoutingLoop loop;
    private final Consumer<A> question;
    private final BiConsumer<MacAddress, byte[]> wire;
    private final Map<A, MacAddress> known = new LinkedHashMap<>();
    private final Map<A, Deque<byte[]>> waiting = new LinkedHashMap<>();

    /**
     * @param question sends the question for a neighbour's MAC
     * @param wire sends a packet to a MAC
     */
    NeighborCache(RoutingLoop loop, Consumer<A> question, BiConsumer<MacAddress, byte[]> wire) {
        this.loop = loop;
        this.question = question;
        this.wire = wire;
    }

    /** Sends a packet to a neighbour, now or as soon as its MAC is known. */
    void send(A neighbour, byte[] packet) {
        MacAddress mac = known.get(neighbour);
        if (mac != null) {
            wire.accept(mac, packet);
            return;
        }
        Deque<byte[]> queue = waiting.get(neighbour);
        if (queue == null) {
            queue = new ArrayDeque<>();
            waiting.put(neighbour, queue);
            ask(neighbour, TRIES);
        }
        if (queue.size() < MOST_WAITING) {
            queue.add(packet);
        }
    }

    private void ask(A neighbour, int tries) {
        if (!waiting.containsKey(neighbour)) {
            return;
        }
        if (tries == 0) {
            waiting.remove(neighbour);
            return;
        }
        question.accept(neighbour);
        loop.schedule(RETRY, () -> ask(neighbour, tries - 1));
    }

    /** Whether news of this neighbour are of use. */
    boolean cares(A neighbour) {
        return known.containsKey(neighbour) || waiting.containsKey(neighbour);
    }

    void learn(A neighbour, MacAddress mac) {
        known.put(neighbour, mac);
        Deque<byte[]> queue = waiting.remove(neighbour);
        if (queue != null) {
            queue.forEach(packet -> wire.accept(mac, packet));
        }
    }

    /** Forgets one neighbour; answers whether it was known. */
    boolean remove(A neighbour) {
        return known.remove(neighbour) != null;
    }

    /** Forgets what is known; what waits goes on waiting. */
    void forget() {
        known.clear();
    }

    /** Drops what waits. */
    void stop() {
        waiting.clear();
    }

    /** In the order in which they were learned. */
    Map<A, MacAddress> entries() {
        return new LinkedHashMap<>(known);
    }
}

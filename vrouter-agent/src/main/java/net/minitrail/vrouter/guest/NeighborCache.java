package net.minitrail.vrouter.guest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import net.minitrail.net.IpAddress;
import net.minitrail.net.MacAddress;
import net.minitrail.net.runtime.RoutingLoop;
import org.jspecify.annotations.Nullable;

/**
 * The MAC addresses of a card's neighbours, and the packets that wait for one to be known: ARP's and that of neighbor
 * discovery. Asks three times, a second apart, then drops what waits. A neighbour that has not been heard of for 30 seconds
 * is asked again at its MAC, 5 seconds after it was used, and is forgotten if it does not answer (RFC 4861 section 7.3; as
 * Linux does for ARP too, save that nothing above confirms a neighbour here). Confined to the routing loop.
 *
 * @param <A> the family's addresses
 */
final class NeighborCache<A extends IpAddress> {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int TRIES = 3;
    private static final long REACHABLE = Duration.ofSeconds(30).toNanos();
    private static final Duration DELAY_FIRST_PROBE = Duration.ofSeconds(5);
    private static final int MOST_WAITING = 16;

    private final RoutingLoop loop;
    private final Question<A> question;
    private final BiConsumer<MacAddress, byte[]> wire;
    private final Map<A, Neighbour> known = new LinkedHashMap<>();
    private final Map<A, Deque<byte[]>> waiting = new LinkedHashMap<>();

    /** Asks for a neighbour's MAC: at the one that it had, or, if {@code last} is null, all that may have the address. */
    interface Question<A> {
        void ask(A neighbour, @Nullable MacAddress last);
    }

    /** What is known of a neighbour since {@code heard}, and whether it is being asked again. */
    private static final class Neighbour {
        private final MacAddress mac;
        private final long heard;
        private boolean doubted;

        private Neighbour(MacAddress mac, long heard) {
            this.mac = mac;
            this.heard = heard;
        }
    }

    /** @param wire sends a packet to a MAC */
    NeighborCache(RoutingLoop loop, Question<A> question, BiConsumer<MacAddress, byte[]> wire) {
        this.loop = loop;
        this.question = question;
        this.wire = wire;
    }

    /** Sends a packet to a neighbour, now or as soon as its MAC is known. */
    void send(A neighbour, byte[] packet) {
        Neighbour present = known.get(neighbour);
        if (present != null) {
            wire.accept(present.mac, packet);
            if (!present.doubted && loop.nanoTime() - present.heard >= REACHABLE) {
                present.doubted = true;
                loop.schedule(DELAY_FIRST_PROBE, () -> probe(neighbour, present, TRIES));
            }
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
        question.ask(neighbour, null);
        loop.schedule(RETRY, () -> ask(neighbour, tries - 1));
    }

    private void probe(A neighbour, Neighbour doubted, int tries) {
        if (known.get(neighbour) != doubted) {
            return; // it has answered, or was forgotten
        }
        if (tries == 0) {
            known.remove(neighbour);
            return;
        }
        question.ask(neighbour, doubted.mac);
        loop.schedule(RETRY, () -> probe(neighbour, doubted, tries - 1));
    }

    /** Whether news of this neighbour are of use. */
    boolean cares(A neighbour) {
        return known.containsKey(neighbour) || waiting.containsKey(neighbour);
    }

    void learn(A neighbour, MacAddress mac) {
        known.put(neighbour, new Neighbour(mac, loop.nanoTime()));
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

    /** Drops what waits, and asks nobody any more. */
    void stop() {
        waiting.clear();
        known.clear();
    }

    /** In the order in which they were learned. */
    Map<A, MacAddress> entries() {
        var entries = new LinkedHashMap<A, MacAddress>();
        known.forEach((neighbour, entry) -> entries.put(neighbour, entry.mac));
        return entries;
    }
}

package net.minitrail.vrouter.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.runtime.VirtualTimeLoop;
import org.junit.jupiter.api.Test;

class NeighborCacheTest {
    private static final Ipv4Address PEER = Ipv4Address.parse("10.0.0.9");
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:09");
    private static final MacAddress OTHER = MacAddress.parse("02:00:00:00:00:0a");

    private final VirtualTimeLoop loop = new VirtualTimeLoop();
    private final List<String> asked = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private final NeighborCache<Ipv4Address> cache = new NeighborCache<>(
            loop,
            (peer, last) -> asked.add(peer + " at " + (last == null ? "all" : last)),
            (mac, packet) -> sent.add(mac + " " + packet[0]));

    @Test
    void what_is_sent_waits_for_an_answer_to_three_questions() {
        send(1);
        send(2);
        loop.advance(Duration.ofSeconds(1));
        assertEquals(List.of("10.0.0.9 at all", "10.0.0.9 at all"), asked);
        cache.learn(PEER, MAC);
        assertEquals(List.of(MAC + " 1", MAC + " 2"), sent);

        cache.forget();
        send(3);
        loop.advance(Duration.ofSeconds(4));
        assertEquals(5, asked.size());
        cache.learn(PEER, MAC);
        assertEquals(2, sent.size());
    }

    @Test
    void a_neighbour_that_was_not_heard_of_is_asked_at_its_mac_and_forgotten_without_an_answer() {
        cache.learn(PEER, MAC);
        loop.advance(Duration.ofSeconds(29));
        send(1);
        loop.advance(Duration.ofSeconds(60));
        assertEquals(List.of(), asked);

        send(2);
        loop.advance(Duration.ofMillis(4_999));
        assertEquals(List.of(), asked);
        send(3);
        loop.advance(Duration.ofMillis(2_500));
        String question = "10.0.0.9 at " + MAC;
        assertEquals(List.of(question, question, question), asked);
        assertEquals(Map.of(PEER, MAC), cache.entries());
        loop.advance(Duration.ofSeconds(1));
        assertEquals(Map.of(), cache.entries());
        assertEquals(List.of(MAC + " 1", MAC + " 2", MAC + " 3"), sent);
    }

    @Test
    void an_answer_ends_the_doubt_and_may_come_from_another_mac() {
        cache.learn(PEER, MAC);
        loop.advance(Duration.ofSeconds(31));
        send(1);
        loop.advance(Duration.ofSeconds(5));
        cache.learn(PEER, OTHER);
        loop.advance(Duration.ofSeconds(20));
        send(2);
        loop.advance(Duration.ofSeconds(20));
        assertEquals(List.of("10.0.0.9 at " + MAC), asked);
        assertEquals(List.of(MAC + " 1", OTHER + " 2"), sent);
    }

    private void send(int number) {
        cache.send(PEER, new byte[] {(byte) number});
    }
}

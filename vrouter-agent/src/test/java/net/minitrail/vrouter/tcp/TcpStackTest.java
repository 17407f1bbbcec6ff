package net.minitrail.vrouter.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import net.minitrail.net.IpAddress;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.TcpOptions;
import net.minitrail.net.packet.TcpSegment;
import net.minitrail.net.runtime.VirtualTimeLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two hosts, and a wire between them that may lose segments. */
class TcpStackTest {
    private static final IpAddress A = IpAddress.parse("10.0.0.1");
    private static final IpAddress B = IpAddress.parse("10.0.0.2");

    private final VirtualTimeLoop loop = new VirtualTimeLoop();
    private final List<TcpSegment> wire = new ArrayList<>();
    private Predicate<TcpSegment> lost = segment -> false;
    private final TcpStack[] hosts = new TcpStack[2];
    private final Recorder caller = new Recorder();
    private final Recorder called = new Recorder();

    TcpStackTest() {
        hosts[0] = new TcpStack(loop, (from, to, segment) -> carry(1, from, to, segment), 1);
        hosts[1] = new TcpStack(loop, (from, to, segment) -> carry(0, from, to, segment), 2);
        hosts[1].listen(22, connection -> {
            called.connection = connection;
            return called;
        });
    }

    @Test
    void three_segments_open_and_four_close_a_connection() {
        TcpConnection connection = hosts[0].connect(A, B, 22, caller);
        loop.runReady();
        assertEquals(List.of("connected"), caller.heard);
        assertEquals(List.of("connected"), called.heard);
        assertEquals(
                List.of(TcpSegment.SYN, TcpSegment.SYN | TcpSegment.ACK, TcpSegment.ACK),
                wire.stream().map(TcpSegment::flags).toList());

        wire.clear();
        connection.close();
        loop.runReady();
        assertEquals(List.of("connected", "ended"), called.heard);
        called.connection.close();
        loop.runReady();
        assertEquals(
                List.of(
                        TcpSegment.FIN | TcpSegment.ACK,
                        TcpSegment.ACK,
                        TcpSegment.FIN | TcpSegment.ACK,
                        TcpSegment.ACK),
                wire.stream().map(TcpSegment::flags).toList());
        assertEquals(List.of("connected", "ended", "closed"), caller.heard);
        assertEquals(List.of("connected", "ended", "closed"), called.heard);
        assertEquals(0, hosts[0].open() + hosts[1].open());
    }

    @Test
    void a_connection_is_closed_for_neither_side_before_the_last_of_its_segments() {
        TcpConnection connection = hosts[0].connect(A, B, 22, caller);
        called.closesToo = true;
        loop.runReady();
        lost = segment -> {
            assertFalse(caller.heard.contains("closed"), segment::toString);
            assertFalse(called.heard.contains("closed"), segment::toString);
            return false;
        };
        connection.close();
        loop.runReady();
        assertTrue(caller.heard.contains("closed") && called.heard.contains("closed"));
    }

    @Test
    void both_agree_on_the_options_that_linux_offers() throws MalformedPacketException {
        loop.advance(Duration.ofMillis(5));
        hosts[0].connect(A, B, 22, caller);
        loop.runReady();
        assertEquals(new TcpOptions(1460, 7, true, true, 5, 0), wire.get(0).options());
        assertEquals(29_200, wire.get(0).window());
        assertEquals(new TcpOptions(1460, 7, true, true, 5, 5), wire.get(1).options());
        assertEquals(TcpOptions.timestamps(5, 5), wire.get(2).options());
        assertEquals(229, wire.get(2).window()); // 29312 octets
    }

    @Test
    void nothing_is_answered_that_was_not_offered_and_segments_are_as_short_as_the_other_side_wants() throws Exception {
        called.connection = null;
        hosts[1].receive(A, B, new TcpSegment(4000, 22, 100, 0, TcpSegment.SYN, 65_535, new byte[0]).encode(A, B));
        TcpSegment answer = wire.get(0);
        assertEquals(new TcpOptions(1460, -1, false, false, 0, 0), answer.options());
        hosts[1].receive(
                A,
                B,
                new TcpSegment(4000, 22, 101, answer.sequence() + 1, TcpSegment.ACK, 65_535, new byte[0]).encode(A, B));
        called.connection.send(new byte[1000]);
        assertEquals(
                List.of(536, 464),
                wire.stream().skip(1).map(s -> s.payload().length).toList());
        assertEquals(29_200, wire.get(1).window());
    }

    @Test
    void a_segment_from_long_ago_is_answered_but_not_taken() throws Exception {
        loop.advance(Duration.ofSeconds(1));
        hosts[0].connect(A, B, 22, caller).send("new".getBytes(US_ASCII));
        loop.runReady();
        TcpSegment last = wire.get(wire.size() - 2);
        assertEquals("new", called.text());
        hosts[1].receive(
                A,
                B,
                new TcpSegment(
                                last.sourcePort(),
                                22,
                                last.sequence() + 3,
                                last.acknowledgment(),
                                TcpSegment.ACK | TcpSegment.PSH,
                                229,
                                TcpOptions.timestamps(900, 0),
                                "old".getBytes(US_ASCII))
                        .encode(A, B));
        assertEquals("new", called.text());
        assertEquals(last.sequence() + 3, wire.get(wire.size() - 1).acknowledgment());
    }

    @Test
    void data_goes_both_ways_in_order() {
        TcpConnection connection = hosts[0].connect(A, B, 22, caller);
        loop.runReady();
        connection.send("SSH-2.0-a\r\n".getBytes(US_ASCII));
        called.connection.send("SSH-2.0-b\r\n".getBytes(US_ASCII));
        connection.close();
        loop.runReady();

        assertEquals("SSH-2.0-b\r\n", caller.text());
        assertEquals("SSH-2.0-a\r\n", called.text());
    }

    @Test
    void a_port_that_nobody_listens_at_refuses() {
        hosts[0].connect(A, B, 23, caller);
        loop.runReady();
        assertEquals(List.of("Connection refused"), caller.heard);
        TcpSegment reset = wire.get(1);
        assertEquals(TcpSegment.RST | TcpSegment.ACK, reset.flags());
        assertEquals(0, reset.sequence());
        assertEquals(wire.get(0).sequence() + 1, reset.acknowledgment());
        assertEquals(0, hosts[0].open());
    }

    @Test
    void nobody_there_is_noticed_in_the_end() {
        lost = segment -> true;
        hosts[0].connect(A, B, 22, caller);
        loop.advance(Duration.ofSeconds(70));
        assertEquals(List.of("Connection timed out"), caller.heard);
        assertEquals(6, wire.size());
    }

    @Test
    void an_abort_resets_the_other_side() {
        TcpConnection connection = hosts[0].connect(A, B, 22, caller);
        loop.runReady();
        connection.abort();
        loop.runReady();
        assertEquals(List.of("connected", "Connection reset by peer"), called.heard);
        assertEquals(0, hosts[0].open() + hosts[1].open());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void every_octet_arrives_once_though_a_fifth_of_the_segments_are_lost(long seed) {
        var random = new Random(seed);
        lost = segment -> random.nextInt(5) == 0;
        byte[] data = new byte[40_000];
        random.nextBytes(data);
        TcpConnection connection = hosts[0].connect(A, B, 22, caller);
        connection.send(data);
        connection.close();
        called.closesToo = true;
        loop.advance(Duration.ofMinutes(10));

        assertTrue(java.util.Arrays.equals(data, called.octets()), () -> "seed " + seed + ": " + called.heard);
        assertEquals(1, called.heard.stream().filter("ended"::equals).count(), "seed " + seed);
    }

    private void carry(int to, IpAddress source, IpAddress destination, byte[] octets) {
        try {
            TcpSegment segment = TcpSegment.decode(octets);
            wire.add(segment);
            if (!lost.test(segment)) {
                loop.execute(() -> receive(to, source, destination, octets));
            }
        } catch (MalformedPacketException e) {
            throw new AssertionError(e);
        }
    }

    private void receive(int to, IpAddress source, IpAddress destination, byte[] octets) {
        try {
            hosts[to].receive(source, destination, octets);
        } catch (MalformedPacketException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Recorder implements TcpUser {
        final List<String> heard = new ArrayList<>();
        private final java.io.ByteArrayOutputStream data = new java.io.ByteArrayOutputStream();
        TcpConnection connection;
        boolean closesToo;

        @Override
        public void connected() {
            heard.add("connected");
        }

        @Override
        public void received(byte[] octets) {
            data.writeBytes(octets);
        }

        @Override
        public void ended() {
            heard.add("ended");
            if (closesToo) {
                connection.close();
            }
        }

        @Override
        public void closed() {
            heard.add("closed");
        }

        @Override
        public void failed(String reason) {
            heard.add(reason);
        }

        byte[] octets() {
            return data.toByteArray();
        }

        String text() {
            return data.toString(US_ASCII);
        }
    }
}

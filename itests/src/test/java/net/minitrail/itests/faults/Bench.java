package net.minitrail.itests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.minitrail.itests.faults.Outcome.Kind;
import tools.jackson.databind.JsonNode;

/**
 * A node between clean peers, one with good routes and one that watches, and the peers that misbehave. A peer whose session
 * survived a fault keeps it for the next one. For one thread.
 */
final class Bench implements AutoCloseable {
    private static final String WATCHES_ALL =
            "40 01 01 00 40 02 00 40 05 04 00000064 80 0e [ 0001 84 [ c0a86408 ] 00 00 ]";

    private final Node node;
    private final Speaker source;
    private final Speaker watcher;
    private final Octets clean;
    private final List<Sample> good = List.of(Sample.VPN4, Sample.VPN6, Sample.INET, Sample.EVPN);
    private final Map<PeerKind, Speaker> sessions = new EnumMap<>(PeerKind.class);
    private int metric;
    private int caller = 20;

    Bench(Node node) throws IOException, InterruptedException {
        this.node = node;
        Octets names = PeerKind.INTERNAL.vocabulary(node);
        clean = names.with("rd", "0001c0a864080008");
        watcher = node.call(2, 2);
        watcher.send(names.with("id", "c0a86402").read("$open $keepalive"));
        source = node.call(2, 3);
        source.send(names.with("id", "c0a86403").read("$open $keepalive"));
        assertTrue(watcher.await(Speaker::isUp) && source.await(Speaker::isUp), "clean peers are up");
        for (Speaker speaker : List.of(watcher, source)) {
            speaker.send(names.read("<02 ( ) ( " + WATCHES_ALL + " ) > <02 ( ) ( 80 0f 03 0001 84 ) >"));
        }
        for (Sample sample : good) {
            source.send(goodNames(sample).read(sample.announcement(7)));
        }
        for (Sample sample : good) {
            String key = sample.key(goodNames(sample));
            assertTrue(watcher.await(it -> it.heard().has(key)), "the watcher hears of " + key);
        }
    }

    private Octets goodNames(Sample sample) {
        return clean.with(sample.word(), sample.nlri(200));
    }

    /** Does what the row says, and checks what comes of it. */
    void run(Fault fault, PeerKind kind) throws IOException, InterruptedException {
        Octets names = kind.vocabulary(node).with("metric", "80 04 04 %08x".formatted(++metric));
        Outcome outcome = Outcome.of(fault.outcome(), names);
        switch (fault.state()) {
            case "fresh", "open" -> runAtTheDoor(fault, kind, names, outcome);
            default -> runInSession(fault, kind, names, outcome);
        }
        assertTrue(node.isAlive(), "the node lives");
        assertTrue(watcher.isUp(), "the watcher is up: " + watcher.notification());
        assertTrue(source.isUp(), "the source is up: " + source.notification());
        for (Sample sample : good) {
            assertTrue(
                    watcher.await(it -> it.heard().changes(sample.key(goodNames(sample))) == 1),
                    "clean routes did not change");
        }
    }

    private void runAtTheDoor(Fault fault, PeerKind kind, Octets names, Outcome outcome)
            throws IOException, InterruptedException {
        caller = caller == 250 ? 20 : caller + 1;
        try (Speaker speaker = node.call(kind.network(), caller)) {
            if (fault.state().equals("open")) {
                speaker.send(names.read("$open"));
                assertTrue(speaker.await(Speaker::isUp), "OPEN is answered: " + speaker.notification());
            }
            speaker.send(names.read(fault.octets()));
            if (outcome.kind() == Kind.ESTABLISHED) {
                assertTrue(speaker.await(it -> it.isUp() || it.isOver()), "something comes of it");
                assertTrue(speaker.isUp(), "the session is up: " + speaker.notification());
            } else {
                assertEnds(speaker, outcome);
            }
        }
    }

    private void runInSession(Fault fault, PeerKind kind, Octets names, Outcome outcome)
            throws IOException, InterruptedException {
        Sample sample = Sample.valueOf(fault.state().toUpperCase(Locale.ROOT));
        Speaker speaker = session(kind, names);
        String key = sample.key(names);
        int before = ++metric;
        send(speaker, names, sample, before);
        speaker.send(names.read(fault.octets()));
        if (outcome.endsSession()) {
            sessions.remove(kind);
            try (speaker) {
                assertEnds(speaker, outcome);
            }
            assertGone(sample, names);
            assertInspected(sample, kind, false);
            return;
        }
        Sample fence = Sample.VPN4;
        Octets fenced =
                names.with("vpn4", "78 000111 0001c0a8640900%02x 0b%06x".formatted(99 + kind.number(), ++metric));
        speaker.send(fenced.read(fence.announcement(metric)));
        String fenceKey = fence.key(fenced);
        assertTrue(watcher.await(it -> it.heard().has(fenceKey) || speaker.isOver()), "the session goes on");
        if (speaker.isOver()) {
            sessions.remove(kind);
            fail("the session ended with " + speaker.notification());
        }
        check(outcome, names, key, before);
        assertInspected(sample, kind, outcome.kind() != Kind.WITHDRAWN);
    }

    private void check(Outcome outcome, Octets names, String key, int before) throws InterruptedException {
        switch (outcome.kind()) {
            case WITHDRAWN ->
                assertTrue(watcher.await(it -> !it.heard().has(key)), "the watcher hears of a withdrawal");
            case IGNORED -> assertEquals("800404%08x".formatted(before), attribute(key, 4), "the route is as it was");
            default -> {
                String now = HexFormat.of().formatHex(names.read("$metric"));
                assertTrue(watcher.await(it -> now.equals(it.heard().attribute(key, 4))), "the new route is passed on");
                if (outcome.kind() == Kind.DISCARDED) {
                    int type = Integer.parseInt(outcome.octets().substring(0, 2), 16);
                    assertEquals("", attribute(key, type), "attribute " + type + " is left out");
                } else if (!outcome.octets().isEmpty()) {
                    int type = Integer.parseInt(outcome.octets().substring(2, 4), 16);
                    assertEquals(outcome.octets(), attribute(key, type), "attribute " + type + " is passed on");
                }
            }
        }
    }

    private String attribute(String key, int type) {
        synchronized (watcher) {
            return watcher.heard().attribute(key, type);
        }
    }

    /** Announces a good route, and waits until the watcher hears of it. */
    private void send(Speaker speaker, Octets names, Sample sample, int withMetric) throws InterruptedException {
        speaker.send(names.read(sample.announcement(withMetric)));
        String key = sample.key(names);
        String expected = "800404%08x".formatted(withMetric);
        assertTrue(
                watcher.await(it -> expected.equals(it.heard().attribute(key, 4)) || speaker.isOver()),
                "a good route is passed on");
        assertFalse(speaker.isOver(), () -> "a good route is taken: " + speaker.notification());
    }

    private void assertEnds(Speaker speaker, Outcome outcome) throws InterruptedException {
        assertTrue(speaker.await(Speaker::isOver), "the session ends");
        assertEquals(outcome.kind() == Kind.CLOSED ? "closed" : outcome.octets(), speaker.notification());
        assertTrue(speaker.await(Speaker::isClosed), "the connection is closed");
    }

    private void assertGone(Sample sample, Octets names) throws InterruptedException {
        String key = sample.key(names);
        assertTrue(watcher.await(it -> !it.heard().has(key)), "its routes are withdrawn");
    }

    /** The control endpoint agrees with what the watcher heard. */
    private void assertInspected(Sample sample, PeerKind kind, boolean there) throws IOException, InterruptedException {
        String prefix = sample.inspected(kind.number());
        if (prefix.isEmpty()) {
            return;
        }
        int active = 0;
        for (JsonNode row : node.routes(prefix)) {
            active += row.path("active").booleanValue(false) ? 1 : 0;
        }
        assertEquals(there, active > 0, "inspect shows the route");
    }

    private Speaker session(PeerKind kind, Octets names) throws IOException, InterruptedException {
        Speaker present = sessions.get(kind);
        if (present != null && present.isUp()) {
            return present;
        }
        Speaker fresh = node.call(kind.network(), 9 + kind.number());
        sessions.put(kind, fresh);
        fresh.send(names.read("$open $keepalive"));
        assertTrue(fresh.await(Speaker::isUp), "the session comes up: " + fresh.notification());
        return fresh;
    }

    @Override
    public void close() {
        sessions.values().forEach(Speaker::close);
        source.close();
        watcher.close();
    }
}

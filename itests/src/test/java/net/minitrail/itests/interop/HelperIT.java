package net.minitrail.itests.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.minitrail.itests.interop.RestartingDaemon.Promise;
import net.minitrail.itests.labs.RealSpeakers;
import net.minitrail.itests.node.NodeProcess;
import net.minitrail.itests.node.OwnDaemon;
import net.minitrail.itests.peer.Family;
import net.minitrail.itests.peer.OpenMessage;
import net.minitrail.itests.peer.PeerConnection;
import net.minitrail.itests.peer.RouteKey;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A daemon is killed and started again: the controller keeps its routes meanwhile (RFC 4724 section 4.2), and nobody sees it. */
@Timeout(400)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HelperIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String CONTROLLER = """
            name: controller
            address: 127.49.0.2
            autonomous-system: 65500
            cluster-id: 127.49.0.2
            ports: {bgp: 0, xmpp: 0, api: 0, control: 0}
            neighbors:
              - {name: frr, address: 127.49.1.1, as: 65500, role: client, families: [inet-vpn], passive: true}
              - {name: gobgp, address: 127.49.1.2, as: 65500, role: client, families: [inet-vpn], passive: true}
              - {name: bird, address: 127.49.1.3, as: 65500, role: client, families: [inet-vpn], passive: true}
            dynamic-neighbors:
              - {prefix: 127.49.1.0/24, as: 65500, route-reflector-client: true, families: [inet-vpn]}
            """;
    private static final OpenMessage WATCHER = new OpenMessage(65_500, 0, 0x7F31_0109, List.of(Family.VPN_IPV4), 0);

    private static final String ROLE = "neighbor that restarts";
    private static final String FEATURE = "routes are kept until it has told all";
    private static final String LONG_LIVED = "routes are the last choice when it is late";

    private final Results results = new Results();

    @ParameterizedTest
    @EnumSource(RestartingDaemon.class)
    @Order(1)
    void routes_of_a_daemon_that_restarts_stay_until_it_has_told_all_it_has(
            RestartingDaemon kind, @TempDir Path directory) throws Exception {
        RealSpeakers.need(kind.speaker().kind());
        try (NodeProcess controller =
                        NodeProcess.start("controller", "controller", CONTROLLER, directory, "-XX:+UseSerialGC");
                PeerConnection watcher = PeerConnection.open("127.49.1.9", controller.endpoint("bgp"), WATCHER)) {
            var promise = new Promise(controller.endpoint("bgp").getPort(), 60);
            try (OwnDaemon daemon = kind.start(directory.resolve("first"), promise, List.of(1, 2), false)) {
                await().atMost(PATIENCE).until(() -> holds(watcher, 1) && holds(watcher, 2));
                daemon.kill();
                await().atMost(PATIENCE)
                        .until(() -> !session(controller, kind)
                                .path("state")
                                .asString()
                                .equals("Established"));
                assertEquals(
                        "stale",
                        session(controller, kind).path("graceful_restart").asString());
                assertEquals(2, routes(controller), "routes that are kept");
            }
            try (OwnDaemon daemon = kind.start(directory.resolve("second"), promise, List.of(1), true)) {
                await().atMost(PATIENCE).until(() -> !holds(watcher, 2) && holds(watcher, 1));
                assertEquals(1, watcher.received().withdrawals(key(2)));
                assertEquals(
                        "up", session(controller, kind).path("graceful_restart").asString());
                if (kind.flaw().isEmpty()) {
                    assertEquals(0, watcher.received().withdrawals(key(1)), "it was not kept");
                    results.works(ROLE, kind.speaker(), "inet-vpn", FEATURE);
                } else {
                    assertEquals(1, watcher.received().withdrawals(key(1)), kind + " has learned to mark the end");
                    daemon.end(); // writes what it has of its log
                    assertTrue(daemon.log().matches("(?s).*send End-of-RIB for IPv4 VPN.*send UPDATE RD 65500:7.*"));
                    results.cannot(ROLE, kind.speaker(), "inet-vpn", FEATURE, kind.flaw());
                }
            }
            assertTrue(watcher.isUp());
        }
    }

    /** The watcher does not know what stale routes are, so section 4.6 of RFC 9494 says how it is told of them. */
    @ParameterizedTest
    @EnumSource(RestartingDaemon.class)
    @Order(2)
    void routes_of_a_daemon_that_is_late_become_the_last_choice(RestartingDaemon kind, @TempDir Path directory)
            throws Exception {
        RealSpeakers.need(kind.speaker().kind());
        try (NodeProcess controller =
                        NodeProcess.start("controller", "controller", CONTROLLER, directory, "-XX:+UseSerialGC");
                PeerConnection watcher = PeerConnection.open("127.49.1.9", controller.endpoint("bgp"), WATCHER)) {
            var promise = new Promise(controller.endpoint("bgp").getPort(), 1);
            try (OwnDaemon daemon = kind.start(directory.resolve("first"), promise, List.of(1, 2), false)) {
                await().atMost(PATIENCE).until(() -> holds(watcher, 1) && holds(watcher, 2));
                assertFalse(isLastChoice(watcher, 1));
                daemon.kill();
                await().atMost(PATIENCE).until(() -> isLastChoice(watcher, 1) && isLastChoice(watcher, 2));
                assertEquals(2, routes(controller), "routes that are kept");
                assertEquals(
                        0,
                        watcher.received().withdrawals(key(1))
                                + watcher.received().withdrawals(key(2)));
            }
            try (OwnDaemon daemon = kind.start(directory.resolve("second"), promise, List.of(1), true)) {
                await().atMost(PATIENCE)
                        .until(() -> !holds(watcher, 2) && holds(watcher, 1) && !isLastChoice(watcher, 1));
                assertTrue(daemon.isAlive() && watcher.isUp());
            }
        }
        results.works(ROLE, kind.speaker(), "inet-vpn", LONG_LIVED);
    }

    /** Whether a peer was told the route with LOCAL_PREF 0, LLGR_STALE and NO_EXPORT. */
    private static boolean isLastChoice(PeerConnection peer, int route) {
        var held = peer.received().routes().get(key(route).id());
        return held != null
                && held.attributes().contains("40050400000000")
                && held.attributes().contains("ffff0006")
                && held.attributes().contains("ffffff01");
    }

    @Test
    @Order(3)
    void the_page_tells_what_was_seen() throws Exception {
        new Matrix(results, Speaker.ALL).check();
    }

    private static RouteKey key(int route) {
        return new RouteKey(Family.VPN_IPV4, 65_500L << 32 | 7, 10 << 24 | 77 << 16 | route << 8);
    }

    /** Whether a peer was told the route, with its label. */
    private static boolean holds(PeerConnection peer, int route) {
        var held = peer.received().routes().get(key(route).id());
        return held != null && Integer.parseInt(held.label(), 16) >>> 4 == 70 + route;
    }

    private static int routes(NodeProcess controller) {
        return controller.get("/v1/inspect/routes?table=bgp.l3vpn.0").size();
    }

    private static JsonNode session(NodeProcess controller, RestartingDaemon kind) {
        for (JsonNode row : controller.get("/v1/inspect/sessions")) {
            if (row.path("remote").asString().equals(kind.address())) {
                return row;
            }
        }
        throw new AssertionError("no session with " + kind);
    }
}

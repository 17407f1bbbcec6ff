package net.minitrail.controller;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Origin;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.Update;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;
import net.minitrail.net.runtime.NodeConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a controller's file says of neighbors beyond who they are, and what is shown of their sessions. */
@Timeout(60)
class NeighborOptionsTest {
    private static final String LIMITED = "127.8.7.9";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Controller controller = start();

    private static Controller start() {
        try {
            return Controller.start(NodeConfig.read("test.yml", """
                    name: ctrl
                    address: 127.8.7.2
                    autonomous-system: 65500
                    ports: {bgp: 0, xmpp: 0, api: 0, control: 0}
                    neighbors:
                      - address: 127.8.7.9
                        name: limited
                        passive: true
                        maximum-prefixes: {limit: 2, warning-percent: 50, restart: 0}
                      - {address: 127.8.7.8, name: off, shutdown: true, shutdown-text: until noon}
                    """, ControllerConfig.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        controller.stop();
    }

    @Test
    void a_session_is_shown_with_all_that_was_agreed_and_counted() {
        try (MockRouter router = router()) {
            announce(router, 1);
            await().until(() -> session(LIMITED).path("routes_in").intValue() == 1);
            JsonNode session = session(LIMITED);

            assertEquals("Established", session.path("state").stringValue());
            assertEquals(65_500, session.path("peer_as").intValue());
            assertEquals(90, session.path("hold_time").intValue());
            assertEquals(30, session.path("keepalive").intValue());
            assertTrue(session.path("remote_endpoint").stringValue().startsWith(LIMITED + ":"));
            assertTrue(session.path("capabilities_in_force").toString().contains("enhanced-route-refresh"));
            assertTrue(session.path("capabilities_received").toString().contains("multiprotocol inet-vpn"));
            JsonNode family = session.path("families").path(0);
            assertEquals("inet-vpn", family.path("family").stringValue());
            assertEquals(2, family.path("prefix_limit").intValue());
            assertEquals(1, family.path("routes_received").intValue());
            assertEquals(1, family.path("routes_accepted").intValue());
            assertTrue(session.path("messages_in").path("update").intValue() >= 1);
            assertFalse(session.path("md5").booleanValue());
        }
    }

    @Test
    void a_neighbor_with_too_many_routes_is_sent_away_and_the_cause_is_shown() {
        try (MockRouter router = router()) {
            for (int i = 0; i < 3; i++) {
                announce(router, i);
            }
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> session(LIMITED).path("last_error_sent").isObject());
            JsonNode error = session(LIMITED).path("last_error_sent");
            assertEquals(6, error.path("code").intValue());
            assertEquals("more than 2 prefixes of inet-vpn", error.path("cause").stringValue());
            assertTrue(error.path("error").stringValue().contains("Cease/Maximum Prefixes Reached (6/1)"));
        }
    }

    @Test
    void an_operator_clears_a_session_with_a_text() {
        try (MockRouter router = router()) {
            assertEquals("cleared 1\n", exec("nei clear limited new policy"));
            await().until(() -> session(LIMITED).path("flaps").intValue() == 1);
            await().until(() -> router.session != null);
            assertEquals(
                    "new policy",
                    session(LIMITED).path("last_error_sent").path("text").stringValue());
            await().until(() -> session(LIMITED).path("state").stringValue().equals("Established"));
            assertEquals("asked 1\n", exec("nei clear limited soft"));
            assertTrue(request("GET", "/Snh_ClearBgpNeighborReq?name=limited&soft=true", "")
                    .contains(">true<"));
            assertTrue(
                    request("GET", "/Snh_ClearBgpNeighborReq?name=nobody", "").contains(">false<"));
            assertEquals("no BGP neighbor 'nobody'\n", exec("nei clear nobody"));
        }
    }

    @Test
    void a_neighbor_that_is_shut_down_rests() {
        assertEquals("Idle", session("127.8.7.8").path("state").stringValue());
        assertTrue(session("127.8.7.8").path("shutdown").booleanValue());
    }

    private MockRouter router() {
        return new MockRouter(LIMITED, 65_500, controller, 65_500, AddressFamily.VPN_IPV4);
    }

    private static void announce(MockRouter router, int third) {
        PathAttributes attributes = PathAttributes.builder()
                .origin(Origin.IGP)
                .localPref(100)
                .nextHop(Ipv4Address.parse(LIMITED))
                .extendedCommunities(ExtendedCommunities.ofTargets(RouteTarget.parse("target:65500:1")))
                .build();
        router.send(Update.announcing(
                AddressFamily.VPN_IPV4,
                attributes,
                Route.of(VpnIpv4Prefix.parse("65500:1:10.0." + third + ".0/24"), LabelStack.of(100 + third))));
    }

    private JsonNode session(String remote) {
        for (JsonNode row : JsonMapper.shared().readTree(request("GET", "/v1/inspect/sessions", ""))) {
            if (row.path("remote").stringValue().equals(remote)) {
                return row;
            }
        }
        throw new AssertionError("no session with " + remote);
    }

    /** What a command prints. */
    private String exec(String command) {
        var out = new StringBuilder();
        request("POST", "/v1/exec", "{\"command\": \"" + command + "\"}")
                .lines()
                .forEach(line -> out.append(
                        JsonMapper.shared().readTree(line).path("out").stringValue("")));
        return out.toString();
    }

    private String request(String method, String path, String body) {
        try {
            var uri = URI.create("http://" + controller.endpoints().get("control") + path);
            var request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.ofString(body));
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

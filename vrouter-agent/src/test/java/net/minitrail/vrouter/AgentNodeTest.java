package net.minitrail.vrouter;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.NodeConfig;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stanza.AgentRequest.Announce;
import net.minitrail.xmpp.stanza.AgentRequest.ConfigSubscribe;
import net.minitrail.xmpp.stanza.AgentRequest.Subscribe;
import net.minitrail.xmpp.stanza.AgentRequest.Unsubscribe;
import net.minitrail.xmpp.stanza.AgentRequest.Withdraw;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The node as a process would run it, with real sockets on loopback addresses of its own. */
class AgentNodeTest {
    private static final UUID VM1 = UUID.fromString("61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f");

    private final int block = 64 + (int) (ProcessHandle.current().pid() % 128);
    private final Ipv4Address controlAddress = Ipv4Address.parse("127." + block + ".8.2");
    private final HttpClient http = HttpClient.newHttpClient();
    private ControlNode control;
    private AgentNode agent;

    AgentNodeTest() throws IOException {
        control = new ControlNode(controlAddress);
        agent = startAgent("");
    }

    private AgentNode startAgent(String more) throws IOException {
        String file = """
                name: compute-1
                address: 192.168.100.3
                transport: 127.%d.8.3
                controllers: [{address: 192.168.100.2}]
                underlay: {192.168.100.2: %s, 192.168.100.3: 127.%d.8.3}
                ports: {control: 0}
                """.formatted(block, controlAddress, block) + more;
        return AgentNode.start(NodeConfig.read("compute-1.yml", file, AgentConfig.class));
    }

    @BeforeEach
    void wait_for_the_session() {
        await().untilAsserted(() -> assertTrue(heard(ConfigSubscribe.class)
                .contains(new ConfigSubscribe("virtual-router:default-global-system-config:compute-1"))));
    }

    @AfterEach
    void stop() {
        agent.stop();
        control.close();
    }

    @Test
    void a_port_is_configured_subscribed_published_and_preferred() throws Exception {
        plug();

        await().untilAsserted(() -> assertEquals(List.of(100L, 200L), preferences()));
        assertEquals(
                new Subscribe(ComputeNode.INSTANCE, 2, false),
                heard(Subscribe.class).get(0));
        RouteItem item = announced().get(0);
        assertEquals("192.168.1.3/32", item.key().id());
        assertEquals(17, item.nextHops().get(0).label());
        assertEquals("192.168.100.3", item.nextHops().get(0).address().toString());
        assertTrue(status().contains("has not sent End-of-RIB"));
        control.endOfRib();
        await().until(() -> status().contains("\"settled\":true"));
        assertEquals(
                Set.of(
                        "ff:ff:ff:ff:ff:ff,0.0.0.0/32",
                        "02:61:af:9b:59:35,0.0.0.0/0",
                        "02:61:af:9b:59:35,192.168.1.3/32"),
                heard(Announce.class).stream()
                        .map(announce -> announce.route().key())
                        .filter(RouteKey.Evpn.class::isInstance)
                        .map(RouteKey::id)
                        .collect(Collectors.toSet()));
    }

    @Test
    void a_port_that_goes_is_withdrawn() throws Exception {
        plug();
        await().untilAsserted(() -> assertEquals(List.of(100L, 200L), preferences()));

        assertEquals(200, call("DELETE", "/port/" + VM1, ""));

        await().untilAsserted(() -> assertEquals(1L, withdrawn()));
        assertEquals(404, call("DELETE", "/port/" + VM1, ""));
        assertEquals(1, heard(AgentRequest.ConfigUnsubscribe.class).size());
    }

    @Test
    void a_network_that_goes_is_withdrawn_and_unsubscribed() throws Exception {
        plug();
        await().untilAsserted(() -> assertEquals(List.of(100L, 200L), preferences()));

        control.configure(TestConfig.noNetwork());

        await().untilAsserted(() -> assertEquals(1, heard(Unsubscribe.class).size()));
        assertEquals(1L, withdrawn());
    }

    @Test
    void what_a_control_node_said_is_forgotten_when_it_goes() throws Exception {
        plug();
        await().untilAsserted(() -> assertEquals(List.of(100L, 200L), preferences()));
        control.announce(ComputeNode.item("100.100.100.100/32", ComputeNode.GATEWAY, 20, 100, 0));
        await().until(() -> routes().contains("100.100.100.100/32"));

        control.close();

        await().until(() -> !routes().contains("100.100.100.100/32"));
        assertTrue(routes().contains("192.168.1.3/32"), "the machine goes on");
    }

    @Test
    void a_headless_agent_tells_a_control_node_that_restarts_everything_again_and_stale_routes_go() throws Exception {
        agent.stop();
        agent = startAgent("headless: true\nconnect-retry-limit: 1\n");
        plug();
        await().untilAsserted(() -> assertEquals(List.of(100L, 200L), preferences()));
        control.announce(ComputeNode.item("100.100.100.100/32", ComputeNode.GATEWAY, 20, 100, 0));
        await().until(() -> routes().contains("100.100.100.100/32"));

        control.close();
        await().until(() -> status().contains("no session"));
        assertTrue(routes().contains("100.100.100.100/32"), "with nobody up the last routes stay");
        control = new ControlNode(controlAddress);

        await().untilAsserted(() -> assertEquals(1, announced().size()));
        assertEquals(List.of(200L), preferences());
        assertEquals(1, heard(AgentRequest.EndOfRib.class).size());
        assertTrue(routes().contains("100.100.100.100/32"));
        control.endOfRib();
        await().until(() -> !routes().contains("100.100.100.100/32"));
    }

    @Test
    void wrong_ports_are_refused_with_a_reason() throws Exception {
        assertEquals(400, call("POST", "/port", "{"));
        assertEquals(400, call("POST", "/port", "{\"id\":\"x\"}"));
        assertEquals(400, call("POST", "/port", "{\"display-name\":\"vm\"}"));
        assertEquals(404, call("GET", "/port/" + VM1, ""));
        assertEquals(405, call("PUT", "/port", "{}"));
    }

    @Test
    void a_guest_pings_the_gateway_of_its_network() throws Exception {
        plug();
        await().untilAsserted(() -> assertEquals(List.of(100L, 200L), preferences()));

        String answer = body("POST", "/v1/exec", "{\"command\":\"ping -c 2 -i 0.01 192.168.1.1\",\"guest\":\"vm1\"}");

        assertTrue(answer.contains("64 bytes from 192.168.1.1: seq=0 ttl=64 time="), answer);
        assertTrue(answer.contains("2 packets transmitted, 2 packets received, 0% packet loss"), answer);
        assertTrue(answer.contains("{\"exit\":0,\"prompt\":\"$ \",\"talking\":false}"), answer);
        String arp = body("POST", "/v1/exec", "{\"command\":\"arp\",\"guest\":\"vm1\"}");
        assertTrue(arp.contains("? (192.168.1.1) at 00:00:5e:00:01:00 [ether]  on eth0"), arp);
    }

    private void plug() throws Exception {
        assertEquals(200, call("POST", "/port", "{\"id\":\"%s\",\"display-name\":\"vm1\"}".formatted(VM1)));
        await().until(() -> heard(ConfigSubscribe.class).contains(new ConfigSubscribe("virtual-machine:" + VM1)));
        control.configure(TestConfig.network());
        control.configure(TestConfig.port(VM1, "192.168.1.3"));
    }

    private <T> List<T> heard(Class<T> type) {
        return control.requests.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** The inet routes that the control node was told of, in order. */
    private List<RouteItem> announced() {
        return heard(Announce.class).stream()
                .map(Announce::route)
                .filter(item -> item.key() instanceof RouteKey.Unicast)
                .toList();
    }

    private long withdrawn() {
        return heard(Withdraw.class).stream()
                .filter(withdraw -> withdraw.key() instanceof RouteKey.Unicast)
                .count();
    }

    private List<Long> preferences() {
        return announced().stream()
                .map(item -> item.attributes().localPreference())
                .toList();
    }

    private String status() throws Exception {
        return body("GET", "/v1/status", "");
    }

    private String routes() throws Exception {
        return body("GET", "/v1/inspect/routes?vrf=test_vn", "");
    }

    private int call(String method, String path, String body) throws Exception {
        return http.send(request(method, path, body), BodyHandlers.ofString()).statusCode();
    }

    private String body(String method, String path, String body) throws Exception {
        return http.send(request(method, path, body), BodyHandlers.ofString()).body();
    }

    private HttpRequest request(String method, String path, String body) {
        URI uri = URI.create("http://" + agent.endpoints().get("control") + path);
        return HttpRequest.newBuilder(uri)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }
}

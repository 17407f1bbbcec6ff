package net.minitrail.controller;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.runtime.NodeConfig;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stanza.RouteAttributes;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stanza.RouteNextHop;
import net.minitrail.xmpp.stanza.TunnelEncapsulation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a control node tells of itself while one agent has one route. */
class ControlEndpointTest {
    private static final String TEST_VN = "default-domain:default-project:test_vn:test_vn";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Controller controller = start();
    private final MockAgent agent = new MockAgent("compute-1", "127.8.5.3", controller);

    private static Controller start() {
        try {
            return Controller.start(NodeConfig.read("test.yml", """
                    name: ctrl
                    address: 127.8.5.2
                    autonomous-system: 65500
                    ports: {bgp: 0, xmpp: 0, api: 0, control: 0}
                    neighbors:
                      - {name: mx, address: 127.8.5.9, passive: true}
                    networks:
                      test_vn: {subnet: 192.168.1.0/24, route-targets: [target:65500:101]}
                    virtual-routers: [compute-1]
                    """, ControllerConfig.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void announce() {
        agent.subscribe(TEST_VN, 7);
        agent.announce(TEST_VN, "192.168.1.3/32", 17, 200, 1, MockAgent.TUNNELS);
        await().atMost(Duration.ofSeconds(5)).until(() -> agent.routes.size() == 1);
    }

    @AfterEach
    void stop() {
        agent.close();
        controller.stop();
    }

    private String get(String path) {
        return text(HttpRequest.newBuilder(uri(path)).build());
    }

    private URI uri(String path) {
        return URI.create("http://" + controller.endpoints().get("control") + path);
    }

    private String text(HttpRequest request) {
        HttpResponse<String> response =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
        assertEquals(200, response.statusCode(), response.body());
        return response.body();
    }

    private JsonNode json(String path) {
        return JsonMapper.shared().readTree(get(path));
    }

    private String exec(String command) {
        String lines = text(HttpRequest.newBuilder(uri("/v1/exec"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"command\":\"" + command + "\"}"))
                .build());
        return JsonMapper.shared()
                .readTree(lines.lines().findFirst().orElseThrow())
                .path("out")
                .asString("");
    }

    private static String xpath(String xml, String expression) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        return XPathFactory.newInstance().newXPath().evaluate(expression, document);
    }

    @Test
    void says_what_it_is_still_waiting_for() {
        JsonNode status = json("/v1/status");
        assertEquals("controller", status.path("role").asString());
        assertEquals(false, status.path("settled").asBoolean());
        assertTrue(status.path("reason").asString().contains("BGP session with mx is"), status::toString);
        JsonNode session = status.path("sessions").get(1);
        assertEquals("xmpp", session.path("type").asString());
        assertEquals("127.8.5.3", session.path("remote").asString());
        assertEquals("Established", session.path("state").asString());
        assertEquals(1, session.path("routes_in").asInt());
        assertEquals(1, session.path("routes_out").asInt());
    }

    @Test
    void shows_the_vni_of_a_mac_that_only_vxlan_leads_to() {
        var mac = new RouteKey.Evpn(0, MacAddress.parse("02:aa:f0:88:f0:65"), IpPrefix.parse("192.168.1.3/32"));
        var hop = RouteNextHop.of(Ipv4Address.parse("127.8.5.3"), 2_000_000, List.of(TunnelEncapsulation.VXLAN), "");
        agent.send(new AgentRequest.Announce(
                TEST_VN,
                RouteItem.of(
                        mac,
                        List.of(hop),
                        RouteAttributes.builder().localPreference(200).build())));
        await().atMost(Duration.ofSeconds(5)).until(() -> agent.routes.size() == 2);

        assertEquals(
                2_000_000,
                json("/v1/inspect/routes?table=bgp.evpn.0").get(0).path("label").asInt());
    }

    @Test
    void shows_routes_with_every_field_of_the_contract() {
        JsonNode rows = json("/v1/inspect/routes?vrf=test_vn&prefix=192.168.1.3/32");
        assertEquals(1, rows.size());
        JsonNode row = rows.get(0);
        assertEquals(
                "{\"node\":\"ctrl\",\"table\":\"" + TEST_VN
                        + ".inet.0\",\"prefix\":\"192.168.1.3/32\",\"rd\":\"\",\"protocol\":\"XMPP\","
                        + "\"next_hop\":\"127.8.5.3\",\"label\":17,\"local_preference\":200,\"med\":100,\"origin\":\"incomplete\","
                        + "\"as_path\":\"\",\"route_targets\":[],\"communities\":[\"mobility:non-sticky:1\"],"
                        + "\"tunnel_encap\":[\"gre\",\"udp\"],\"source\":\"compute-1\",\"active\":true,\"age_seconds\":"
                        + row.path("age_seconds").asInt() + "}",
                row.toString());
        JsonNode vpn = json("/v1/inspect/routes?table=bgp.l3vpn.0").get(0);
        assertEquals("127.8.5.3:7", vpn.path("rd").asString());
        assertEquals(
                "[\"target:65500:101\",\"target:65500:8000000\"]",
                vpn.path("route_targets").toString());
    }

    @Test
    void answers_404_for_a_table_that_does_not_exist() {
        HttpResponse<String> response = client.sendAsync(
                        HttpRequest.newBuilder(uri("/v1/inspect/routes?vrf=nowhere"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .join();
        assertEquals(404, response.statusCode());
    }

    @Test
    void shows_networks_ports_and_targets() {
        JsonNode network = json("/v1/inspect/networks").get(1);
        assertEquals(
                "default-domain:default-project:test_vn", network.path("name").asString());
        assertEquals("[\"192.168.1.0/24\"]", network.path("subnets").toString());
        JsonNode target = json("/v1/inspect/targets").get(0);
        assertEquals("target:65500:101", target.path("target").asString());
        assertEquals("[\"" + TEST_VN + "\"]", target.path("importers").toString());
        assertTrue(target.path("wanted").asBoolean());
        assertEquals(0, json("/v1/inspect/ports").size());
    }

    @Test
    void prints_routes_and_neighbors_as_the_introspect_client_does() {
        String routes = exec("route show test_vn.inet.0")
                .replaceAll("age: [0-9:]+", "age: T")
                .replaceAll("last_modified: .*", "last_modified: T");
        assertEquals("""

                %s.inet.0: 1 destinations, 1 routes (1 primary, 0 secondary, 0 infeasible)

                192.168.1.3/32, age: T, last_modified: T
                    [XMPP (interface)|compute-1] age: T, localpref: 200, nh: 127.8.5.3, encap: ['gre', 'udp'], label: 17, AS path: None
                """.formatted(TEST_VN), routes);
        String neighbors = exec("nei");
        assertTrue(
                neighbors.contains("| peer      | peer_address | peer_asn | encoding | peer_type | state"), neighbors);
        assertTrue(
                neighbors.contains(
                        "| compute-1 | 127.8.5.3    | 0        | XMPP     | internal  | Established | in sync"),
                neighbors);
        assertTrue(exec("status").startsWith("== Contrail control ==\ncontrol: initializing (BGP session with mx"));
    }

    @Test
    void serves_introspection_with_the_field_names_of_the_real_one() throws Exception {
        String route = get("/Snh_ShowRouteReq?routing_table=" + TEST_VN + ".inet.0&prefix=192.168.1.3/32");
        String path = "//ShowRoutePath/";
        assertEquals("XMPP", xpath(route, path + "protocol"));
        assertEquals("200", xpath(route, path + "local_preference"));
        assertEquals("100", xpath(route, path + "med"));
        assertEquals("17", xpath(route, path + "label"));
        assertEquals("127.8.5.3", xpath(route, path + "next_hop"));
        assertEquals("default-domain:default-project:test_vn", xpath(route, path + "origin_vn"));
        assertEquals("bgp.l3vpn.0", xpath(route, path + "secondary_tables/list/element[1]"));
        assertEquals("gre", xpath(route, path + "tunnel_encap/list/element[1]"));
        assertEquals("1", xpath(route, path + "sequence_no"));
        assertEquals("1", xpath(route, "//ShowRouteTable/prefixes"));

        String neighbors = get("/Snh_BgpNeighborReq?search_string=compute-1");
        assertEquals("XMPP", xpath(neighbors, "//BgpNeighborResp/encoding"));
        assertEquals("subscribed", xpath(neighbors, "//BgpNeighborRoutingInstance/state"));
        assertEquals("7", xpath(neighbors, "//BgpNeighborRoutingInstance/index"));

        assertEquals("1", xpath(get("/Snh_ShowXmppServerReq"), "//current_connections"));
        assertEquals("65500", xpath(get("/Snh_ShowBgpServerReq"), "//autonomous_system"));
        assertEquals("2", xpath(get("/Snh_ShowRoutingInstanceReq"), "count(//ShowRoutingInstance)"));
        assertEquals("2", xpath(get("/Snh_ShowRtGroupReq"), "count(//ShowRtGroupInfo)"));
        assertEquals("9", xpath(get("/Snh_ShowRouteSummaryReq"), "count(//ShowRouteTableSummary)"));
        assertEquals("compute-1", xpath(get("/Snh_ShowXmppConnectionReq"), "//ShowXmppConnection/name"));
    }
}

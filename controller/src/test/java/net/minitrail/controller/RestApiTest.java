package net.minitrail.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.minitrail.net.runtime.NodeConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The configuration API as a client sees it. */
class RestApiTest {
    private static final String PROJECT = "\"default-domain\",\"default-project\"";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Controller controller = start();

    private static Controller start() {
        try {
            return Controller.start(NodeConfig.read("test.yml", """
                    name: ctrl
                    address: 127.0.0.1
                    autonomous-system: 65500
                    ports: {bgp: 0, xmpp: 0, api: 0, control: 0}
                    """, ControllerConfig.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void answers() {
        assertEquals(200, get("/").statusCode());
    }

    @AfterEach
    void stop() {
        controller.stop();
    }

    private HttpResponse<String> send(String method, String path, String body, String type) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + controller.endpoints().get("api") + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", type)
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }

    private HttpResponse<String> post(String path, String body) {
        return send("POST", path, body, "application/json");
    }

    private HttpResponse<String> get(String path) {
        return send("GET", path, "", "application/json");
    }

    private static JsonNode json(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        return JsonMapper.shared().readTree(response.body());
    }

    private static String network(String name, String more) {
        return "{\"virtual-network\":{\"fq_name\":[%s,\"%s\"],\"parent_type\":\"project\"%s}}"
                .formatted(PROJECT, name, more);
    }

    private String createNetwork(String name) {
        return json(post("/virtual-networks", network(name, "")))
                .path("virtual-network")
                .path("uuid")
                .asString();
    }

    @Test
    void creates_reads_changes_and_deletes_an_object() {
        // when created
        JsonNode created = json(post(
                        "/virtual-networks",
                        network("vn", ",\"route_target_list\":{\"route_target\":[\"target:65500:101\"]}")))
                .path("virtual-network");
        String path = "/virtual-network/" + created.path("uuid").asString();
        assertTrue(created.path("href").asString().endsWith(path), created::toString);
        assertEquals("project", created.path("parent_type").asString());

        // then it is there with its instance, and in the list
        JsonNode read = json(get(path)).path("virtual-network");
        assertEquals("vn", read.path("display_name").asString());
        assertEquals(1, read.path("virtual_network_network_id").asInt());
        assertEquals(
                "vn", read.path("routing_instances").get(0).path("to").get(3).asString());
        assertEquals(2, json(get("/virtual-networks")).path("virtual-networks").size());

        // when one property is put, the others stay
        json(send("PUT", path, "{\"virtual-network\":{\"display_name\":\"other\"}}", "application/json"));
        read = json(get(path)).path("virtual-network");
        assertEquals("other", read.path("display_name").asString());
        assertEquals(
                "target:65500:101",
                read.path("route_target_list").path("route_target").get(0).asString());

        // when deleted
        assertEquals(200, send("DELETE", path, "", "application/json").statusCode());
        assertEquals(404, get(path).statusCode());
    }

    @Test
    void lists_what_is_asked_for() {
        String one = createNetwork("one");
        createNetwork("two");
        String ipam = json(post(
                        "/fqname-to-id",
                        "{\"type\":\"network-ipam\",\"fq_name\":[" + PROJECT + ",\"default-network-ipam\"]}"))
                .path("uuid")
                .asString();
        json(post(
                "/ref-update",
                ("{\"type\":\"virtual-network\",\"uuid\":\"%s\",\"ref-type\":\"network-ipam\",\"ref-uuid\":\"%s\","
                                + "\"operation\":\"ADD\",\"attr\":{\"ipam_subnets\":[]}}")
                        .formatted(one, ipam)));

        String list = "/virtual-networks?";
        assertEquals(
                3,
                json(get(list + "count=true"))
                        .path("virtual-networks")
                        .path("count")
                        .asInt());
        assertEquals(
                1, json(get(list + "obj_uuids=" + one)).path("virtual-networks").size());
        assertEquals(
                1,
                json(get(list + "back_ref_id=" + ipam)).path("virtual-networks").size());
        assertEquals(
                1,
                json(get(list + "fq_name=default-domain:default-project:two"))
                        .path("virtual-networks")
                        .size());
        assertEquals(
                1,
                json(get(list + "filters=display_name==%22one%22"))
                        .path("virtual-networks")
                        .size());
        assertEquals(
                3,
                json(get(list + "parent_fq_name_str=default-domain:default-project"))
                        .path("virtual-networks")
                        .size());
        JsonNode detail = json(get(list + "detail=true&obj_uuids=" + one))
                .path("virtual-networks")
                .get(0);
        assertEquals("one", detail.path("virtual-network").path("name").asString());
        JsonNode fields = json(get(list + "fields=network_ipam_refs&obj_uuids=" + one))
                .path("virtual-networks")
                .get(0);
        assertTrue(fields.has("network_ipam_refs") && !fields.has("virtual_network_network_id"), fields::toString);
        JsonNode name = json(post("/id-to-fqname", "{\"uuid\":\"" + one + "\"}"));
        assertEquals("virtual-network", name.path("type").asString());
    }

    @Test
    void refuses_to_delete_what_others_use_and_says_who() {
        String network = createNetwork("vn");
        String port = json(post(
                        "/virtual-machine-interfaces",
                        "{\"virtual-machine-interface\":{\"fq_name\":[%s,\"p1\"],\"virtual_network_refs\":[{\"uuid\":\"%s\"}]}}"
                                .formatted(PROJECT, network)))
                .path("virtual-machine-interface")
                .path("uuid")
                .asString();

        HttpResponse<String> refusal = send("DELETE", "/virtual-network/" + network, "", "application/json");

        assertEquals(409, refusal.statusCode());
        assertTrue(refusal.body().contains(port), refusal.body());
        String mac = json(get("/virtual-machine-interface/" + port))
                .path("virtual-machine-interface")
                .path("virtual_machine_interface_mac_addresses")
                .path("mac_address")
                .get(0)
                .asString();
        String hex = port.replace("-", "");
        assertEquals(
                "02:"
                        + String.join(
                                ":",
                                IntStream.range(0, 5)
                                        .mapToObj(i -> hex.substring(2 * i, 2 * i + 2))
                                        .toList()),
                mac);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "target:65536:70000; 400; route_target_list.route_target[0]",
                "target:1.2.3.4:70000; 400; 0..65535",
                "target:0:1; 400; reserved",
                "foo; 400; target:administrator:number",
                "target:1:-1; 400; is not a number",
                "target:1:4294967296; 400; 0..4294967295",
                "target:100L:70000; 400; 0..65535",
                "target:65500:8000001; 400; belong to the server",
                "target:65500:101; 200; uuid",
                "target:64512:8000001; 200; uuid",
                "target:200000:9; 200; uuid",
                "target:1.2.3.4:5; 200; uuid",
            })
    void takes_route_targets_that_fit_and_names_the_rule_of_those_that_do_not(String target, int status, String words) {
        HttpResponse<String> response = post(
                "/virtual-networks",
                network("vn", ",\"route_target_list\":{\"route_target\":[\"%s\"]}".formatted(target)));
        assertEquals(status, response.statusCode(), response.body());
        assertTrue(response.body().contains(words), response.body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{; 400; not JSON",
                "{\"virtual-network\": {; 400; (line 1, column 22)",
                "[]; 400; not a JSON object",
                "{\"virtual-networks\":{}}; 400; no object 'virtual-network'",
                "{\"virtual-network\":{}}; 400; fq_name",
                "{\"virtual-network\":{\"fq_name\":null}}; 400; fq_name",
                "{\"virtual-network\":{\"fq_name\":[\"a\",\"b\",\"c\"]}}; 404; no project is called",
                "{\"virtual-network\":{\"fq_name\":[\"default-domain\",\"default-project\",\"../etc\"]}}; 400; slash",
                "{\"virtual-network\":{\"fq_name\":[\"default-domain\",\"default-project\",\"a:b\"]}}; 400; colon",
                "{\"virtual-network\":{\"fq_name\":[\"default-domain\",\"default-project\",\"<b>\"]}}; 400; not allowed",
                "{\"virtual-network\":{\"fq_name\":[\"default-domain\",\"default-project\",\"a\\u000ab\"]}}; 400; control",
                "{\"virtual-network\":{\"fq_name\":[\"default-domain\",\"default-project\",\"a\"],\"is_sharde\":true}}; 400; is_shared",
                "{\"virtual-network\":{\"fq_name\":[\"default-domain\",\"default-project\",\"a\"],\"is_shared\":1}}; 400; true or false",
                "{\"virtual-network\":{\"fq_name\":[\"default-domain\",\"default-project\",\"a\"],\"virtual_network_properties\":{\"mtu\":9217}}}; 400; 0 to 9216",
                "{\"virtual-network\":{\"fq_name\":[\"default-domain\",\"default-project\",\"a\"],\"virtual_network_network_id\":7}}; 403; chosen by the server",
                "{\"virtual-network\":{\"fq_name\":[\"default-domain\",\"default-project\",\"a\"],\"fq_name\":[]}}; 400; not JSON",
                "{\"virtual-network\":{\"fq_name\":[\"default-domain\",\"default-project\",\"a\"],\"network_ipam_refs\":[{\"to\":[\"x\",\"y\",\"z\"]}]}}; 404; no network-ipam",
            })
    void answers_a_wrong_body_with_one_line_that_says_what_is_wrong(String body, int status, String words) {
        HttpResponse<String> response = post("/virtual-networks", body);
        assertEquals(status, response.statusCode(), response.body());
        assertTrue(response.body().contains(words), response.body());
        assertEquals(1, response.body().lines().count(), response.body());
        assertFalse(response.body().contains("Exception"), response.body());
        assertFalse(response.body().contains("REDACTED"), response.body());
    }

    @Test
    void refuses_bodies_that_are_too_deep_too_large_or_of_another_type() {
        String deep = "[".repeat(5000) + "]".repeat(5000);
        assertEquals(400, post("/virtual-networks", deep).statusCode());
        assertEquals(
                413,
                post("/virtual-networks", "{\"a\":\"" + "x".repeat(9 << 20) + "\"}")
                        .statusCode());
        assertEquals(415, send("POST", "/virtual-networks", "{}", "text/xml").statusCode());
        assertEquals(404, post("/virtual-netwroks", "{}").statusCode());
        assertEquals(404, get("/virtual-network/../../etc/passwd").statusCode());
        assertEquals(
                404,
                get("/virtual-network/00000000-0000-0000-0000-000000000000").statusCode());
        assertEquals(
                405,
                send("PATCH", "/virtual-networks", "{}", "application/json").statusCode());
        assertEquals(400, post("/ref-update", "{\"type\":\"virtual-network\"}").statusCode());
    }

    @Test
    void of_many_creations_of_one_name_exactly_one_succeeds() {
        List<CompletableFuture<Integer>> answers = IntStream.range(0, 200)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> post("/virtual-networks", network("same", "")).statusCode()))
                .toList();

        List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();

        assertEquals(1, statuses.stream().filter(status -> status == 200).count());
        assertEquals(199, statuses.stream().filter(status -> status == 409).count());
    }

    @Test
    void shows_no_key_of_a_neighbor() {
        String body =
                "{\"bgp-router\":{\"fq_name\":[%s,\"ip-fabric\",\"__default__\",\"mx\"],\"bgp_router_parameters\":{\"address\":\"127.0.0.9\",\"auth_data\":{\"key_type\":\"md5\",\"key_items\":[{\"key_id\":0,\"key\":\"sesame\"}]}}}}"
                        .formatted(PROJECT);
        String uuid =
                json(post("/bgp-routers", body)).path("bgp-router").path("uuid").asString();

        assertFalse(get("/bgp-router/" + uuid).body().contains("sesame"));
        assertFalse(get("/bgp-routers?detail=true").body().contains("sesame"));
    }

    @Test
    void refuses_autonomous_systems_that_nobody_may_use() {
        String uuid = json(post(
                        "/fqname-to-id",
                        "{\"type\":\"global-system-config\",\"fq_name\":[\"default-global-system-config\"]}"))
                .path("uuid")
                .asString();
        for (long as : new long[] {0, 23_456, 4_294_967_296L, -1}) {
            HttpResponse<String> response = send(
                    "PUT",
                    "/global-system-config/" + uuid,
                    "{\"global-system-config\":{\"autonomous_system\":" + as + "}}",
                    "application/json");
            assertEquals(400, response.statusCode(), response.body());
            assertTrue(response.body().startsWith("autonomous_system: found " + as), response.body());
        }
    }
}

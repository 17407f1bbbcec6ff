package net.minitrail.controller;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Configures a controller as a user would, in the words of a test. */
record ConfigClient(String endpoint) {
    private static final String PROJECT = "\"default-domain\",\"default-project\"";

    private JsonNode call(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + endpoint + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .join();
        if (response.statusCode() != 200) {
            throw new AssertionError(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return JsonMapper.shared().readTree(response.body().isEmpty() ? "{}" : response.body());
    }

    String uuid(String type, String name) {
        String parts = "\"" + name.replace(":", "\",\"") + "\"";
        return call("POST", "/fqname-to-id", "{\"type\":\"%s\",\"fq_name\":[%s]}".formatted(type, parts))
                .path("uuid")
                .asString();
    }

    void network(String name, String prefix) {
        call("POST", "/virtual-networks", "{\"virtual-network\":{\"fq_name\":[%s,\"%s\"]}}".formatted(PROJECT, name));
    }

    void targets(String network, String target) {
        call(
                "PUT",
                "/virtual-network/" + uuid("virtual-network", "default-domain:default-project:" + network),
                "{\"virtual-network\":{\"route_target_list\":{\"route_target\":[\"%s\"]}}}".formatted(target));
    }

    void delete(String type, String name) {
        call("DELETE", "/" + type + "/" + uuid(type, name), "");
    }

    /** Attaches a policy that passes everything between two networks to both. */
    void connect(String policy, String one, String other) {
        String project = "default-domain:default-project:";
        String uuid = call("POST", "/network-policys", """
                        {"network-policy":{"fq_name":[%s,"%s"],"network_policy_entries":{"policy_rule":[{"direction":"<>",
                          "protocol":"any","src_addresses":[{"virtual_network":"%s"}],"dst_addresses":[{"virtual_network":"%s"}],
                          "action_list":{"simple_action":"pass"}}]}}}
                        """.formatted(PROJECT, policy, project + one, project + other))
                .path("network-policy")
                .path("uuid")
                .asString();
        for (String network : new String[] {one, other}) {
            call(
                    "POST",
                    "/ref-update",
                    "{\"type\":\"virtual-network\",\"uuid\":\"%s\",\"ref-type\":\"network-policy\",\"ref-uuid\":\"%s\",\"operation\":\"ADD\",\"attr\":{\"sequence\":{\"major\":0,\"minor\":0}}}"
                            .formatted(uuid("virtual-network", project + network), uuid));
        }
    }

    /** Takes all policies off a network. */
    void disconnect(String network) {
        call(
                "PUT",
                "/virtual-network/" + uuid("virtual-network", "default-domain:default-project:" + network),
                "{\"virtual-network\":{\"network_policy_refs\":[]}}");
    }

    void autonomousSystem(long as) {
        call(
                "PUT",
                "/global-system-config/" + uuid("global-system-config", "default-global-system-config"),
                "{\"global-system-config\":{\"autonomous_system\":%s}}".formatted(as));
    }

    /** Takes a control node's own bgp-router down, or up again. */
    void adminDown(String router, boolean down) {
        String path =
                "/bgp-router/" + uuid("bgp-router", "default-domain:default-project:ip-fabric:__default__:" + router);
        var parameters = (ObjectNode) call("GET", path, "").path("bgp-router").path("bgp_router_parameters");
        parameters.put("admin_down", down);
        call("PUT", path, "{\"bgp-router\":{\"bgp_router_parameters\":%s}}".formatted(parameters));
    }
}

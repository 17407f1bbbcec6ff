package net.minitrail.itests.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.minitrail.itests.node.NodeProcess;
import net.minitrail.itests.peer.Family;
import net.minitrail.itests.peer.OpenMessage;
import net.minitrail.itests.peer.PeerConnection;
import net.minitrail.itests.peer.RouteKey;
import net.minitrail.itests.peer.RouteOffer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Controllers of one system, AS 65000, that reflect routes between peers at {@code NET.1.x}, and what is asked of them.
 *
 * @param net three octets with the dot after the second, {@code 127.61}: the controller is {@code NET.0.1}
 */
record Controllers(String net, Path directory) {
    static final long AS = 65_000;
    private static final long TARGET = 0x0002_0000_0000_0000L | AS << 32 | 101;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** @param ports {@code {bgp: 0, …}} */
    String config(String ports) {
        return """
                name: controller
                address: NET.0.1
                autonomous-system: 65000
                cluster-id: NET.0.1
                ports: PORTS
                store: STORE
                dynamic-neighbors:
                  - {prefix: NET.1.0/24, as: 65000, route-reflector-client: true, families: [inet-vpn]}
                networks:
                  blue: {subnet: 10.1.0.0/16, route-targets: [target:65000:101]}
                  red: {subnet: 10.2.0.0/16}
                """.replace("NET", net)
                .replace("PORTS", ports)
                .replace("STORE", directory.resolve("store").toString());
    }

    /** On ports that are free. */
    NodeProcess start() throws IOException {
        return start("{bgp: 0, xmpp: 0, api: 0, control: 0}", "");
    }

    NodeProcess start(String ports, String javaOptions) throws IOException {
        return NodeProcess.start(
                "controller", "controller", config(ports), directory, "-XX:+UseSerialGC -Xmx128m " + javaOptions);
    }

    /** The ports of a controller that runs or ran, for its successor. */
    static String portsOf(NodeProcess node) {
        return "{bgp: %d, xmpp: %d, api: %d, control: %d}"
                .formatted(
                        node.endpoint("bgp").getPort(),
                        node.endpoint("xmpp").getPort(),
                        node.endpoint("api").getPort(),
                        node.endpoint("control").getPort());
    }

    /** A session of the peer {@code NET.1.number}. @param holdTime zero for no keepalives */
    PeerConnection dial(NodeProcess controller, int number, int holdTime) throws IOException {
        return PeerConnection.open(
                net + ".1." + number,
                controller.endpoint("bgp"),
                new OpenMessage(AS, holdTime, 0x0A00_0000 | number, List.of(Family.VPN_IPV4), 0));
    }

    /** One of 65536 routes of each peer: {@code 65000:number:10.number.x.y}. */
    static RouteKey key(int number, int route) {
        return new RouteKey(
                Family.VPN_IPV4, AS << 32 | number << 16 | route >>> 8, 10 << 24 | number << 16 | (route & 0xFF) << 8);
    }

    static RouteOffer offer(int number, int label) {
        return new RouteOffer(label, 0x0A00_0000 | number, List.of(), 100, -1, List.of(), List.of(TARGET));
    }

    static boolean holds(PeerConnection peer, RouteKey key, int label) {
        var held = peer.received().routes().get(key.id());
        return held != null && held.label().equals(offer(1, label).labelText());
    }

    /** Makes a network and answers its object. */
    static JsonNode createNetwork(NodeProcess controller, String name) throws IOException {
        String body = "{\"virtual-network\":{\"fq_name\":[\"default-domain\",\"default-project\",\"" + name + "\"]}}";
        return call(
                        controller,
                        HttpRequest.newBuilder(uri(controller, "/virtual-networks"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body)))
                .path("virtual-network");
    }

    /** All networks with all their properties, by uuid. */
    static Map<String, String> networks(NodeProcess controller) throws IOException {
        JsonNode all = call(controller, HttpRequest.newBuilder(uri(controller, "/virtual-networks?detail=true")));
        Map<String, String> networks = new TreeMap<>();
        for (JsonNode each : all.path("virtual-networks")) {
            JsonNode network = each.path("virtual-network");
            networks.put(network.path("uuid").asString(), network.toString());
        }
        return networks;
    }

    private static URI uri(NodeProcess controller, String path) {
        InetSocketAddress api = controller.endpoint("api");
        return URI.create("http://" + api.getHostString() + ":" + api.getPort() + path);
    }

    private static JsonNode call(NodeProcess controller, HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(response.statusCode() + " " + response.body());
            }
            return JsonMapper.shared().readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}

package net.minitrail.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import net.minitrail.net.Ipv4Address;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway process's inside, in this JVM, on loopback addresses that no other test run of this machine uses. */
public final class TestGateway implements AutoCloseable {
    private static final int RUN = (int) (ProcessHandle.current().pid() % 250) + 1;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final GatewayNode node;

    private TestGateway(GatewayNode node) {
        this.node = node;
    }

    /** The transport address of the {@code last}-th node of the {@code lab}-th lab of this run. */
    public static Ipv4Address transport(int lab, int last) {
        return Ipv4Address.parse("127.%d.%d.%d".formatted(100 + lab, RUN, last));
    }

    /** Starts the gateway 192.168.100.{@code last}; nodes 1 to 9 of the lab are in its underlay map. */
    public static TestGateway start(int lab, int last, String junos) throws IOException {
        Map<Ipv4Address, Ipv4Address> underlay = new java.util.HashMap<>();
        for (int i = 1; i < 10; i++) {
            underlay.put(Ipv4Address.parse("192.168.100." + i), transport(lab, i));
        }
        var config = new GatewayNodeConfig(
                "gw" + last,
                Ipv4Address.parse("192.168.100." + last),
                transport(lab, last),
                null,
                null,
                underlay,
                junos,
                null);
        return new TestGateway(GatewayNode.start(config, Path.of("test.yml")));
    }

    /** What one command prints. */
    public String exec(String command) throws IOException, InterruptedException {
        String body = JSON.writeValueAsString(Map.of("command", command));
        var request = HttpRequest.newBuilder(uri("/v1/exec"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        var text = new StringBuilder();
        HTTP.send(request, HttpResponse.BodyHandlers.ofLines())
                .body()
                .forEach(line -> text.append(JSON.readTree(line).path("out").asString("")));
        return text.toString();
    }

    /** A page of the control endpoint. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(path)).build();
        return JSON.readTree(
                HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private URI uri(String path) {
        return URI.create("http://" + node.endpoints().get("control") + path);
    }

    @Override
    public void close() {
        node.close();
    }
}

package net.minitrail.itests.interop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import net.minitrail.itests.labs.Launcher;
import net.minitrail.lab.process.RemoteCommand;
import net.minitrail.lab.process.RunningLab;
import net.minitrail.lab.process.RunningNode;
import net.minitrail.lab.process.StateRoot;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A lab that is up; {@code exec} without the start of a launcher for each command. */
final class InteropLab implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Launcher launcher;
    private final RunningLab lab;
    private final Path state;

    private InteropLab(Launcher launcher, Path state, RunningLab lab) {
        this.launcher = launcher;
        this.state = state;
        this.lab = lab;
    }

    /** Starts the lab of this file and waits until it has converged. */
    static InteropLab up(Path state, String name, String yaml) throws IOException {
        var launcher = new Launcher(state);
        Path file = Files.writeString(state.resolve(name + ".yml"), "name: " + name + "\n" + yaml);
        Launcher.Result result = launcher.run("up", file.toString(), "--timeout", "2m");
        if (result.exit() != 0) {
            launcher.downAll();
            throw new AssertionError(yaml + result);
        }
        RunningLab lab =
                new StateRoot(state.resolve("xdg/minitrail")).lab(name).read().orElseThrow();
        return new InteropLab(launcher, state, lab);
    }

    /** What a command on a node prints. */
    String exec(String node, String line) throws IOException, InterruptedException {
        var out = new StringBuilder();
        new RemoteCommand(lab, node).run(line, out::append);
        return out.toString();
    }

    /** The loopback address of a node. */
    String transport(String node) {
        return node(node).transport();
    }

    /** The address of a node in the protocols. */
    String address(String node) {
        return node(node).address();
    }

    private RunningNode node(String name) {
        return lab.node(name).orElseThrow();
    }

    /** The routes of one of our own nodes to a prefix, in one of its tables or VRFs. */
    JsonNode routes(String node, String query) throws IOException, InterruptedException {
        JsonNode answer = call(node, "control", "GET", "/v1/inspect/routes?" + query, "");
        return answer.has("data") ? answer.path("data") : answer;
    }

    /** What a node of ours tells of its BGP session with an address. */
    JsonNode session(String node, String remote) throws IOException, InterruptedException {
        JsonNode answer = call(node, "control", "GET", "/v1/inspect/sessions", "");
        for (JsonNode row : answer.has("data") ? answer.path("data") : answer) {
            if (row.path("remote").asString().equals(remote)) {
                return row;
            }
        }
        throw new AssertionError(node + " has no session with " + remote);
    }

    /** Gives a network other route targets. */
    void retarget(String network, String target) throws IOException, InterruptedException {
        configure(
                "virtual-network",
                "[\"default-domain\",\"default-project\",\"" + network + "\"]",
                "{\"route_target_list\":{\"route_target\":[\"target:" + target + "\"]}}");
    }

    /** Changes an object of the controller's configuration. */
    void configure(String type, String name, String properties) throws IOException, InterruptedException {
        String uuid = call(
                        "controller",
                        "api",
                        "POST",
                        "/fqname-to-id",
                        "{\"type\":\"" + type + "\",\"fq_name\":" + name + "}")
                .path("uuid")
                .asString();
        call("controller", "api", "PUT", "/" + type + "/" + uuid, "{\"" + type + "\":" + properties + "}");
    }

    private JsonNode call(String node, String endpoint, String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://" + node(node).endpoints().get(endpoint) + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(path + ": " + response.statusCode() + " " + response.body());
        }
        return JsonMapper.shared().readTree(response.body());
    }

    /** Runs a command of minitrail, which must succeed. */
    void run(String... words) {
        Launcher.Result result = launcher.run(words);
        if (result.exit() != 0) {
            throw new AssertionError(result.toString());
        }
    }

    Launcher launcher() {
        return launcher;
    }

    /** The log of a node. */
    String log(String node) throws IOException {
        return Files.readString(
                new StateRoot(state.resolve("xdg/minitrail")).lab(lab.name()).log(node));
    }

    @Override
    public void close() {
        launcher.downAll();
    }
}

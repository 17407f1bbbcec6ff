package net.minitrail.lab.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A node's control endpoint, as docs/NODES.md has it. Thread-safe. */
public final class NodeClient {
    private static final int INTERRUPTED = 130;

    private final String name;
    private final String base;

    /** @param controlEndpoint {@code host:port} */
    private NodeClient(String name, String controlEndpoint) {
        this.name = name;
        this.base = "http://" + controlEndpoint;
    }

    /** The client of a node of ours that has reported its endpoints. */
    public static NodeClient of(RunningNode node) {
        String endpoint = node.authority("control");
        if (endpoint == null) {
            throw new LabException(
                    ErrorCode.COMMAND_REFUSED,
                    "'" + node.name() + "' is a " + node.kind().word() + " without a control endpoint",
                    null);
        }
        return new NodeClient(node.name(), endpoint);
    }

    public String name() {
        return name;
    }

    /** Whether the node is there. */
    boolean answers() {
        try {
            return Http.call("GET", base + "/healthz", null).isGood();
        } catch (LabException e) {
            if (e.code() == ErrorCode.NODE_UNREACHABLE) {
                return false;
            }
            throw e;
        }
    }

    public JsonNode status() {
        return Http.call("GET", base + "/v1/status", null).body();
    }

    /** The rows of a page; {@code query} may hold vrf, family, prefix and table. */
    public JsonNode inspect(String what, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        Http.Answer answer = Http.call("GET", base + "/v1/inspect/" + what + "?" + parameters, null);
        if (answer.status() == 404) {
            throw new LabException(ErrorCode.NO_SUCH_TABLE, name + ": " + answer.reason(), null);
        }
        return answer.isGood() ? answer.body() : refused(answer);
    }

    /**
     * Runs a command and hands out its output as it comes.
     *
     * @param guest a guest of the node, or null for the node itself
     * @param session keeps the shell's state (such as a configuration mode) between calls; null for one command
     * @return the command's exit code and the prompt that a shell shows next
     */
    public ExecResult exec(String command, @Nullable String guest, @Nullable String session, Consumer<String> out) {
        return exec(command, guest, session, out, new Interrupter());
    }

    /** The same; a command that {@code interrupter} ends has exit code {@value #INTERRUPTED} and leaves the prompt as it was. */
    public ExecResult exec(
            String command,
            @Nullable String guest,
            @Nullable String session,
            Consumer<String> out,
            Interrupter interrupter) {
        ObjectNode body = request(guest, session).put("command", command);
        ExecResult[] result = {new ExecResult(-1, "", false)};
        try (InputStream in = Http.stream("POST", base + "/v1/exec", body)) {
            interrupter.begin(in);
            lines(in, line -> {
                if (line.has("out")) {
                    out.accept(line.path("out").asString());
                }
                if (line.has("exit")) {
                    result[0] = new ExecResult(
                            line.path("exit").asInt(),
                            line.path("prompt").asString(""),
                            line.path("talking").asBoolean(false));
                }
                return !line.has("exit");
            });
        } catch (IOException e) {
            if (!interrupter.end()) {
                throw new LabException(ErrorCode.NODE_UNREACHABLE, name + ": " + e.getMessage(), null, e);
            }
            JsonNode now = complete("", 0, guest, session);
            return new ExecResult(
                    INTERRUPTED,
                    now.path("prompt").asString("> "),
                    now.path("talking").asBoolean(false));
        } finally {
            interrupter.end();
        }
        if (result[0].exit() < 0) {
            throw new LabException(ErrorCode.NODE_UNREACHABLE, name + " went away while the command ran", null);
        }
        return result[0];
    }

    /**
     * How a command ended.
     *
     * @param talking whether a program that it started reads what is typed next
     */
    public record ExecResult(int exit, String prompt, boolean talking) {}

    /** {@code candidates}, {@code help} and {@code prompt} for a line that is being typed. */
    public JsonNode complete(String line, int cursor, @Nullable String guest, @Nullable String session) {
        ObjectNode body = request(guest, session).put("line", line).put("cursor", cursor);
        return Http.call("POST", base + "/v1/complete", body).body();
    }

    /** Calls {@code each} with every event, the current status first, until it answers false or the node goes away. */
    public void events(Predicate<JsonNode> each) throws IOException {
        try (InputStream in = events()) {
            lines(in, each);
        }
    }

    InputStream events() {
        return Http.stream("GET", base + "/v1/events", null);
    }

    /** A pcapng stream of the points; ends when it is closed. */
    public InputStream capture(Collection<String> points) {
        String query = points.stream().map(point -> "point=" + encode(point)).collect(Collectors.joining("&"));
        return Http.stream("GET", base + "/v1/capture?" + query, null);
    }

    /** Announces a guest's port to an agent. */
    void addPort(JsonNode port) {
        Http.Answer answer = Http.call("POST", base + "/port", port);
        if (!answer.isGood()) {
            refused(answer);
        }
    }

    /** Takes a port back; one that the agent does not know is no error. */
    void deletePort(String id) {
        Http.call("DELETE", base + "/port/" + id, null);
    }

    static void lines(InputStream in, Predicate<JsonNode> each) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (!line.isBlank() && !each.test(Http.JSON.readTree(line))) {
                return;
            }
        }
    }

    private static ObjectNode request(@Nullable String guest, @Nullable String session) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (guest != null) {
            body.put("guest", guest);
        }
        if (session != null) {
            body.put("session", session);
        }
        return body;
    }

    private JsonNode refused(Http.Answer answer) {
        throw new LabException(
                ErrorCode.COMMAND_REFUSED, name + " answers " + answer.status() + ": " + answer.reason(), null);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

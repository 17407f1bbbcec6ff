package net.minitrail.net.runtime;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;

/**
 * The part of the control endpoint that is the same on every node: health, status, inspect, exec, complete, events.
 * Thread-safe. Paths and shapes are in docs/NODES.md.
 */
public final class ControlApi {
    private final ConcurrentHashMap<String, CommandShell> sessions = new ConcurrentHashMap<>();
    private final Node node;
    private final EventLog events;

    /** What a node tells of itself. Called on request threads; implementations ask their routing loop. */
    public interface Node {
        /** Fields beyond pid and rss_kib: name, role, state, settled, reason, sessions. */
        Map<String, Object> status();

        /**
         * The rows of one inspect page, maps in the order of their columns; null if there is no such page. Each is
         * written before the next is asked for, so many rows need not be there at once, and may be the same map.
         */
        @Nullable
        Iterable<Map<String, Object>> inspect(String what, Query query);

        /** A new command line, of the node itself or of a guest; null if there is no such guest. */
        @Nullable
        CommandShell shell(@Nullable String guest);

        /** A command line for one command alone: where that takes more than a line of a session does. */
        default @Nullable CommandShell single(@Nullable String guest) {
            return shell(guest);
        }
    }

    /** Filters of an inspect page; each may be absent. */
    public record Query(
            @Nullable String vrf,
            @Nullable String family,
            @Nullable String prefix,
            @Nullable String table) {}

    public ControlApi(Node node, EventLog events) {
        this.node = node;
        this.events = events;
    }

    /** Adds the pages to {@code server}. */
    public void install(ControlServer server) {
        server.on("GET", "/healthz", request -> request.json(200, "{\"state\":\"ready\"}"))
                .on("GET", "/v1/status", request -> request.json(200, Json.text(fullStatus())))
                .on("GET", "/v1/inspect/", this::inspect)
                .on("POST", "/v1/exec", this::exec)
                .on("POST", "/v1/complete", this::complete)
                .on("GET", "/v1/events", this::stream);
    }

    private Map<String, Object> fullStatus() {
        Map<String, Object> status = new java.util.LinkedHashMap<>(node.status());
        status.put("pid", ProcessHandle.current().pid());
        status.put("rss_kib", ProcessMemory.residentKib());
        return status;
    }

    private void inspect(ControlServer.Request request) throws IOException {
        String what = request.path().substring("/v1/inspect/".length());
        var query = new Query(
                request.query("vrf"), request.query("family"), request.query("prefix"), request.query("table"));
        Iterable<Map<String, Object>> rows = node.inspect(what, query);
        if (rows == null) {
            request.json(404, "{\"error\":\"no such page, or no such table\"}");
            return;
        }
        try {
            Json.stream(request.stream("application/json"), rows);
        } catch (JacksonIOException e) {
            throw new ClientGoneException(new IOException(e));
        }
    }

    private void exec(ControlServer.Request request) throws IOException {
        Map<String, Object> body = body(request);
        if (body == null) {
            return;
        }
        String command = String.valueOf(body.getOrDefault("command", ""));
        CommandShell shell = shell(text(body, "session"), text(body, "guest"));
        if (shell == null) {
            request.json(404, "{\"error\":\"no such guest\"}");
            return;
        }
        OutputStream out = request.stream("application/x-ndjson");
        int exit;
        try {
            exit = shell.run(command, piece -> line(out, Map.of("out", piece)));
        } catch (InterruptedException e) {
            exit = 130;
        }
        line(out, ImmutableMap.of("exit", exit, "prompt", shell.prompt(), "talking", shell.isTalking()));
    }

    private void complete(ControlServer.Request request) throws IOException {
        Map<String, Object> body = body(request);
        if (body == null) {
            return;
        }
        CommandShell shell = shell(text(body, "session"), text(body, "guest"));
        if (shell == null) {
            request.json(404, "{\"error\":\"no such guest\"}");
            return;
        }
        String line = String.valueOf(body.getOrDefault("line", ""));
        long at = body.get("cursor") instanceof Long number ? number : line.length();
        int cursor = (int) Math.min(line.length(), Math.max(0, at));
        List<CommandShell.Candidate> found = shell.complete(line, cursor);
        request.json(
                200,
                Json.text(Map.of(
                        "candidates",
                                found.stream().map(CommandShell.Candidate::word).toList(),
                        "help", found.stream().map(CommandShell.Candidate::help).toList(),
                        "prompt", shell.prompt(),
                        "talking", shell.isTalking())));
    }

    private void stream(ControlServer.Request request) throws IOException {
        OutputStream out = request.stream("application/x-ndjson");
        try (EventLog.Subscription subscription = events.subscribe()) {
            line(out, Map.of("event", "status", "status", fullStatus()));
            while (true) {
                line(out, subscription.next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable CommandShell shell(@Nullable String session, @Nullable String guest) {
        if (session == null) {
            return node.single(guest);
        }
        Supplier<@Nullable CommandShell> open = () -> node.shell(guest);
        return sessions.computeIfAbsent(session + "/" + guest, key -> open.get());
    }

    private static @Nullable String text(Map<String, Object> body, String key) {
        return body.get(key) instanceof String text ? text : null;
    }

    private static @Nullable Map<String, Object> body(ControlServer.Request request) throws IOException {
        String text = request.body();
        try {
            if (text != null) {
                return Json.members(Json.parse(text));
            }
            request.json(413, "{\"error\":\"body too large\"}");
        } catch (JacksonException e) {
            request.json(400, Json.text(Map.of("error", "not JSON: " + e.getOriginalMessage())));
        }
        return null;
    }

    /** Writes one NDJSON line and flushes it. */
    private static void line(OutputStream out, Map<String, ?> value) {
        try {
            out.write((Json.text(value) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }

    /** The client stopped reading; the command ends. */
    static final class ClientGoneException extends UncheckedIOException {
        private static final long serialVersionUID = 1L;

        ClientGoneException(IOException cause) {
            super(cause);
        }
    }
}

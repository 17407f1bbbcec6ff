package net.minitrail.vrouter;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.minitrail.net.IpAddress;
import net.minitrail.net.MacAddress;
import net.minitrail.net.runtime.ControlServer;
import net.minitrail.net.runtime.Json;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.control.Controllers;
import net.minitrail.vrouter.oper.Agent;
import net.minitrail.vrouter.oper.Port;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The port REST of the agent: {@code POST /port} with a port or a list of them, {@code DELETE /port/<id>},
 * {@code GET /port/<id>} and {@code GET /ports}. Thread-safe.
 */
final class PortRest {
    private final Agent agent;
    private final Controllers controllers;
    private final LoopQuery query;

    PortRest(Agent agent, Controllers controllers, LoopQuery query) {
        this.agent = agent;
        this.controllers = controllers;
        this.query = query;
    }

    void install(ControlServer server) {
        server.on("POST", "/port", this::post)
                .on("DELETE", "/port/", this::delete)
                .on("GET", "/port/", this::get)
                .on("GET", "/ports", this::list);
    }

    private void post(ControlServer.Request request) throws IOException {
        String body = request.body();
        if (body == null) {
            fail(request, 413, "body too large");
            return;
        }
        try {
            Object root = Json.parse(body);
            for (Object one : root instanceof List<?> list ? list : Collections.singletonList(root)) {
                Port port = port(Json.members(one));
                query.ask(() -> {
                    agent.addPort(port);
                    controllers.portAdded(port);
                    return true;
                });
            }
            request.json(200, "{}");
        } catch (JacksonException e) {
            fail(request, 400, "not JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            fail(request, 400, String.valueOf(e.getMessage()));
        }
    }

    private void delete(ControlServer.Request request) throws IOException {
        Port port = find(request);
        if (port != null) {
            query.ask(() -> {
                agent.removePort(port.id());
                controllers.portRemoved(port);
                return true;
            });
            request.json(200, "{}");
        }
    }

    private void get(ControlServer.Request request) throws IOException {
        Port port = find(request);
        if (port != null) {
            request.json(200, Json.text(row(port)));
        }
    }

    private void list(ControlServer.Request request) throws IOException {
        request.json(
                200,
                Json.text(query.ask(agent::ports).stream().map(PortRest::row).toList()));
    }

    /** The port that the path names; answers 404 or 400 itself if there is none. */
    private @Nullable Port find(ControlServer.Request request) throws IOException {
        String text = request.path().substring("/port/".length());
        try {
            UUID id = UUID.fromString(text);
            for (Port port : query.ask(agent::ports)) {
                if (port.id().equals(id)) {
                    return port;
                }
            }
            fail(request, 404, "no port " + id);
        } catch (IllegalArgumentException e) {
            fail(request, 400, "'" + text + "' is not a UUID");
        }
        return null;
    }

    private static Port port(Map<String, Object> members) {
        UUID id = uuid(members, "id");
        if (id == null) {
            throw new IllegalArgumentException("id is required");
        }
        UUID instance = uuid(members, "instance-id");
        String mac = text(members, "mac-address");
        String system = text(members, "system-name");
        String address = text(members, "ip-address");
        String name = text(members, "display-name");
        return new Port(
                id,
                instance == null ? id : instance,
                name.isEmpty() ? id.toString() : name,
                system.isEmpty() ? Port.tapName(id) : system,
                mac.isEmpty() ? Port.macOf(id) : MacAddress.parse(mac),
                address.isEmpty() || address.equals("0.0.0.0") ? null : IpAddress.parse(address),
                uuid(members, "vn-id"),
                text(members, "profile").isEmpty() ? Port.DEFAULT_PROFILE : text(members, "profile"));
    }

    private static @Nullable UUID uuid(Map<String, Object> members, String key) {
        String text = text(members, key);
        try {
            return text.isEmpty() ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": '" + text + "' is not a UUID", e);
        }
    }

    private static String text(Map<String, Object> members, String key) {
        return String.valueOf(members.getOrDefault(key, ""));
    }

    private static Map<String, Object> row(Port port) {
        var row = new LinkedHashMap<String, Object>();
        row.put("id", port.id().toString());
        row.put("instance-id", port.instance().toString());
        row.put("display-name", port.displayName());
        row.put("system-name", port.systemName());
        row.put("mac-address", port.mac().toString());
        row.put(
                "ip-address",
                port.address() == null ? "0.0.0.0" : port.address().toString());
        row.put("profile", port.profile());
        row.put("vn-id", port.network() == null ? "" : port.network().toString());
        return row;
    }

    private static void fail(ControlServer.Request request, int status, String problem) throws IOException {
        request.json(status, Json.text(Map.of("error", problem)));
    }
}

package net.minitrail.controller.config.rest;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.ConfigService;
import net.minitrail.controller.config.ObjectType;
import net.minitrail.controller.config.ObjectTypes;
import net.minitrail.controller.config.Rejected;
import net.minitrail.net.runtime.ControlServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Routes requests to the configuration and its refusals to status codes. Thread-safe. */
public final class RestApi {
    private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);
    private static final long PATIENCE_SECONDS = 10;

    private final ConfigService config;
    private final Actions actions;
    private final String ownAddress;

    /** {@code ownAddress} ({@code host:port}) stands in links where a request does not say whom it asks. */
    public RestApi(ConfigService config, String ownAddress) {
        this.config = config;
        this.ownAddress = ownAddress;
        actions = new Actions(config);
    }

    public void install(ControlServer server) {
        server.on("*", "/", this::handle);
    }

    private void handle(ControlServer.Request request) throws IOException {
        try {
            JsonNode answer = answer(request);
            if (answer.isMissingNode()) {
                request.reply(200, "application/json; charset=UTF-8", "");
            } else {
                request.reply(200, "application/json; charset=UTF-8", answer.toString());
            }
        } catch (Rejected e) {
            LOG.info(
                    "rest method={} path={} status={} reason={}",
                    request.method(),
                    RequestBody.oneLine(request.path()),
                    e.status(),
                    e.getMessage());
            request.reply(e.status(), "text/plain; charset=UTF-8", e.getMessage() + "\n");
        }
    }

    private JsonNode answer(ControlServer.Request request) throws IOException {
        String[] path = request.path().substring(1).split("/", -1);
        String base = base(request);
        if (path.length == 1) {
            return switch (path[0]) {
                case "" -> only(request, "GET", Actions.links(base));
                case "ref-update" -> action(request, actions::changeReference);
                case "fqname-to-id" -> action(request, actions::nameToId);
                case "id-to-fqname" -> action(request, actions::idToName);
                default -> collection(request, path[0], base);
            };
        }
        if (path.length == 2) {
            return object(request, ObjectTypes.known().named(path[0]), path[1], base);
        }
        throw Rejected.missing("no such page");
    }

    private JsonNode collection(ControlServer.Request request, String plural, String base) throws IOException {
        if (!plural.endsWith("s")) {
            throw Rejected.missing("no collection '" + RequestBody.oneLine(plural) + "'");
        }
        ObjectType type = ObjectTypes.known().named(plural.substring(0, plural.length() - 1));
        switch (request.method()) {
            case "GET" -> {
                ListQuery query = ListQuery.of(request);
                ObjectJson json = json(request, base);
                return onLoop(() -> list(type, query, request, json));
            }
            case "POST" -> {
                JsonNode body = RequestBody.read(request, type);
                ObjectJson json = new ObjectJson(base, true);
                return onLoop(() -> {
                    ConfigObject created = config.create(type, body);
                    return json.wrapped(type, json.identity(created).put("name", created.shortName()));
                });
            }
            default -> throw notAllowed(request, "GET or POST");
        }
    }

    private ObjectNode list(ObjectType type, ListQuery query, ControlServer.Request request, ObjectJson json) {
        var found = config.graph().all(type).stream().filter(query::accepts).toList();
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        if (flag(request, "count")) {
            reply.putObject(type.plural()).put("count", found.size());
            return reply;
        }
        Set<String> fields = fields(request);
        var list = reply.putArray(type.plural());
        for (ConfigObject object : found) {
            if (flag(request, "detail")) {
                list.add(json.wrapped(type, json.full(object, fields, false, false)));
            } else if (!fields.isEmpty()) {
                list.add(json.full(object, fields, false, false));
            } else {
                list.add(json.identity(object));
            }
        }
        return reply;
    }

    private JsonNode object(ControlServer.Request request, ObjectType type, String id, String base) throws IOException {
        ObjectJson json = json(request, base);
        var uuid = RequestBody.uuid(id);
        switch (request.method()) {
            case "GET" -> {
                return onLoop(() -> json.wrapped(
                        type,
                        json.full(
                                config.get(type, uuid),
                                fields(request),
                                !flag(request, "exclude_back_refs"),
                                !flag(request, "exclude_children"))));
            }
            case "PUT" -> {
                JsonNode body = RequestBody.read(request, type);
                return onLoop(() -> {
                    ConfigObject changed = config.update(type, uuid, body);
                    ObjectNode reply = JsonNodeFactory.instance.objectNode();
                    reply.put("uuid", changed.uuid().toString()).put("href", json.link(changed));
                    return json.wrapped(type, reply);
                });
            }
            case "DELETE" -> {
                return onLoop(() -> {
                    config.delete(type, uuid);
                    return JsonNodeFactory.instance.missingNode();
                });
            }
            default -> throw notAllowed(request, "GET, PUT or DELETE");
        }
    }

    private JsonNode action(ControlServer.Request request, Function<JsonNode, ObjectNode> action) throws IOException {
        if (!request.method().equals("POST")) {
            throw notAllowed(request, "POST");
        }
        JsonNode body = RequestBody.read(request);
        return onLoop(() -> action.apply(body));
    }

    private static JsonNode only(ControlServer.Request request, String method, ObjectNode reply) {
        if (!request.method().equals(method)) {
            throw notAllowed(request, method);
        }
        return reply;
    }

    private static Rejected notAllowed(ControlServer.Request request, String expected) {
        return new Rejected(405, "method " + request.method() + " (expected " + expected + ")");
    }

    private <T> T onLoop(Supplier<T> work) {
        CompletableFuture<T> answer = config.call(work);
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new Rejected(503, "the configuration is busy");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Rejected(503, "the controller is stopping");
        }
    }

    private static ObjectJson json(ControlServer.Request request, String base) {
        return new ObjectJson(base, !flag(request, "exclude_hrefs"));
    }

    private static Set<String> fields(ControlServer.Request request) {
        String text = request.query("fields");
        return text == null || text.isBlank()
                ? Set.of()
                : Set.copyOf(List.of(text.replace('-', '_').split("\\s*,\\s*", -1)));
    }

    private static boolean flag(ControlServer.Request request, String name) {
        String value = request.query(name);
        return value != null && (value.isEmpty() || value.equalsIgnoreCase("true") || value.equals("1"));
    }

    private String base(ControlServer.Request request) {
        String host = request.header("Host");
        return "http://" + (host != null && host.matches("[A-Za-z0-9.:\\[\\]-]{1,255}") ? host : ownAddress);
    }
}

package net.minitrail.net.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's HTTP endpoint: control, introspection, REST. Thread-safe; each request has a thread of its own, so a handler may
 * block (it asks the routing loop and waits), and a streamed answer may last until the client goes away.
 */
public final class ControlServer implements AutoCloseable {
    /** A larger request body is answered 413. */
    public static final int MAX_BODY = 8 << 20;

    static {
        // The JDK's server writes head and body apart: else each answer waits 40 ms for the acknowledgement of its
        // head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // The one that is taken anyway, once no jar of the class path is found to have another.
        System.setProperty("com.sun.net.httpserver.HttpServerProvider", "sun.net.httpserver.DefaultHttpServerProvider");
    }

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    private final HttpServer server;
    private final ExecutorService threads;
    private final List<Route> routes = new ArrayList<>();

    private record Route(String method, String path, Handler handler) {}

    /** Answers one request. */
    @FunctionalInterface
    public interface Handler {
        void handle(Request request) throws IOException;
    }

    private ControlServer(HttpServer server) {
        this.server = server;
        this.threads = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(null, task, "http", 256 << 10);
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::dispatch);
    }

    /** Binds to {@code address}; port 0 takes a free one. Nothing is answered before {@link #start}. */
    public static ControlServer bind(InetSocketAddress address) throws IOException {
        return new ControlServer(HttpServer.create(address, 64));
    }

    /**
     * Adds a handler. The longest matching path wins; a path that ends in {@code /} or {@code *} takes all below it. Method
     * {@code *} takes every method. Before {@link #start} only.
     */
    public ControlServer on(String method, String path, Handler handler) {
        routes.add(new Route(method, path, handler));
        routes.sort((a, b) -> Integer.compare(b.path().length(), a.path().length()));
        return this;
    }

    public ControlServer start() {
        server.start();
        return this;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void dispatch(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = new Request(exchange);
            String path = exchange.getRequestURI().getPath();
            boolean known = false;
            for (Route route : routes) {
                if (matches(route.path(), path)) {
                    known = true;
                    if (route.method().equals("*") || route.method().equals(exchange.getRequestMethod())) {
                        route.handler().handle(request);
                        return;
                    }
                }
            }
            request.reply(known ? 405 : 404, "text/plain", (known ? "method not allowed" : "no such page") + "\n");
        } catch (UncheckedIOException e) {
            LOG.debug("http path={} client gone", exchange.getRequestURI());
        } catch (RuntimeException e) {
            LOG.error("http path={} failed", exchange.getRequestURI(), e);
            if (exchange.getResponseCode() < 0) {
                new Request(exchange).reply(500, "text/plain", "internal error, see the node's log\n");
            }
        }
    }

    private static boolean matches(String route, String path) {
        if (route.endsWith("*")) {
            return path.startsWith(route.substring(0, route.length() - 1));
        }
        return route.endsWith("/") ? path.startsWith(route) : path.equals(route);
    }

    /** One request and the way to answer it. Confined to the request's thread. */
    public static final class Request {
        private final HttpExchange exchange;
        private final Map<String, List<String>> query = new LinkedHashMap<>();

        Request(HttpExchange exchange) {
            this.exchange = exchange;
            String raw = exchange.getRequestURI().getRawQuery();
            for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                String key = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                query.computeIfAbsent(decode(key), k -> new ArrayList<>()).add(decode(value));
            }
        }

        public String method() {
            return exchange.getRequestMethod();
        }

        /** The decoded path, without the query. */
        public String path() {
            return exchange.getRequestURI().getPath();
        }

        /** The first value of a query parameter, or null. */
        public @Nullable String query(String name) {
            List<String> values = query.get(name);
            return values == null ? null : values.get(0);
        }

        /** Every value of a query parameter. */
        public List<String> queryAll(String name) {
            return query.getOrDefault(name, List.of());
        }

        public @Nullable String header(String name) {
            return exchange.getRequestHeaders().getFirst(name);
        }

        /** The body as UTF-8; empty optional-style null if it is larger than {@link #MAX_BODY}. */
        public @Nullable String body() throws IOException {
            byte[] octets = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
            if (octets.length <= MAX_BODY) {
                return new String(octets, StandardCharsets.UTF_8);
            }
            drain(); // else the refusal is lost: TCP resets a connection that is closed with octets unread
            return null;
        }

        private void drain() throws IOException {
            byte[] scratch = new byte[64 << 10];
            int left = 4 * MAX_BODY;
            for (int read = 0; left > 0 && read >= 0; left -= read) {
                read = exchange.getRequestBody().read(scratch, 0, Math.min(left, scratch.length));
            }
        }

        public void reply(int status, String contentType, String text) throws IOException {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", contentType);
            if (method().equals("HEAD") || status == 204) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
            if (octets.length > 0) {
                exchange.getResponseBody().write(octets);
            }
        }

        public void json(int status, String json) throws IOException {
            reply(status, "application/json", json);
        }

        /** Begins an answer of unknown length. Flush after each part; a write fails once the client is gone. */
        public OutputStream stream(String contentType) throws IOException {
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(200, 0);
            return exchange.getResponseBody();
        }

        private static String decode(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }
    }
}

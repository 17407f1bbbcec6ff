package net.minitrail.lab.process;

import com.google.common.collect.ImmutableMap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.minitrail.net.kernel.NetworkNamespace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Where nodes report that they listen ({@code --notify}). Thread-safe. */
final class ReadyListener implements AutoCloseable {
    private static final int PATIENCE_MS = 2000;

    private static final Logger LOG = LoggerFactory.getLogger(ReadyListener.class);

    private final ServerSocket socket;
    private final Queue<ServerSocket> inside = new ConcurrentLinkedQueue<>();
    private final Map<String, CompletableFuture<ImmutableMap<String, String>>> expected = new ConcurrentHashMap<>();

    ReadyListener() throws IOException {
        socket = bind();
        start(socket);
    }

    private static ServerSocket bind() throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
        return socket;
    }

    private void start(ServerSocket server) {
        Thread thread = new Thread(() -> listen(server), "ready");
        thread.setDaemon(true);
        thread.start();
    }

    /** The argument of {@code --notify}. */
    String address() {
        return address(socket);
    }

    /** The argument of {@code --notify} in a network namespace, whose loopback interface is another one. */
    String addressIn(String namespace) throws IOException {
        ServerSocket server = new NetworkNamespace(namespace).call(ReadyListener::bind);
        inside.add(server);
        start(server);
        return address(server);
    }

    private static String address(ServerSocket server) {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Completed with the endpoints of the node when it reports. */
    CompletableFuture<ImmutableMap<String, String>> expect(String node) {
        return expected.computeIfAbsent(node, name -> new CompletableFuture<>());
    }

    private void listen(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                connection.setSoTimeout(PATIENCE_MS);
                String line = new BufferedReader(
                                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
                if (line != null) {
                    ready(Http.JSON.readTree(line));
                }
            } catch (IOException | JacksonException e) {
                LOG.debug(
                        "ready address={} ignored={}",
                        address(server),
                        e.toString()); // closed, or a stranger on the port
            }
        }
    }

    private void ready(JsonNode report) {
        JsonNode found = report.path("endpoints");
        ImmutableMap.Builder<String, String> endpoints = ImmutableMap.builder();
        found.propertyNames().forEach(key -> endpoints.put(key, found.path(key).asString()));
        expect(report.path("name").asString("")).complete(endpoints.buildOrThrow());
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (ServerSocket server : inside) {
            server.close();
        }
    }
}

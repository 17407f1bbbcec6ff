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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Where nodes report that they listen ({@code --notify}). Thread-safe. */
final class ReadyListener implements AutoCloseable {
    private static final int PATIENCE_MS = 2000;

    private static final Logger LOG = LoggerFactory.getLogger(ReadyListener.class);

    private final ServerSocket socket = new ServerSocket();
    private final Map<String, CompletableFuture<ImmutableMap<String, String>>> expected = new ConcurrentHashMap<>();

    ReadyListener() throws IOException {
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
        Thread thread = new Thread(this::listen, "ready");
        thread.setDaemon(true);
        thread.start();
    }

    /** The argument of {@code --notify}. */
    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Completed with the endpoints of the node when it reports. */
    CompletableFuture<ImmutableMap<String, String>> expect(String node) {
        return expected.computeIfAbsent(node, name -> new CompletableFuture<>());
    }

    private void listen() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                connection.setSoTimeout(PATIENCE_MS);
                String line = new BufferedReader(
                                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
                if (line != null) {
                    ready(Http.JSON.readTree(line));
                }
            } catch (IOException | JacksonException e) {
                LOG.debug("ready address={} ignored={}", address(), e.toString()); // closed, or a stranger on the port
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
    }
}

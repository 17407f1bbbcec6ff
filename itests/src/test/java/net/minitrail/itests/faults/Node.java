package net.minitrail.itests.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import net.minitrail.itests.labs.Launcher;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A node that runs as a user would run it: {@code ./minitrail node ROLE --config FILE}. */
final class Node implements AutoCloseable {
    private static final int START_MILLIS = 60_000;

    private final String role;
    private final String network;
    private final Path log;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * Starts one, and waits until it listens.
     *
     * @param network the first two octets of the addresses it and its peers have, such as {@code 127.40}
     * @param directory for its configuration and its log
     */
    Node(String role, String network, String config, Path directory) throws IOException {
        this.role = role;
        this.network = network;
        this.log = directory.resolve(role + ".log");
        Path file = Files.writeString(directory.resolve(role + ".yml"), config);
        try (ServerSocket ready = new ServerSocket(0, 1, InetAddress.getByName(address()))) {
            ready.setSoTimeout(START_MILLIS);
            ProcessBuilder builder = new ProcessBuilder(
                            Launcher.script().toString(),
                            "node",
                            role,
                            "--config",
                            file.toString(),
                            "--notify",
                            address() + ":" + ready.getLocalPort())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("MINITRAIL_BUILD", "no");
            process = builder.start();
            try (Socket said = ready.accept();
                    var line =
                            new BufferedReader(new InputStreamReader(said.getInputStream(), StandardCharsets.UTF_8))) {
                line.readLine();
            } catch (IOException e) {
                process.destroyForcibly();
                throw new IOException(role + " did not start: " + Files.readString(log), e);
            }
        }
    }

    String role() {
        return role;
    }

    private String address() {
        return network + ".1.1";
    }

    byte[] routerId() throws AssertionError {
        try {
            return InetAddress.getByName(address()).getAddress();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A connection from the address with these last two octets. */
    Speaker call(int third, int fourth) throws IOException {
        return new Speaker(network + "." + third + "." + fourth, new InetSocketAddress(address(), 1179));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** The rows of {@code inspect routes} for a prefix. */
    JsonNode routes(String prefix) throws IOException, InterruptedException {
        int port = role.equals("controller") ? 8083 : 8086;
        URI uri = URI.create("http://%s:%d/v1/inspect/routes?prefix=%s".formatted(address(), port, prefix));
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(uri + ": " + answer.statusCode() + " " + answer.body());
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

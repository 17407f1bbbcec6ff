package net.minitrail.itests.node;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.minitrail.itests.labs.Launcher;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A node that runs as {@code ./minitrail node ROLE --config FILE}; its log is in a file beside the configuration. */
public final class NodeProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Path log;
    private final JsonNode ready;

    private NodeProcess(Process process, Path log, JsonNode ready) {
        this.process = process;
        this.log = log;
        this.ready = ready;
    }

    /**
     * Starts a node and waits until it listens.
     *
     * @param role {@code controller}, {@code vrouter-agent} or {@code sdn-gateway}
     * @param config YAML, which is written to {@code NAME.yml} in {@code directory}
     * @param javaOptions of its JVM, separated by blanks
     * @throws IOException if it ends, or says nothing for a minute
     */
    public static NodeProcess start(String role, String name, String config, Path directory, String javaOptions)
            throws IOException {
        try (ServerSocket notify = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path log = directory.resolve(name + ".log");
            Process process = launch(
                    role,
                    Files.writeString(directory.resolve(name + ".yml"), config),
                    log,
                    javaOptions,
                    "--notify",
                    "127.0.0.1:" + notify.getLocalPort());
            notify.setSoTimeout((int) START.toMillis());
            process.onExit().thenRun(() -> wake(notify));
            try (Socket said = notify.accept()) {
                String line = new BufferedReader(new InputStreamReader(said.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
                if (line == null) {
                    throw new IOException("the node ended: " + Files.readString(log));
                }
                return new NodeProcess(process, log, JsonMapper.shared().readTree(line));
            } catch (IOException e) {
                process.destroyForcibly();
                throw e;
            }
        }
    }

    /** Starts a node of which nobody expects that it comes up. */
    public static Process launch(String role, Path config, Path log, String javaOptions, String... more)
            throws IOException {
        var command = Stream.concat(
                        Stream.of(Launcher.script().toString(), "node", role, "--config", config.toString()),
                        Stream.of(more))
                .toList();
        var builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("MINITRAIL_BUILD", "no");
        builder.environment().put("JAVA_OPTS", "-Dminitrail.rehearsal=0 " + javaOptions);
        return builder.start();
    }

    /** A node that ended will never call. */
    private static void wake(ServerSocket notify) {
        try (var call = new Socket(notify.getInetAddress(), notify.getLocalPort())) {
            call.shutdownOutput();
        } catch (IOException e) {
            return; // it did call, so nobody listens any more
        }
    }

    /** Where it listens for {@code what}: bgp, xmpp, api, control. */
    public InetSocketAddress endpoint(String what) {
        String text = ready.path("endpoints").path(what).asString();
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    public long pid() {
        return process.pid();
    }

    public Process process() {
        return process;
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    /** The JSON that its control endpoint answers to {@code GET path}. */
    public JsonNode get(String path) {
        InetSocketAddress control = endpoint("control");
        var request = HttpRequest.newBuilder(
                        URI.create("http://" + control.getHostString() + ":" + control.getPort() + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
            }
            return JsonMapper.shared().readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Sends a signal, such as {@code STOP}. */
    public void signal(String name) throws IOException {
        try {
            int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .start()
                    .waitFor();
            if (status != 0 && process.isAlive()) {
                throw new IOException("kill -" + name + " answered " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for its end and answers its exit status. */
    public int awaitExit(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still there after " + limit + ": " + log());
        }
        return process.exitValue();
    }

    /** Open file descriptors. */
    public int descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid() + "/fd"))) {
            return (int) open.count();
        }
    }

    /** Threads of the process, those of the JVM among them. */
    public int threads() throws IOException {
        return (int) status("Threads");
    }

    /** Resident memory in KiB. */
    public long rssKib() throws IOException {
        return status("VmRSS");
    }

    private long status(String key) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
            return lines.filter(line -> line.startsWith(key + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Kills it if it is still there. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}

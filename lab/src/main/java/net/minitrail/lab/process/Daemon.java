package net.minitrail.lab.process;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.minitrail.lab.speaker.Speaker;
import net.minitrail.lab.speaker.SpeakerSetup;
import net.minitrail.net.underlay.Wiring;
import org.jspecify.annotations.Nullable;

/**
 * A speaker of a lab as a process, and its own tool. Both work in the node's directory, which is also their home, so that a
 * history of commands or the like stays in it.
 *
 * @param host its transport address
 * @param directory of its files and sockets
 * @param namespace the network namespace that it lives in; null for the launcher's own
 */
public record Daemon(
        Speaker speaker,
        String host,
        Path directory,
        @Nullable String namespace) {
    private static final ImmutableList<String> NO_PRIVILEGES =
            ImmutableList.of("setpriv", "--no-new-privs", "--inh-caps=-all");

    /** The daemon of a node, which must be one. */
    public static Daemon of(RunningNode node) {
        String directory = node.directory();
        if (directory == null) {
            throw new IllegalArgumentException(node.name() + " is a " + node.kind());
        }
        return new Daemon(Speaker.of(node.kind()), node.transport(), Path.of(directory), node.namespace());
    }

    /** Starts it. Root's daemons lose all privileges of root but its files, and in a namespace ports below 1024. */
    Process start(Path pidFile, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        if (!speaker.needsRoot()
                && "root".equals(System.getProperty("user.name"))
                && Programs.find("setpriv").isPresent()) {
            command.addAll(NO_PRIVILEGES);
            command.add("--bounding-set=-all" + (namespace == null ? "" : ",+net_bind_service"));
        }
        command.addAll(speaker.command(host, port()));
        return Spawner.start(Netns.inside(namespace, command), pidFile, log, directory, environment());
    }

    /**
     * Runs one command line of its tool; the tool's name in front may be left out.
     *
     * @param merged whether errors go where the output goes, or to the launcher's own
     * @return its exit code
     */
    public int run(String line, boolean merged, Consumer<String> out) throws IOException, InterruptedException {
        return run(speaker.commandLine(host, line), merged ? null : ProcessBuilder.Redirect.INHERIT, out);
    }

    /** Calls its tool with these words, errors left out. */
    int ask(List<String> words, Consumer<String> out) throws IOException, InterruptedException {
        return run(tool(words), ProcessBuilder.Redirect.DISCARD, out);
    }

    /** Gives the launcher's terminal to its tool until that ends. */
    public int talk() throws IOException, InterruptedException {
        return builder(speaker.client(host)).inheritIO().start().waitFor();
    }

    /** Whether it does what it is asked. */
    public boolean answers() throws IOException, InterruptedException {
        return run(tool(speaker.probe()), null, text -> {}) == 0;
    }

    /** Announces what the daemon's file cannot say. */
    void announce(SpeakerSetup setup) throws IOException, InterruptedException {
        for (ImmutableList<String> words : speaker.announcements(setup)) {
            StringBuilder said = new StringBuilder();
            if (run(tool(words), null, said::append) != 0) {
                throw new IOException(speaker.tool() + " " + String.join(" ", words) + ": "
                        + said.toString().strip());
            }
        }
    }

    private ImmutableList<String> tool(List<String> words) {
        return ImmutableList.<String>builder()
                .addAll(speaker.client(host))
                .addAll(words)
                .build();
    }

    /** @param errors where they go; null for where the output goes */
    private int run(List<String> command, ProcessBuilder.@Nullable Redirect errors, Consumer<String> out)
            throws IOException, InterruptedException {
        ProcessBuilder builder = builder(command).redirectErrorStream(errors == null);
        if (errors != null) {
            builder.redirectError(errors);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            char[] buffer = new char[4096];
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                out.accept(new String(buffer, 0, n));
            }
        }
        return process.waitFor();
    }

    private ProcessBuilder builder(List<String> command) {
        List<String> found = new ArrayList<>(command);
        found.set(0, Programs.find(command.get(0)).map(Path::toString).orElse(command.get(0)));
        ProcessBuilder builder = new ProcessBuilder(Netns.inside(namespace, found)).directory(directory.toFile());
        builder.environment().putAll(environment());
        return builder;
    }

    private ImmutableMap<String, String> environment() {
        Map<String, String> environment = new HashMap<>(speaker.environment(host, port()));
        environment.put("PATH", Programs.path());
        environment.put("HOME", directory.toString());
        return ImmutableMap.copyOf(environment);
    }

    private int port() {
        return (namespace == null ? Wiring.LOOPBACK : Wiring.NETNS).bgpPort();
    }
}

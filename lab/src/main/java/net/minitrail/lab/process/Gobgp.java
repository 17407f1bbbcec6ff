package net.minitrail.lab.process;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.minitrail.lab.topology.LabNode;
import org.jspecify.annotations.Nullable;

/**
 * Talks to a real gobgpd through its own command.
 *
 * @param host its transport address, where its API listens
 * @param namespace the network namespace that it lives in; null for our own
 */
public record Gobgp(String host, @Nullable String namespace) {

    static Gobgp of(RunningNode node) {
        return new Gobgp(node.transport(), node.namespace());
    }

    /** Whether the daemon and its command are on this machine. */
    public static boolean isInstalled() {
        return Programs.find("gobgpd").isPresent() && Programs.find("gobgp").isPresent();
    }

    static ImmutableList<String> daemon(String host, String configFile) {
        return ImmutableList.of(
                "gobgpd",
                "-t",
                "toml",
                "-f",
                configFile,
                "--api-hosts",
                host + ":" + GobgpConfig.API_PORT,
                "--pprof-disable");
    }

    /**
     * Runs one command line; the leading word {@code gobgp} may be left out.
     *
     * @return its exit code
     */
    public int run(String line, Consumer<String> out) throws IOException, InterruptedException {
        String words = line.strip().startsWith("gobgp ") ? line.strip().substring("gobgp ".length()) : line.strip();
        return run(List.of("sh", "-c", "exec gobgp -u " + host + " -p " + GobgpConfig.API_PORT + " " + words), out);
    }

    /** Whether the API answers. */
    boolean answers() throws IOException, InterruptedException {
        return run("global", text -> {}) == 0;
    }

    /** Announces the routes of the node's VRFs. */
    void announce(LabNode node) throws IOException, InterruptedException {
        for (ImmutableList<String> words : GobgpConfig.announcements(node)) {
            List<String> command = new ArrayList<>(List.of("gobgp", "-u", host, "-p", "" + GobgpConfig.API_PORT));
            command.addAll(words);
            StringBuilder said = new StringBuilder();
            if (run(command, said::append) != 0) {
                throw new IOException("gobgp " + String.join(" ", words) + ": "
                        + said.toString().strip());
            }
        }
    }

    private int run(List<String> command, Consumer<String> out) throws IOException, InterruptedException {
        List<String> inside = Netns.inside(namespace, command);
        Process process = new ProcessBuilder(inside).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            char[] buffer = new char[4096];
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                out.accept(new String(buffer, 0, n));
            }
        }
        return process.waitFor();
    }
}

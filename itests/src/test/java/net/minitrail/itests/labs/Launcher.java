package net.minitrail.itests.labs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code ./minitrail} with a state directory of its own, so that a user's labs are left alone.
 *
 * @param state the directory
 */
public record Launcher(Path state) {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** How a command ended. */
    public record Result(int exit, String out, String err) {
        @Override
        public String toString() {
            return "exit status " + exit + "\n" + out + "\n" + err;
        }
    }

    public static Path root() {
        return Path.of(System.getProperty("minitrail.root", ".."))
                .toAbsolutePath()
                .normalize();
    }

    /** The script, which has prepared what it prepares at its first use. */
    public static Path script() {
        return Script.PREPARED;
    }

    /** Class archives take longer than a test waits for a node. */
    private static final class Script {
        private static final Path PREPARED = prepared(root().resolve("minitrail"));

        private static Path prepared(Path script) {
            var first = new ProcessBuilder(script.toString(), "version").redirectErrorStream(true);
            first.environment().put("MINITRAIL_BUILD", "no");
            try {
                Process process = first.start();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new AssertionError(script + " does not run: " + said);
                }
                return script;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    /** Starts a command whose output nobody reads. */
    Process start(String... arguments) throws IOException {
        return builder(arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Runs a command to its end. */
    public Result run(String... arguments) {
        try {
            Path out = Files.createTempFile(state, "out", ".txt");
            Path err = Files.createTempFile(state, "err", ".txt");
            Process process = builder(arguments)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", arguments) + " takes longer than " + LIMIT);
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Takes all labs down that a test has left, if there are any. */
    public void downAll() {
        if (Files.exists(state.resolve("xdg/minitrail"))) {
            run("down", "--all");
        }
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of(script().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(new File("/dev/null"));
        builder.environment().put("XDG_STATE_HOME", state.resolve("xdg").toString());
        builder.environment().put("MINITRAIL_BUILD", "no");
        return builder;
    }

    /** The {@code data} of a command's JSON. */
    JsonNode data(String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("-o", "json"));
        Result result = run(words.toArray(new String[0]));
        if (result.exit() != 0) {
            throw new AssertionError(String.join(" ", words) + ": " + result);
        }
        return JsonMapper.shared().readTree(result.out()).path("data");
    }

    /** Whether a process that belongs to a lab of this launcher runs. */
    public boolean anyProcess() {
        String mine = state.resolve("xdg").toString();
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info().commandLine().orElse("").contains(mine));
    }
}

package net.minitrail.itests.node;

import com.google.common.collect.ObjectArrays;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A BGP daemon that no lab started: a process of the test, with its files in a directory of its own. */
public final class OwnDaemon implements AutoCloseable {
    private final Path directory;
    private final Path log;
    private final Process process;

    private OwnDaemon(Path directory, Path log, Process process) {
        this.directory = directory;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a daemon that stays in the foreground.
     *
     * @param config the text of the file {@code daemon.conf} in {@code directory}, which the command names
     */
    public static OwnDaemon start(Path directory, String config, String... command) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("daemon.conf"), config);
        Path log = directory.resolve("daemon.log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new OwnDaemon(directory, log, process);
    }

    /** GoBGP, whose tool finds it at {@code address}. */
    public static OwnDaemon gobgp(Path directory, String address, String config, String... more) throws IOException {
        String[] command = {"gobgpd", "-f", "daemon.conf", "--api-hosts", address + ":50051", "--pprof-disable"};
        return start(directory, config, ObjectArrays.concat(command, more, String.class));
    }

    /** BIRD, whose tool finds it by the directory. */
    public static OwnDaemon bird(Path directory, String config, String... more) throws IOException {
        String[] command = {"bird", "-f", "-c", "daemon.conf", "-s", "bird.ctl"};
        return start(directory, config, ObjectArrays.concat(command, more, String.class));
    }

    /** FRR's bgpd without zebra; it listens at {@code address}, and its tool finds it by the directory. */
    public static OwnDaemon frr(Path directory, String address, int port, String config) throws IOException {
        return start(
                directory,
                config,
                "/usr/lib/frr/bgpd",
                "-f",
                directory.resolve("daemon.conf").toString(),
                "-Z",
                "-n",
                "-S",
                "-p",
                Integer.toString(port),
                "-l",
                address,
                "-P",
                "0",
                "-i",
                directory.resolve("bgpd.pid").toString(),
                "--vty_socket",
                directory.toString());
    }

    /** What a command prints that asks the daemon something; with its exit status in front if it fails. */
    public String ask(String... command) throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new IOException("the daemon ended: " + Files.readString(log));
        }
        Process question = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String answer = new String(question.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!question.waitFor(10, TimeUnit.SECONDS)) {
            question.destroyForcibly();
            return "no answer: " + answer;
        }
        return question.exitValue() == 0 ? answer : question.exitValue() + ": " + answer;
    }

    /** A command of FRR's vtysh. */
    public String vtysh(String command) throws IOException, InterruptedException {
        return ask("vtysh", "--vty_socket", directory.toString(), "-d", "bgpd", "-c", command);
    }

    /** What it printed so far. */
    public String log() throws IOException {
        return Files.readString(log);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it without giving it time for a word to anybody. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends it in order, or kills it if it takes longer than 3 s. */
    public void end() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 3, TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        end();
    }
}

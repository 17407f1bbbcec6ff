package net.minitrail.bgp.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Somebody else's BGP speaker, as a process of its own with its files in a directory of its own. */
final class Daemon implements AutoCloseable {
    private final Process process;
    private final Path log;

    private Daemon(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static boolean isInstalled(String command) {
        return List.of("/usr/bin/", "/usr/sbin/", "/usr/lib/frr/").stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory + command)));
    }

    static Daemon start(Path directory, String... command) throws IOException {
        Path log = directory.resolve("out.log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Daemon(process, log);
    }

    /** Runs a command that asks the daemon something, to its end, and answers what it printed. */
    String run(String... command) throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException("the daemon ended: " + Files.readString(log));
        }
        Process question = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(question.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean done = question.waitFor(10, TimeUnit.SECONDS) && question.exitValue() == 0;
        return done ? output : "failed: " + output;
    }

    /** What it printed so far. */
    String output() throws IOException {
        return Files.readString(log);
    }

    static int freePort(String address) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().completeOnTimeout(process, 3, TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().join();
    }
}

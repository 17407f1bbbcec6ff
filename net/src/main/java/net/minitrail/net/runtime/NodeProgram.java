package net.minitrail.net.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The frame of a node's {@code main}: {@code --config FILE [--notify HOST:PORT]}, the ready line, and an orderly end on
 * SIGTERM. Exit codes: 0 stopped, 2 wrong usage, 3 configuration invalid, 4 did not start.
 */
public final class NodeProgram {
    private NodeProgram() {}

    /** A started node. */
    public interface Running {
        String role();

        String name();

        /** Where it listens: bgp, xmpp, api, control …, each {@code host:port}. */
        Map<String, String> endpoints();

        /** Ends sessions in order (Cease, stream close) and frees the sockets; at most a second. */
        void stop();
    }

    /** Starts a node from its configuration file. */
    @FunctionalInterface
    public interface Starter {
        Running start(Path config) throws IOException;
    }

    /** Runs until SIGTERM or SIGINT; the body of every node's {@code main}. */
    public static void main(String[] arguments, Starter starter) {
        ProgramLog.use();
        var exitCode = new AtomicInteger();
        var running = new AtomicReference<@Nullable Running>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            Running node = running.get();
            if (node != null) {
                node.stop();
            }
            Runtime.getRuntime().halt(exitCode.get()); // the JVM would end with 143 after an orderly stop too
        }));
        exitCode.set(run(arguments, starter, running));
        System.exit(exitCode.get());
    }

    private static int run(String[] arguments, Starter starter, AtomicReference<@Nullable Running> running) {
        Path config = null;
        String notify = null;
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : null;
            if (arguments[i].equals("--config") && value != null) {
                config = Path.of(value);
            } else if (arguments[i].equals("--notify") && value != null) {
                notify = value;
            } else {
                return fail(2, "unexpected '" + arguments[i] + "' (expected --config FILE [--notify HOST:PORT])");
            }
        }
        if (config == null) {
            return fail(2, "--config FILE is missing");
        }
        Thread.setDefaultUncaughtExceptionHandler(NodeProgram::die);
        Running node;
        try {
            node = starter.start(config);
        } catch (ConfigException e) {
            return fail(3, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return fail(4, "did not start: " + e.getMessage());
        }
        running.set(node);
        try {
            announce(node, notify);
            new CountDownLatch(1).await();
        } catch (IOException e) {
            return fail(4, "cannot reach " + notify + " to say ready: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private static void announce(Running node, @Nullable String notify) throws IOException {
        var ready = new LinkedHashMap<String, Object>();
        ready.put("event", "ready");
        ready.put("role", node.role());
        ready.put("name", node.name());
        ready.put("pid", ProcessHandle.current().pid());
        ready.put("endpoints", node.endpoints());
        String line = Json.text(ready);
        LoggerFactory.getLogger(NodeProgram.class).info("ready {}", line);
        if (notify == null) {
            return;
        }
        int colon = notify.lastIndexOf(':');
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(notify.substring(0, colon), Integer.parseInt(notify.substring(colon + 1))),
                    2000);
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A node that lost a thread is not a node: it ends, loudly. */
    private static void die(Thread thread, Throwable error) {
        LoggerFactory.getLogger(NodeProgram.class).error("thread {} failed, the process ends", thread.getName(), error);
        Runtime.getRuntime().halt(70);
    }

    private static int fail(int code, String message) {
        System.err.println("minitrail: " + message);
        return code;
    }
}

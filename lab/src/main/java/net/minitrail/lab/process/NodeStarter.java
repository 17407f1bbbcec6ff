package net.minitrail.lab.process;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabNode;

/** Starts the processes of a lab's nodes and waits until each has reported that it listens. Used by one thread. */
final class NodeStarter implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final int LOG_LINES = 8;

    private final Lab lab;
    private final LabDirectory directory;
    private final Progress progress;
    private final NodeConfigs configs;
    private final ReadyListener ready = new ReadyListener();
    private final NodeJvm jvm = NodeJvm.current();

    NodeStarter(Lab lab, TransportPlan plan, LabDirectory directory, Progress progress) throws IOException {
        this.lab = lab;
        this.directory = directory;
        this.progress = progress;
        LabAuthority authority = lab.xmppTls() ? new LabAuthority(lab.name(), directory.tlsDirectory(), plan) : null;
        this.configs = new NodeConfigs(lab, plan, directory, authority);
    }

    /** Starts at once all nodes that are wanted; answers with their endpoints filled in. */
    RunningLab startAll(RunningLab running, Predicate<RunningNode> wanted) throws IOException, InterruptedException {
        return awaitAll(running, spawnAll(running, wanted));
    }

    /** Starts at once all nodes that are wanted, and does not wait for them. */
    ImmutableMap<RunningNode, Process> spawnAll(RunningLab running, Predicate<RunningNode> wanted) throws IOException {
        ImmutableMap.Builder<RunningNode, Process> processes = ImmutableMap.builder();
        for (RunningNode node : running.nodes()) {
            LabNode described = lab.nodes().get(node.name());
            if (described != null && wanted.test(node)) {
                processes.put(node, spawn(node, described));
            }
        }
        return processes.buildOrThrow();
    }

    /** Waits for nodes that have been started; answers with their endpoints filled in. */
    RunningLab awaitAll(RunningLab running, ImmutableMap<RunningNode, Process> processes)
            throws IOException, InterruptedException {
        RunningLab started = running;
        for (Map.Entry<RunningNode, Process> entry : processes.entrySet()) {
            started = started.with(awaitReady(entry.getKey(), entry.getValue()));
        }
        return started;
    }

    private Process spawn(RunningNode node, LabNode described) throws IOException {
        Path config = configs.write(described);
        Process process = node.kind().isSpeaker()
                ? Daemon.of(node).start(directory.pidFile(node.name()), directory.log(node.name()))
                : spawnOurs(node, config);
        progress.node(node.name(), Progress.State.STARTING, "");
        return process;
    }

    private Process spawnOurs(RunningNode node, Path config) throws IOException {
        String report = node.namespace() == null ? ready.address() : ready.addressIn(node.namespace());
        return Spawner.start(
                Netns.inside(node.namespace(), jvm.command(node.kind(), config, report)),
                directory.pidFile(node.name()),
                directory.log(node.name()),
                directory.path(),
                ImmutableMap.of());
    }

    private RunningNode awaitReady(RunningNode node, Process process) throws IOException, InterruptedException {
        ImmutableMap<String, String> endpoints =
                node.kind().isSpeaker() ? awaitAnswer(node, process) : awaitReport(node, process);
        Spawner.letGo(process);
        String pid = OwnedProcess.read(directory.pidFile(node.name()))
                .map(owned -> "pid " + owned.pid())
                .orElse("");
        progress.node(node.name(), Progress.State.READY, pid);
        return node.withEndpoints(endpoints);
    }

    private ImmutableMap<String, String> awaitReport(RunningNode node, Process process) throws InterruptedException {
        CompletableFuture<ImmutableMap<String, String>> report = ready.expect(node.name());
        CompletableFuture<Object> first = CompletableFuture.anyOf(report, process.onExit());
        try {
            first.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw failed(node, "did not report within " + START_LIMIT.toSeconds() + " s");
        }
        if (!report.isDone()) {
            throw failed(node, "ended with exit code " + process.exitValue());
        }
        return report.join();
    }

    /** A speaker reports to nobody: it is asked until it answers. */
    private ImmutableMap<String, String> awaitAnswer(RunningNode node, Process process)
            throws IOException, InterruptedException {
        Daemon daemon = Daemon.of(node);
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!daemon.answers()) {
            if (!process.isAlive()) {
                throw failed(node, "ended with exit code " + process.exitValue());
            }
            if (System.nanoTime() > end) {
                throw failed(node, "did not answer within " + START_LIMIT.toSeconds() + " s");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        LabNode described = lab.nodes().get(node.name());
        if (described != null) {
            daemon.announce(configs.setup(described));
        }
        return ImmutableMap.of("bgp", node.transport() + ":" + lab.wiring().bgpPort());
    }

    private LabException failed(RunningNode node, String how) {
        progress.node(node.name(), Progress.State.FAILED, how);
        StringBuilder message = new StringBuilder("'" + node.name() + "' " + how);
        try {
            List<String> lines = Files.readAllLines(directory.log(node.name())).stream()
                    .filter(line -> !line.startsWith("\tat "))
                    .toList();
            lines.stream()
                    .skip(Math.max(0, lines.size() - LOG_LINES))
                    .forEach(line -> message.append("\n  ").append(line));
        } catch (IOException e) {
            message.append(" and left no log");
        }
        boolean taken = message.indexOf("ddress already in use") >= 0;
        return new LabException(
                taken ? ErrorCode.NO_FREE_LOOPBACK : ErrorCode.NODE_DID_NOT_START, message.toString(), null);
    }

    @Override
    public void close() throws IOException {
        ready.close();
    }
}

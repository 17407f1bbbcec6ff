package net.minitrail.lab.process;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabGuest;
import net.minitrail.lab.topology.LabNode;
import net.minitrail.lab.topology.NodeKind;

/** Brings labs up. Whatever goes wrong on the way, the launcher's own end included, nothing of the lab stays behind. */
public final class LabStarter {
    private static final int ATTEMPTS = 5;

    private final StateRoot root;
    private final Progress progress;
    private final Duration limit;

    /** @param limit how long the lab may take to converge */
    public LabStarter(StateRoot root, Progress progress, Duration limit) {
        this.root = root;
        this.progress = progress;
        this.limit = limit;
    }

    /**
     * Starts a lab, or what is missing of it, and returns when it has converged.
     *
     * @throws LabException if it does not; it has been taken down again then
     */
    public RunningLab up(Lab lab) throws IOException, InterruptedException {
        LabDirectory directory = root.lab(lab.name());
        var known = directory.read();
        boolean alive = directory.processes().values().stream().anyMatch(OwnedProcess::isAlive);
        if (known.isPresent() && alive) {
            return again(lab, directory, known.get());
        }
        new LabStopper(root).down(lab.name());
        SpeakerMeans.require(lab);
        AtomicBoolean ending = new AtomicBoolean();
        Thread interrupted = new Thread(
                () -> {
                    ending.set(true);
                    takeDown(lab.name());
                },
                "take-down");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            return fresh(lab, directory);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            takeDown(lab.name());
            if (ending.get()) { // the nodes were ended under our feet: that is no error of theirs
                throw (InterruptedException) new InterruptedException().initCause(e);
            }
            throw e;
        } finally {
            forget(interrupted);
        }
    }

    private RunningLab fresh(Lab lab, LabDirectory directory) throws IOException, InterruptedException {
        Process guard = Spawner.guard(directory);
        try (Netns wiring = Netns.make(lab, directory)) {
            RunningLab running = attempts(lab, directory);
            try (var word = guard.outputWriter()) {
                word.write("keep\n");
            }
            wiring.keep();
            return running;
        }
    }

    private RunningLab attempts(Lab lab, LabDirectory directory) throws IOException, InterruptedException {
        Set<Integer> tried = new TreeSet<>();
        while (true) {
            int before = tried.size();
            try {
                return attempt(lab, directory, tried);
            } catch (LabException e) {
                if (e.code() != ErrorCode.NO_FREE_LOOPBACK || tried.size() == before || tried.size() >= ATTEMPTS) {
                    throw e;
                }
                new LabStopper(root).down(lab.name()); // somebody took a port after we had looked: take other addresses
            }
        }
    }

    private RunningLab attempt(Lab lab, LabDirectory directory, Set<Integer> tried)
            throws IOException, InterruptedException {
        try (var claim = new NetworkClaim()) {
            return attempt(lab, directory, tried, claim);
        }
    }

    private RunningLab attempt(Lab lab, LabDirectory directory, Set<Integer> tried, NetworkClaim claim)
            throws IOException, InterruptedException {
        directory.create();
        TransportPlan plan = root.exclusively(() -> {
            TransportPlan chosen =
                    TransportPlan.choose(lab, ImmutableSet.copyOf(Sets.union(networksInUse(), tried)), claim);
            directory.write(describe(lab, directory, chosen));
            return chosen;
        });
        tried.add(plan.network());
        RunningLab running = describe(lab, directory, plan);
        try (NodeStarter nodes = new NodeStarter(lab, plan, directory, progress)) {
            running = nodes.startAll(running, node -> node.kind().isOurs() && !isAgent(node));
            // An agent that finds no controller waits a second before it calls again: they come once there is one,
            // which is
            // told of the lab meanwhile.
            var agents = nodes.spawnAll(running, LabStarter::isAgent);
            new Provisioner(lab, running).createAll();
            running = nodes.awaitAll(running, agents);
            directory.write(running);
            Provisioner provisioner = new Provisioner(lab, running);
            lab.guests().values().forEach(provisioner::announcePorts);
            // Real speakers come last: one that is refused once, because nobody knows it yet, sulks for half a minute.
            running = nodes.startAll(running, node -> node.kind().isSpeaker());
        }
        directory.write(running);
        await(lab, running);
        running.nodes().stream()
                .filter(node -> node.kind() != NodeKind.EXTERNAL)
                .forEach(node -> progress.node(node.name(), Progress.State.SETTLED, ""));
        return running;
    }

    private static boolean isAgent(RunningNode node) {
        return node.kind() == NodeKind.VROUTER_AGENT;
    }

    /** The lab is there: starts the nodes that ended meanwhile, and nothing else. */
    private RunningLab again(Lab lab, LabDirectory directory, RunningLab known)
            throws IOException, InterruptedException {
        if (!known.digest().equals(lab.digest())) {
            throw new LabException(
                    ErrorCode.LAB_DIFFERS,
                    "lab '" + lab.name() + "' is running from " + known.file() + " as it was then",
                    "'down " + lab.name() + "' first");
        }
        ImmutableMap<String, OwnedProcess> processes = directory.processes();
        ImmutableSet<String> missing = known.nodes().stream()
                .filter(node -> node.kind() != NodeKind.EXTERNAL)
                .map(RunningNode::name)
                .filter(name -> {
                    OwnedProcess process = processes.get(name);
                    return process == null || !process.isAlive();
                })
                .collect(ImmutableSet.toImmutableSet());
        RunningLab running = missing.isEmpty() ? known : start(lab, directory, known, missing);
        await(lab, running);
        return running;
    }

    /** Starts one node of a running lab that does not run, with the configuration that it had. */
    public RunningLab start(Lab lab, RunningLab running, String name) throws IOException, InterruptedException {
        LabNode node = lab.nodes().get(name);
        if (node == null || node.kind() == NodeKind.EXTERNAL) {
            throw new LabException(
                    ErrorCode.NO_SUCH_NODE, "lab '" + lab.name() + "' starts no node '" + name + "'", null);
        }
        return start(lab, root.lab(lab.name()), running, ImmutableSet.of(name));
    }

    /** All of them before any is told anything: they may have to be told of each other. */
    private RunningLab start(Lab lab, LabDirectory directory, RunningLab running, ImmutableSet<String> names)
            throws IOException, InterruptedException {
        RunningLab started = running;
        try (NodeStarter nodes = new NodeStarter(lab, TransportPlan.of(lab, running.network()), directory, progress)) {
            started = nodes.startAll(
                    started, node -> names.contains(node.name()) && node.kind().isOurs());
            directory.write(started);
            Provisioner provisioner = new Provisioner(lab, started);
            if (lab.nodes(NodeKind.CONTROLLER).stream().anyMatch(node -> names.contains(node.name()))) {
                provisioner.createAll();
            } else {
                names.forEach(name -> lab.guestsOn(name).forEach(provisioner::announcePorts));
            }
            started = nodes.startAll(
                    started, node -> names.contains(node.name()) && node.kind().isSpeaker());
        }
        directory.write(started);
        return started;
    }

    /** Waits until a running lab has converged. */
    public void await(Lab lab, RunningLab running) throws InterruptedException {
        Provisioner provisioner = new Provisioner(lab, running);
        try (Convergence convergence = new Convergence(lab, running, provisioner, progress)) {
            convergence.await(limit);
        }
    }

    private static RunningLab describe(Lab lab, LabDirectory directory, TransportPlan plan) {
        ImmutableList.Builder<RunningNode> nodes = ImmutableList.builder();
        for (LabNode node : lab.nodes().values()) {
            nodes.add(new RunningNode(
                    node.name(),
                    node.kind(),
                    node.address().toString(),
                    plan.at(node.name()).toString(),
                    Netns.of(lab, node.name()),
                    node.kind().isSpeaker()
                            ? directory.dataDirectory(node.name()).toString()
                            : null,
                    ImmutableMap.of()));
        }
        ImmutableMap.Builder<String, String> guests = ImmutableMap.builder();
        for (Map.Entry<String, LabGuest> guest : lab.guests().entrySet()) {
            guests.put(guest.getKey(), guest.getValue().node());
        }
        return new RunningLab(
                lab.name(),
                lab.file().toAbsolutePath().normalize().toString(),
                lab.digest(),
                plan.network(),
                nodes.build(),
                guests.buildOrThrow());
    }

    private ImmutableSet<Integer> networksInUse() {
        return root.labs().stream()
                .flatMap(name -> root.lab(name).read().stream())
                .map(RunningLab::network)
                .collect(ImmutableSet.toImmutableSet());
    }

    private synchronized void takeDown(String lab) {
        try {
            new LabStopper(root).down(lab);
        } catch (IOException e) {
            progress.note("could not take '" + lab + "' down: " + e.getMessage());
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the launcher is ending: the hook runs already
        }
    }
}

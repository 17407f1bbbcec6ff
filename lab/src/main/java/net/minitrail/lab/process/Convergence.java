package net.minitrail.lab.process;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabGuest;
import net.minitrail.lab.topology.LabNetwork;
import net.minitrail.lab.topology.NodeKind;
import net.minitrail.net.RouteTarget;
import tools.jackson.databind.JsonNode;

/**
 * Waits until a lab has converged: every node says that it is settled, every session received as many routes as the other
 * end sent, and every guest's address is known on each agent whose networks import it. Nodes that the lab does not start
 * are waited for but a few seconds. Driven by the nodes' events.
 */
final class Convergence implements AutoCloseable {
    /** How long {@code up} waits for who is not started by it. */
    private static final Duration EXTERNAL_PATIENCE = Duration.ofSeconds(3);

    private final Lab lab;
    private final RunningLab running;
    private final Provisioner provisioner;
    private final Progress progress;
    private final Map<String, NodeClient> clients = new TreeMap<>();
    private final BlockingQueue<Boolean> changed = new ArrayBlockingQueue<>(1);
    private final List<InputStream> streams = new ArrayList<>();
    private final ImmutableMap<String, String> externals;
    private long patienceEnds;
    private boolean closed;

    Convergence(Lab lab, RunningLab running, Provisioner provisioner, Progress progress) {
        this.lab = lab;
        this.running = running;
        this.provisioner = provisioner;
        this.progress = progress;
        this.externals = running.nodes().stream()
                .filter(node -> node.kind() == NodeKind.EXTERNAL)
                .collect(ImmutableMap.toImmutableMap(RunningNode::address, RunningNode::name));
        for (RunningNode node : running.nodes()) {
            if (node.kind().isOurs()) {
                clients.put(node.name(), NodeClient.of(node));
            }
        }
        clients.values().forEach(this::follow);
    }

    /** Returns once converged; throws a {@link LabException} that names what is missing when {@code limit} is over. */
    void await(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        patienceEnds = System.nanoTime() + EXTERNAL_PATIENCE.toNanos();
        ImmutableMap<String, String> missing = missing();
        while (!missing.isEmpty()) {
            missing.forEach((node, reason) -> progress.node(node, Progress.State.WAITING, reason));
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new LabException(ErrorCode.NOT_CONVERGED, text(limit, missing), "'logs NODE' may tell more");
            }
            changed.poll(Math.min(left, Duration.ofMillis(250).toNanos()), TimeUnit.NANOSECONDS);
            missing = missing();
        }
    }

    /** What is not as it should be, by node; empty once converged. */
    private ImmutableMap<String, String> missing() {
        Map<String, String> missing = new TreeMap<>();
        Set<String> absent = new TreeSet<>();
        Map<String, JsonNode> statuses = new TreeMap<>();
        for (NodeClient client : clients.values()) {
            JsonNode status = client.status();
            statuses.put(client.name(), status);
            String reason = reason(status, absent);
            if (!reason.isEmpty()) {
                missing.put(client.name(), reason);
            }
        }
        if (missing.isEmpty()) {
            statuses.forEach((node, status) -> sessions(node, status, statuses, missing));
        }
        if (missing.isEmpty()) {
            lab.guests().values().forEach(guest -> guest(guest, missing));
        }
        if (missing.isEmpty()) {
            absent.forEach(name -> progress.note(
                    "external '" + name + "' is not there; whoever has it for a neighbor" + " goes on trying"));
        }
        return ImmutableMap.copyOf(missing);
    }

    /** Why a node is not settled; empty if it is, or if it only waits for externals that have had their time. */
    private String reason(JsonNode status, Set<String> absent) {
        if (status.path("settled").asBoolean(false)) {
            return "";
        }
        JsonNode waiting = status.path("waiting");
        if (waiting.isEmpty()) {
            return status.path("reason").asString("not settled");
        }
        List<String> reasons = new ArrayList<>();
        for (JsonNode one : waiting) {
            String external = externals.get(one.path("remote").asString(""));
            if (external != null && System.nanoTime() - patienceEnds > 0) {
                absent.add(external);
            } else {
                reasons.add(one.path("reason").asString());
            }
        }
        return String.join("; ", reasons);
    }

    /** Each session must have taken in what the other end says it sent. */
    private void sessions(String node, JsonNode status, Map<String, JsonNode> statuses, Map<String, String> missing) {
        for (JsonNode session : status.path("sessions")) {
            String remote = session.path("remote").asString("");
            JsonNode other = statuses.get(remote.isEmpty() ? "" : nameOf(remote));
            if (other == null) {
                continue;
            }
            for (JsonNode theirs : other.path("sessions")) {
                boolean same = nameOf(theirs.path("remote").asString("")).equals(node)
                        && theirs.path("type").equals(session.path("type"));
                int sent = theirs.path("routes_out").asInt(0);
                int got = session.path("routes_in").asInt(0);
                if (same && sent != got) {
                    missing.put(node, "%d of %d routes from %s".formatted(got, sent, nameOf(remote)));
                }
            }
        }
    }

    private String nameOf(String addressOrName) {
        return running.nodes().stream()
                .filter(node ->
                        node.address().equals(addressOrName) || node.transport().equals(addressOrName))
                .map(RunningNode::name)
                .findFirst()
                .orElse(addressOrName);
    }

    private void guest(LabGuest guest, Map<String, String> missing) {
        for (LabGuest.Port port : guest.ports()) {
            LabNetwork home = lab.networks().get(port.network());
            if (home == null || "l2".equals(home.forwardingMode())) {
                continue;
            }
            for (String address : provisioner.addressesOf(port)) {
                String prefix = address + (address.indexOf(':') < 0 ? "/32" : "/128");
                for (LabNetwork network : lab.networks().values()) {
                    importers(home, network).stream()
                            .filter(agent -> clients.containsKey(agent) && !knows(agent, network, prefix))
                            .forEach(agent -> missing.put(
                                    agent, prefix + " of " + guest.name() + " is not in " + network.name()));
                }
            }
        }
    }

    private boolean knows(String agent, LabNetwork network, String prefix) {
        try {
            return !Objects.requireNonNull(clients.get(agent))
                    .inspect("routes", ImmutableMap.of("vrf", network.routingInstance(), "prefix", prefix))
                    .isEmpty();
        } catch (LabException e) {
            if (e.code() == ErrorCode.NO_SUCH_TABLE) {
                return false;
            }
            throw e;
        }
    }

    /** The agents that have guests in {@code network}, if it imports what {@code home} exports. */
    private ImmutableList<String> importers(LabNetwork home, LabNetwork network) {
        Sets.SetView<RouteTarget> exported = Sets.union(home.routeTargets(), home.exportRouteTargets());
        Sets.SetView<RouteTarget> imported = Sets.union(network.routeTargets(), network.importRouteTargets());
        if (!home.equals(network) && Sets.intersection(exported, imported).isEmpty()) {
            return ImmutableList.of();
        }
        return provisioner.guestsIn(network).stream()
                .map(LabGuest::node)
                .distinct()
                .collect(ImmutableList.toImmutableList());
    }

    private static String text(Duration limit, Map<String, String> missing) {
        List<String> parts = new ArrayList<>();
        missing.forEach((node, reason) -> parts.add(node + ": " + reason));
        return "not converged after " + limit.toSeconds() + " s: " + String.join("; ", parts);
    }

    private void follow(NodeClient client) {
        Thread thread = new Thread(
                () -> {
                    try (InputStream in = client.events()) {
                        if (!register(in)) {
                            return;
                        }
                        NodeClient.lines(in, event -> {
                            changed.offer(true);
                            return true;
                        });
                    } catch (IOException | LabException e) {
                        changed.offer(true); // closed by us, or the node ended: the next look says which
                    }
                },
                "events-" + client.name());
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized boolean register(InputStream in) {
        if (!closed) {
            streams.add(in);
        }
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (InputStream stream : streams) {
            try {
                stream.close();
            } catch (IOException e) {
                progress.note("an event stream did not close: " + e.getMessage());
            }
        }
    }
}

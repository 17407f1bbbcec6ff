package net.minitrail.controller;

import static java.util.Objects.requireNonNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.net.runtime.NodeConfig;
import org.slf4j.LoggerFactory;

/**
 * A controller of nobody, on free ports of the loopback, that passes made-up routes between made-up neighbors and between
 * made-up agents before the real one starts: the JVM compiles what is busy, so the real one is fast from the first route.
 * Nothing of it remains.
 */
final class Rehearsal {
    private static final String CONFIG = """
            name: rehearsal
            address: 127.0.0.1
            autonomous-system: %d
            cluster-id: 127.0.0.1
            ports: {bgp: 0, xmpp: 0, api: 0, control: 0}
            dynamic-neighbors:
              - {prefix: 127.0.0.0/8, as: %1$d, route-reflector-client: true, families: [inet-vpn]}
            networks:
              rehearsal: {subnet: 10.1.0.0/16}
            """.formatted(RehearsalNeighbor.AS);

    private static final int SPEAKERS = 2;
    private static final int LISTENERS = 2;
    private static final int AGENTS = 24;

    /** How often agents play in each round: theirs is short, and more code runs in it than for neighbors. */
    private static final int AGENT_ROUNDS = 4;

    /** What an item or a retract takes at least, in octets. */
    private static final int SHORTEST = 40;

    private final List<RehearsalSocket> neighbors = new ArrayList<>();
    private final List<RehearsalSocket> agents = new ArrayList<>();
    private final List<ImmutableList<RehearsalNeighbor.Act>> neighborActs = new ArrayList<>();
    private final List<ImmutableList<RehearsalNeighbor.Act>> neighborChanges = new ArrayList<>();
    private final List<ImmutableList<byte[]>> agentLines = new ArrayList<>();
    private final List<ImmutableList<byte[]>> agentChanges = new ArrayList<>();

    private Rehearsal() {}

    /**
     * Plays until the compilers have little left to do, or for that time at most; the calling thread is busy as long.
     *
     * @return octets that neighbors and agents heard; 0 on a machine whose loopback has no addresses for them
     */
    static long play(Duration limit) throws IOException {
        var log = (Logger) LoggerFactory.getLogger("net.minitrail");
        Level before = log.getLevel();
        log.setLevel(Level.ERROR);
        Controller stage = Controller.start(NodeConfig.read("rehearsal", CONFIG, ControllerConfig.class));
        var rehearsal = new Rehearsal();
        try {
            long end = System.nanoTime() + limit.toNanos();
            rehearsal.call(stage, end);
            var compilers = new Compilers();
            long heard = 0;
            while (System.nanoTime() - end < 0 && compilers.areBusy()) {
                heard += rehearsal.neighbors();
                for (int round = 0; round < AGENT_ROUNDS; round++) {
                    heard += rehearsal.agents();
                }
            }
            return heard;
        } catch (BindException e) {
            return 0;
        } finally {
            rehearsal.dismiss();
            stage.stop();
            log.setLevel(before);
        }
    }

    private void call(Controller stage, long end) throws IOException {
        InetSocketAddress bgp = address(requireNonNull(stage.endpoints().get("bgp")));
        for (int number = 1; number <= SPEAKERS + LISTENERS; number++) {
            var neighbor = new RehearsalNeighbor(number);
            neighbors.add(new RehearsalSocket(number, bgp, neighbor.opening(), end));
            if (number <= SPEAKERS) {
                neighborActs.add(neighbor.acts());
                neighborChanges.add(neighbor.changes());
            }
        }
        InetSocketAddress xmpp = address(requireNonNull(stage.endpoints().get("xmpp")));
        for (int number = 1; number <= AGENTS; number++) {
            var agent = new RehearsalAgent(number);
            agents.add(new RehearsalSocket(number, xmpp, agent.opening(), end));
            agentLines.add(agent.acts());
            agentChanges.add(agent.changes());
        }
    }

    /** Some neighbors announce routes, change them all and one by one, and take them back; all listen. */
    private long neighbors() throws IOException {
        long heard = 0;
        for (int act = 0; act < neighborActs.get(0).size(); act++) {
            int least = 0;
            for (int speaker = 0; speaker < SPEAKERS; speaker++) {
                RehearsalNeighbor.Act line = neighborActs.get(speaker).get(act);
                neighbors.get(speaker).send(line.octets());
                least = line.least();
            }
            for (int peer = 0; peer < neighbors.size(); peer++) {
                int others = peer < SPEAKERS ? SPEAKERS - 1 : SPEAKERS;
                heard += neighbors.get(peer).listen((long) others * least);
            }
            if (act == 0) {
                heard += neighborsOneByOne();
            }
        }
        return heard;
    }

    /** Each change is heard before the next is made, as long as all keep up. */
    private long neighborsOneByOne() throws IOException {
        long heard = 0;
        for (int speaker = 0; speaker < SPEAKERS; speaker++) {
            for (RehearsalNeighbor.Act change : neighborChanges.get(speaker)) {
                neighbors.get(speaker).send(change.octets());
                for (int peer = 0; peer < neighbors.size(); peer++) {
                    long some = peer == speaker ? 0 : neighbors.get(peer).listen(change.least());
                    if (peer != speaker && some < change.least()) {
                        return heard;
                    }
                    heard += some;
                }
            }
        }
        return heard;
    }

    /** All agents do the same, and hear of each other and of themselves. */
    private long agents() throws IOException {
        long heard = 0;
        for (int act = 0; act < agentLines.get(0).size(); act++) {
            for (int agent = 0; agent < AGENTS; agent++) {
                agents.get(agent).send(agentLines.get(agent).get(act));
            }
            heard += listen();
            if (act == 0) {
                oneByOne();
                heard += listen();
            }
        }
        return heard;
    }

    /** Each port changes on its own, so that notifications are short. */
    private void oneByOne() throws IOException {
        for (int port = 0; port < RehearsalAgent.PORTS; port++) {
            for (int agent = 0; agent < AGENTS; agent++) {
                agents.get(agent).send(agentChanges.get(agent).get(port));
            }
        }
    }

    private long listen() throws IOException {
        long heard = 0;
        for (RehearsalSocket agent : agents) {
            heard += agent.listen((long) AGENTS * RehearsalAgent.PORTS * SHORTEST);
        }
        return heard;
    }

    private void dismiss() throws IOException {
        for (RehearsalSocket peer : neighbors) {
            peer.close();
        }
        for (RehearsalSocket agent : agents) {
            agent.close();
        }
    }

    private static InetSocketAddress address(String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        return new InetSocketAddress(endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)));
    }
}

package net.minitrail.controller;

import static java.util.Objects.requireNonNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
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
            """.formatted(RehearsalNeighbor.AS);

    private static final String NETWORK = """
              net%d: {subnet: 10.1.0.0/16, route-targets: [target:%d:%d]}
            """;

    /** Routes of a neighbor at first, when nothing is compiled yet. */
    private static final int FEW = 1024;

    private static final int MANY = 16_384;

    /** How often agents play in each round: theirs is short, and more code runs in it than for neighbors. */
    private static final int AGENT_ROUNDS = 4;

    /** What is left to be compiled after a round is rare if it takes less than this. */
    private static final long LITTLE_NANOS = 100_000_000;

    private final long end;
    private final Compilers compilers = new Compilers();
    private final RehearsalNeighbors few;
    private final RehearsalNeighbors many;
    private final RehearsalAgents agents;

    private Rehearsal(long end) {
        this.end = end;
        few = new RehearsalNeighbors(FEW, compilers, end);
        many = new RehearsalNeighbors(MANY, compilers, end);
        agents = new RehearsalAgents(compilers, end);
    }

    /**
     * Plays until the compilers have little left to do, or for that time at most; the calling thread is busy as long.
     *
     * @return octets that neighbors and agents heard; 0 on a machine whose loopback has no addresses for them
     */
    static long play(Duration limit) throws IOException {
        var log = (Logger) LoggerFactory.getLogger("net.minitrail");
        Level before = log.getLevel();
        log.setLevel(Level.ERROR);
        try {
            return new Rehearsal(System.nanoTime() + limit.toNanos()).play();
        } catch (BindException e) {
            return 0;
        } finally {
            log.setLevel(before);
        }
    }

    private long play() throws IOException {
        long heard = round(few);
        long busy;
        do {
            busy = compilers.busyNanos();
            heard += round(many);
            compilers.rest(end);
        } while (System.nanoTime() - end < 0 && compilers.busyNanos() - busy > LITTLE_NANOS);
        return heard;
    }

    /** One controller from its start to its end, so that these are rehearsed too. */
    private long round(RehearsalNeighbors neighbors) throws IOException {
        Controller stage = Controller.start(NodeConfig.read("rehearsal", config(), ControllerConfig.class));
        try {
            long heard = neighbors.play(address(stage, "bgp"));
            for (int round = 0; round < AGENT_ROUNDS && System.nanoTime() - end < 0; round++) {
                heard += agents.play(address(stage, "xmpp"));
            }
            return heard;
        } finally {
            stage.stop();
        }
    }

    private static String config() {
        var config = new StringBuilder(CONFIG);
        for (int network = 0; network < RehearsalAgent.NETWORKS; network++) {
            config.append(NETWORK.formatted(network, RehearsalNeighbor.AS, network + 2));
        }
        return config.toString();
    }

    private static InetSocketAddress address(Controller stage, String service) {
        String endpoint = requireNonNull(stage.endpoints().get(service));
        int colon = endpoint.lastIndexOf(':');
        return new InetSocketAddress(endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)));
    }
}

package net.minitrail.controller;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Agents of the rehearsal. They come and go in each round: a new session reads its stream in small pieces at first, so what
 * parses it has to be ready for names and texts that end in the middle. For one thread.
 */
final class RehearsalAgents {
    private static final int AGENTS = 48;

    /** Routes that each agent hears of, its own among them: those of all agents in its networks. */
    private static final int HEARD = AGENTS * RehearsalAgent.JOINED / RehearsalAgent.NETWORKS * RehearsalAgent.PORTS;

    /** What an item or a retract takes at least, in octets. */
    private static final int SHORTEST = 40;

    private final Compilers compilers;
    private final long end;
    private final ImmutableList<byte[]> openings;
    private final ImmutableList<ImmutableList<byte[]>> acts;
    private final ImmutableList<ImmutableList<byte[]>> changes;
    private final List<RehearsalSocket> sockets = new ArrayList<>();

    /** @param end when the rehearsal is over, by {@link System#nanoTime} */
    RehearsalAgents(Compilers compilers, long end) {
        this.compilers = compilers;
        this.end = end;
        ImmutableList<RehearsalAgent> agents =
                IntStream.rangeClosed(1, AGENTS).mapToObj(RehearsalAgent::new).collect(ImmutableList.toImmutableList());
        openings = agents.stream().map(RehearsalAgent::opening).collect(ImmutableList.toImmutableList());
        acts = agents.stream().map(RehearsalAgent::acts).collect(ImmutableList.toImmutableList());
        changes = agents.stream().map(RehearsalAgent::changes).collect(ImmutableList.toImmutableList());
    }

    /**
     * All come, do the same, hear of each other and of themselves, and go.
     *
     * @return octets that they heard
     */
    long play(InetSocketAddress controller) throws IOException {
        try {
            for (int agent = 0; agent < AGENTS; agent++) {
                sockets.add(new RehearsalSocket(agent + 1, controller, openings.get(agent), end));
            }
            long heard = routes();
            for (RehearsalSocket agent : sockets) {
                agent.leave(RehearsalAgent.closing());
            }
            return heard;
        } finally {
            for (RehearsalSocket agent : sockets) {
                agent.close();
            }
            sockets.clear();
        }
    }

    private long routes() throws IOException {
        long heard = 0;
        for (int act = 0; act < acts.get(0).size(); act++) {
            for (int agent = 0; agent < AGENTS; agent++) {
                sockets.get(agent).send(acts.get(agent).get(act));
            }
            heard += listen();
            if (act == 0) {
                oneByOne();
                heard += listen();
            }
        }
        compilers.rest(end);
        return heard;
    }

    /** Each port changes on its own, so that notifications are short. */
    private void oneByOne() throws IOException {
        for (int port = 0; port < RehearsalAgent.PORTS; port++) {
            for (int agent = 0; agent < AGENTS; agent++) {
                sockets.get(agent).send(changes.get(agent).get(port));
            }
        }
    }

    private long listen() throws IOException {
        long heard = 0;
        for (RehearsalSocket agent : sockets) {
            heard += agent.listen((long) HEARD * SHORTEST);
        }
        return heard;
    }
}

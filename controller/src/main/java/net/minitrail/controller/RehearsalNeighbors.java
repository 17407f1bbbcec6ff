package net.minitrail.controller;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** BGP neighbors of the rehearsal: some speak, and all listen. For one thread. */
final class RehearsalNeighbors {
    private static final int SPEAKERS = 2;
    private static final int LISTENERS = 2;

    private final Compilers compilers;
    private final long end;
    private final List<byte[]> openings = new ArrayList<>();
    private final List<ImmutableList<RehearsalNeighbor.Act>> acts = new ArrayList<>();
    private final List<ImmutableList<RehearsalNeighbor.Act>> changes = new ArrayList<>();
    private final List<RehearsalSocket> sockets = new ArrayList<>();

    /**
     * @param routes of each that speaks
     * @param end when the rehearsal is over, by {@link System#nanoTime}
     */
    RehearsalNeighbors(int routes, Compilers compilers, long end) {
        this.compilers = compilers;
        this.end = end;
        for (int number = 1; number <= SPEAKERS + LISTENERS; number++) {
            var neighbor = new RehearsalNeighbor(number, routes);
            openings.add(neighbor.opening());
            if (number <= SPEAKERS) {
                acts.add(neighbor.acts());
                changes.add(neighbor.changes());
            }
        }
    }

    /**
     * All come, say their lines, hear those of the others, and go.
     *
     * @return octets that they heard
     */
    long play(InetSocketAddress controller) throws IOException {
        try {
            for (int number = 1; number <= openings.size(); number++) {
                sockets.add(new RehearsalSocket(number, controller, openings.get(number - 1), end));
            }
            return routes();
        } finally {
            for (RehearsalSocket neighbor : sockets) {
                neighbor.close();
            }
            sockets.clear();
        }
    }

    /** Some neighbors announce routes, change them all and one by one, and take them back; all listen. */
    private long routes() throws IOException {
        long heard = 0;
        for (int act = 0; act < acts.get(0).size(); act++) {
            int least = 0;
            for (int speaker = 0; speaker < SPEAKERS; speaker++) {
                RehearsalNeighbor.Act line = acts.get(speaker).get(act);
                sockets.get(speaker).send(line.octets());
                least = line.least();
            }
            for (int peer = 0; peer < sockets.size(); peer++) {
                int others = peer < SPEAKERS ? SPEAKERS - 1 : SPEAKERS;
                heard += sockets.get(peer).listen((long) others * least);
            }
            if (act == 0) {
                heard += oneByOne();
            }
            compilers.rest(end);
        }
        return heard;
    }

    /** Each change is heard before the next is made, as long as all keep up. */
    private long oneByOne() throws IOException {
        long heard = 0;
        for (int speaker = 0; speaker < SPEAKERS; speaker++) {
            for (RehearsalNeighbor.Act change : changes.get(speaker)) {
                sockets.get(speaker).send(change.octets());
                for (int peer = 0; peer < sockets.size(); peer++) {
                    long some = peer == speaker ? 0 : sockets.get(peer).listen(change.least());
                    if (peer != speaker && some < change.least()) {
                        return heard;
                    }
                    heard += some;
                }
            }
        }
        return heard;
    }
}

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
 * A controller of nobody, on free ports of the loopback, that reflects made-up routes between made-up neighbors before the
 * real one starts: the JVM compiles what is busy, so the real one is fast from the first route. Nothing of it remains.
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
            """.formatted(RehearsalPeer.AS);

    private static final int SPEAKERS = 2;
    private static final int LISTENERS = 2;

    private Rehearsal() {}

    /**
     * Plays for that time; the calling thread is busy as long.
     *
     * @return octets that the neighbors heard; 0 on a machine whose loopback has no addresses for them
     */
    static long play(Duration time) throws IOException {
        var log = (Logger) LoggerFactory.getLogger("net.minitrail");
        Level before = log.getLevel();
        log.setLevel(Level.ERROR);
        Controller stage = Controller.start(NodeConfig.read("rehearsal", CONFIG, ControllerConfig.class));
        List<RehearsalPeer> peers = new ArrayList<>();
        try {
            InetSocketAddress bgp = address(requireNonNull(stage.endpoints().get("bgp")));
            for (int number = 1; number <= SPEAKERS + LISTENERS; number++) {
                peers.add(new RehearsalPeer(number, bgp));
            }
            return perform(peers, System.nanoTime() + time.toNanos());
        } catch (BindException e) {
            return 0;
        } finally {
            for (RehearsalPeer peer : peers) {
                peer.close();
            }
            stage.stop();
            log.setLevel(before);
        }
    }

    /** Some peers announce routes, change them all, and take them back, over and over; all listen. */
    private static long perform(List<RehearsalPeer> peers, long end) throws IOException {
        ImmutableList<byte[]> acts = RehearsalRoutes.acts();
        long heard = 0;
        while (System.nanoTime() - end < 0) {
            for (byte[] act : acts) {
                for (RehearsalPeer peer : peers.subList(0, SPEAKERS)) {
                    peer.send(act);
                }
                for (int peer = 0; peer < peers.size(); peer++) {
                    int others = peer < SPEAKERS ? SPEAKERS - 1 : SPEAKERS;
                    heard += peers.get(peer).listen((long) others * act.length);
                }
            }
        }
        return heard;
    }

    private static InetSocketAddress address(String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        return new InetSocketAddress(endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)));
    }
}

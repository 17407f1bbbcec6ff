package net.minitrail.vrouter.tcp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.minitrail.net.IpAddress;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.TcpSegment;
import net.minitrail.net.runtime.RoutingLoop;

/** All connections of one host. Confined to the routing loop. */
public final class TcpStack {
    private static final int FIRST_PORT = 32_768;
    private static final int LAST_PORT = 60_999;
    private static final int MOST_CONNECTIONS = 4096;

    /** Where segments go. */
    @FunctionalInterface
    public interface Network {
        /** Sends a segment with its checksum in place; it may get lost. */
        void send(IpAddress source, IpAddress destination, byte[] segment);
    }

    /** Both ends of a connection, ours first. */
    record Ends(IpAddress local, int localPort, IpAddress remote, int remotePort) {}

    private final RoutingLoop loop;
    private final Network network;
    private final Map<Ends, TcpConnection> connections = new HashMap<>();
    private final Map<Integer, Function<TcpConnection, TcpUser>> listeners = new HashMap<>();
    private int nextPort;
    private int nextSequence;

    /** @param seed makes hosts differ in the ports and sequence numbers that they begin with */
    public TcpStack(RoutingLoop loop, Network network, int seed) {
        this.loop = loop;
        this.network = network;
        this.nextPort = FIRST_PORT + Math.floorMod(seed * 0x9E37_79B9, LAST_PORT - FIRST_PORT);
        this.nextSequence = seed * 0x85EB_CA6B;
    }

    /** Takes calls at a port; {@code accept} answers who uses a new connection. */
    public void listen(int port, Function<TcpConnection, TcpUser> accept) {
        listeners.put(port, accept);
    }

    /** Calls {@code remote}; {@code user} hears whether anybody answers. */
    public TcpConnection connect(IpAddress local, IpAddress remote, int remotePort, TcpUser user) {
        Ends ends = new Ends(local, freePort(local, remote, remotePort), remote, remotePort);
        var connection = new TcpConnection(this, loop, ends, nextSequence(), user);
        connections.put(ends, connection);
        connection.call();
        return connection;
    }

    /** Takes a segment that was addressed to this host. */
    public void receive(IpAddress source, IpAddress destination, byte[] octets) throws MalformedPacketException {
        TcpSegment segment = TcpSegment.decode(octets);
        Ends ends = new Ends(destination, segment.destinationPort(), source, segment.sourcePort());
        TcpConnection connection = connections.get(ends);
        if (connection != null) {
            connection.receive(segment);
            return;
        }
        boolean call = (segment.flags() & (TcpSegment.SYN | TcpSegment.ACK | TcpSegment.RST)) == TcpSegment.SYN;
        Function<TcpConnection, TcpUser> accept = listeners.get(segment.destinationPort());
        if (call && accept != null && connections.size() < MOST_CONNECTIONS) {
            var accepted = new TcpConnection(this, loop, ends, nextSequence(), null);
            connections.put(ends, accepted);
            accepted.use(accept.apply(accepted));
            accepted.answer(segment);
        } else if ((segment.flags() & TcpSegment.RST) == 0) {
            refuse(ends, segment);
        }
    }

    /** RFC 9293 section 3.5.2: what nobody expects is answered by a reset. */
    private void refuse(Ends ends, TcpSegment segment) {
        boolean acks = (segment.flags() & TcpSegment.ACK) != 0;
        int length = segment.payload().length + (segment.flags() & TcpSegment.SYN) / TcpSegment.SYN;
        send(
                ends,
                new TcpSegment(
                        ends.localPort,
                        ends.remotePort,
                        acks ? segment.acknowledgment() : 0,
                        acks ? 0 : segment.sequence() + length,
                        acks ? TcpSegment.RST : TcpSegment.RST | TcpSegment.ACK,
                        0,
                        new byte[0]));
    }

    /** Forgets all connections without a word, as a host does that loses power. */
    public void stop() {
        List.copyOf(connections.values()).forEach(TcpConnection::vanish);
    }

    void send(Ends ends, TcpSegment segment) {
        network.send(ends.local, ends.remote, segment.encode(ends.local, ends.remote));
    }

    void forget(Ends ends) {
        connections.remove(ends);
    }

    /** How many connections are open or on their way. */
    public int open() {
        return connections.size();
    }

    private int freePort(IpAddress local, IpAddress remote, int remotePort) {
        for (int tries = LAST_PORT - FIRST_PORT; tries >= 0; tries--) {
            int port = nextPort;
            nextPort = port == LAST_PORT ? FIRST_PORT : port + 1;
            if (!connections.containsKey(new Ends(local, port, remote, remotePort))) {
                return port;
            }
        }
        throw new IllegalStateException("no free port towards " + remote);
    }

    private int nextSequence() {
        nextSequence += 64_000;
        return nextSequence;
    }
}

package net.minitrail.net.underlay;

import java.io.IOException;
import java.util.EnumSet;
import java.util.function.Consumer;
import net.minitrail.net.Ipv4Address;

/**
 * Sends and receives a node's tunnel packets.
 *
 * <p>{@link #send} is thread-safe and never blocks: like a wire, a full socket buffer loses the packet (counted). Received
 * packets are handed to the consumer on a thread of the underlay's own.
 */
public interface Underlay extends AutoCloseable {

    /**
     * Opens the sockets of the node whose protocol address is {@code address}.
     *
     * @param transports of no meaning on netns wiring, where each address is its own
     * @throws IOException if a port of the transport address is taken, or netns wiring is asked for without root
     */
    static Underlay open(Wiring wiring, Ipv4Address address, TransportMap transports, Consumer<TunnelPacket> receiver)
            throws IOException {
        return switch (wiring) {
            case LOOPBACK -> UdpUnderlay.open(address, transports, EnumSet.allOf(Encapsulation.class), receiver);
            case NETNS -> KernelUnderlay.open(address, receiver);
        };
    }

    /** Sends a packet to the node of its destination address. */
    void send(TunnelPacket packet);

    /** Packets that could not be sent. */
    long lost();

    @Override
    void close();
}

package net.minitrail.net.underlay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import net.minitrail.net.Ipv4Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tunnel packets in UDP: a socket on the node's transport address for each encapsulation. */
final class UdpUnderlay implements Underlay {
    private static final Logger LOG = LoggerFactory.getLogger(UdpUnderlay.class);
    private static final int LARGEST = 65_535;

    private final Ipv4Address address;
    private final TransportMap transports;
    private final Map<Encapsulation, DatagramChannel> channels = new EnumMap<>(Encapsulation.class);
    private final List<DatagramChannel> opened = new ArrayList<>();
    private final Selector selector;
    private final Consumer<TunnelPacket> receiver;
    private final LongAdder lost = new LongAdder();

    private UdpUnderlay(
            Ipv4Address address, TransportMap transports, Selector selector, Consumer<TunnelPacket> receiver) {
        this.address = address;
        this.transports = transports;
        this.selector = selector;
        this.receiver = receiver;
    }

    /**
     * Opens the sockets of the node whose protocol address is {@code address}.
     *
     * @throws IOException if a port of the transport address is taken
     */
    static UdpUnderlay open(
            Ipv4Address address,
            TransportMap transports,
            Set<Encapsulation> encapsulations,
            Consumer<TunnelPacket> receiver)
            throws IOException {
        var underlay = new UdpUnderlay(address, transports, Selector.open(), receiver);
        try {
            for (Encapsulation encapsulation : encapsulations) {
                underlay.channels.put(encapsulation, underlay.listen(encapsulation, encapsulation.port()));
            }
            if (encapsulations.contains(Encapsulation.MPLS_OVER_UDP)) {
                underlay.listen(Encapsulation.MPLS_OVER_UDP, Encapsulation.EARLIER_MPLS_OVER_UDP);
            }
        } catch (IOException e) {
            underlay.close();
            throw e;
        }
        var thread = new Thread(underlay::receiveLoop, "underlay");
        thread.setDaemon(true);
        thread.start();
        return underlay;
    }

    private DatagramChannel listen(Encapsulation encapsulation, int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        opened.add(channel);
        SocketAddress local =
                new InetSocketAddress(transports.transportOf(address).toInetAddress(), port);
        try {
            channel.bind(local);
        } catch (IOException e) {
            throw new IOException("cannot bind " + local + ": " + e.getMessage(), e);
        }
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, encapsulation);
        return channel;
    }

    @Override
    public void send(TunnelPacket packet) {
        var to = new InetSocketAddress(
                transports.transportOf(packet.destination()).toInetAddress(),
                packet.encapsulation().port());
        try {
            DatagramChannel channel = channels.get(packet.encapsulation());
            if (channel == null || channel.send(ByteBuffer.wrap(packet.octets()), to) == 0) {
                lost.increment();
            }
        } catch (IOException e) { // nobody listens there, or we are closing: lost as on a wire
            lost.increment();
            LOG.debug("underlay to={} lost: {}", to, e.getMessage());
        }
    }

    @Override
    public long lost() {
        return lost.sum();
    }

    @Override
    public void close() {
        try {
            selector.close();
            for (DatagramChannel channel : opened) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.warn("underlay close: {}", e.getMessage());
        }
    }

    private void receiveLoop() {
        ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
        try {
            while (selector.isOpen()) {
                selector.select();
                if (!selector.isOpen()) {
                    return;
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    drain((DatagramChannel) key.channel(), (Encapsulation) key.attachment(), buffer);
                }
                selector.selectedKeys().clear();
            }
        } catch (ClosedChannelException | java.nio.channels.ClosedSelectorException e) {
            LOG.debug("underlay closed");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("underlay receive", e);
        }
    }

    private void drain(DatagramChannel channel, Encapsulation encapsulation, ByteBuffer buffer) throws IOException {
        for (SocketAddress from = receive(channel, buffer); from != null; from = receive(channel, buffer)) {
            buffer.flip();
            byte[] octets = new byte[buffer.remaining()];
            buffer.get(octets);
            var end = (InetSocketAddress) from;
            Ipv4Address source =
                    transports.protocolOf(Ipv4Address.of(end.getAddress().getAddress()));
            receiver.accept(new TunnelPacket(encapsulation, source, address, end.getPort(), octets));
        }
    }

    /** The sender of the next datagram, or null; an ICMP error that comes back for an earlier packet is skipped. */
    private static @org.jspecify.annotations.Nullable SocketAddress receive(DatagramChannel channel, ByteBuffer buffer)
            throws IOException {
        while (true) {
            try {
                buffer.clear();
                return channel.receive(buffer);
            } catch (java.net.PortUnreachableException e) {
                LOG.debug("underlay peer is gone");
            }
        }
    }
}

package net.minitrail.net.underlay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.GrePacket;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.MplsPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tunnel packets in UDP: a socket on the node's transport address for each encapsulation. */
final class UdpUnderlay implements Underlay {
    private static final Logger LOG = LoggerFactory.getLogger(UdpUnderlay.class);
    private static final int LARGEST = 65_535;

    private final Ipv4Address address;
    private final TransportMap transports;
    private final Map<Encapsulation, DatagramChannel> channels = new EnumMap<>(Encapsulation.class);
    private final Selector selector;
    private final Consumer<TunnelPacket> receiver;
    private final LongAdder lost = new LongAdder();
    private final LongAdder malformed = new LongAdder();

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
                underlay.listen(encapsulation);
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

    private void listen(Encapsulation encapsulation) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channels.put(encapsulation, channel);
        SocketAddress local =
                new InetSocketAddress(transports.transportOf(address).toInetAddress(), encapsulation.port());
        try {
            channel.bind(local);
        } catch (IOException e) {
            throw new IOException("cannot bind " + local + ": " + e.getMessage(), e);
        }
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, encapsulation);
    }

    @Override
    public void send(TunnelPacket packet) {
        byte[] mpls = packet.labelled().encode();
        byte[] payload = packet.encapsulation() == Encapsulation.MPLS_OVER_GRE
                ? new GrePacket(EthernetFrame.MPLS, mpls).encode()
                : mpls;
        var to = new InetSocketAddress(
                transports.transportOf(packet.destination()).toInetAddress(),
                packet.encapsulation().port());
        try {
            DatagramChannel channel = channels.get(packet.encapsulation());
            if (channel == null || channel.send(ByteBuffer.wrap(payload), to) == 0) {
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
    public long malformed() {
        return malformed.sum();
    }

    @Override
    public void close() {
        try {
            selector.close();
            for (DatagramChannel channel : channels.values()) {
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
            try {
                receiver.accept(decode(encapsulation, (InetSocketAddress) from, octets));
            } catch (MalformedPacketException e) {
                malformed.increment();
                LOG.debug("underlay from={} malformed: {}", from, e.getMessage());
            }
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

    private TunnelPacket decode(Encapsulation encapsulation, InetSocketAddress from, byte[] octets)
            throws MalformedPacketException {
        byte[] mpls = encapsulation == Encapsulation.MPLS_OVER_GRE
                ? GrePacket.decode(octets).mpls()
                : octets;
        Ipv4Address source =
                transports.protocolOf(Ipv4Address.of(from.getAddress().getAddress()));
        return new TunnelPacket(encapsulation, source, address, from.getPort(), MplsPacket.decode(mpls));
    }
}

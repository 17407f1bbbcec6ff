package net.minitrail.net.underlay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.kernel.RawSocket;
import net.minitrail.net.packet.GrePacket;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.MplsPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tunnel packets between addresses of real interfaces: GRE as IP protocol 47 (RFC 2784), MPLS over UDP in UDP. */
final class KernelUnderlay implements Underlay {
    private static final Logger LOG = LoggerFactory.getLogger(KernelUnderlay.class);

    private final Ipv4Address address;
    private final RawSocket gre;
    private final UdpUnderlay udp;
    private final Consumer<TunnelPacket> receiver;
    private final LongAdder lost = new LongAdder();
    private final LongAdder malformed = new LongAdder();

    private KernelUnderlay(Ipv4Address address, RawSocket gre, UdpUnderlay udp, Consumer<TunnelPacket> receiver) {
        this.address = address;
        this.gre = gre;
        this.udp = udp;
        this.receiver = receiver;
    }

    static KernelUnderlay open(Ipv4Address address, Consumer<TunnelPacket> receiver) throws IOException {
        var identity = new TransportMap(Map.of());
        UdpUnderlay udp = UdpUnderlay.open(address, identity, EnumSet.of(Encapsulation.MPLS_OVER_UDP), receiver);
        RawSocket gre;
        try {
            gre = RawSocket.open(address, Ipv4Packet.GRE);
        } catch (IOException e) {
            udp.close();
            throw e;
        }
        var underlay = new KernelUnderlay(address, gre, udp, receiver);
        var thread = new Thread(underlay::receiveLoop, "gre");
        thread.setDaemon(true);
        thread.start();
        return underlay;
    }

    @Override
    public void send(TunnelPacket packet) {
        if (packet.encapsulation() == Encapsulation.MPLS_OVER_UDP) {
            udp.send(packet);
        } else if (!gre.send(packet.destination(), OuterFrame.packet(packet))) {
            lost.increment();
        }
    }

    @Override
    public long lost() {
        return lost.sum() + udp.lost();
    }

    @Override
    public long malformed() {
        return malformed.sum() + udp.malformed();
    }

    @Override
    public void close() {
        udp.close();
        gre.shutDown();
    }

    private void receiveLoop() {
        try (gre) {
            for (byte[] octets = gre.receive(); octets.length > 0; octets = gre.receive()) {
                receive(octets);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("underlay receive", e);
        }
    }

    private void receive(byte[] octets) {
        try {
            Ipv4Packet outer = Ipv4Packet.decode(octets);
            MplsPacket labelled =
                    MplsPacket.decode(GrePacket.decode(outer.payload()).mpls());
            receiver.accept(new TunnelPacket(Encapsulation.MPLS_OVER_GRE, outer.source(), address, 0, labelled));
        } catch (MalformedPacketException e) {
            malformed.increment();
            LOG.debug("underlay malformed: {}", e.getMessage());
        }
    }
}

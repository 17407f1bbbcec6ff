package net.minitrail.net.underlay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.kernel.RawSocket;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.Octets;

/** Tunnel packets between addresses of real interfaces: GRE as IP protocol 47 (RFC 2784), the others in UDP. */
final class KernelUnderlay implements Underlay {
    private static final int SOURCE_AT = 12;

    private final Ipv4Address address;
    private final RawSocket gre;
    private final UdpUnderlay udp;
    private final Consumer<TunnelPacket> receiver;
    private final LongAdder lost = new LongAdder();

    private KernelUnderlay(Ipv4Address address, RawSocket gre, UdpUnderlay udp, Consumer<TunnelPacket> receiver) {
        this.address = address;
        this.gre = gre;
        this.udp = udp;
        this.receiver = receiver;
    }

    static KernelUnderlay open(Ipv4Address address, Consumer<TunnelPacket> receiver) throws IOException {
        var identity = new TransportMap(Map.of());
        UdpUnderlay udp = UdpUnderlay.open(
                address, identity, EnumSet.of(Encapsulation.MPLS_OVER_UDP, Encapsulation.VXLAN), receiver);
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
        if (packet.encapsulation() != Encapsulation.MPLS_OVER_GRE) {
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

    /** The kernel has looked at the outer header already. */
    private void receive(byte[] octets) {
        int header = (octets[0] & 0xF) * 4;
        var source = new Ipv4Address(Octets.i32(octets, SOURCE_AT));
        byte[] body = Octets.from(octets, header);
        receiver.accept(new TunnelPacket(Encapsulation.MPLS_OVER_GRE, source, address, 0, body));
    }
}

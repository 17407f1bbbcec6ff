package net.minitrail.vrouter;

import java.io.IOException;
import net.minitrail.net.MacAddress;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.net.underlay.CaptureHub;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.net.underlay.OuterFrame;
import net.minitrail.net.underlay.TransportMap;
import net.minitrail.net.underlay.TunnelPacket;
import net.minitrail.net.underlay.Underlay;
import net.minitrail.net.underlay.Wiring;
import net.minitrail.vrouter.forwarding.Datapath;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import net.minitrail.vrouter.forwarding.RoutedPacket;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.oper.TunnelChoice;
import org.jspecify.annotations.Nullable;

/** Joins the vRouter to the underlay, and shows on the fabric interface what passes between them. Confined to the routing loop. */
final class FabricLink implements Datapath.Fabric, AutoCloseable {
    private final VRouter vrouter;
    private final RoutingLoop loop;
    private final CaptureHub captures;
    private final String name;
    private @Nullable Underlay underlay;
    private @Nullable Datapath datapath;

    FabricLink(VRouter vrouter, RoutingLoop loop, CaptureHub captures) {
        this.vrouter = vrouter;
        this.loop = loop;
        this.captures = captures;
        this.name = vrouter.vifs().physical().name();
    }

    /** Opens the sockets; what comes in goes to {@code newDatapath}. Before the loop runs. */
    void open(Wiring wiring, TransportMap transports, Datapath newDatapath) throws IOException {
        datapath = newDatapath;
        underlay = Underlay.open(wiring, vrouter.address(), transports, packet -> loop.execute(() -> receive(packet)));
    }

    @Override
    public void send(Tunnel tunnel, byte[] octets, @Nullable RoutedPacket inner) {
        Encapsulation encapsulation = tunnel.encapsulation();
        int sourcePort = inner == null ? encapsulation.sourcePort() : inner.tunnelSourcePort();
        var packet = new TunnelPacket(encapsulation, tunnel.source(), tunnel.destination(), sourcePort, octets);
        if (captures.watched(name)) {
            captures.frame(name, OuterFrame.of(packet, tunnel.own(), tunnel.remote()));
        }
        Underlay now = underlay;
        if (now != null) {
            vrouter.vifs().physical().countSent(encapsulation.outerLength() + octets.length);
            now.send(packet);
        }
    }

    private void receive(TunnelPacket packet) {
        if (captures.watched(name)) {
            MacAddress own = vrouter.vifs().physical().mac();
            captures.frame(name, OuterFrame.of(packet, TunnelChoice.fabricMac(packet.source()), own));
        }
        Datapath now = datapath;
        if (now != null) {
            now.fromTunnel(packet.encapsulation(), packet.source(), packet.octets());
        }
    }

    @Override
    public void close() {
        Underlay now = underlay;
        if (now != null) {
            now.close();
        }
    }
}

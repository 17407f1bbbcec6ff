package net.minitrail.vrouter.forwarding;

import net.minitrail.net.packet.EthernetFrame;

/** The first step of what services on the host answer: by the flow that led there, back to the guest. Confined to the routing loop. */
final class HostInput {
    private final VRouter vrouter;
    private final FrameWatch watch;
    private final FlowGate gate;
    private final Routing routing;

    HostInput(VRouter vrouter, FrameWatch watch, FlowGate gate, Routing routing) {
        this.vrouter = vrouter;
        this.watch = watch;
        this.gate = gate;
        this.routing = routing;
    }

    void take(RoutedPacket packet) {
        Vif vhost = vrouter.vifs().vhost();
        byte[] frame = new EthernetFrame(Vif.VROUTER_MAC, vhost.mac(), packet.etherType(), packet.octets()).encode();
        watch.frame(vhost.name(), frame);
        vhost.received(frame.length);
        if (gate.admitsAnswer(packet, vhost, vrouter.vrfs().fabric(), frame.length)) {
            routing.translated(packet, vhost);
        }
    }
}

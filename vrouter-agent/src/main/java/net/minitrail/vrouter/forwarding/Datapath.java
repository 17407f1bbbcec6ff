package net.minitrail.vrouter.forwarding;

import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import org.jspecify.annotations.Nullable;

/**
 * The way of a packet: from a guest's interface or out of a tunnel, through bridge table, routes and labels, to a guest, a
 * tunnel or the agent. The steps are classes of their own; here they are put together.
 *
 * <pre>
 *   GuestInput ──► ArpResponder ──► Flooding ──► Delivery, TunnelExit
 *       └────────► Bridging ──► Routing ──► Delivery, TunnelExit, the agent
 *   TunnelInput ─► VxlanInput ──► ArpResponder, Routing, Delivery
 *   HostInput ───► Routing
 * </pre>
 *
 * <p>Confined to the routing loop.
 */
public final class Datapath {
    /** The tunnels' other side. */
    public interface Fabric {
        /**
         * Sends a packet.
         *
         * @param octets all behind the outer IPv4 header and UDP: from GRE, the label or VXLAN on
         * @param inner what it carries if that is IP, to tell flows apart
         */
        void send(Tunnel tunnel, byte[] octets, @Nullable RoutedPacket inner);
    }

    /** What the agent wants to know, or has to do itself. */
    public interface Agent {
        /** A packet came from an address whose owner the agent waits for. */
        void trafficSeen(Vif vif, IpAddress source);

        /** A packet for an address of the agent's own: the gateway's, the services'. */
        void forAgent(Vrf vrf, RoutedPacket packet);

        /** A packet for the node's own address, which a flow has translated. */
        void forHost(RoutedPacket packet);

        /** A guest asks for its address. */
        void dhcp(Vif vif, EthernetFrame frame);

        /** A packet's TTL ran out before the next hop. */
        void ttlExceeded(Vrf vrf, RoutedPacket packet);
    }

    private final Delivery delivery;
    private final Routing routing;
    private final GuestInput guests;
    private final TunnelInput tunnels;
    private final HostInput hosts;

    /**
     * Puts the steps together.
     *
     * @param flows decides about packets of interfaces in flow mode
     * @param loop has time for fragments that wait
     */
    public Datapath(VRouter vrouter, FrameWatch watch, Fabric fabric, Agent agent, FlowAgent flows, RoutingLoop loop) {
        var exit = new TunnelExit(fabric);
        var mirroring = new Mirroring(vrouter, exit, new Mirroring.Exit() {
            @Override
            public void route(Vrf vrf, RoutedPacket copy, Vif from) {
                Datapath.this.routing.route(vrf, copy, from);
            }

            @Override
            public void toGuest(Vif vif, byte[] frame) {
                Datapath.this.delivery.transmit(vif, frame);
            }
        });
        var gate = new FlowGate(vrouter, flows, mirroring, loop);
        delivery = new Delivery(vrouter, watch, gate, mirroring);
        var flooding = new Flooding(vrouter, delivery, exit);
        var sightings = new Sightings(agent);
        routing = new Routing(vrouter, delivery, exit, agent);
        var bridging = new Bridging(vrouter, routing, flooding, delivery, exit, sightings);
        var responder = new ArpResponder(vrouter, bridging, flooding, delivery, exit, sightings);
        guests = new GuestInput(vrouter, watch, mirroring, gate, bridging, responder, agent);
        var vxlan = new VxlanInput(vrouter, routing, delivery, exit, responder);
        tunnels = new TunnelInput(vrouter, routing, delivery, responder, vxlan);
        hosts = new HostInput(vrouter, watch, gate, routing);
    }

    /** Takes a frame that a guest sent. */
    public void fromGuest(Vif vif, byte[] octets) {
        guests.take(vif, octets);
    }

    /** Takes what came out of a tunnel from {@code source}: GRE, a label stack or VXLAN, and what is behind. */
    public void fromTunnel(Encapsulation encapsulation, Ipv4Address source, byte[] octets) {
        tunnels.take(encapsulation, source, octets);
    }

    /** Takes what a service of the host answers to what a flow has translated. */
    public void fromHost(RoutedPacket packet) {
        hosts.take(packet);
    }

    /** Routes a packet in a VRF; {@code from} is who pays for a drop. */
    public void route(Vrf vrf, RoutedPacket packet, Vif from) {
        routing.route(vrf, packet, from);
    }

    /** Sends a frame to the guest behind {@code vif}. */
    public void deliver(Vif vif, byte[] octets) {
        delivery.deliver(vif, octets);
    }
}

package net.minitrail.vrouter.forwarding;

import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.MplsPacket;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.vrouter.flow.Flow;
import net.minitrail.vrouter.forwarding.FlowAgent.Macs;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.NextHop.Indirect;
import net.minitrail.vrouter.forwarding.NextHop.L2Receive;
import net.minitrail.vrouter.forwarding.NextHop.Member;
import net.minitrail.vrouter.forwarding.NextHop.Resolve;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import net.minitrail.vrouter.forwarding.NextHop.VrfTranslate;
import org.jspecify.annotations.Nullable;

/**
 * The way of a packet: from a guest's interface or out of a tunnel, through bridge table, routes and labels, to a guest, a
 * tunnel or the agent.
 *
 * <p>TTL: an IP packet loses one when it is routed, not when it is bridged and not when its label alone decides. A label
 * gets the TTL that the packet has then, and never gives it back.
 *
 * <p>Confined to the routing loop.
 */
public final class Datapath {
    /** The tunnels' other side. */
    public interface Fabric {
        /** Sends a labelled packet; {@code inner} is what it carries if that is IP, to tell flows apart. */
        void send(Tunnel tunnel, MplsPacket packet, @Nullable RoutedPacket inner);
    }

    /** What the agent wants to know, or has to do itself. */
    public interface Agent {
        /** A packet came from an address whose owner the agent waits for. */
        void trafficSeen(Vif vif, IpAddress source);

        /** A packet for an address of the agent's own: the gateway's, the services'. */
        void forAgent(Vrf vrf, RoutedPacket packet);

        /** A packet's TTL ran out before the next hop. */
        void ttlExceeded(Vrf vrf, RoutedPacket packet);
    }

    private static final int MOST_TRANSLATIONS = 4;
    /** TTL of the label on a bridged frame, whose inner TTL nobody looks at. */
    private static final int FRAME_TTL = 64;

    private final VRouter vrouter;
    private final FrameWatch watch;
    private final Fabric fabric;
    private final Agent agent;
    private final FlowGate gate;
    private final Flooding flooding;
    private final ArpRules arpRules;

    /** @param flows decides about packets of interfaces in flow mode */
    public Datapath(VRouter vrouter, FrameWatch watch, Fabric fabric, Agent agent, FlowAgent flows) {
        this.vrouter = vrouter;
        this.watch = watch;
        this.fabric = fabric;
        this.agent = agent;
        this.gate = new FlowGate(vrouter, flows);
        this.arpRules = new ArpRules(vrouter.nextHops());
        this.flooding = new Flooding(vrouter, new Flooding.Exit() {
            @Override
            public void toGuest(int vif, byte[] frame) {
                Datapath.this.toGuest(vif, frame);
            }

            @Override
            public void toTunnel(Tunnel tunnel, int label, byte[] frame) {
                Datapath.this.toTunnel(tunnel, label, frame, null);
            }
        });
    }

    /** Takes a frame that a guest sent. */
    public void fromGuest(Vif vif, byte[] octets) {
        watch.frame(vif.name(), octets);
        vif.received(octets.length);
        Vrf vrf = vrouter.vrfs().get(vif.vrf());
        try {
            EthernetFrame frame = EthernetFrame.decode(octets);
            NeighborTalk talk = NeighborTalk.of(frame);
            if (vrf == null) {
                vrouter.drop(DropReason.INVALID_IF, vif);
            } else if (talk != null) {
                neighbor(vif, vrf, octets, talk);
            } else if (isIp(frame)) {
                RoutedPacket packet = RoutedPacket.of(frame.payload());
                if (admits(vif, vrf, octets, frame, packet)) {
                    bridge(vif, vrf, octets, frame, packet);
                }
            } else {
                bridge(vif, vrf, octets, frame, null);
            }
        } catch (MalformedPacketException e) {
            vrouter.drop(DropReason.INVALID_PACKET, vif);
        }
    }

    /** Whether a guest's packet may go on: in packet mode, and to a group, without a flow. */
    private boolean admits(Vif vif, Vrf vrf, byte[] octets, EthernetFrame frame, RoutedPacket packet) {
        if (!vif.has(VifFlag.POLICY) || frame.destination().isGroup()) {
            return true;
        }
        return gate.admits(packet, vif, vif, vrf, macs(frame), octets.length);
    }

    /** The addresses of a frame that is bridged, null if the vRouter routes what is in it. */
    private static @Nullable Macs macs(EthernetFrame frame) {
        return frame.destination().equals(Vif.VROUTER_MAC) ? null : new Macs(frame.source(), frame.destination());
    }

    /** Takes a labelled packet out of a tunnel from {@code source} that ends here. */
    public void fromTunnel(Ipv4Address source, MplsPacket labelled) {
        Vif physical = vrouter.vifs().physical();
        MplsEntry entry = labelled.entry();
        physical.received(labelled.payload().length);
        try {
            NextHop nextHop = vrouter.nextHops().get(vrouter.labels().nextHop(entry.label()));
            if (entry.ttl() <= 1) {
                vrouter.drop(DropReason.TTL_EXCEEDED, physical);
            } else if (nextHop == null || !entry.bottom()) {
                vrouter.drop(DropReason.INVALID_LABEL, physical);
            } else {
                deliverLabelled(nextHop, labelled.payload(), physical, source);
            }
        } catch (MalformedPacketException e) {
            vrouter.drop(DropReason.INVALID_PACKET, physical);
        }
    }

    private void deliverLabelled(NextHop nextHop, byte[] payload, Vif physical, Ipv4Address source)
            throws MalformedPacketException {
        if (nextHop instanceof Encap encap && encap.family() == Family.BRIDGE) {
            EthernetFrame frame = EthernetFrame.decode(payload);
            RoutedPacket packet = isIp(frame) ? RoutedPacket.of(frame.payload()).cameFrom(source) : null;
            bridgeToGuest(encap, physical, payload, frame, packet);
        } else if (nextHop instanceof Encap encap) {
            toGuest(encap, RoutedPacket.of(payload).cameFrom(source), physical);
        } else if (nextHop instanceof Composite tree && tree.family() == Family.BRIDGE) {
            fromTree(tree, payload, source);
        } else if (nextHop instanceof VrfTranslate translate) {
            Vrf vrf = vrouter.vrfs().get(translate.vrf());
            if (vrf != null) {
                route(vrf, RoutedPacket.of(payload).cameFrom(source), physical);
            }
        } else {
            vrouter.drop(DropReason.INVALID_NH, physical);
        }
    }

    /** A broadcast, multicast or flooded frame of another node. */
    private void fromTree(Composite tree, byte[] octets, Ipv4Address source) throws MalformedPacketException {
        EthernetFrame frame = EthernetFrame.decode(octets);
        Vrf vrf = vrouter.vrfs().get(tree.vrf());
        NeighborTalk talk = NeighborTalk.of(frame);
        if (vrf == null || talk == null || talk.kind() == NeighborTalk.Kind.TELLS) {
            flooding.fromTunnel(tree, source, octets);
            return;
        }
        switch (arpRules.fromTunnel(vrf, talk)) {
            case ANSWER -> answer(vrf, talk, frame.source());
            case FLOOD -> flooding.fromTunnel(tree, source, octets);
            case DROP -> vrouter.drop(DropReason.DISCARD, vrouter.vifs().physical());
        }
    }

    /** Answers a request of a guest of another node, through the tunnel that leads to it. */
    private void answer(Vrf vrf, NeighborTalk request, MacAddress asker) {
        vrf.count(VrfCounter.ARP_PHYSICAL_STITCHS);
        byte[] reply = request.answer(ArpRules.answer(vrf, request));
        BridgeTable.Entry entry = vrouter.bridge().get(vrf.index(), asker);
        if (entry != null && vrouter.nextHops().get(entry.nextHop()) instanceof Tunnel tunnel) {
            toTunnel(tunnel, entry.label(), reply, null);
        } else {
            vrouter.drop(DropReason.L2_NO_ROUTE, vrouter.vifs().physical());
        }
    }

    /** @param packet what the frame carries, null if that is not IP */
    private void bridge(Vif vif, Vrf vrf, byte[] octets, EthernetFrame frame, @Nullable RoutedPacket packet) {
        boolean group = frame.destination().isGroup();
        BridgeTable.Entry entry = vrouter.bridge().get(vrf.index(), group ? MacAddress.BROADCAST : frame.destination());
        NextHop nextHop = entry == null ? null : vrouter.nextHops().get(entry.nextHop());
        if (entry == null || nextHop == null) {
            if (vif.has(VifFlag.UNKNOWN_UNICAST_FLOOD) && !group) {
                vrf.count(VrfCounter.UNKNOWN_UNICAST_FLOODS);
                flooding.fromGuest(vif, vrf, octets);
            } else {
                vrouter.drop(DropReason.L2_NO_ROUTE, vif);
            }
            return;
        }
        if (nextHop instanceof Composite) {
            flooding.fromGuest(vif, vrf, octets);
            return;
        }
        entry.hit();
        if (nextHop instanceof L2Receive) {
            vrf.count(VrfCounter.L2_RECEIVES);
            if (packet != null) {
                fromGuest(vif, vrf, packet);
            } else {
                vrouter.drop(DropReason.INVALID_PROTOCOL, vif);
            }
        } else if (nextHop instanceof Tunnel tunnel) {
            noticeSource(vif, vrf, packet);
            toTunnel(tunnel, entry.label(), octets, packet);
        } else if (nextHop instanceof Encap encap && encap.family() == Family.BRIDGE) {
            noticeSource(vif, vrf, packet);
            bridgeToGuest(encap, vif, octets, frame, packet);
        } else {
            vrouter.drop(DropReason.INVALID_NH, vif);
        }
    }

    /** Gives a frame to the guest behind a bridging next hop; {@code packet} is what it carries if that is IP. */
    private void bridgeToGuest(
            Encap encap, Vif from, byte[] octets, EthernetFrame frame, @Nullable RoutedPacket packet) {
        if (packet == null || passes(encap, packet, from, macs(frame), octets.length)) {
            count(encap.vrf(), VrfCounter.L2_ENCAPS);
            toGuest(encap.vif(), octets);
        }
    }

    /** Whether a packet may go through a next hop: one with policy asks for its flow, unless that was done before. */
    private boolean passes(Encap encap, RoutedPacket packet, Vif from, @Nullable Macs macs, int length) {
        if (!encap.policy() || packet.flow() != null || from.type() == Vif.Type.AGENT) {
            return true;
        }
        Vif guest = from.type() == Vif.Type.VIRTUAL ? from : vrouter.vifs().get(encap.vif());
        Vrf vrf = guest == null ? null : vrouter.vrfs().get(guest.vrf());
        return guest == null || vrf == null || gate.admits(packet, from, guest, vrf, macs, length);
    }

    private void fromGuest(Vif vif, Vrf vrf, RoutedPacket packet) {
        noticeSource(vif, vrf, packet);
        route(vrf, packet, vif);
    }

    private static boolean isIp(EthernetFrame frame) {
        return frame.etherType() == EthernetFrame.IPV4 || frame.etherType() == EthernetFrame.IPV6;
    }

    /** Sends a frame as it is behind a label; {@code inner} is what it carries if that is IP. */
    private void toTunnel(Tunnel tunnel, int label, byte[] frame, @Nullable RoutedPacket inner) {
        fabric.send(tunnel, new MplsPacket(MplsEntry.only(label, FRAME_TTL), frame), inner);
    }

    /** ARP and neighbor discovery. */
    private void neighbor(Vif vif, Vrf vrf, byte[] octets, NeighborTalk talk) throws MalformedPacketException {
        if (talk.kind() != NeighborTalk.Kind.ASKS) {
            noticeNeighbor(vif, vrf, talk.address());
        }
        if (talk.kind() == NeighborTalk.Kind.TELLS) {
            if (!talk.frame().destination().equals(Vif.VROUTER_MAC)) {
                bridge(vif, vrf, octets, talk.frame(), null);
            }
            return;
        }
        switch (arpRules.fromGuest(vif, vrf, talk)) {
            case FLOOD -> {
                vrf.count(VrfCounter.ARP_VIRTUAL_FLOODS);
                flooding.fromGuest(vif, vrf, octets);
            }
            case DROP -> vrouter.drop(DropReason.INVALID_SOURCE, vif);
            case ANSWER -> {
                boolean stands = ArpRules.stitched(vrf, talk) == null;
                vrf.count(stands ? VrfCounter.ARP_VIRTUAL_PROXYS : VrfCounter.ARP_VIRTUAL_STITCHS);
                deliver(vif, talk.answer(ArpRules.answer(vrf, talk)));
            }
        }
    }

    /** Routes a packet in a VRF; {@code from} is who pays for a drop. */
    public void route(Vrf vrf, RoutedPacket packet, Vif from) {
        FibRoute route = vrf.table(packet.isV4()).lookup(packet.destination());
        if (route == null) {
            vrf.count(VrfCounter.DISCARDS);
            vrouter.drop(DropReason.DISCARD, from);
        } else {
            forward(vrf, route.nextHop(), route.label(), packet, from, 0);
        }
    }

    private void forward(Vrf vrf, int nextHopId, int label, RoutedPacket packet, Vif from, int translations) {
        NextHop nextHop = vrouter.nextHops().get(nextHopId);
        if (nextHop instanceof NextHop.Discard) {
            vrf.count(VrfCounter.DISCARDS);
            vrouter.drop(DropReason.DISCARD, from);
        } else if (nextHop instanceof Encap encap && encap.vif() == VifTable.AGENT) {
            if (passes(encap, packet, from, null, packet.octets().length)) {
                vrf.count(VrfCounter.ENCAPS);
                agent.forAgent(vrf, packet);
            }
        } else if (nextHop instanceof Encap encap) {
            if (hop(vrf, packet, from)) {
                toGuest(encap, packet, from);
            }
        } else if (nextHop instanceof Tunnel tunnel) {
            if (hop(vrf, packet, from)) {
                vrf.count(
                        tunnel.encapsulation() == Encapsulation.MPLS_OVER_GRE
                                ? VrfCounter.GRE_MPLS_TUNNELS
                                : VrfCounter.UDP_MPLS_TUNNELS);
                fabric.send(tunnel, new MplsPacket(MplsEntry.only(label, packet.ttl()), packet.octets()), packet);
            }
        } else if (nextHop instanceof Composite composite
                && !composite.members().isEmpty()) {
            vrf.count(VrfCounter.ECMP_COMPOSITES);
            Member member =
                    composite.members().get(packet.leg(composite.members().size()));
            forward(vrf, member.nextHop(), member.label(), packet, from, translations);
        } else if (nextHop instanceof Indirect indirect) {
            forward(vrf, indirect.direct().nextHop(), indirect.direct().label(), packet, from, translations);
        } else if (nextHop instanceof VrfTranslate translate && translations < MOST_TRANSLATIONS) {
            vrf.count(VrfCounter.VRF_TRANSLATES);
            Vrf next = vrouter.vrfs().get(translate.vrf());
            FibRoute route = next == null ? null : next.table(packet.isV4()).lookup(packet.destination());
            if (next != null && route != null) {
                forward(next, route.nextHop(), route.label(), packet, from, translations + 1);
            } else {
                vrouter.drop(DropReason.DISCARD, from);
            }
        } else {
            if (nextHop instanceof Resolve) {
                vrf.count(VrfCounter.RESOLVES);
            }
            vrouter.drop(DropReason.INVALID_NH, from);
        }
    }

    /** Takes one off the TTL, or tells the agent that there was none left. The agent's own packets begin here. */
    private boolean hop(Vrf vrf, RoutedPacket packet, Vif from) {
        if (from.type() == Vif.Type.AGENT) {
            return true;
        }
        if (packet.ttl() <= 1) {
            vrouter.drop(DropReason.TTL_EXCEEDED, from);
            agent.ttlExceeded(vrf, packet);
            return false;
        }
        packet.decrementTtl();
        return true;
    }

    /** What a guest begins shows where its address is; its answers in flows of others do not. */
    private void noticeSource(Vif vif, Vrf vrf, @Nullable RoutedPacket packet) {
        Flow flow = packet == null ? null : packet.flow();
        Flow back = flow == null ? null : flow.reverse();
        if (packet != null && (back == null || back.packets() == 0)) {
            noticeSource(vif, vrf, packet.source());
        }
    }

    /** A neighbor that tells of itself is alive, also where there are no routes. */
    private void noticeNeighbor(Vif vif, Vrf vrf, IpAddress source) {
        if (vif.has(VifFlag.LAYER_3)) {
            noticeSource(vif, vrf, source);
        } else {
            agent.trafficSeen(vif, source);
        }
    }

    private void noticeSource(Vif vif, Vrf vrf, IpAddress source) {
        FibRoute route = vrf.table(source.isV4()).lookup(source);
        if (route != null && route.trapArp()) {
            agent.trafficSeen(vif, source);
        }
    }

    private void toGuest(Encap encap, RoutedPacket packet, Vif from) {
        if (!passes(encap, packet, from, null, packet.octets().length)) {
            return;
        }
        count(encap.vrf(), VrfCounter.ENCAPS);
        var frame = new EthernetFrame(encap.destination(), encap.source(), packet.etherType(), packet.octets());
        toGuest(encap.vif(), frame.encode());
    }

    private void toGuest(int index, byte[] octets) {
        Vif vif = vrouter.vifs().get(index);
        if (vif == null) {
            vrouter.drop(DropReason.INVALID_IF);
        } else {
            deliver(vif, octets);
        }
    }

    /** Sends a frame to the guest behind {@code vif}. */
    public void deliver(Vif vif, byte[] octets) {
        watch.frame(vif.name(), octets);
        vif.deliver(octets);
    }

    private void count(int vrfIndex, VrfCounter counter) {
        Vrf vrf = vrouter.vrfs().get(vrfIndex);
        if (vrf != null) {
            vrf.count(counter);
        }
    }
}

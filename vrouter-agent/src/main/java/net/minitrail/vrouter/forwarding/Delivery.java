package net.minitrail.vrouter.forwarding;

import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.vrouter.forwarding.FlowAgent.Macs;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import org.jspecify.annotations.Nullable;

/**
 * The last step to a guest: past the flow, where its next hop has policy and none was asked for on the way, and out of its
 * interface. Confined to the routing loop.
 */
final class Delivery {
    private final VRouter vrouter;
    private final FrameWatch watch;
    private final FlowGate gate;
    private final Mirroring mirroring;

    Delivery(VRouter vrouter, FrameWatch watch, FlowGate gate, Mirroring mirroring) {
        this.vrouter = vrouter;
        this.watch = watch;
        this.gate = gate;
        this.mirroring = mirroring;
    }

    /** Gives a frame to the guest behind a bridging next hop; {@code packet} is what it carries if that is IP. */
    void bridged(Encap encap, Vif from, byte[] octets, EthernetFrame frame, @Nullable RoutedPacket packet) {
        if (packet == null || passes(encap, packet, from, Macs.ofBridged(frame), octets.length)) {
            vrouter.count(encap.vrf(), VrfCounter.L2_ENCAPS);
            toGuest(encap.vif(), octets);
        }
    }

    /** Gives a packet to the guest behind a routing next hop. */
    void routed(Encap encap, RoutedPacket packet, Vif from) {
        if (passes(encap, packet, from)) {
            vrouter.count(encap.vrf(), VrfCounter.ENCAPS);
            var frame = new EthernetFrame(encap.destination(), encap.source(), packet.etherType(), packet.octets());
            toGuest(encap.vif(), frame.encode(), packet.isCopy());
        }
    }

    /** Whether a routed packet may go through a next hop. */
    boolean passes(Encap encap, RoutedPacket packet, Vif from) {
        return passes(encap, packet, from, null, packet.octets().length);
    }

    /** Whether a routed packet may go to any member of a composite: with policy, its flow says so, and to which. */
    boolean passes(int id, Composite composite, RoutedPacket packet, Vrf vrf, Vif from) {
        if (!composite.policy() || packet.flow() != null || packet.isCopy() || from.type() == Vif.Type.AGENT) {
            return true;
        }
        Vrf own = from.type() == Vif.Type.VIRTUAL ? vrouter.vrfs().get(from.vrf()) : null;
        return own == null
                ? gate.admits(packet, from, id, vrf)
                : gate.admits(packet, from, from, own, null, packet.octets().length);
    }

    /**
     * Whether a packet may go through a next hop: one with policy asks for its flow, unless that was done before. What the
     * agent hands over with the command to switch it goes out as it is: no flow counts it.
     */
    private boolean passes(Encap encap, RoutedPacket packet, Vif from, @Nullable Macs macs, int length) {
        if (!encap.policy() || packet.flow() != null || packet.isCopy() || from.type() == Vif.Type.AGENT) {
            return true;
        }
        Vif guest = from.type() == Vif.Type.VIRTUAL ? from : vrouter.vifs().get(encap.vif());
        Vrf vrf = guest == null ? null : vrouter.vrfs().get(guest.vrf());
        return guest == null || vrf == null || gate.admits(packet, from, guest, vrf, macs, length);
    }

    /** Sends a frame out of the interface with this index. */
    void toGuest(int index, byte[] octets) {
        toGuest(index, octets, false);
    }

    private void toGuest(int index, byte[] octets, boolean copy) {
        Vif vif = vrouter.vifs().get(index);
        if (vif == null) {
            vrouter.drop(DropReason.INVALID_IF);
        } else if (copy) {
            transmit(vif, octets);
        } else {
            deliver(vif, octets);
        }
    }

    /** Gives a packet to the host itself. */
    void toHost(RoutedPacket packet) {
        Vif vhost = vrouter.vifs().vhost();
        transmit(vhost, new EthernetFrame(vhost.mac(), Vif.VROUTER_MAC, packet.etherType(), packet.octets()).encode());
    }

    /** Sends a frame to the guest behind {@code vif}. */
    void deliver(Vif vif, byte[] octets) {
        mirroring.sent(vif, octets);
        transmit(vif, octets);
    }

    /** The same without a copy for an analyzer. */
    void transmit(Vif vif, byte[] octets) {
        watch.frame(vif.name(), octets);
        vif.deliver(octets);
    }
}

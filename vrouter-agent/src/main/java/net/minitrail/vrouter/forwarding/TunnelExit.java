package net.minitrail.vrouter.forwarding;

import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.MplsPacket;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import org.jspecify.annotations.Nullable;

/**
 * The last step to another node: a label before the packet or frame, and into the tunnel. A label gets the TTL that the
 * packet has then, and never gives it back. Confined to the routing loop.
 */
final class TunnelExit {
    /** TTL of the label on a bridged frame, whose inner TTL nobody looks at. */
    private static final int FRAME_TTL = 64;

    private final Datapath.Fabric fabric;

    TunnelExit(Datapath.Fabric fabric) {
        this.fabric = fabric;
    }

    /** Sends a frame as it is behind a label; {@code inner} is what it carries if that is IP. */
    void bridged(Tunnel tunnel, int label, byte[] frame, @Nullable RoutedPacket inner) {
        fabric.send(tunnel, new MplsPacket(MplsEntry.only(label, FRAME_TTL), frame), inner);
    }

    /** Sends a routed packet of a VRF behind a label. */
    void routed(Vrf vrf, Tunnel tunnel, int label, RoutedPacket packet) {
        vrf.count(
                tunnel.encapsulation() == Encapsulation.MPLS_OVER_GRE
                        ? VrfCounter.GRE_MPLS_TUNNELS
                        : VrfCounter.UDP_MPLS_TUNNELS);
        fabric.send(tunnel, new MplsPacket(MplsEntry.only(label, packet.ttl()), packet.octets()), packet);
    }
}

package net.minitrail.vrouter.forwarding;

import net.minitrail.net.packet.GrePacket;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.VxlanPacket;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import org.jspecify.annotations.Nullable;

/**
 * The last step to another node: a label or network identifier before the packet or frame, and into the tunnel. A label gets
 * the TTL that the packet has then, and never gives it back. Confined to the routing loop.
 */
final class TunnelExit {
    /** TTL of the label on a bridged frame, whose inner TTL nobody looks at. */
    private static final int FRAME_TTL = 64;

    private final Datapath.Fabric fabric;

    TunnelExit(Datapath.Fabric fabric) {
        this.fabric = fabric;
    }

    /**
     * Sends a frame of a VRF as it is.
     *
     * @param label or network identifier, as the tunnel is
     * @param inner what it carries if that is IP
     */
    void bridged(Vrf vrf, Tunnel tunnel, int label, byte[] frame, @Nullable RoutedPacket inner) {
        vrf.count(counter(tunnel.encapsulation()));
        byte[] octets = tunnel.encapsulation() == Encapsulation.VXLAN
                ? new VxlanPacket(label, frame).encode()
                : labelled(tunnel.encapsulation(), MplsEntry.only(label, FRAME_TTL), frame);
        fabric.send(tunnel, octets, inner);
    }

    /** Sends a routed packet of a VRF behind a label. */
    void routed(Vrf vrf, Tunnel tunnel, int label, RoutedPacket packet) {
        vrf.count(counter(tunnel.encapsulation()));
        MplsEntry entry = MplsEntry.only(label, packet.ttl());
        fabric.send(tunnel, labelled(tunnel.encapsulation(), entry, packet.octets()), packet);
    }

    private static VrfCounter counter(Encapsulation encapsulation) {
        return switch (encapsulation) {
            case MPLS_OVER_GRE -> VrfCounter.GRE_MPLS_TUNNELS;
            case MPLS_OVER_UDP -> VrfCounter.UDP_MPLS_TUNNELS;
            case VXLAN -> VrfCounter.VXLAN_TUNNELS;
        };
    }

    private static byte[] labelled(Encapsulation encapsulation, MplsEntry entry, byte[] payload) {
        boolean gre = encapsulation == Encapsulation.MPLS_OVER_GRE;
        int at = gre ? GrePacket.HEADER : 0;
        byte[] octets = new byte[at + MplsEntry.LENGTH + payload.length];
        if (gre) {
            GrePacket.putMplsHeader(octets);
        }
        entry.encode(octets, at);
        System.arraycopy(payload, 0, octets, at + MplsEntry.LENGTH, payload.length);
        return octets;
    }
}

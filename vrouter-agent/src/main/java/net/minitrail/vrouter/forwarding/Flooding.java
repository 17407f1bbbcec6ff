package net.minitrail.vrouter.forwarding;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.NextHop.Member;
import net.minitrail.vrouter.forwarding.NextHop.Spread;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import org.jspecify.annotations.Nullable;

/**
 * Gives copies of a frame to everybody in a network: to all guests but the one that sent it, and to the other nodes of the
 * network if a guest of this one did. What comes from another node goes to guests only, as that node has told the others.
 * Confined to the routing loop.
 */
final class Flooding {
    private final VRouter vrouter;
    private final Delivery delivery;
    private final TunnelExit exit;

    Flooding(VRouter vrouter, Delivery delivery, TunnelExit exit) {
        this.vrouter = vrouter;
        this.delivery = delivery;
        this.exit = exit;
    }

    /** Floods a frame of a guest. */
    void fromGuest(Vif vif, Vrf vrf, byte[] frame) {
        BridgeTable.Entry entry = vrouter.bridge().get(vrf.index(), MacAddress.BROADCAST);
        if (entry != null && vrouter.nextHops().get(entry.nextHop()) instanceof Composite tree) {
            entry.hit();
            branches(tree, vrf, vif, frame);
        } else {
            vrouter.drop(DropReason.L2_NO_ROUTE, vif);
        }
    }

    /** Floods a frame that came out of a tunnel; only nodes of the tree may send one. */
    void fromTunnel(Composite tree, Vrf vrf, Ipv4Address source, byte[] frame) {
        if (isMember(tree, source)) {
            branches(tree, vrf, null, frame);
        } else {
            vrouter.drop(DropReason.INVALID_MCAST_SOURCE, vrouter.vifs().physical());
        }
    }

    /** Each gets a copy, and the original has served. {@code from} is null if the frame came out of a tunnel. */
    private void branches(Composite tree, Vrf vrf, @Nullable Vif from, byte[] frame) {
        vrf.count(VrfCounter.L2_MCAST_COMPOSITES);
        for (Member branch : tree.members()) {
            NextHop nextHop = vrouter.nextHops().get(branch.nextHop());
            if (nextHop instanceof Composite composite && composite.spread() == Spread.ENCAP) {
                vrf.count(VrfCounter.ENCAP_COMPOSITES);
                guests(composite, from, frame);
            } else if (nextHop instanceof Composite composite && from != null) {
                vrf.count(VrfCounter.EVPN_COMPOSITES);
                nodes(composite, vrf, frame);
            }
        }
        vrouter.drop(DropReason.CLONED_ORIGINAL);
    }

    private void guests(Composite composite, @Nullable Vif from, byte[] frame) {
        for (Member member : composite.members()) {
            if (vrouter.nextHops().get(member.nextHop()) instanceof Encap encap
                    && (from == null || encap.vif() != from.index())) {
                delivery.toGuest(encap.vif(), frame);
            }
        }
    }

    private void nodes(Composite composite, Vrf vrf, byte[] frame) {
        for (Member member : composite.members()) {
            if (vrouter.nextHops().get(member.nextHop()) instanceof Tunnel tunnel) {
                exit.bridged(vrf, tunnel, member.label(), frame, null);
            }
        }
    }

    private boolean isMember(Composite tree, Ipv4Address source) {
        for (Member member : tree.members()) {
            NextHop nextHop = vrouter.nextHops().get(member.nextHop());
            if ((nextHop instanceof Tunnel tunnel && tunnel.destination().equals(source))
                    || (nextHop instanceof Composite composite && isMember(composite, source))) {
                return true;
            }
        }
        return false;
    }
}

package net.minitrail.vrouter.forwarding;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;

/** Does with ARP and neighbor discovery what {@link ArpRules} say. Confined to the routing loop. */
final class ArpResponder {
    private final VRouter vrouter;
    private final Bridging bridging;
    private final Flooding flooding;
    private final Delivery delivery;
    private final TunnelExit exit;
    private final Sightings sightings;
    private final ArpRules rules;

    ArpResponder(
            VRouter vrouter,
            Bridging bridging,
            Flooding flooding,
            Delivery delivery,
            TunnelExit exit,
            Sightings sightings) {
        this.vrouter = vrouter;
        this.bridging = bridging;
        this.flooding = flooding;
        this.delivery = delivery;
        this.exit = exit;
        this.sightings = sightings;
        this.rules = new ArpRules(vrouter.nextHops());
    }

    /** Takes what a guest says. */
    void fromGuest(Vif vif, Vrf vrf, byte[] octets, NeighborTalk talk) {
        if (talk.kind() != NeighborTalk.Kind.ASKS) {
            sightings.neighbor(vif, vrf, talk.address());
        }
        if (talk.kind() == NeighborTalk.Kind.TELLS) {
            if (talk.frame().destination().equals(Vif.VROUTER_MAC)) {
                vrouter.drop(DropReason.TRAP_ORIGINAL); // the agent has heard it
            } else {
                bridging.bridge(vif, vrf, octets, talk.frame(), null);
            }
            return;
        }
        switch (rules.fromGuest(vif, vrf, talk)) {
            case FLOOD -> {
                vrf.count(VrfCounter.ARP_VIRTUAL_FLOODS);
                flooding.fromGuest(vif, vrf, octets);
            }
            case DROP -> vrouter.drop(DropReason.INVALID_SOURCE, vif);
            case ANSWER -> {
                boolean stands = ArpRules.stitched(vrf, talk) == null;
                vrf.count(stands ? VrfCounter.ARP_VIRTUAL_PROXYS : VrfCounter.ARP_VIRTUAL_STITCHS);
                delivery.deliver(vif, talk.answer(ArpRules.answer(vrf, talk)));
            }
        }
    }

    /** Takes a frame that another node flooded, whatever it carries: what nobody here is asked goes on to the guests. */
    void fromTree(Composite tree, byte[] octets, Ipv4Address source) throws MalformedPacketException {
        EthernetFrame frame = EthernetFrame.decode(octets);
        Vrf vrf = vrouter.vrfs().get(tree.vrf());
        NeighborTalk talk = NeighborTalk.of(frame);
        if (vrf == null) {
            vrouter.drop(DropReason.INVALID_NH, vrouter.vifs().physical());
            return;
        }
        if (talk == null || talk.kind() == NeighborTalk.Kind.TELLS) {
            flooding.fromTunnel(tree, vrf, source, octets);
            return;
        }
        switch (rules.fromTunnel(vrf, talk)) {
            case ANSWER -> answer(vrf, talk, frame.source());
            case FLOOD -> {
                vrf.count(VrfCounter.ARP_PHYSICAL_FLOODS);
                flooding.fromTunnel(tree, vrf, source, octets);
            }
            case DROP -> vrouter.drop(DropReason.DISCARD, vrouter.vifs().physical());
        }
    }

    /** Answers a request of a guest of another node, through the tunnel that leads to it. */
    private void answer(Vrf vrf, NeighborTalk request, MacAddress asker) {
        vrf.count(VrfCounter.ARP_PHYSICAL_STITCHS);
        byte[] reply = request.answer(ArpRules.answer(vrf, request));
        BridgeTable.Entry entry = vrouter.bridge().get(vrf.index(), asker);
        if (entry != null && vrouter.nextHops().get(entry.nextHop()) instanceof Tunnel tunnel) {
            exit.bridged(vrf, tunnel, entry.label(), reply, null);
        } else {
            vrouter.drop(DropReason.L2_NO_ROUTE, vrouter.vifs().physical());
        }
    }
}

package net.minitrail.vrouter.forwarding;

import net.minitrail.vrouter.flow.Translation;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.NextHop.Indirect;
import net.minitrail.vrouter.forwarding.NextHop.Member;
import net.minitrail.vrouter.forwarding.NextHop.Receive;
import net.minitrail.vrouter.forwarding.NextHop.Resolve;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import net.minitrail.vrouter.forwarding.NextHop.VrfTranslate;
import org.jspecify.annotations.Nullable;

/**
 * Routes packets: longest match, then from next hop to next hop until one delivers. An IP packet loses one of its TTL when it
 * is routed, not when it is bridged and not when its label alone decides. Confined to the routing loop.
 */
final class Routing {
    private static final int MOST_TRANSLATIONS = 4;

    private final VRouter vrouter;
    private final Delivery delivery;
    private final TunnelExit exit;
    private final Datapath.Agent agent;

    Routing(VRouter vrouter, Delivery delivery, TunnelExit exit, Datapath.Agent agent) {
        this.vrouter = vrouter;
        this.delivery = delivery;
        this.exit = exit;
        this.agent = agent;
    }

    /** Routes a packet in a VRF; {@code from} is who pays for a drop. */
    void route(Vrf vrf, RoutedPacket packet, Vif from) {
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
            if (delivery.passes(encap, packet, from)) {
                vrf.count(VrfCounter.ENCAPS);
                if (packet.translation() == null) {
                    agent.forAgent(vrf, packet);
                } else {
                    translated(packet, from);
                }
            }
        } else if (nextHop instanceof Encap encap) {
            if (hop(vrf, packet, from)) {
                delivery.routed(encap, packet, from);
            }
        } else if (nextHop instanceof Tunnel tunnel) {
            if (hop(vrf, packet, from)) {
                exit.routed(vrf, tunnel, label, packet);
            }
        } else if (nextHop instanceof Receive) {
            vrf.count(VrfCounter.RECEIVES);
            delivery.toHost(packet);
            agent.forHost(packet);
        } else if (nextHop instanceof Composite composite && composite.hash() != null) {
            Member member = choose(vrf, nextHopId, composite, packet, from);
            if (member != null) {
                forward(vrf, member.nextHop(), member.label(), packet, from, translations);
            }
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

    /** Routes a packet as what its flow makes of it. */
    void translated(RoutedPacket packet, Vif from) {
        Translation translation = packet.translation();
        Vrf next = translation == null ? null : vrouter.vrfs().get(translation.vrf());
        if (translation == null || next == null) {
            vrouter.drop(DropReason.DISCARD, from);
            return;
        }
        translation.apply(packet.octets());
        route(next, packet, from);
    }

    /** Gives a packet that came by the label of several interfaces to one of them. */
    void toOne(int nextHopId, Composite composite, RoutedPacket packet, Vif from) {
        Vrf vrf = vrouter.vrfs().get(composite.vrf());
        Member member = vrf == null ? null : choose(vrf, nextHopId, composite, packet, from);
        if (member == null) {
            return;
        }
        if (vrouter.nextHops().get(member.nextHop()) instanceof Encap encap) {
            delivery.routed(encap, packet, from);
        } else {
            vrouter.drop(DropReason.INVALID_NH, from);
        }
    }

    /** The member that a packet goes to; null if it is to go no further, and has been counted as dropped. */
    private @Nullable Member choose(Vrf vrf, int nextHopId, Composite composite, RoutedPacket packet, Vif from) {
        vrf.count(VrfCounter.ECMP_COMPOSITES);
        if (!delivery.passes(nextHopId, composite, packet, vrf, from)) {
            return null;
        }
        boolean local = from.type() == Vif.Type.PHYSICAL;
        int place = EcmpMembers.place(vrouter, composite, packet, local);
        if (place < 0) {
            vrouter.drop(DropReason.INVALID_NH, from);
            return null;
        }
        return composite.members().get(place);
    }

    /** Takes one off the TTL, or tells the agent that there was none left. The agent's own packets, and copies, begin here. */
    private boolean hop(Vrf vrf, RoutedPacket packet, Vif from) {
        if (from.type() == Vif.Type.AGENT || packet.isCopy()) {
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
}

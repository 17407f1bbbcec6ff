package net.minitrail.vrouter.forwarding;

import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.vrouter.flow.Flow;
import net.minitrail.vrouter.flow.FlowFields;
import net.minitrail.vrouter.flow.FlowKey;
import net.minitrail.vrouter.flow.FlowMirror;
import net.minitrail.vrouter.forwarding.FlowAgent.Macs;
import net.minitrail.vrouter.forwarding.FlowAgent.Miss;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.NextHop.Member;
import net.minitrail.vrouter.forwarding.NextHop.Receive;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import org.jspecify.annotations.Nullable;

/**
 * Lets a packet of an interface in flow mode pass as its flow says, counts it there, and checks that it came the way that
 * its answers go. Confined to the routing loop.
 */
final class FlowGate {
    private final VRouter vrouter;
    private final FlowAgent agent;
    private final FragmentTable fragments;
    private final Mirroring mirroring;

    FlowGate(VRouter vrouter, FlowAgent agent, Mirroring mirroring, RoutingLoop loop) {
        this.vrouter = vrouter;
        this.agent = agent;
        this.fragments = new FragmentTable(loop);
        this.mirroring = mirroring;
    }

    /**
     * Whether a packet may go on; if not, it has been counted as dropped, or waits. It is asked about once on its way.
     *
     * @param from the interface that it came in by
     * @param guest the guest's interface whose rules hold: where it came in, or, out of a tunnel, where it goes to
     * @param length what the flow counts: octets of the frame, or of the packet if it came without one
     */
    boolean admits(RoutedPacket packet, Vif from, Vif guest, Vrf vrf, @Nullable Macs macs, int length) {
        FlowFields fields = fields(packet, from, vrf);
        if (fields == null) {
            return false;
        }
        FlowKey key = guest.fatFlows().key(fields, guest.flowNextHop(), from.type() == Vif.Type.VIRTUAL);
        Flow flow = present(key);
        if (flow == null) {
            flow = agent.open(new Miss(key, fields, from, guest, vrf, macs, packet.outerSource()));
        }
        return admits(flow, fields, packet, from, guest, macs, length);
    }

    /** The same of a packet out of a tunnel that may go to any member of a composite: the flow is of all of them. */
    boolean admits(RoutedPacket packet, Vif from, int composite, Vrf vrf) {
        FlowFields fields = fields(packet, from, vrf);
        if (fields == null) {
            return false;
        }
        FlowKey key = fields.key(composite);
        Flow flow = present(key);
        if (flow == null) {
            flow = agent.open(new Miss(key, fields, from, null, vrf, null, packet.outerSource()));
        }
        Vif guest = flow == null || flow.verdict().mirror() == null ? null : member(flow);
        return admits(flow, fields, packet, from, guest, null, packet.octets().length);
    }

    /** The same of the host's answer to what was translated for it: there is a flow already, or nobody waits for it. */
    boolean admitsAnswer(RoutedPacket packet, Vif host, Vrf vrf, int length) {
        FlowFields fields = fields(packet, host, vrf);
        Flow flow = fields == null ? null : present(fields.key(host.flowNextHop()));
        if (fields != null && (flow == null || flow.translation() == null)) {
            vrouter.drop(DropReason.DISCARD, host);
            return false;
        }
        return fields != null && admits(flow, fields, packet, host, null, null, length);
    }

    /** The fields of a packet, null if it has been counted as dropped or waits for the first part of its packet. */
    private @Nullable FlowFields fields(RoutedPacket packet, Vif from, Vrf vrf) {
        try {
            FlowFields fields = fragments.fields(packet, vrf);
            if (fields != null) {
                return fields;
            }
            Runnable again = packet.again();
            if (again == null) {
                vrouter.drop(DropReason.FRAGMENTS, from);
            } else if (!fragments.hold(packet, vrf, again, () -> vrouter.drop(DropReason.FRAGMENTS, from))) {
                vrouter.drop(DropReason.FRAGMENT_QUEUE_FAIL, from);
            }
        } catch (MalformedPacketException e) {
            vrouter.drop(packet.isFragment() ? DropReason.FRAGMENTS : DropReason.of(e), from);
        }
        return null;
    }

    /** The flow of a key, as decided on now; null if there is none, or is none any more. */
    private @Nullable Flow present(FlowKey key) {
        Flow flow = vrouter.flows().lookup(key);
        if (flow != null && flow.isStale(vrouter.nextHops().changes()) && !agent.decideAgain(flow)) {
            vrouter.flows().removePair(flow);
            return null;
        }
        return flow;
    }

    private boolean admits(
            @Nullable Flow flow,
            FlowFields fields,
            RoutedPacket packet,
            Vif from,
            @Nullable Vif guest,
            @Nullable Macs macs,
            int length) {
        if (flow == null) {
            vrouter.drop(DropReason.FLOW_TABLE_FULL, from);
            return false;
        }
        boolean fromGuest = from.type() == Vif.Type.VIRTUAL;
        boolean tunneled = from.type() == Vif.Type.PHYSICAL;
        flow.count(length, tunneled ? packet.outerSource() : Integer.reverseBytes(from.index()));
        FlowMirror mirror = flow.verdict().mirror();
        if (mirror != null && guest != null) {
            mirroring.copy(mirror.index(), mirror.metadata(), guest, frame(packet, guest, macs, fromGuest));
        }
        if (flow.verdict().cause() != null) {
            vrouter.drop(DropReason.FLOW_ACTION_DROP, from);
            return false;
        }
        if (!comesFrom(flow.verdict().rpfNextHop(), from, packet.outerSource())) {
            vrouter.drop(DropReason.INVALID_SOURCE, from);
            return false;
        }
        if (!fields.error() && (packet.isV4() || !packet.isFragment())) {
            flow.track(packet.octets());
        }
        packet.setFlow(flow);
        return true;
    }

    /** The interface that a flow of several has chosen. */
    private @Nullable Vif member(Flow flow) {
        int place = flow.verdict().ecmpMember();
        return vrouter.nextHops().get(flow.key().nextHop()) instanceof Composite composite
                        && EcmpMembers.usable(vrouter.nextHops(), composite, place, true)
                        && vrouter.nextHops().get(composite.members().get(place).nextHop()) instanceof Encap encap
                ? vrouter.vifs().get(encap.vif())
                : null;
    }

    /** Reverse path check: whether what came by {@code from}, or out of a tunnel, could have come from a next hop. */
    private boolean comesFrom(int nextHopId, Vif from, int outerSource) {
        if (nextHopId == NextHopTable.DEFAULT_DISCARD) {
            return true;
        }
        NextHop nextHop = vrouter.nextHops().get(nextHopId);
        if (nextHop instanceof Encap encap) {
            return encap.vif() == from.index();
        } else if (nextHop instanceof Tunnel tunnel) {
            return outerSource != 0 && tunnel.destination().value() == outerSource;
        } else if (nextHop instanceof Receive receive) {
            return receive.vif() == from.index();
        } else if (nextHop instanceof Composite composite) {
            for (Member member : composite.members()) {
                if (member.isThere() && comesFrom(member.nextHop(), from, outerSource)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The frame that a packet came in, or will go out in if it came by a tunnel. */
    private byte[] frame(RoutedPacket packet, Vif guest, @Nullable Macs macs, boolean fromGuest) {
        MacAddress source = Vif.VROUTER_MAC;
        MacAddress destination = Vif.VROUTER_MAC;
        if (macs != null) {
            source = macs.source();
            destination = macs.destination();
        } else if (vrouter.nextHops().get(guest.flowNextHop()) instanceof Encap encap) {
            source = fromGuest ? encap.destination() : source;
            destination = fromGuest ? destination : encap.destination();
        }
        return new EthernetFrame(destination, source, packet.etherType(), packet.octets()).encode();
    }
}

package net.minitrail.vrouter.policy;

import net.minitrail.net.IpAddress;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.flow.DropCause;
import net.minitrail.vrouter.flow.Flow;
import net.minitrail.vrouter.flow.FlowFields;
import net.minitrail.vrouter.flow.FlowKey;
import net.minitrail.vrouter.flow.FlowOrigin;
import net.minitrail.vrouter.flow.FlowTable.Side;
import net.minitrail.vrouter.flow.FlowVerdict;
import net.minitrail.vrouter.forwarding.BridgeTable;
import net.minitrail.vrouter.forwarding.FibRoute;
import net.minitrail.vrouter.forwarding.FlowAgent;
import net.minitrail.vrouter.forwarding.NextHop;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import net.minitrail.vrouter.forwarding.NextHopTable;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.forwarding.Vrf;
import net.minitrail.vrouter.oper.Whereabouts;
import org.jspecify.annotations.Nullable;

/** Sets up flows in pairs, the packet's direction and its answers'. Confined to the routing loop. */
public final class FlowSetup implements FlowAgent {
    private final VRouter vrouter;
    private final FlowRules rules;
    private final Runnable added;

    /**
     * @param places knows networks and interfaces
     * @param added runs when there is a new flow
     */
    public FlowSetup(VRouter vrouter, Whereabouts places, Runnable added) {
        this.vrouter = vrouter;
        this.rules = new FlowRules(vrouter, places);
        this.added = added;
    }

    @Override
    public @Nullable Flow open(Miss miss) {
        FlowFields fields = miss.fields();
        boolean fromGuest = miss.from().type() == Vif.Type.VIRTUAL;
        Macs macs = miss.macs();
        IpAddress source = fields.key(0).source();
        IpAddress destination = fields.key(0).destination();
        Vif target = fromGuest ? target(miss, destination) : null;
        var there = new FlowOrigin(
                source,
                destination,
                fromGuest,
                macs != null,
                macs == null ? null : macs.source(),
                miss.outerSource(),
                false);
        var back = new FlowOrigin(
                destination,
                source,
                !fromGuest || target != null,
                macs != null,
                macs == null ? null : macs.destination(),
                0,
                true);
        FlowKey backKey = miss.key().reversed(target == null ? miss.guest().flowNextHop() : target.flowNextHop());
        Flow flow = vrouter.flows()
                .add(
                        new Side(miss.key(), miss.vrf().index(), there),
                        new Side(backKey, target == null ? miss.vrf().index() : target.vrf(), back));
        if (flow != null) {
            decideAgain(flow);
            Flow reverse = flow.reverse();
            if (reverse != null) {
                decideAgain(reverse);
            }
            added.run();
        }
        return flow;
    }

    /** The guest's interface on this node that packets to {@code destination} go to, or null if there is none. */
    private @Nullable Vif target(Miss miss, IpAddress destination) {
        int id = NextHopTable.DEFAULT_DISCARD;
        Macs macs = miss.macs();
        if (macs != null) {
            BridgeTable.Entry entry = vrouter.bridge().get(miss.vrf().index(), macs.destination());
            id = entry == null ? id : entry.nextHop();
        } else {
            FibRoute route = miss.vrf().table(destination.isV4()).lookup(destination);
            id = route == null ? id : route.nextHop();
        }
        Vif vif = vrouter.nextHops().get(id) instanceof Encap encap
                ? vrouter.vifs().get(encap.vif())
                : null;
        return vif != null && vif.type() == Vif.Type.VIRTUAL ? vif : null;
    }

    @Override
    public void decideAgain(Flow flow) {
        long version = vrouter.nextHops().changes();
        Flow first = flow.origin().answers() ? flow.reverse() : null;
        if (first != null && first.isStale(version)) {
            decide(first, version);
        }
        decide(flow, version);
    }

    private void decide(Flow flow, long version) {
        FlowVerdict before = flow.verdict();
        FlowVerdict now = rules.apply(flow, verdict(flow));
        flow.decide(now, version);
        if (!before.equals(now)) {
            vrouter.flows().countChange();
        }
    }

    private FlowVerdict verdict(Flow flow) {
        FlowOrigin origin = flow.origin();
        Vrf vrf = vrouter.vrfs().get(flow.vrf());
        if (vrf == null) {
            return new FlowVerdict(DropCause.NO_VRF, NextHopTable.DEFAULT_DISCARD, -1);
        }
        if (flow.reverse() == flow) { // from an address and port to themselves
            return new FlowVerdict(DropCause.SAME_KEYS, NextHopTable.DEFAULT_DISCARD, -1);
        }
        FibRoute source = known(vrf.table(origin.source().isV4()).lookup(origin.source()));
        if (origin.bridged()) {
            return bridged(vrf, origin, source);
        }
        FibRoute destination = known(vrf.table(origin.destination().isV4()).lookup(origin.destination()));
        if (source == null) {
            return new FlowVerdict(DropCause.NO_SOURCE_ROUTE, NextHopTable.DEFAULT_DISCARD, -1);
        }
        DropCause cause = destination == null ? DropCause.NO_DESTINATION_ROUTE : null;
        return new FlowVerdict(cause, source.nextHop(), destination == null ? -1 : leg(flow, destination));
    }

    /** The source of bridged packets is where its address is routed to, or else, of what comes by a tunnel, its MAC. */
    private FlowVerdict bridged(Vrf vrf, FlowOrigin origin, @Nullable FibRoute source) {
        if (source != null && !(vrouter.nextHops().get(source.nextHop()) instanceof Composite)) {
            return new FlowVerdict(null, source.nextHop(), -1);
        }
        if (source == null && origin.fromGuest()) {
            return new FlowVerdict(DropCause.NO_SOURCE_ROUTE_BRIDGED, NextHopTable.DEFAULT_DISCARD, -1);
        }
        MacAddress mac = origin.sourceMac();
        BridgeTable.Entry entry = mac == null ? null : vrouter.bridge().get(vrf.index(), mac);
        return new FlowVerdict(null, entry == null ? NextHopTable.DEFAULT_DISCARD : entry.nextHop(), -1);
    }

    /** The route, unless it only says that there is none. */
    private @Nullable FibRoute known(@Nullable FibRoute route) {
        boolean none = route == null || vrouter.nextHops().get(route.nextHop()) instanceof NextHop.Discard;
        return none ? null : route;
    }

    /** The leg of an ECMP route: kept while there are as many, and towards where the first packet came from if it can be. */
    private int leg(Flow flow, FibRoute route) {
        if (!(vrouter.nextHops().get(route.nextHop()) instanceof Composite composite)) {
            return -1;
        }
        int legs = composite.members().size();
        int present = flow.verdict().ecmpMember();
        if (present >= 0 && present < legs) {
            return present;
        }
        Flow reverse = flow.reverse();
        int cameFrom = reverse == null ? 0 : reverse.origin().outerSource();
        for (int i = 0; i < legs && cameFrom != 0; i++) {
            NextHop leg = vrouter.nextHops().get(composite.members().get(i).nextHop());
            if (leg instanceof Tunnel tunnel && tunnel.destination().value() == cameFrom) {
                return i;
            }
        }
        return Math.floorMod(flow.key().hashCode(), Math.max(1, legs));
    }
}

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
    private final Whereabouts places;
    private final EcmpChoice choice;
    private final LinkLocal linkLocal;
    private final Runnable added;

    /**
     * @param places knows networks and interfaces
     * @param added runs when there is a new flow
     */
    public FlowSetup(VRouter vrouter, Whereabouts places, Runnable added) {
        this.vrouter = vrouter;
        this.rules = new FlowRules(vrouter, places);
        this.places = places;
        this.choice = new EcmpChoice(vrouter);
        this.linkLocal = new LinkLocal(vrouter);
        this.added = added;
    }

    @Override
    public @Nullable Flow open(Miss miss) {
        LinkLocal.Pair service = linkLocal.pair(miss);
        Flow flow = service == null ? add(miss) : vrouter.flows().add(service.there(), service.back());
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

    private @Nullable Flow add(Miss miss) {
        FlowFields fields = miss.fields();
        boolean fromGuest = miss.from().type() == Vif.Type.VIRTUAL;
        Macs macs = miss.macs();
        IpAddress source = fields.key(0).source();
        IpAddress destination = fields.key(0).destination();
        Vif target = choice.guest(next(miss, destination));
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
        int backNextHop =
                target == null ? answersComeBy(miss.vrf(), source, miss.key().nextHop()) : target.flowNextHop();
        FlowKey backKey = miss.key().reversed(backNextHop);
        return vrouter.flows()
                .add(
                        new Side(miss.key(), miss.vrf().index(), there),
                        new Side(backKey, target == null ? miss.vrf().index() : target.vrf(), back));
    }

    /** The next hop that the packets of a new flow leave by, as far as it matters: none of those out of a tunnel to one guest. */
    private int next(Miss miss, IpAddress destination) {
        Macs macs = miss.macs();
        if (miss.guest() == null) {
            return chosen(miss.key().nextHop(), miss.key(), true);
        } else if (miss.from().type() != Vif.Type.VIRTUAL) {
            return NextHopTable.DEFAULT_DISCARD;
        } else if (macs != null) {
            BridgeTable.Entry entry = vrouter.bridge().get(miss.vrf().index(), macs.destination());
            return entry == null ? NextHopTable.DEFAULT_DISCARD : entry.nextHop();
        }
        FibRoute route = miss.vrf().table(destination.isV4()).lookup(destination);
        return route == null ? NextHopTable.DEFAULT_DISCARD : chosen(route.nextHop(), miss.key(), false);
    }

    /** The member of a composite that a new flow goes to; any other next hop itself. */
    private int chosen(int nextHop, FlowKey key, boolean local) {
        if (!(vrouter.nextHops().get(nextHop) instanceof Composite composite)) {
            return nextHop;
        }
        int place = choice.first(composite, key, local);
        return place < 0
                ? NextHopTable.DEFAULT_DISCARD
                : composite.members().get(place).nextHop();
    }

    /** The next hop in the keys of what comes back by a tunnel: where several have the source, that of all of them. */
    private int answersComeBy(Vrf vrf, IpAddress source, int own) {
        FibRoute route = vrf.table(source.isV4()).lookup(source);
        int local = route == null ? -1 : places.localNextHop(vrf, route);
        return vrouter.nextHops().get(local) instanceof Composite ? local : own;
    }

    @Override
    public boolean decideAgain(Flow flow) {
        long version = vrouter.nextHops().changes();
        int before = flow.verdict().ecmpMember();
        Flow first = flow.origin().answers() ? flow.reverse() : null;
        if (first != null && first.isStale(version)) {
            decide(first, version);
        }
        decide(flow, version);
        int now = flow.verdict().ecmpMember();
        return (before < 0 && now < 0) || isAnswered(flow, now);
    }

    /** Whether the reverse of a flow with a choice is that of the member it goes to now. */
    private boolean isAnswered(Flow flow, int place) {
        Flow reverse = flow.reverse();
        Vrf vrf = vrouter.vrfs().get(flow.vrf());
        if (reverse == null || vrf == null || flow.verdict().cause() != null) {
            return true;
        }
        int own = flow.key().nextHop();
        int next = own;
        if (!(vrouter.nextHops().get(own) instanceof Composite)) {
            IpAddress destination = flow.origin().destination();
            FibRoute route = vrf.table(destination.isV4()).lookup(destination);
            next = route == null ? NextHopTable.DEFAULT_DISCARD : route.nextHop();
        }
        if (place >= 0 && vrouter.nextHops().get(next) instanceof Composite composite) {
            next = composite.members().get(place).nextHop();
        }
        Vif target = choice.guest(next);
        int expected = target == null ? answersComeBy(vrf, flow.origin().source(), own) : target.flowNextHop();
        return reverse.key().nextHop() == expected;
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
        FlowVerdict own = ownVerdict(flow);
        DropCause cause = noWay(flow.origin().answers() ? flow.reverse() : flow);
        if (cause == null) {
            cause = noWay(flow.origin().answers() ? flow : flow.reverse());
        }
        return cause == null ? own : new FlowVerdict(cause, own.rpfNextHop(), own.ecmpMember());
    }

    /** Why a direction has no way at all, which then neither has; null if it has one. */
    private @Nullable DropCause noWay(@Nullable Flow flow) {
        Vrf vrf = flow == null ? null : vrouter.vrfs().get(flow.vrf());
        if (flow == null) {
            return null;
        } else if (vrf == null) {
            return DropCause.NO_VRF;
        } else if (flow.reverse() == flow) {
            return DropCause.SAME_KEYS; // from an address and port to themselves
        }
        FlowOrigin origin = flow.origin();
        boolean unknown = route(vrf, origin.source()) == null;
        if (origin.bridged()) {
            return unknown && origin.fromGuest() ? DropCause.NO_SOURCE_ROUTE_BRIDGED : null;
        } else if (unknown) {
            return DropCause.NO_SOURCE_ROUTE;
        }
        return route(vrf, origin.destination()) == null ? DropCause.NO_DESTINATION_ROUTE : null;
    }

    /** What is decided about a direction for itself, if it has a way. */
    private FlowVerdict ownVerdict(Flow flow) {
        FlowOrigin origin = flow.origin();
        Vrf vrf = vrouter.vrfs().get(flow.vrf());
        FibRoute source = vrf == null ? null : route(vrf, origin.source());
        if (vrf != null && origin.bridged()) {
            return new FlowVerdict(null, cameBridgedBy(vrf, origin, source), -1);
        } else if (vrf == null || source == null) {
            return new FlowVerdict(null, NextHopTable.DEFAULT_DISCARD, -1);
        }
        Composite composite = composite(flow, route(vrf, origin.destination()));
        int place = composite == null ? -1 : choice.of(flow, composite);
        boolean nowhere = composite != null && place < 0;
        return new FlowVerdict(nowhere ? DropCause.NO_DESTINATION_ROUTE : null, cameBy(vrf, origin, source), place);
    }

    /** What a flow has to choose from: that of the label that it came by, or that of its route; null if there is no choice. */
    private @Nullable Composite composite(Flow flow, @Nullable FibRoute destination) {
        if (vrouter.nextHops().get(flow.key().nextHop()) instanceof Composite shared) {
            return shared;
        }
        return destination != null && vrouter.nextHops().get(destination.nextHop()) instanceof Composite composite
                ? composite
                : null;
    }

    /** The next hop that packets must come from: of a guest's packets only what is on this node counts. */
    private int cameBy(Vrf vrf, FlowOrigin origin, FibRoute source) {
        boolean several = vrouter.nextHops().get(source.nextHop()) instanceof Composite;
        int local = several && origin.fromGuest() ? places.localNextHop(vrf, source) : -1;
        return local < 0 ? source.nextHop() : local;
    }

    /** The source of bridged packets is where its address is routed to, or else its MAC. */
    private int cameBridgedBy(Vrf vrf, FlowOrigin origin, @Nullable FibRoute source) {
        if (source != null && !(vrouter.nextHops().get(source.nextHop()) instanceof Composite)) {
            return source.nextHop();
        }
        MacAddress mac = origin.sourceMac();
        BridgeTable.Entry entry = mac == null ? null : vrouter.bridge().get(vrf.index(), mac);
        return entry == null ? NextHopTable.DEFAULT_DISCARD : entry.nextHop();
    }

    /** The route of an address; null if there is none, or it only says so. */
    private @Nullable FibRoute route(Vrf vrf, IpAddress address) {
        FibRoute route = vrf.table(address.isV4()).lookup(address);
        boolean none = route == null || vrouter.nextHops().get(route.nextHop()) instanceof NextHop.Discard;
        return none ? null : route;
    }
}

package net.minitrail.vrouter.policy;

import net.minitrail.vrouter.flow.Flow;
import net.minitrail.vrouter.flow.FlowKey;
import net.minitrail.vrouter.flow.HashFields;
import net.minitrail.vrouter.forwarding.EcmpMembers;
import net.minitrail.vrouter.forwarding.NextHop;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vif;
import org.jspecify.annotations.Nullable;

/**
 * Which member of an ECMP next hop a flow goes to: the one that it has, as long as that is there; the one that the other
 * direction is of; else one by the hash of the configured fields. Confined to the routing loop.
 */
final class EcmpChoice {
    private final VRouter vrouter;

    EcmpChoice(VRouter vrouter) {
        this.vrouter = vrouter;
    }

    /** The place for a flow that is to be made, -1 for none. {@code local} is of packets that came by a tunnel. */
    int first(Composite composite, FlowKey key, boolean local) {
        for (int place = 0; place < composite.members().size(); place++) {
            Vif guest = guest(composite.members().get(place).nextHop());
            if (guest != null && vrouter.flows().lookup(key.reversed(guest.flowNextHop())) != null) {
                return place;
            }
        }
        return pick(composite, key, local);
    }

    /** The place for a flow, -1 for none. */
    int of(Flow flow, Composite composite) {
        boolean local = !flow.origin().fromGuest();
        int present = flow.verdict().ecmpMember();
        if (EcmpMembers.usable(vrouter.nextHops(), composite, present, local)) {
            return present;
        }
        Flow reverse = flow.reverse();
        for (int place = 0; place < composite.members().size() && reverse != null; place++) {
            if (answers(reverse, flow, composite.members().get(place).nextHop())) {
                return place;
            }
        }
        boolean hadNoChoice = present < 0 && !flow.isNew();
        if (hadNoChoice && EcmpMembers.usable(vrouter.nextHops(), composite, 0, local)) {
            return 0; // where the only next hop of before stands
        }
        return pick(composite, flow.key(), local);
    }

    private int pick(Composite composite, FlowKey key, boolean local) {
        HashFields hash = composite.hash();
        int seed = vrouter.address().value();
        return hash == null ? -1 : EcmpMembers.pick(vrouter.nextHops(), composite, hash.hash(key, seed), local);
    }

    /** Whether the reverse of a flow comes from where a next hop leads to. */
    private boolean answers(Flow reverse, Flow flow, int nextHopId) {
        Vif guest = guest(nextHopId);
        if (guest != null) {
            int back = reverse.key().nextHop();
            return back == guest.flowNextHop() && back != flow.key().nextHop();
        }
        int cameFrom = reverse.origin().outerSource();
        return cameFrom != 0
                && vrouter.nextHops().get(nextHopId) instanceof Tunnel tunnel
                && tunnel.destination().value() == cameFrom;
    }

    /** The guest's interface behind a next hop, or null. */
    @Nullable
    Vif guest(int nextHopId) {
        NextHop nextHop = nextHopId < 0 ? null : vrouter.nextHops().get(nextHopId);
        Vif vif = nextHop instanceof Encap encap ? vrouter.vifs().get(encap.vif()) : null;
        return vif != null && vif.type() == Vif.Type.VIRTUAL ? vif : null;
    }
}

package net.minitrail.vrouter.policy;

import net.minitrail.vrouter.acl.AccessList;
import net.minitrail.vrouter.acl.AclRule.Verdict;
import net.minitrail.vrouter.acl.MirrorTo;
import net.minitrail.vrouter.acl.Traffic;
import net.minitrail.vrouter.flow.DropCause;
import net.minitrail.vrouter.flow.Flow;
import net.minitrail.vrouter.flow.FlowKey;
import net.minitrail.vrouter.flow.FlowMirror;
import net.minitrail.vrouter.flow.FlowOrigin;
import net.minitrail.vrouter.flow.FlowVerdict;
import net.minitrail.vrouter.flow.MirrorMetadata;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vrf;
import net.minitrail.vrouter.oper.OperInterface;
import net.minitrail.vrouter.oper.Whereabouts;
import net.minitrail.vrouter.oper.Whereabouts.Place;
import org.jspecify.annotations.Nullable;

/**
 * What network policies and security groups say of a flow that routes let pass. A flow between two guests of this node asks
 * the rules of both. Each direction asks network policies for itself; security groups are asked for the direction of the
 * first packet, and answers follow it. The agent's own addresses are always let through. Confined to the routing loop.
 */
final class FlowRules {
    private static final int DENIED = 1 << 3;
    private static final int PASSED = 1 << 5;
    private static final int MIRRORED = 1 << 7;

    private final VRouter vrouter;
    private final Whereabouts places;

    FlowRules(VRouter vrouter, Whereabouts places) {
        this.vrouter = vrouter;
        this.places = places;
    }

    FlowVerdict apply(Flow flow, FlowVerdict routed) {
        OperInterface own = own(flow);
        Vrf vrf = vrouter.vrfs().get(flow.vrf());
        FlowOrigin origin = flow.origin();
        if (routed.cause() != null || own == null || vrf == null || flow.translation() != null) {
            return routed;
        }
        Place from = places.of(vrf, origin.source());
        Place to = places.of(vrf, origin.destination());
        if (from.agent() || to.agent()) {
            return routed;
        }
        Place here = own.place();
        Traffic traffic = traffic(flow, origin.fromGuest() ? here : from, origin.fromGuest() ? to : here);
        OperInterface other = other(flow, own);
        AccessList.Answer out = match(other, traffic);
        AccessList.Answer policy = match(own, traffic);
        DropCause cause = null;
        if (denies(out)) {
            cause = DropCause.OUT_POLICY;
        } else if (denies(policy)) {
            cause = DropCause.POLICY;
        } else {
            cause = groups(flow, own, other, traffic);
        }
        MirrorTo mirror =
                policy != null && policy.mirror() != null ? policy.mirror() : out == null ? null : out.mirror();
        return new FlowVerdict(
                cause,
                routed.rpfNextHop(),
                routed.ecmpMember(),
                mirror == null ? null : mirror(mirror, origin.fromGuest(), cause, traffic));
    }

    /** The guest that a flow is of: of one that several may take, the guest that answers it. */
    private @Nullable OperInterface own(Flow flow) {
        OperInterface own = places.guest(flow.key().nextHop());
        Flow reverse = flow.reverse();
        return own != null || reverse == null ? own : places.guest(reverse.key().nextHop());
    }

    /** The other guest of a flow that stays on this node; null of any other flow. */
    private @Nullable OperInterface other(Flow flow, OperInterface own) {
        Flow reverse = flow.reverse();
        OperInterface other =
                reverse == null ? null : places.guest(reverse.key().nextHop());
        return other == own ? null : other;
    }

    private static Traffic traffic(Flow flow, Place from, Place to) {
        FlowKey key = flow.key();
        FlowOrigin origin = flow.origin();
        return new Traffic(
                key.protocol(),
                new Traffic.End(origin.source(), from.network(), from.groups(), key.sourcePort()),
                new Traffic.End(origin.destination(), to.network(), to.groups(), key.destinationPort()));
    }

    private static AccessList.@Nullable Answer match(@Nullable OperInterface oper, Traffic traffic) {
        AccessList list = oper == null ? null : oper.vrf().policy();
        return list == null ? null : list.match(traffic);
    }

    private static boolean denies(AccessList.@Nullable Answer answer) {
        return answer != null && answer.verdict() == Verdict.DENY;
    }

    private static @Nullable DropCause groups(
            Flow flow, OperInterface own, @Nullable OperInterface other, Traffic traffic) {
        FlowOrigin origin = flow.origin();
        Flow reverse = flow.reverse();
        if (origin.answers()) {
            DropCause first = reverse == null ? null : reverse.verdict().cause();
            return first == DropCause.SECURITY_GROUP || first == DropCause.OUT_SECURITY_GROUP ? first : null;
        }
        if (!own.groups().pass(traffic, origin.fromGuest())) {
            return DropCause.SECURITY_GROUP;
        }
        return other != null && !other.groups().pass(traffic, false) ? DropCause.OUT_SECURITY_GROUP : null;
    }

    private @Nullable FlowMirror mirror(MirrorTo to, boolean ingress, @Nullable DropCause cause, Traffic traffic) {
        int index = places.mirror(to);
        int action = MIRRORED | (cause == null ? PASSED : DENIED);
        return index < 0
                ? null
                : new FlowMirror(
                        index,
                        MirrorMetadata.ofFlow(
                                vrouter.address(),
                                action,
                                ingress,
                                traffic.from().network(),
                                traffic.to().network()));
    }
}

package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.vrouter.forwarding.EcmpMembers;
import net.minitrail.vrouter.forwarding.FibRoute;
import net.minitrail.vrouter.forwarding.NextHop;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.NextHop.Member;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import net.minitrail.vrouter.forwarding.NextHopTable;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteNextHop;
import org.jspecify.annotations.Nullable;

/**
 * Makes next hops of a control node's route: a tunnel for each other node, and for this one what is behind its label, each
 * interface for itself if others are there. Confined to the routing loop.
 */
final class RouteMembers {
    private final NextHopTable nextHops;
    private final VRouter vrouter;
    private final TunnelChoice tunnels;

    RouteMembers(VRouter vrouter, TunnelChoice tunnels) {
        this.nextHops = vrouter.nextHops();
        this.vrouter = vrouter;
        this.tunnels = tunnels;
    }

    /** A next hop, held once for whoever gets it, and the label of a route to it, -1 for none. */
    record Way(int nextHop, int label) {}

    /**
     * The way to a route's next hops: a composite if they are several, in which those of the way that was before keep their
     * places. Null if none can be reached.
     *
     * @param own the next hop to the route's interfaces of this node, -1 if there are none: then its label leads there
     */
    @Nullable
    Way way(OperVrf vrf, IpPrefix prefix, RouteItem item, int own) {
        var locals = new ArrayList<Member>();
        var tunnelled = new ArrayList<Member>();
        for (RouteNextHop hop : item.nextHops()) {
            if (hop.address().equals(tunnels.own())) {
                int local = own >= 0 ? own : vrouter.labels().nextHop(hop.label());
                if (local >= 0) {
                    locals.add(new Member(nextHops.hold(local), hop.label()));
                }
            } else if (hop.address() instanceof Ipv4Address v4 && hop.isUsable()) {
                Tunnel tunnel = tunnels.forPackets(v4, hop.encapsulations());
                if (tunnel != null) {
                    tunnelled.add(new Member(nextHops.hold(tunnel), hop.label()));
                }
            }
        }
        if (locals.size() + tunnelled.size() < 2) {
            if (!locals.isEmpty()) {
                return new Way(locals.get(0).nextHop(), -1);
            }
            return tunnelled.isEmpty()
                    ? null
                    : new Way(tunnelled.get(0).nextHop(), tunnelled.get(0).label());
        }
        return composite(vrf, prefix, item, locals, tunnelled);
    }

    private Way composite(OperVrf vrf, IpPrefix prefix, RouteItem item, List<Member> locals, List<Member> tunnelled) {
        boolean policy = false;
        var members = new ArrayList<Member>();
        for (Member local : locals) {
            NextHop nextHop = nextHops.get(local.nextHop());
            if (nextHop instanceof Composite shared) {
                policy |= shared.policy();
                shared.members().stream()
                        .filter(Member::isThere)
                        .forEach(member -> members.add(new Member(nextHops.hold(member.nextHop()), member.label())));
            } else if (nextHop instanceof Encap encap) {
                policy |= encap.policy();
                members.add(new Member(nextHops.hold(encap.plain()), local.label()));
            }
            nextHops.release(local.nextHop());
        }
        members.addAll(tunnelled);
        ImmutableList<Member> arranged = EcmpMembers.arrange(before(vrf, prefix, members), members);
        var fields = HashFieldsReader.of(item.attributes().loadBalance());
        int id = nextHops.hold(Composite.ecmp(vrf.index(), policy, fields, arranged));
        members.forEach(member -> nextHops.release(member.nextHop()));
        return new Way(id, -1);
    }

    /** What a route leads to now: the members of its composite, or its only next hop as the first of what is to be one. */
    private List<Member> before(OperVrf vrf, IpPrefix prefix, List<Member> wanted) {
        FibRoute present = vrf.fib().table(prefix.isV4()).get(prefix);
        NextHop nextHop = present == null ? null : nextHops.get(present.nextHop());
        if (nextHop instanceof Composite composite) {
            return composite.members();
        }
        NextHop only = nextHop instanceof Encap encap ? encap.plain() : nextHop;
        return wanted.stream()
                .filter(member -> Objects.equals(nextHops.get(member.nextHop()), only))
                .toList();
    }
}

package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.vrouter.acl.MirrorTo;
import net.minitrail.vrouter.forwarding.FibRoute;
import net.minitrail.vrouter.forwarding.NextHop;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vrf;
import net.minitrail.xmpp.stanza.RouteAttributes;
import org.jspecify.annotations.Nullable;

/** What is known of the ends of a flow beside their addresses. Confined to the routing loop. */
public final class Whereabouts {
    private static final Place NOWHERE = new Place("", ImmutableList.of(), false);
    private static final Place AGENT = new Place("", ImmutableList.of(), true);

    private final VRouter vrouter;
    private final Agent agent;

    public Whereabouts(VRouter vrouter, Agent agent) {
        this.vrouter = vrouter;
        this.agent = agent;
    }

    /**
     * Where an address is.
     *
     * @param network full name, empty if it is not known
     * @param groups numbers of security groups
     * @param agent whether it is one of the agent's own: a gateway, a service
     */
    public record Place(String network, ImmutableList<Long> groups, boolean agent) {}

    /** Where routes of a VRF say that an address is. */
    public Place of(Vrf vrf, IpAddress address) {
        OperVrf oper = agent.vrf(vrf.name());
        FibRoute route = vrf.table(address.isV4()).lookup(address);
        if (oper == null || route == null) {
            return NOWHERE;
        }
        if (route.nextHop() == VRouter.TO_AGENT) {
            return AGENT;
        }
        IpPrefix prefix = route.prefix();
        Claim claim = oper.claim(prefix);
        if (claim != null && !(vrouter.nextHops().get(route.nextHop()) instanceof Tunnel)) {
            InterfaceConfig owner = claim.owner().config();
            return new Place(owner.network(), owner.groups().groups(), false);
        }
        Path.Remote best = agent.resolver().bestRemote(oper, prefix);
        if (best == null) {
            return NOWHERE;
        }
        RouteAttributes attributes = best.item().attributes();
        String network = attributes.virtualNetwork();
        return new Place(network.isEmpty() ? oper.networkName() : network, attributes.securityGroups(), false);
    }

    /**
     * The next hop that leads to those interfaces of this node that have an address, and that packets for it come in by;
     * -1 if none has it.
     */
    public int localNextHop(Vrf vrf, FibRoute route) {
        OperVrf oper = agent.vrf(vrf.name());
        return oper == null ? -1 : agent.resolver().localNextHop(oper, route.prefix());
    }

    /** The active interface whose flows have this next hop in their keys, or null. */
    public @Nullable OperInterface guest(int flowNextHop) {
        NextHop nextHop = vrouter.nextHops().get(flowNextHop);
        if (nextHop instanceof Encap encap) {
            for (OperInterface oper : agent.interfaces()) {
                if (oper.vif().index() == encap.vif()) {
                    return oper;
                }
            }
        }
        return null;
    }

    /** The index of an analyzer in the mirror table; -1 if it has none. */
    public int mirror(MirrorTo to) {
        return agent.mirrors().index(to.analyzer());
    }
}

package net.minitrail.vrouter.oper;

import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.forwarding.FibRoute;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHopTable;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.oper.LocalEcmp.Way;
import net.minitrail.xmpp.stanza.RouteItem;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the paths of a route and writes the one in force into the vRouter.
 *
 * <p>A local claim stands unless a control node knows a better one elsewhere: higher preference, then higher sequence. A
 * control node's path that leads back to us only confirms it; without a claim, as in a VRF that another one's routes are
 * leaked to, it leads to what is behind its label here. A claim to a shared address joins those elsewhere. The network's own
 * addresses stand before all.
 *
 * <p>ARP for an address is answered with its MAC where that is known. Where it is not, ARP is flooded inside the network's
 * subnets, and answered with the vRouter's own MAC outside and in networks that do not bridge. Confined to the routing loop.
 */
final class RouteResolver {
    private final VRouter vrouter;
    private final TunnelChoice tunnels;
    private final LocalEcmp shared;
    private final RouteMembers members;

    RouteResolver(VRouter vrouter, TunnelChoice tunnels) {
        this.vrouter = vrouter;
        this.tunnels = tunnels;
        this.shared = new LocalEcmp(vrouter);
        this.members = new RouteMembers(vrouter, tunnels);
    }

    /** Makes the vRouter's entry for a prefix what the paths ask for now. */
    void update(OperVrf vrf, IpPrefix prefix) {
        vrouter.nextHops().touch(); // flows also follow what is not in the entry, such as security groups
        Path.Fixed fixed = null;
        for (Path path : vrf.paths(prefix)) {
            if (path instanceof Path.Fixed found && (fixed == null || found.use() == Path.Use.AGENT)) {
                fixed = found;
            }
        }
        Path.Remote remote = bestRemote(vrf, prefix);
        Claim claim = vrf.claim(prefix);
        shared.update(vrf, prefix);
        if (!vrf.network().forwarding().routes()) {
            vrf.fib().remove(prefix);
        } else if (fixed != null && fixed.use() == Path.Use.AGENT) {
            vrf.fib().put(new FibRoute(prefix, VRouter.TO_AGENT, -1, true, false, false, null));
        } else if (claim != null && (remote == null || !(beats(remote, claim) || joins(remote, claim)))) {
            putLocal(vrf, prefix, claim);
        } else if (remote == null || !putRemote(vrf, prefix, remote)) {
            if (claim != null) {
                putLocal(vrf, prefix, claim);
            } else if (fixed != null) {
                vrf.fib().put(new FibRoute(prefix, NextHopTable.DISCARD, -1, false, true, true, null));
            } else {
                vrf.fib().remove(prefix);
            }
        }
    }

    /** The best of the control nodes' paths that say more than our own claim does, or null. */
    Path.@Nullable Remote bestRemote(OperVrf vrf, IpPrefix prefix) {
        boolean unclaimed = vrf.claim(prefix) == null;
        Path.Remote best = null;
        for (Path path : vrf.paths(prefix)) {
            if (path instanceof Path.Remote found && (unclaimed || !isOurs(found.item())) && better(found, best)) {
                best = found;
            }
        }
        return best;
    }

    /** Whether every next hop of a control node's path is this node. */
    boolean isOurs(RouteItem item) {
        return item.nextHops().stream().allMatch(hop -> hop.address().equals(tunnels.own()));
    }

    static boolean better(Path.Remote candidate, Path.@Nullable Remote best) {
        if (best == null) {
            return true;
        }
        int byPreference = Long.compare(
                candidate.item().attributes().localPreference(),
                best.item().attributes().localPreference());
        int bySequence = Long.compare(
                candidate.item().attributes().mobility().sequence(),
                best.item().attributes().mobility().sequence());
        return byPreference > 0 || (byPreference == 0 && bySequence > 0);
    }

    static boolean beats(Path.Remote remote, Claim claim) {
        long preference = remote.item().attributes().localPreference();
        int ours = claim.preference().preference();
        long sequence = remote.item().attributes().mobility().sequence();
        return preference > ours
                || (preference == ours && sequence > claim.preference().sequence());
    }

    /** What this node may say of a prefix: null if no interface claims it. */
    @Nullable
    LocalRoute local(OperVrf vrf, IpPrefix prefix) {
        Claim claim = vrf.network().forwarding().routes() ? vrf.claim(prefix) : null;
        Way way = claim == null ? null : shared.way(vrf, prefix);
        return claim == null ? null : way == null ? LocalRoute.of(claim) : LocalRoute.ofShared(claim, way.label());
    }

    /** The next hop that leads to the interfaces of this node that have a prefix, all of them; -1 if none has it. */
    int localNextHop(OperVrf vrf, IpPrefix prefix) {
        Way way = shared.way(vrf, prefix);
        Claim claim = vrf.claim(prefix);
        return way != null ? way.nextHop() : claim != null ? claim.nextHop() : -1;
    }

    /** Whether a path is of others that have an address at the same time as we do, and of us. */
    private boolean joins(Path.Remote remote, Claim claim) {
        RouteItem item = remote.item();
        return claim.shared()
                && item.attributes().localPreference() == claim.preference().preference()
                && item.nextHops().stream().anyMatch(hop -> hop.address().equals(tunnels.own()));
    }

    /** ARP for a shared address is answered with the vRouter's MAC: it is no bridge's business whom it is of. */
    private void putLocal(OperVrf vrf, IpPrefix prefix, Claim claim) {
        Way way = shared.way(vrf, prefix);
        if (way != null) {
            vrf.fib().put(new FibRoute(prefix, way.nextHop(), -1, true, waits(vrf, prefix), false, null));
            return;
        }
        MacAddress mac = MacBindings.of(vrf, prefix);
        boolean floods = mac == null && vrf.network().forwarding().bridges();
        vrf.fib().put(new FibRoute(prefix, claim.nextHop(), -1, !floods, waits(vrf, prefix), floods, mac));
    }

    /** Whether traffic from the address would strengthen a claim: it must be noticed also while the route leads elsewhere. */
    private static boolean waits(OperVrf vrf, IpPrefix prefix) {
        return vrf.claims(prefix).stream().anyMatch(claim -> claim.preference().waiting());
    }

    /** Whether ARP for an address of another node is flooded: inside a subnet, as long as nobody has said its MAC. */
    private static boolean floods(OperVrf vrf, IpPrefix prefix, RouteItem item) {
        String network = item.attributes().virtualNetwork();
        boolean foreign = !network.isEmpty() && !network.equals(vrf.networkName());
        return vrf.network().forwarding().bridges()
                && !foreign
                && item.nextHops().size() == 1
                && vrf.subnets().stream().anyMatch(subnet -> subnet.prefix().covers(prefix));
    }

    /** Answers false if no next hop can be reached. */
    private boolean putRemote(OperVrf vrf, IpPrefix prefix, Path.Remote remote) {
        RouteMembers.Way way = members.way(vrf, prefix, remote.item(), localNextHop(vrf, prefix));
        if (way == null) {
            return false;
        }
        boolean single = !(vrouter.nextHops().get(way.nextHop()) instanceof Composite);
        MacAddress mac = single ? MacBindings.of(vrf, prefix) : null;
        boolean floods = mac == null && floods(vrf, prefix, remote.item());
        vrf.fib().put(new FibRoute(prefix, way.nextHop(), way.label(), !floods, waits(vrf, prefix), floods, mac));
        vrouter.nextHops().release(way.nextHop());
        return true;
    }
}

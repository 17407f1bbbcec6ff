package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.forwarding.Family;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Member;
import net.minitrail.vrouter.forwarding.NextHop.Spread;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import net.minitrail.vrouter.forwarding.NextHopTable;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.oper.Path.Source;
import net.minitrail.vrouter.oper.Path.Use;
import net.minitrail.xmpp.stanza.RouteNextHop;
import org.jspecify.annotations.Nullable;

/**
 * What every VRF of a network has: routes of its subnets, gateways and services, bridge entries of the vRouter and of
 * service instances, and the tree that broadcasts go down. Confined to the routing loop.
 */
final class NetworkEntries {
    private static final IpPrefix METADATA = IpPrefix.parse("169.254.169.254/32");
    static final MacAddress LEFT_SERVICE = MacAddress.parse("02:00:00:00:00:01");
    static final MacAddress RIGHT_SERVICE = MacAddress.parse("02:00:00:00:00:02");

    private final VRouter vrouter;
    private final TunnelChoice tunnels;
    private final VxlanEntries vxlans;
    private final Map<OperVrf, Tree> trees = new HashMap<>();

    NetworkEntries(VRouter vrouter, TunnelChoice tunnels) {
        this.vrouter = vrouter;
        this.tunnels = tunnels;
        this.vxlans = new VxlanEntries(vrouter);
    }

    /** A broadcast tree as it is now, and the label that other nodes reach it by. */
    private record Tree(int nextHop, int label) {}

    /** Adds the paths and bridge entries of a VRF's network; answers the prefixes to resolve. */
    List<IpPrefix> add(OperVrf vrf) {
        var touched = new ArrayList<IpPrefix>();
        if (vrf.network().forwarding().routes()) {
            put(vrf, METADATA, Use.AGENT, touched);
        }
        for (Subnet subnet : vrf.subnets()) {
            put(vrf, subnet.prefix(), Use.SUBNET, touched);
            putHost(vrf, subnet.gateway(), touched);
            putHost(vrf, subnet.service(), touched);
        }
        bridge(vrf, Vif.VROUTER_MAC, NextHopTable.L2_RECEIVE);
        bridge(vrf, vrouter.vifs().physical().mac(), NextHopTable.L2_RECEIVE);
        bridge(vrf, LEFT_SERVICE, VRouter.TO_AGENT);
        bridge(vrf, RIGHT_SERVICE, VRouter.TO_AGENT);
        vxlans.update(vrf);
        updateFlood(vrf);
        return touched;
    }

    /** Removes the paths of a VRF's network; answers the prefixes to resolve. */
    List<IpPrefix> withdraw(OperVrf vrf) {
        return vrf.removeIf(path -> path instanceof Path.Fixed);
    }

    /** Removes the bridge entries and the tree of a VRF. */
    void clear(OperVrf vrf) {
        vrouter.bridge().clear(vrf.index());
        vxlans.clear(vrf);
        Tree tree = trees.remove(vrf);
        if (tree != null) {
            vrouter.labels().free(tree.label);
            vrouter.nextHops().release(tree.nextHop);
        }
    }

    /** Makes the broadcast tree lead to the interfaces and to the other nodes that there are now. */
    void updateFlood(OperVrf vrf) {
        NextHopTable nextHops = vrouter.nextHops();
        var branches = ImmutableList.<Member>builder();
        ImmutableList<Member> others = others(vrf);
        if (!others.isEmpty()) {
            branches.add(branch(vrf, Spread.EVPN, others));
        }
        others.forEach(member -> nextHops.release(member.nextHop()));
        branches.add(branch(
                vrf,
                Spread.ENCAP,
                vrf.interfaces().stream()
                        .map(oper -> new Member(oper.bridgeNextHop(), -1))
                        .collect(ImmutableList.toImmutableList())));
        ImmutableList<Member> members = branches.build();
        int tree = nextHops.hold(new Composite(Family.BRIDGE, vrf.index(), Spread.L2_MULTICAST, members));
        members.forEach(member -> nextHops.release(member.nextHop()));
        vrouter.bridge()
                .put(vrf.index(), MacAddress.BROADCAST, tree, vrf.network().vni(), true);
        Tree before = trees.get(vrf);
        int label = before == null ? vrouter.labels().allocateForTree(tree) : before.label;
        if (before != null) {
            vrouter.labels().point(label, tree);
            nextHops.release(before.nextHop);
        }
        trees.put(vrf, new Tree(tree, label));
    }

    /** The label that other nodes reach the tree of a VRF by. */
    int label(OperVrf vrf) {
        Tree tree = trees.get(vrf);
        return tree == null ? 0 : tree.label;
    }

    /** The branch to other nodes is of no bridging family, as Contrail has it. */
    private Member branch(OperVrf vrf, Spread spread, ImmutableList<Member> members) {
        Family family = spread == Spread.EVPN ? Family.INET : Family.BRIDGE;
        return new Member(vrouter.nextHops().hold(new Composite(family, vrf.index(), spread, members)), -1);
    }

    /** A tunnel, held once, to each node that wants broadcasts of this network, one for each (RFC 7432 section 11). */
    private ImmutableList<Member> others(OperVrf vrf) {
        var members = new LinkedHashMap<Ipv4Address, Member>();
        for (Path.Remote path : vrf.evpn().paths(MacAddress.BROADCAST)) {
            for (RouteNextHop hop : path.item().nextHops()) {
                boolean usable = hop.address() instanceof Ipv4Address && hop.isUsable();
                if (usable && hop.address() instanceof Ipv4Address node && !node.equals(tunnels.own())) {
                    Tunnel tunnel = tunnels.forFrames(node, hop.encapsulations());
                    if (tunnel != null && !members.containsKey(node)) {
                        members.put(node, new Member(vrouter.nextHops().hold(tunnel), hop.label()));
                    }
                }
            }
        }
        return ImmutableList.copyOf(members.values());
    }

    private void putHost(OperVrf vrf, @Nullable IpAddress address, List<IpPrefix> touched) {
        if (address != null) {
            put(vrf, IpPrefix.host(address), Use.AGENT, touched);
        }
    }

    private static void put(OperVrf vrf, IpPrefix prefix, Use use, List<IpPrefix> touched) {
        vrf.put(prefix, new Path.Fixed(new Source(Path.Kind.NETWORK, vrf.networkName()), use));
        touched.add(prefix);
    }

    private void bridge(OperVrf vrf, MacAddress mac, int nextHop) {
        vrouter.bridge().put(vrf.index(), mac, nextHop, -1, true);
    }
}

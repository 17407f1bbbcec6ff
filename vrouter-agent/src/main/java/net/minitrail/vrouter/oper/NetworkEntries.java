package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.forwarding.Family;
import net.minitrail.vrouter.forwarding.NextHop.Composite;
import net.minitrail.vrouter.forwarding.NextHop.Member;
import net.minitrail.vrouter.forwarding.NextHop.Spread;
import net.minitrail.vrouter.forwarding.NextHopTable;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.oper.Path.Source;
import net.minitrail.vrouter.oper.Path.Use;
import org.jspecify.annotations.Nullable;

/**
 * What every VRF of a network has: routes of its subnets, gateways and services, bridge entries of the vRouter and of
 * service instances, and the tree that broadcasts go down. Confined to the routing loop.
 */
final class NetworkEntries {
    private static final IpPrefix METADATA = IpPrefix.parse("169.254.169.254/32");
    private static final MacAddress LEFT_SERVICE = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress RIGHT_SERVICE = MacAddress.parse("02:00:00:00:00:02");

    private final VRouter vrouter;
    private final Map<OperVrf, Integer> trees = new HashMap<>();

    NetworkEntries(VRouter vrouter) {
        this.vrouter = vrouter;
    }

    /** Adds the paths and bridge entries of a VRF's network; answers the prefixes to resolve. */
    List<IpPrefix> add(OperVrf vrf) {
        var touched = new ArrayList<IpPrefix>();
        put(vrf, METADATA, Use.AGENT, touched);
        for (Subnet subnet : vrf.subnets()) {
            put(vrf, subnet.prefix(), Use.SUBNET, touched);
            putHost(vrf, subnet.gateway(), touched);
            putHost(vrf, subnet.service(), touched);
        }
        bridge(vrf, Vif.VROUTER_MAC, NextHopTable.L2_RECEIVE);
        bridge(vrf, vrouter.vifs().physical().mac(), NextHopTable.L2_RECEIVE);
        bridge(vrf, LEFT_SERVICE, VRouter.TO_AGENT);
        bridge(vrf, RIGHT_SERVICE, VRouter.TO_AGENT);
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
        Integer tree = trees.remove(vrf);
        if (tree != null) {
            vrouter.nextHops().release(tree);
        }
    }

    /** Makes the broadcast tree lead to the interfaces that there are now. */
    void updateFlood(OperVrf vrf) {
        ImmutableList<Member> guests = vrf.interfaces().stream()
                .map(oper -> new Member(oper.bridgeNextHop(), -1))
                .collect(ImmutableList.toImmutableList());
        NextHopTable nextHops = vrouter.nextHops();
        int leaf = nextHops.hold(new Composite(Family.BRIDGE, vrf.index(), Spread.ENCAP, guests));
        int tree = nextHops.hold(
                new Composite(Family.BRIDGE, vrf.index(), Spread.L2_MULTICAST, ImmutableList.of(new Member(leaf, -1))));
        nextHops.release(leaf);
        vrouter.bridge().put(vrf.index(), MacAddress.BROADCAST, tree, vrf.networkId(), true);
        Integer before = trees.put(vrf, tree);
        if (before != null) {
            nextHops.release(before);
        }
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

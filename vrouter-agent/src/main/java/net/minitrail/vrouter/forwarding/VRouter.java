package net.minitrail.vrouter.forwarding;

import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.flow.FlowTable;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import net.minitrail.vrouter.forwarding.NextHop.Receive;
import net.minitrail.vrouter.forwarding.NextHop.Resolve;
import net.minitrail.vrouter.forwarding.NextHop.VrfTranslate;

/** All tables of one vRouter, with what is in them before any network exists. Confined to the routing loop. */
public final class VRouter {
    /** Next hop of pkt0 with policy: what is sent there, the agent gets. */
    public static final int TO_AGENT = 12;

    private final NextHopTable nextHops = new NextHopTable();
    private final MplsTable labels = new MplsTable(nextHops);
    private final VxlanTable vxlans = new VxlanTable(nextHops);
    private final BridgeTable bridge = new BridgeTable(nextHops);
    private final VrfTable vrfs = new VrfTable(nextHops);
    private final MirrorTable mirrors = new MirrorTable(nextHops);
    private final FlowTable flows = new FlowTable();
    private final VifTable vifs;
    private final Counters<DropReason> drops = new Counters<>(DropReason.class);
    private final Ipv4Address address;

    /**
     * @param address the tunnel endpoint, on vhost0
     * @param fabric length of the fabric subnet's mask
     */
    public VRouter(String physicalName, MacAddress physicalMac, Ipv4Address address, int fabric) {
        this.address = address;
        vifs = new VifTable(physicalName, physicalMac);
        vifs.vhost().setAddress(address);
        MacAddress zero = MacAddress.ZERO;
        nextHops.hold(new Encap(Family.INET, 0, VifTable.PHYSICAL, zero, physicalMac, false)); // 4
        nextHops.hold(new Encap(Family.INET, 0, VifTable.PHYSICAL, zero, physicalMac, true));
        nextHops.hold(new Receive(VifTable.VHOST, false));
        int receive = nextHops.hold(new Receive(VifTable.VHOST, true));
        vifs.vhost().setFlowNextHop(receive);
        int resolve = nextHops.hold(new Resolve(false));
        nextHops.hold(new Resolve(true));
        nextHops.hold(new VrfTranslate(0, Family.INET, false));
        nextHops.hold(new Encap(Family.INET, 0, VifTable.AGENT, zero, Vif.VROUTER_MAC, false));
        int toAgent = nextHops.hold(new Encap(Family.INET, 0, VifTable.AGENT, zero, Vif.VROUTER_MAC, true));
        if (toAgent != TO_AGENT) {
            throw new IllegalStateException("pkt0 has next hop " + toAgent);
        }
        Ipv4Prefix subnet = Ipv4Prefix.containing(address.value(), fabric);
        vrfs.fabric().put(new FibRoute(subnet, resolve, -1, true, false, false, null));
        vrfs.fabric().put(new FibRoute(IpPrefix.host(address), receive, -1, true, false, false, null));
    }

    public NextHopTable nextHops() {
        return nextHops;
    }

    public MplsTable labels() {
        return labels;
    }

    public VxlanTable vxlans() {
        return vxlans;
    }

    public BridgeTable bridge() {
        return bridge;
    }

    public VrfTable vrfs() {
        return vrfs;
    }

    public MirrorTable mirrors() {
        return mirrors;
    }

    public FlowTable flows() {
        return flows;
    }

    public VifTable vifs() {
        return vifs;
    }

    /** The tunnel endpoint of this node. */
    public Ipv4Address address() {
        return address;
    }

    public long drops(DropReason reason) {
        return drops.get(reason);
    }

    void drop(DropReason reason) {
        drops.add(reason);
    }

    void drop(DropReason reason, Vif vif) {
        drop(reason);
        vif.dropped(reason);
    }

    /** Counts in the VRF with this index, if it is still there. */
    void count(int vrfIndex, VrfCounter counter) {
        Vrf vrf = vrfs.get(vrfIndex);
        if (vrf != null) {
            vrf.count(counter);
        }
    }
}

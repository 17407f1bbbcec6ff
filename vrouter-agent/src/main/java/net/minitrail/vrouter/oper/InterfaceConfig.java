package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.Set;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.flow.FatFlowRule;
import net.minitrail.vrouter.flow.HashFields;
import org.jspecify.annotations.Nullable;

/**
 * A port that has all it needs to be active.
 *
 * @param addresses of the guest, the primary IPv4 address first
 * @param policy whether flows would be set up; without, the interface is in packet mode
 * @param groups its security groups
 * @param fixedPreference local preference from the configuration, or 0
 * @param fatFlows its own rules and its network's
 * @param hashFields what chooses among it and others with the same address; null if its network says
 * @param mirror where its frames are mirrored to, null for nowhere
 */
record InterfaceConfig(
        Port port,
        String network,
        String instance,
        MacAddress mac,
        ImmutableList<Address> addresses,
        boolean policy,
        GroupRules groups,
        int fixedPreference,
        ImmutableList<FatFlowRule> fatFlows,
        @Nullable HashFields hashFields,
        @Nullable InterfaceMirror mirror) {

    /**
     * A prefix that the interface may use.
     *
     * @param mac the owner's MAC, or null if any will do (an allowed address pair without one)
     * @param activeActive whether several interfaces may have it at the same time
     */
    record Address(IpPrefix prefix, @Nullable MacAddress mac, boolean activeActive) {}

    /** Whether an interface can keep its labels and next hops when its configuration goes from this to {@code other}. */
    boolean sameWire(InterfaceConfig other) {
        return port.systemName().equals(other.port.systemName())
                && instance.equals(other.instance)
                && mac.equals(other.mac);
    }

    /** The MACs that its addresses are bound to. */
    Set<MacAddress> macs() {
        var macs = new HashSet<MacAddress>();
        for (Address address : addresses) {
            if (address.mac() != null) {
                macs.add(address.mac());
            }
        }
        return macs;
    }

    /** The first address, which is the one that tools show. */
    IpAddress primary() {
        return addresses.get(0).prefix().address();
    }
}

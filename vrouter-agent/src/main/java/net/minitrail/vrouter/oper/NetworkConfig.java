package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import net.minitrail.vrouter.acl.AccessList;
import net.minitrail.vrouter.flow.HashFields;
import org.jspecify.annotations.Nullable;

/**
 * A virtual network with its routing instance, as configured.
 *
 * @param name full name, parts joined by colons
 * @param instance full name of the routing instance, which is also the VRF's
 * @param networkId number of the network, 0 if it has none
 * @param vni VXLAN network identifier, 1 to 16777215, or 0 if it has none: the configured one where the system says so, else
 *     the network's number
 * @param floodUnknown whether frames to MAC addresses that nobody knows go to everybody
 * @param hashFields what chooses among its guests that have the same address
 * @param policy rules of its network policies, null if it has none
 */
record NetworkConfig(
        String name,
        String instance,
        int networkId,
        int vni,
        ImmutableList<Subnet> subnets,
        Forwarding forwarding,
        boolean floodUnknown,
        HashFields hashFields,
        @Nullable AccessList policy) {

    /** Whether interfaces can stay as they are when their network goes from this to {@code other}. */
    boolean sameWire(NetworkConfig other) {
        return forwarding == other.forwarding;
    }
}

package net.minitrail.vrouter.forwarding;

import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * One forwarding entry of a VRF.
 *
 * @param label pushed on the way to the next hop, or -1 for none
 * @param proxyArp the vRouter answers ARP for the address
 * @param trapArp the agent gets a copy of ARP for it, to see that its owner is alive
 * @param floodArp ARP for it goes to everybody in the network
 * @param stitchedMac the owner's MAC, if it is known, which a proxied answer carries
 */
public record FibRoute(
        IpPrefix prefix,
        int nextHop,
        int label,
        boolean proxyArp,
        boolean trapArp,
        boolean floodArp,
        @Nullable MacAddress stitchedMac) {
    /** What the vRouter answers where no route is. */
    static FibRoute none(IpPrefix prefix) {
        return new FibRoute(prefix, NextHopTable.DEFAULT_DISCARD, -1, false, false, false, null);
    }
}

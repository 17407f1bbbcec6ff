package net.minitrail.vrouter.forwarding;

import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.forwarding.NextHop.Encap;
import org.jspecify.annotations.Nullable;

/**
 * What the vRouter does with an ARP request or a neighbor solicitation.
 *
 * <pre>
 *   from    target                              done
 *   guest   its own address (gratuitous)        flooded; dropped where the interface proxies always
 *   guest   route with P                        answered: with the stitched MAC, or the vRouter's where there is none
 *   guest   route with F, or no route           flooded
 *   tunnel  gratuitous                          flooded
 *   tunnel  the agent's own addresses           dropped: each node has its own gateway
 *   tunnel  route with P to a guest of ours     answered, so that of all nodes one does
 *   tunnel  all else                            flooded, to guests only
 * </pre>
 *
 * A guest that asks for the address that is stitched to its own MAC gets no answer: nobody else has it.
 */
final class ArpRules {
    /** What is done. */
    enum Fate {
        ANSWER,
        FLOOD,
        DROP
    }

    private final NextHopTable nextHops;

    ArpRules(NextHopTable nextHops) {
        this.nextHops = nextHops;
    }

    Fate fromGuest(Vif vif, Vrf vrf, NeighborTalk request) {
        if (request.kind() == NeighborTalk.Kind.ANNOUNCES) {
            return vif.has(VifFlag.PROXY) ? Fate.DROP : Fate.FLOOD;
        }
        FibRoute route = lookup(vrf, request);
        if (route == null || !(route.proxyArp() || vif.has(VifFlag.PROXY))) {
            return Fate.FLOOD;
        }
        return request.sender().equals(route.stitchedMac()) ? Fate.DROP : Fate.ANSWER;
    }

    Fate fromTunnel(Vrf vrf, NeighborTalk request) {
        FibRoute route = request.kind() == NeighborTalk.Kind.ANNOUNCES ? null : lookup(vrf, request);
        if (route == null || !(nextHops.get(route.nextHop()) instanceof Encap encap)) {
            return Fate.FLOOD;
        }
        if (encap.vif() == VifTable.AGENT) {
            return Fate.DROP;
        }
        return route.proxyArp() && route.stitchedMac() != null ? Fate.ANSWER : Fate.FLOOD;
    }

    /** The MAC that a request is answered with. */
    static MacAddress answer(Vrf vrf, NeighborTalk request) {
        MacAddress stitched = stitched(vrf, request);
        return stitched == null ? Vif.VROUTER_MAC : stitched;
    }

    /** The owner's MAC, or null if the vRouter stands in for it. */
    static @Nullable MacAddress stitched(Vrf vrf, NeighborTalk request) {
        FibRoute route = lookup(vrf, request);
        return route == null ? null : route.stitchedMac();
    }

    private static @Nullable FibRoute lookup(Vrf vrf, NeighborTalk request) {
        return vrf.table(request.address().isV4()).lookup(request.address());
    }
}

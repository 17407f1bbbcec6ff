package net.minitrail.vrouter.forwarding;

import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;

/** One VRF: routes of both families and counters. Confined to the routing loop. */
public final class Vrf {
    private final int index;
    private final String name;
    private final InetTable inet;
    private final InetTable inet6;
    private final Counters<VrfCounter> counters = new Counters<>(VrfCounter.class);

    Vrf(int index, String name, NextHopTable nextHops, RouteWatch watch) {
        this.index = index;
        this.name = name;
        this.inet = new InetTable(Ipv4Address.ANY, nextHops, index, watch);
        this.inet6 = new InetTable(Ipv6Address.ANY, nextHops, index, watch);
    }

    public int index() {
        return index;
    }

    /** Name of the routing instance: domain:project:network:instance. */
    public String name() {
        return name;
    }

    public InetTable inet() {
        return inet;
    }

    public InetTable inet6() {
        return inet6;
    }

    public InetTable table(boolean v4) {
        return v4 ? inet : inet6;
    }

    public void put(FibRoute route) {
        table(route.prefix().isV4()).put(route);
    }

    public void remove(IpPrefix prefix) {
        table(prefix.isV4()).remove(prefix);
    }

    void count(VrfCounter counter) {
        counters.add(counter);
    }

    public long counter(VrfCounter counter) {
        return counters.get(counter);
    }
}

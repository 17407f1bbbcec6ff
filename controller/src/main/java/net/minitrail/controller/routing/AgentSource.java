package net.minitrail.controller.routing;

import java.util.HashMap;
import java.util.Map;
import net.minitrail.bgp.rib.PathSource;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.RouteDistinguisher;

/** An agent as a source of paths, for the time of one session. Confined to the routing loop. */
public final class AgentSource implements PathSource {
    private final String name;
    private final IpAddress address;
    private final Map<String, Integer> instanceIds = new HashMap<>();

    /** @param address of the agent in the protocols */
    public AgentSource(String name, IpAddress address) {
        this.name = name;
        this.address = address;
    }

    /** Notes the number that the agent has for an instance; -1 if it did not say. */
    public void joined(String instance, int instanceId) {
        instanceIds.put(instance, instanceId);
    }

    /**
     * What tells the agent's routes of an instance from the same prefixes of others: the address of the next hop, and the low
     * 16 bits of the agent's number for the instance.
     */
    RouteDistinguisher distinguisher(String instance, IpAddress nextHop) {
        Ipv4Address administrator =
                nextHop instanceof Ipv4Address v4 ? v4 : new Ipv4Address((int) ((Ipv6Address) nextHop).low());
        return RouteDistinguisher.of(administrator, instanceIds.getOrDefault(instance, 0) & 0xFFFF);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Kind kind() {
        return Kind.XMPP;
    }

    @Override
    public int routerId() {
        return address instanceof Ipv4Address v4 ? v4.value() : 0;
    }

    @Override
    public IpAddress address() {
        return address;
    }

    @Override
    public String toString() {
        return name;
    }
}

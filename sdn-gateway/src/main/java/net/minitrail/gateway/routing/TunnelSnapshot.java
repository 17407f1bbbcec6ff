package net.minitrail.gateway.routing;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;

/**
 * A dynamic tunnel as it was when somebody asked.
 *
 * @param unit of {@code gr-0/0/10}, from 32769
 * @param udp MPLS in UDP where true, in GRE where false
 * @param network the configured network that the destination is in
 * @param references how many routes use it
 */
public record TunnelSnapshot(
        int unit,
        String name,
        boolean udp,
        Ipv4Address source,
        Ipv4Address destination,
        Ipv4Prefix network,
        int references,
        long ageSeconds,
        long inputPackets,
        long outputPackets,
        long inputOctets,
        long outputOctets) {}

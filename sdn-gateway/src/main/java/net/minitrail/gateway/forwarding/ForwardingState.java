package net.minitrail.gateway.forwarding;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Optional;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.LongestPrefixTable;

/**
 * All that packets are looked up in. Nobody changes it once it is published; its tables are read by many threads.
 *
 * @param tables by routing instance; the main one is {@code ""}
 * @param labels the routing instance that a label leads to
 * @param tunnels by the address of their far end
 */
public record ForwardingState(
        ImmutableMap<String, Table> tables,
        ImmutableMap<Integer, String> labels,
        ImmutableMap<Ipv4Address, TunnelEnd> tunnels) {
    public static final ForwardingState EMPTY =
            new ForwardingState(ImmutableMap.of(), ImmutableMap.of(), ImmutableMap.of());

    /**
     * One routing instance's entries.
     *
     * @param loopback the address that our own IPv4 packets bear, if there is one
     * @param loopback6 the same for IPv6
     */
    public record Table(
            LongestPrefixTable<Adjacency> entries, Optional<IpAddress> loopback, Optional<IpAddress> loopback6) {}

    /** The address that our own packets in a routing instance bear. */
    Optional<IpAddress> loopback(String instance, boolean v4) {
        Table table = tables.get(instance);
        return table == null ? Optional.empty() : v4 ? table.loopback() : table.loopback6();
    }

    /** The longest match in a routing instance. */
    public Optional<Adjacency> lookup(String instance, IpAddress destination) {
        Table table = tables.get(instance);
        if (table == null) {
            return Optional.empty();
        }
        Map.Entry<IpPrefix, Adjacency> entry = table.entries().lookup(destination);
        return entry == null ? Optional.empty() : Optional.of(entry.getValue());
    }
}

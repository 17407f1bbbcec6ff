package net.minitrail.gateway.forwarding;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Optional;
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
     * @param loopback the address that our own packets bear, if there is one
     */
    public record Table(LongestPrefixTable<Adjacency> entries, Optional<Ipv4Address> loopback) {}

    /** The longest match in a routing instance. */
    public Optional<Adjacency> lookup(String instance, Ipv4Address destination) {
        Table table = tables.get(instance);
        if (table == null) {
            return Optional.empty();
        }
        Map.Entry<IpPrefix, Adjacency> entry = table.entries().lookup(destination);
        return entry == null ? Optional.empty() : Optional.of(entry.getValue());
    }
}

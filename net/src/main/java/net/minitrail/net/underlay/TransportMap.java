package net.minitrail.net.underlay;

import com.google.common.collect.ImmutableBiMap;
import java.util.Map;
import net.minitrail.net.Ipv4Address;

/**
 * Protocol addresses (what routes and messages carry) and transport addresses (where sockets are). An address without an
 * entry is its own transport address. Immutable.
 */
public final class TransportMap {
    private final ImmutableBiMap<Ipv4Address, Ipv4Address> transports;

    /**
     * Keys are protocol addresses, values transport addresses.
     *
     * @throws IllegalArgumentException if two protocol addresses share a transport address
     */
    public TransportMap(Map<Ipv4Address, Ipv4Address> transports) {
        this.transports = ImmutableBiMap.copyOf(transports);
    }

    /** Where the node of {@code protocol} has its sockets. */
    public Ipv4Address transportOf(Ipv4Address protocol) {
        return transports.getOrDefault(protocol, protocol);
    }

    /** Which node's socket {@code transport} is. */
    public Ipv4Address protocolOf(Ipv4Address transport) {
        return transports.inverse().getOrDefault(transport, transport);
    }
}

package net.minitrail.bgp.session;

import com.google.common.collect.ImmutableBiMap;
import java.util.Map;
import net.minitrail.net.IpAddress;

/**
 * How the addresses of the protocol map to those that sockets use: in a lab on loopback 192.168.100.1 may be reached, and
 * may call, as 127.1.0.1. Implementations are thread-safe; an address without an entry is its own.
 */
public interface TransportAddresses {
    /** Sockets use the addresses of the protocol. */
    TransportAddresses IDENTITY = of(Map.of());

    /** Where to dial the node that the protocol knows as {@code protocol}. */
    IpAddress toTransport(IpAddress protocol);

    /** Who is calling from {@code transport}. */
    IpAddress toProtocol(IpAddress transport);

    /**
     * A fixed map from protocol to transport address.
     *
     * @throws IllegalArgumentException if two nodes share a transport address: nobody could tell them apart
     */
    static TransportAddresses of(Map<? extends IpAddress, ? extends IpAddress> transportByProtocol) {
        ImmutableBiMap<IpAddress, IpAddress> map = ImmutableBiMap.copyOf(transportByProtocol);
        return new TransportAddresses() {
            @Override
            public IpAddress toTransport(IpAddress protocol) {
                return map.getOrDefault(protocol, protocol);
            }

            @Override
            public IpAddress toProtocol(IpAddress transport) {
                return map.inverse().getOrDefault(transport, transport);
            }
        };
    }
}

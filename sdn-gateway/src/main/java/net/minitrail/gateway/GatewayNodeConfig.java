package net.minitrail.gateway;

import java.util.Map;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.ConfigException;
import net.minitrail.net.underlay.Wiring;
import org.jspecify.annotations.Nullable;

/**
 * The file of one gateway (docs/NODES.md). Valid once constructed.
 *
 * @param name of the node, and its host name until the configuration says otherwise
 * @param address in the protocols
 * @param transport what sockets bind to; {@code address} unless set
 * @param wiring loopback unless set; netns sends GRE as IP protocol 47, and BGP speakers listen on 179
 * @param underlay transport address by protocol address, of nodes where they differ
 * @param config Junos text, curly or {@code set} form
 * @param configFile where the Junos text is instead; relative to this file
 */
public record GatewayNodeConfig(
        String name,
        Ipv4Address address,
        Ipv4Address transport,
        Ports ports,
        Wiring wiring,
        Map<Ipv4Address, Ipv4Address> underlay,
        @Nullable String config,
        @Nullable String configFile) {

    // The binder hands over null for what the file leaves out.
    @SuppressWarnings({"ConstantValue", "NullAway"})
    public GatewayNodeConfig {
        require(name != null && !name.isBlank(), "name", "is required");
        require(address != null, "address", "is required");
        require(address.value() != 0, "address", "0.0.0.0 is no address of a node");
        transport = transport == null ? address : transport;
        ports = ports == null ? new Ports(null, null) : ports;
        wiring = wiring == null ? Wiring.LOOPBACK : wiring;
        underlay = underlay == null ? Map.of() : Map.copyOf(underlay);
        require(config == null || configFile == null, "config-file", "stands beside 'config' (expected: one of them)");
    }

    /**
     * Ports on the transport address; 0 takes any free one.
     *
     * @param bgp that of the wiring unless set: 1179 or 179
     * @param control 8086 unless set
     */
    public record Ports(@Nullable Integer bgp, @Nullable Integer control) {
        public Ports {
            for (Integer port : new Integer[] {bgp, control}) {
                require(port == null || port >= 0 && port <= 65_535, "ports", port + " is not in 0..65535");
            }
        }

        int controlPort() {
            return control == null ? 8086 : control;
        }
    }

    /** Where we listen. */
    int bgpPort() {
        return ports.bgp() == null ? wiring.bgpPort() : ports.bgp();
    }

    private static void require(boolean condition, String path, String problem) {
        if (!condition) {
            throw new ConfigException(path, problem);
        }
    }
}

package net.minitrail.vrouter;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.runtime.ConfigException;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.net.underlay.Wiring;
import net.minitrail.vrouter.oper.Port;
import net.minitrail.vrouter.oper.TunnelChoice;
import net.minitrail.xmpp.session.XmppClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * The file of one compute node (docs/NODES.md). Valid once constructed.
 *
 * @param name of the node, which is also its JID and the name of its virtual-router
 * @param address tunnel endpoint, and next hop of the routes it publishes
 * @param transport what sockets bind to; {@code address} unless set
 * @param controllers control nodes, two at most
 * @param connectRetryLimit seconds, the longest wait between two attempts to reach a control node; 30 unless set
 * @param headless whether the routes of the last control node stay while none is up; false unless set
 * @param wiring loopback unless set; netns sends GRE as IP protocol 47
 * @param underlay transport address by protocol address, of nodes where they differ
 * @param physicalInterface name of the fabric interface; eth1 unless set
 * @param mac of the fabric interface; made from the address unless set
 * @param fabricMask length of the fabric subnet's mask; 24 unless set
 * @param encapsulationPriorities MPLSoGRE, MPLSoUDP and VXLAN, the preferred one first
 * @param guests that are there from the start, without anybody announcing their ports
 * @param xmppTls certificate for the agent channel; null for plain text
 */
public record AgentConfig(
        String name,
        Ipv4Address address,
        Ipv4Address transport,
        List<Controller> controllers,
        @Nullable Integer connectRetryLimit,
        boolean headless,
        Wiring wiring,
        Map<Ipv4Address, Ipv4Address> underlay,
        String physicalInterface,
        MacAddress mac,
        @Nullable Integer fabricMask,
        List<String> encapsulationPriorities,
        List<Guest> guests,
        @Nullable Tls xmppTls,
        Ports ports) {
    private static final int MOST_CONTROLLERS = 2;
    private static final int DEFAULT_MASK = 24;

    // The binder hands over null for what the file leaves out.
    @SuppressWarnings({"ConstantValue", "NullAway"})
    public AgentConfig {
        require(name != null && !name.isBlank() && name.indexOf(':') < 0, "name", "a name without colons is required");
        require(address != null, "address", "is required");
        transport = transport == null ? address : transport;
        controllers = controllers == null ? List.of() : List.copyOf(controllers);
        require(
                connectRetryLimit == null || (connectRetryLimit >= 1 && connectRetryLimit <= 30),
                "connect-retry-limit",
                connectRetryLimit + " is not in 1..30");
        wiring = wiring == null ? Wiring.LOOPBACK : wiring;
        underlay = underlay == null ? Map.of() : Map.copyOf(underlay);
        physicalInterface = physicalInterface == null ? "eth1" : physicalInterface;
        mac = mac == null ? TunnelChoice.fabricMac(address) : mac;
        encapsulationPriorities = encapsulationPriorities == null
                ? List.of("MPLSoGRE", "MPLSoUDP", "VXLAN")
                : List.copyOf(encapsulationPriorities);
        guests = guests == null ? List.of() : List.copyOf(guests);
        ports = ports == null ? new Ports(null) : ports;
        long distinct = controllers.stream().map(Controller::address).distinct().count();
        require(
                controllers.size() <= MOST_CONTROLLERS,
                "controllers",
                controllers.size() + " are given (expected: at most " + MOST_CONTROLLERS + ")");
        require(distinct == controllers.size(), "controllers", "two have the same address");
        encapsulationPriorities.forEach(AgentConfig::encapsulation);
        require(fabricMask == null || (fabricMask >= 1 && fabricMask <= 32), "fabric-mask", "is not in 1..32");
    }

    /**
     * A control node.
     *
     * @param port 5269 unless set
     */
    public record Controller(Ipv4Address address, @Nullable Integer port) {
        @SuppressWarnings("ConstantValue")
        public Controller {
            require(address != null, "address", "is required");
            require(port == null || (port >= 1 && port <= 65_535), "port", port + " is not in 1..65535");
        }

        /** Reads the short form, the address alone. */
        public static Controller parse(String address) {
            return new Controller(Ipv4Address.parse(address), null);
        }

        int xmppPort() {
            return port == null ? 5269 : port;
        }
    }

    /**
     * A guest with one port. What is left out follows from {@code id}.
     *
     * @param profile the system that it runs; {@code cirros} unless set
     */
    public record Guest(
            String name,
            UUID id,
            @Nullable UUID instanceId,
            @Nullable MacAddress mac,
            @Nullable IpAddress address,
            @Nullable String profile) {
        @SuppressWarnings("ConstantValue")
        public Guest {
            require(name != null && !name.isBlank(), "name", "is required");
            require(id != null, "id", "is required");
        }

        Port port() {
            return new Port(
                    id,
                    instanceId == null ? id : instanceId,
                    name,
                    Port.tapName(id),
                    mac == null ? Port.macOf(id) : mac,
                    address,
                    null,
                    profile == null ? Port.DEFAULT_PROFILE : profile);
        }
    }

    /** PEM files: our certificate, its key, and the authority of the control nodes. */
    public record Tls(Path cert, Path key, Path ca) {
        @SuppressWarnings("ConstantValue")
        public Tls {
            require(cert != null && key != null && ca != null, "xmpp-tls", "cert, key and ca are required");
        }
    }

    /**
     * Where to listen.
     *
     * @param control of the control endpoint, the port REST and introspection; 8085 unless set, 0 for any free one
     */
    public record Ports(@Nullable Integer control) {
        int controlPort() {
            return control == null ? 8085 : control;
        }
    }

    Duration longestRetry() {
        return connectRetryLimit == null
                ? XmppClientConfig.DEFAULT_LONGEST_RETRY
                : Duration.ofSeconds(connectRetryLimit);
    }

    int mask() {
        return fabricMask == null ? DEFAULT_MASK : fabricMask;
    }

    static Encapsulation encapsulation(String text) {
        Encapsulation known = TunnelChoice.encapsulation(text);
        if (known == null) {
            throw new ConfigException(
                    "encapsulation-priorities", "'" + text + "' is unknown (expected: MPLSoGRE, MPLSoUDP, VXLAN)");
        }
        return known;
    }

    private static void require(boolean condition, String key, String problem) {
        if (!condition) {
            throw new ConfigException(key, problem);
        }
    }
}

package net.minitrail.controller;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;
import net.minitrail.net.runtime.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The file of one control node (docs/NODES.md). Valid once constructed.
 *
 * @param name of the node; its bgp-router object has it too
 * @param address in the protocols
 * @param transport what sockets bind to; {@code address} unless set
 * @param autonomousSystem 1 to 4294967295; 64512 unless set
 * @param routerId the BGP identifier; {@code address} unless set
 * @param clusterId makes the node a route reflector; null for none
 * @param underlay transport address by protocol address, of nodes where they differ
 * @param gracefulRestart of this node and its neighbors; null for the helper's part alone
 * @param networks by name within default-domain:default-project
 * @param virtualRouters names of agents that get configuration
 * @param store where the configuration outlives the process; null for nowhere
 */
public record ControllerConfig(
        String name,
        Ipv4Address address,
        Ipv4Address transport,
        long autonomousSystem,
        Ipv4Address routerId,
        @Nullable Ipv4Address clusterId,
        Ports ports,
        Map<Ipv4Address, Ipv4Address> underlay,
        List<Neighbor> neighbors,
        List<DynamicNeighbor> dynamicNeighbors,
        @Nullable GracefulRestart gracefulRestart,
        Map<String, Network> networks,
        List<String> virtualRouters,
        @Nullable Tls xmppTls,
        @Nullable Path store) {
    private static final Set<String> FAMILIES =
            Set.of("inet", "inet6", "inet-vpn", "inet6-vpn", "e-vpn", "route-target");

    // The binder hands over null for what the file leaves out.
    @SuppressWarnings({"ConstantValue", "NullAway"})
    public ControllerConfig {
        require(name != null && !name.isBlank() && name.indexOf(':') < 0, "name", "a name without colons is required");
        require(address != null, "address", "is required");
        transport = transport == null ? address : transport;
        routerId = routerId == null ? address : routerId;
        autonomousSystem = autonomousSystem == 0 ? 64_512 : autonomousSystem;
        requireAs("autonomous-system", autonomousSystem);
        require(routerId.value() != 0, "router-id", "0.0.0.0 is no BGP identifier");
        ports = ports == null ? new Ports(null, null, null, null) : ports;
        underlay = underlay == null ? Map.of() : Map.copyOf(underlay);
        neighbors = neighbors == null ? List.of() : List.copyOf(neighbors);
        dynamicNeighbors = dynamicNeighbors == null ? List.of() : List.copyOf(dynamicNeighbors);
        // networks get their numbers in this order, which must be the same at each start
        networks = networks == null ? ImmutableMap.of() : ImmutableMap.copyOf(networks);
        virtualRouters = virtualRouters == null ? List.of() : List.copyOf(virtualRouters);
        Ipv4Address own = address;
        long distinct = neighbors.stream().map(Neighbor::address).distinct().count();
        require(neighbors.stream().noneMatch(n -> n.address().equals(own)), "neighbors", own + " is this node itself");
        require(distinct == neighbors.size(), "neighbors", "two have the same address");
    }

    /**
     * Ports on the transport address; 0 takes any free one.
     *
     * @param api configuration REST
     * @param control control endpoint and introspection
     */
    public record Ports(
            @Nullable Integer bgp,
            @Nullable Integer xmpp,
            @Nullable Integer api,
            @Nullable Integer control) {
        public Ports {
            for (Integer port : new Integer[] {bgp, xmpp, api, control}) {
                require(port == null || port >= 0 && port <= 65_535, "ports", port + " is not in 0..65535");
            }
        }

        int bgpPort() {
            return bgp == null ? 1179 : bgp;
        }

        int xmppPort() {
            return xmpp == null ? 5269 : xmpp;
        }

        int apiPort() {
            return api == null ? 8082 : api;
        }

        int controlPort() {
            return control == null ? 8083 : control;
        }
    }

    /**
     * A BGP neighbor.
     *
     * @param as its AS; ours means iBGP, the default
     * @param families by Contrail's names; inet-vpn unless set
     * @param holdTime seconds, 0 or 3 to 65535; 90 unless set
     * @param md5 key of TCP MD5 signatures, 1 to 80 octets
     * @param passive whether only the neighbor dials
     * @param role {@code client} for a route reflector client
     * @param addPath several paths to a prefix; null for one
     * @param shutdown whether there is to be no session
     * @param shutdownText what the neighbor is told then (RFC 9003)
     * @param loopCount how often our AS may be in the paths of its routes, 0 to 16
     * @param minimumHoldTime seconds; a neighbor that offers less is refused
     * @param ttlSecurity how many hops away it may be at most, 1 to 254 (RFC 5082); any distance unless set
     * @param ipv4InMpReach whether IPv4 routes are announced in MP_REACH_NLRI, as Contrail does
     * @param gracefulRestartHelper whether its routes are kept while it restarts; as the system does unless set
     */
    public record Neighbor(
            Ipv4Address address,
            @Nullable String name,
            @Nullable Integer port,
            @Nullable Long as,
            @Nullable List<String> families,
            @Nullable Integer holdTime,
            @Nullable String md5,
            boolean passive,
            @Nullable String role,
            @Nullable AddPath addPath,
            boolean shutdown,
            @Nullable String shutdownText,
            @Nullable Integer loopCount,
            @Nullable Integer minimumHoldTime,
            @Nullable Integer ttlSecurity,
            @Nullable MaximumPrefixes maximumPrefixes,
            boolean ipv4InMpReach,
            @Nullable Boolean gracefulRestartHelper) {
        @SuppressWarnings("ConstantValue")
        public Neighbor {
            require(address != null, "address", "is required");
            require(as == null || isAs(as), "as", as + " is not in 1..4294967295, or is AS_TRANS");
            require(port == null || port > 0 && port <= 65_535, "port", port + " is not in 1..65535");
            require(
                    holdTime == null || holdTime == 0 || holdTime >= 3 && holdTime <= 65_535,
                    "hold-time",
                    holdTime + " s is not 0 or 3..65535");
            require(
                    role == null || role.equals("client") || role.equals("non-client"),
                    "role",
                    "'" + role + "' is neither client nor non-client");
            families = checked(families);
            requireKey(md5);
            requireText(shutdownText);
            within("minimum-hold-time", minimumHoldTime, 0, 65_535, " s");
            within("loop-count", loopCount, 0, 16, "");
            within("ttl-security", ttlSecurity, 1, 254, " hops");
        }

        boolean isClient() {
            return "client".equals(role);
        }
    }

    /**
     * Several paths to a prefix (RFC 7911), in the unicast and VPN families of a neighbor.
     *
     * @param pathCount how many are sent, best first, 1 to 64; all unless set
     */
    public record AddPath(
            boolean receive, boolean send, @Nullable Integer pathCount) {
        public AddPath {
            require(
                    pathCount == null || pathCount >= 1 && pathCount <= 64,
                    "path-count",
                    pathCount + " is not in 1..64");
        }
    }

    /** Neighbors that nobody names: whoever calls from {@code prefix}. {@code as} 0 or none takes any AS. */
    public record DynamicNeighbor(
            IpPrefix prefix,
            @Nullable Long as,
            boolean routeReflectorClient,
            @Nullable List<String> families,
            @Nullable Integer holdTime,
            @Nullable AddPath addPath,
            @Nullable String md5,
            @Nullable Integer minimumHoldTime,
            @Nullable Integer ttlSecurity,
            @Nullable MaximumPrefixes maximumPrefixes,
            boolean ipv4InMpReach,
            @Nullable Boolean gracefulRestartHelper) {
        @SuppressWarnings("ConstantValue")
        public DynamicNeighbor {
            require(prefix != null, "prefix", "is required");
            require(as == null || as == 0 || isAs(as), "as", as + " is not in 1..4294967295, or is AS_TRANS");
            families = checked(families);
            requireKey(md5);
            within("minimum-hold-time", minimumHoldTime, 0, 65_535, " s");
            within("ttl-security", ttlSecurity, 1, 254, " hops");
        }
    }

    /**
     * How many routes of each family a neighbor may announce before its session is ended (RFC 4486).
     *
     * @param limit 1 or more
     * @param warningPercent share of {@code limit} from which on there is a warning, 1 to 100; 75 unless set
     * @param restart seconds for which it is left alone then, 0 to 86400; 60 unless set
     */
    public record MaximumPrefixes(
            int limit,
            @Nullable Integer warningPercent,
            @Nullable Integer restart) {
        public MaximumPrefixes {
            require(limit >= 1, "limit", limit + " is not 1 or more");
            within("warning-percent", warningPercent, 1, 100, " %");
            within("restart", restart, 0, 86_400, " s");
        }
    }

    /**
     * Graceful restart, RFC 4724 and RFC 9494, in seconds.
     *
     * @param restartTime how long neighbors are asked to keep our routes as they are, 0 to 4095; 300 unless set
     * @param longLivedTime how long as the last choice after that, 0 to 16777215; 300 unless set
     * @param endOfRibTimeout how long neighbors and agents have to complete their routes after a start, 1 to 4095; 300
     *     unless set
     * @param helper whether routes of neighbors that restart are kept; true unless set
     */
    public record GracefulRestart(
            @Nullable Integer restartTime,
            @Nullable Integer longLivedTime,
            @Nullable Integer endOfRibTimeout,
            @Nullable Boolean helper) {
        private static final int DEFAULT_SECONDS = 300;

        public GracefulRestart {
            restartTime = seconds("restart-time", restartTime, 0, 4_095);
            longLivedTime = seconds("long-lived-time", longLivedTime, 0, 16_777_215);
            endOfRibTimeout = seconds("end-of-rib-timeout", endOfRibTimeout, 1, 4_095);
            helper = helper == null || helper;
        }

        private static int seconds(String key, @Nullable Integer seconds, int low, int high) {
            int value = seconds == null ? DEFAULT_SECONDS : seconds;
            require(value >= low && value <= high, key, value + " s is not in " + low + ".." + high);
            return value;
        }
    }

    /** A virtual network. Addresses are allocated from the start of each subnet. */
    public record Network(
            @Nullable IpPrefix subnet,
            @Nullable List<IpPrefix> subnets,
            @Nullable List<RouteTarget> routeTargets,
            @Nullable List<RouteTarget> importRouteTargets,
            @Nullable List<RouteTarget> exportRouteTargets) {}

    /**
     * PEM files. Agents must present a certificate of the authority {@code ca}.
     *
     * @param checkIdentity whether it must name the agent
     */
    public record Tls(Path cert, Path key, Path ca, boolean checkIdentity) {
        @SuppressWarnings("ConstantValue")
        public Tls {
            require(cert != null && key != null && ca != null, "xmpp-tls", "cert, key and ca are required");
        }
    }

    private static void within(String key, @Nullable Integer value, int low, int high, String unit) {
        require(value == null || value >= low && value <= high, key, value + unit + " is not in " + low + ".." + high);
    }

    private static void requireKey(@Nullable String md5) {
        int octets = md5 == null ? 1 : md5.getBytes(UTF_8).length;
        require(octets >= 1 && octets <= 80, "md5", "a key of " + octets + " octets (expected: 1 to 80)");
    }

    private static void requireText(@Nullable String text) {
        int octets = text == null ? 0 : text.getBytes(UTF_8).length;
        require(octets <= 255, "shutdown-text", "a text of " + octets + " octets of UTF-8 (expected: 255 at most)");
    }

    private static @Nullable List<String> checked(@Nullable List<String> families) {
        if (families == null) {
            return null;
        }
        for (String family : families) {
            require(FAMILIES.contains(family), "families", "'" + family + "' is none of " + FAMILIES);
        }
        return List.copyOf(families);
    }

    private static boolean isAs(long as) {
        return as >= 1 && as <= 0xFFFF_FFFFL && as != 23_456;
    }

    private static void requireAs(String key, long as) {
        require(isAs(as), key, as + " is not in 1..4294967295, or is AS_TRANS");
    }

    private static void require(boolean condition, String key, String problem) {
        if (!condition) {
            throw new ConfigException(key, problem);
        }
    }
}

package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.Optional;
import net.minitrail.bgp.session.PathsOffer;
import net.minitrail.bgp.session.PrefixLimit;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration says, in types. Valid once it exists: {@link ConfigReader} has checked it. Immutable.
 *
 * @param as the gateway's AS number
 * @param interfaces logical interfaces by name, such as {@code lo0.1000}
 */
public record GatewayConfig(
        String hostName,
        long as,
        Ipv4Address routerId,
        ImmutableMap<String, LogicalInterface> interfaces,
        ImmutableList<StaticRoute> staticRoutes,
        ImmutableList<DynamicTunnel> tunnels,
        ImmutableList<BgpGroup> groups,
        ImmutableList<Vrf> vrfs) {

    /** A unit of an interface, with its addresses as configured, mask included. */
    public record LogicalInterface(String name, ImmutableList<InterfaceAddress> addresses) {}

    /** An address and the mask length of its network. */
    public record InterfaceAddress(IpAddress address, int length) {
        public IpPrefix network() {
            return IpPrefix.containing(address, length);
        }

        @Override
        public String toString() {
            return address + "/" + length;
        }
    }

    /**
     * A static route.
     *
     * @param nextHop null if packets end here
     * @param preference Junos preference, 5 unless configured
     */
    public record StaticRoute(
            IpPrefix prefix,
            @Nullable IpAddress nextHop,
            boolean rejects,
            long preference,
            @Nullable Long metric) {}

    /**
     * One entry of {@code dynamic-tunnels}.
     *
     * @param udp MPLS in UDP (RFC 7510) where true, in GRE where false
     */
    public record DynamicTunnel(String name, Ipv4Address source, boolean udp, ImmutableList<Ipv4Prefix> destinations) {}

    /** Address families that a session may carry. */
    public enum Family {
        INET("inet-unicast", "inet.0"),
        INET6("inet6-unicast", "inet6.0"),
        INET_VPN("inet-vpn-unicast", "bgp.l3vpn.0"),
        INET6_VPN("inet6-vpn-unicast", "bgp.l3vpn-inet6.0"),
        ROUTE_TARGET("route-target", "bgp.rtarget.0"),
        EVPN("evpn", "bgp.evpn.0");

        private final String text;
        private final String table;

        Family(String text, String table) {
            this.text = text;
            this.table = table;
        }

        /** As {@code show bgp neighbor} names it. */
        public String text() {
            return text;
        }

        /** The routing table that its routes go to. */
        public String table() {
            return table;
        }
    }

    /**
     * A group of BGP neighbors.
     *
     * @param allowed prefixes whose addresses may connect without being named
     * @param template what an allowed, unnamed neighbor is given; its address is that of the prefix
     */
    public record BgpGroup(
            String name,
            boolean internal,
            ImmutableList<BgpNeighbor> neighbors,
            ImmutableList<IpPrefix> allowed,
            Optional<BgpNeighbor> template) {}

    /**
     * One BGP neighbor, with what it inherits from its group already filled in.
     *
     * @param port of the peer; null for the node's usual one
     * @param paths families in which several paths to a prefix are exchanged (RFC 7911)
     * @param holdTime offered in OPEN
     * @param authenticationKey TCP MD5 key, or null
     * @param terms what else the session is subject to
     */
    public record BgpNeighbor(
            String group,
            boolean internal,
            IpAddress address,
            Optional<Ipv4Address> localAddress,
            long peerAs,
            long localAs,
            ImmutableSet<Family> families,
            ImmutableMap<Family, PathsOffer> paths,
            Duration holdTime,
            boolean passive,
            @Nullable Integer port,
            @Nullable String authenticationKey,
            SessionTerms terms,
            @Nullable Ipv4Address cluster,
            @Nullable String description,
            ImmutableList<Policy> importPolicies,
            ImmutableList<Policy> exportPolicies,
            ImmutableList<String> importNames,
            ImmutableList<String> exportNames) {}

    /**
     * What a session is subject to.
     *
     * @param minimumHoldTime a peer that offers less is refused; zero for any
     * @param ttlSecurity how many hops away the peer may be; 0 for any
     * @param shutdownText what the peer is told when the session is shut down; null if it is not
     * @param restartHelper whether routes of a peer that restarts are kept
     * @param limits how many routes the peer may announce
     */
    public record SessionTerms(
            Duration minimumHoldTime,
            int ttlSecurity,
            @Nullable String shutdownText,
            boolean restartHelper,
            ImmutableMap<Family, PrefixLimit> limits) {}

    /**
     * A routing instance of type {@code vrf} (or, without route distinguisher, {@code virtual-router}).
     *
     * @param targets route targets that imported routes may carry, found in the import policies; what RTC asks for
     */
    public record Vrf(
            String name,
            Optional<RouteDistinguisher> distinguisher,
            ImmutableList<LogicalInterface> interfaces,
            ImmutableList<StaticRoute> staticRoutes,
            ImmutableList<Policy> importPolicies,
            ImmutableList<Policy> exportPolicies,
            ImmutableList<String> importNames,
            ImmutableList<String> exportNames,
            ImmutableSet<RouteTarget> targets,
            boolean tableLabel) {}
}

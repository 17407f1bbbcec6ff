package net.minitrail.gateway.routing;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.RibConfig;
import net.minitrail.bgp.session.BgpSpeaker;
import net.minitrail.bgp.session.BgpSpeakerConfig;
import net.minitrail.bgp.session.DynamicNeighbors;
import net.minitrail.bgp.session.NeighborConfig;
import net.minitrail.bgp.session.PrefixLimit;
import net.minitrail.bgp.session.SessionOptions;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.gateway.routing.GatewayConfig.BgpGroup;
import net.minitrail.gateway.routing.GatewayConfig.BgpNeighbor;
import net.minitrail.gateway.routing.GatewayConfig.Family;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.EventLog;
import net.minitrail.net.runtime.RoutingLoop;

/**
 * BGP under one identity: router id, AS, and who may call unnamed. A change of these makes a new one, and all sessions begin
 * anew; any other change is a matter of {@link #configure}. Owned by the thread that applies configurations, one at a time.
 */
final class Bgp {
    private final Map<IpAddress, NeighborConfig> neighbors = new HashMap<>();
    private final Identity identity;
    private final RoutingLoop loop;
    private final int neighborPort;
    private final BgpRib rib;
    private final Sessions sessions;
    private final BgpSpeaker speaker;

    /** What sessions cannot survive a change of. */
    record Identity(long as, Ipv4Address routerId, OptionalInt cluster, ImmutableList<DynamicNeighbors> ranges) {
        static Identity of(GatewayConfig config) {
            OptionalInt cluster = config.groups().stream()
                    .flatMap(group -> Stream.concat(group.template().stream(), group.neighbors().stream()))
                    .flatMap(neighbor -> Optional.ofNullable(neighbor.cluster()).stream())
                    .mapToInt(Ipv4Address::value)
                    .findFirst();
            return new Identity(Math.max(1, config.as()), config.routerId(), cluster, ranges(config));
        }

        private static ImmutableList<DynamicNeighbors> ranges(GatewayConfig config) {
            var ranges = ImmutableList.<DynamicNeighbors>builder();
            for (BgpGroup group : config.groups()) {
                group.template()
                        .ifPresent(neighbor -> group.allowed()
                                .forEach(prefix -> ranges.add(new DynamicNeighbors(
                                        prefix, builder(neighbor).passive(true).build()))));
            }
            return ranges.build();
        }
    }

    Bgp(Identity identity, BgpPlace place, RoutingLoop loop, EventLog events) {
        this.identity = identity;
        this.loop = loop;
        this.neighborPort = place.neighborPort();
        this.rib = new BgpRib(new RibConfig(identity.as(), identity.routerId(), identity.cluster(), true));
        this.sessions = new Sessions(loop, rib, events);
        this.speaker = new BgpSpeaker(
                BgpSpeakerConfig.of(identity.routerId(), place.transport())
                        .withPort(place.port())
                        .withTransport(place.addresses())
                        .withDynamicNeighbors(identity.ranges())
                        .withTiming(place.timing())
                        .withTap(place.tap()),
                place.loop(),
                loop,
                sessions.side());
    }

    boolean is(Identity other) {
        return identity.equals(other);
    }

    BgpRib rib() {
        return rib;
    }

    Sessions sessions() {
        return sessions;
    }

    BgpSpeaker speaker() {
        return speaker;
    }

    /** Makes the neighbors those of {@code config}; sessions of those that did not change are left alone. */
    void configure(GatewayConfig config) {
        Map<IpAddress, NeighborConfig> next = new HashMap<>();
        for (BgpGroup group : config.groups()) {
            group.neighbors().forEach(neighbor -> next.put(neighbor.address(), neighbor(neighbor)));
        }
        for (IpAddress address : List.copyOf(neighbors.keySet())) {
            if (!next.containsKey(address)) {
                speaker.removeNeighbor(address);
            }
        }
        next.forEach((address, neighbor) -> {
            if (!neighbor.equals(neighbors.get(address))) {
                speaker.setNeighbor(neighbor);
            }
        });
        neighbors.clear();
        neighbors.putAll(next);
    }

    /** Ends all sessions and stops listening. */
    void stop() {
        speaker.stop();
        loop.execute(sessions::close);
    }

    private NeighborConfig neighbor(BgpNeighbor neighbor) {
        Integer port = neighbor.port();
        return builder(neighbor).port(port == null ? neighborPort : port).build();
    }

    private static NeighborConfig.Builder builder(BgpNeighbor neighbor) {
        return NeighborConfig.builder(neighbor.address(), neighbor.peerAs(), neighbor.localAs())
                .passive(neighbor.passive())
                .md5Key(neighbor.authenticationKey())
                .routeReflectorClient(neighbor.cluster() != null)
                .options(options(neighbor))
                .ttlSecurity(neighbor.terms().ttlSecurity())
                .shutdown(neighbor.terms().shutdownText() != null)
                .shutdownText(Strings.nullToEmpty(neighbor.terms().shutdownText()))
                .prefixLimits(limits(neighbor))
                .description(neighbor.description() == null ? "" : neighbor.description());
    }

    private static Map<AddressFamily, PrefixLimit> limits(BgpNeighbor neighbor) {
        Map<AddressFamily, PrefixLimit> limits = new EnumMap<>(AddressFamily.class);
        neighbor.terms().limits().forEach((family, limit) -> limits.put(family(family), limit));
        return limits;
    }

    private static SessionOptions options(BgpNeighbor neighbor) {
        return SessionOptions.DEFAULT
                .withHoldTime(neighbor.holdTime())
                .withMinimumHoldTime(neighbor.terms().minimumHoldTime())
                .withRestartHelper(neighbor.terms().restartHelper())
                .withFamilies(neighbor.families().stream().map(Bgp::family).collect(ImmutableSet.toImmutableSet()))
                .withPaths(neighbor.paths().entrySet().stream()
                        .collect(ImmutableMap.toImmutableMap(entry -> family(entry.getKey()), Map.Entry::getValue)));
    }

    static AddressFamily family(Family family) {
        return switch (family) {
            case INET -> AddressFamily.IPV4_UNICAST;
            case INET6 -> AddressFamily.IPV6_UNICAST;
            case INET_VPN -> AddressFamily.VPN_IPV4;
            case INET6_VPN -> AddressFamily.VPN_IPV6;
            case ROUTE_TARGET -> AddressFamily.ROUTE_TARGET;
            case EVPN -> AddressFamily.EVPN;
        };
    }

    static Family family(AddressFamily family) {
        return switch (family) {
            case IPV4_UNICAST -> Family.INET;
            case IPV6_UNICAST -> Family.INET6;
            case VPN_IPV4 -> Family.INET_VPN;
            case VPN_IPV6 -> Family.INET6_VPN;
            case ROUTE_TARGET -> Family.ROUTE_TARGET;
            case EVPN -> Family.EVPN;
        };
    }
}

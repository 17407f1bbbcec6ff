package net.minitrail.controller.introspect;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.minitrail.bgp.rib.Destination;
import net.minitrail.bgp.rib.Infeasibility;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.PathSource;
import net.minitrail.bgp.rib.RibPeer;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.EvpnNlri;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.bgp.wire.VpnIpv6Prefix;
import net.minitrail.controller.routing.Instance;
import net.minitrail.controller.routing.Marks;
import net.minitrail.controller.routing.RouteItems;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * One path, as it was at one moment. Immutable.
 *
 * @param instance whose table it is in
 * @param destination the key of the table, with a route distinguisher where it has one
 * @param prefix {@code destination} without the distinguisher
 * @param rd empty where there is none
 * @param source address of a BGP peer, name of an agent
 * @param nextHop empty if it has none
 * @param label of MPLS, or the VNI where only VXLAN may be used; -1 if it has none
 * @param labels all MPLS labels, outermost first, where there are several; else empty
 * @param pathId the identifier that a peer tells the path under (RFC 7911); 0 without one
 * @param communities standard ones, then extended ones that are neither targets nor encapsulations
 * @param originVn empty for paths that are in no instance
 * @param primaryTable of a copy, else empty
 */
public record RouteRow(
        String table,
        String instance,
        String destination,
        String prefix,
        String rd,
        String protocol,
        String source,
        String nextHop,
        int label,
        ImmutableList<Integer> labels,
        int pathId,
        long localPreference,
        OptionalLong med,
        String origin,
        String asPath,
        ImmutableList<String> routeTargets,
        ImmutableList<String> communities,
        ImmutableList<String> tunnelEncap,
        boolean active,
        int ageSeconds,
        String originVn,
        boolean replicated,
        String primaryTable,
        ImmutableList<String> secondaryTables,
        long sequence,
        ImmutableList<String> flags,
        long peerAs,
        String peerRouterId) {

    /** The rows of a destination, best path first. On the routing loop. */
    static ImmutableList<RouteRow> of(Tables tables, RouteTable table, @Nullable Instance instance, Destination found) {
        return found.paths().stream()
                .map(path -> of(tables, table, instance, found, path))
                .collect(ImmutableList.toImmutableList());
    }

    private static ImmutableList<Integer> stack(LabelStack labels) {
        return labels.depth() <= 1
                ? ImmutableList.of()
                : IntStream.range(0, labels.depth()).mapToObj(labels::get).collect(ImmutableList.toImmutableList());
    }

    private static RouteRow of(
            Tables tables, RouteTable table, @Nullable Instance instance, Destination found, Path path) {
        PathAttributes attributes = path.attributes();
        Nlri nlri = found.nlri();
        PathSource source = path.source();
        boolean own = !path.isSecondary() && source.kind() != PathSource.Kind.BGP;
        return new RouteRow(
                table.name(),
                instance == null ? "" : instance.name(),
                nlri.toString(),
                prefix(nlri),
                rd(nlri),
                protocol(source),
                source instanceof RibPeer ? source.address().toString() : source.name(),
                attributes.nextHop().map(IpAddress::toString).orElse(""),
                RouteItems.label(path),
                stack(path.labels()),
                path.pathId(),
                attributes.localPrefOr(100),
                attributes.med(),
                attributes.origin().toString().toLowerCase(Locale.ROOT),
                attributes.asPath().toString(),
                texts(attributes.routeTargets().stream()),
                communities(attributes),
                texts(Marks.encapsulations(attributes.extendedCommunities()).stream()),
                path.isEcmp(),
                path.ageSeconds(tables.now()),
                instance == null ? "" : tables.origins().of(attributes.extendedCommunities(), instance.plan(), own),
                path.isSecondary(),
                path.primaryTable().map(RouteTable::name).orElse(""),
                texts(path.replicatedTo().stream().map(RouteTable::name)),
                sequence(attributes),
                path.infeasibility()
                        .map(Infeasibility::name)
                        .map(ImmutableList::of)
                        .orElse(path.isStale() ? ImmutableList.of("STALE") : ImmutableList.of()),
                source instanceof RibPeer peer ? peer.settings().peerAs() : 0,
                new Ipv4Address(source.routerId()).toString());
    }

    /** As Contrail calls who brought the route. */
    private static String protocol(PathSource source) {
        return switch (source.kind()) {
            case LOCAL -> "Local";
            case XMPP -> "XMPP";
            case BGP -> "BGP";
        };
    }

    private static String prefix(Nlri nlri) {
        if (nlri instanceof VpnIpv4Prefix vpn) {
            return vpn.prefix().toString();
        }
        return nlri instanceof VpnIpv6Prefix vpn ? vpn.prefix().toString() : nlri.toString();
    }

    private static String rd(Nlri nlri) {
        if (nlri instanceof VpnIpv4Prefix vpn) {
            return vpn.distinguisher().toString();
        }
        if (nlri instanceof VpnIpv6Prefix vpn) {
            return vpn.distinguisher().toString();
        }
        return nlri instanceof EvpnNlri evpn && evpn.rd() != 0
                ? evpn.distinguisher().toString()
                : "";
    }

    private static ImmutableList<String> communities(PathAttributes attributes) {
        Stream<Object> extended = attributes.extendedCommunities().asList().stream()
                .filter(community -> !community.isRouteTarget() && !community.isEncapsulation())
                .map(community -> community);
        return texts(Stream.concat(attributes.communities().asList().stream(), extended));
    }

    private static long sequence(PathAttributes attributes) {
        return attributes.extendedCommunities().asList().stream()
                .filter(ExtendedCommunity::isMacMobility)
                .mapToLong(ExtendedCommunity::number)
                .findFirst()
                .orElse(0);
    }

    private static ImmutableList<String> texts(Stream<?> values) {
        return values.map(Object::toString).collect(ImmutableList.toImmutableList());
    }
}

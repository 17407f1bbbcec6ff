package net.minitrail.controller.routing;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashSet;
import java.util.Set;
import net.minitrail.bgp.rib.Destination;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.rib.PathSource;
import net.minitrail.bgp.wire.Community;
import net.minitrail.bgp.wire.EvpnDetails;
import net.minitrail.bgp.wire.EvpnInclusiveMulticast;
import net.minitrail.bgp.wire.EvpnIpPrefix;
import net.minitrail.bgp.wire.EvpnMacIp;
import net.minitrail.bgp.wire.EvpnNlri;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.xmpp.stanza.RouteAttributes;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stanza.RouteNextHop;
import net.minitrail.xmpp.stanza.TunnelEncapsulation;
import org.jspecify.annotations.Nullable;

/** Routes of an instance's tables as agents are told of them: one item a destination, one next hop a path of equal cost. */
public final class RouteItems {
    private static final long DEFAULT_LOCAL_PREFERENCE = 100;

    /** Never pushed (RFC 3032 section 2.1); agents, who push one label in any case, are told explicit null. */
    private static final int IMPLICIT_NULL = 3;

    private static final int EXPLICIT_NULL = 0;

    private final OriginNetworks origins;
    private final long as;

    public RouteItems(OriginNetworks origins, long as) {
        this.origins = origins;
        this.as = as;
    }

    /** The item of a reachable destination; null if its family or type is none that agents know. */
    public @Nullable RouteItem item(Destination destination, InstancePlan instance) {
        ImmutableList<Path> paths = destination.equalCostPaths();
        RouteKey key = key(destination.nlri());
        if (paths.isEmpty() || key == null) {
            return null;
        }
        Set<RouteNextHop> hops = new LinkedHashSet<>();
        for (Path path : paths) {
            hops.add(nextHop(path, instance));
        }
        return RouteItem.of(key, hops, attributes(paths.get(0), instance));
    }

    /** How agents call a destination; null if they do not know its kind. */
    public static @Nullable RouteKey key(Nlri nlri) {
        if (nlri instanceof UnicastPrefix unicast) {
            return new RouteKey.Unicast(unicast.prefix());
        }
        if (nlri instanceof EvpnMacIp route) {
            IpAddress address = route.address();
            return new RouteKey.Evpn(
                    route.ethernetTag(), route.macAddress(), address == null ? null : IpPrefix.host(address));
        }
        if (nlri instanceof EvpnIpPrefix route) {
            return new RouteKey.Evpn(route.ethernetTag(), MacAddress.ZERO, route.prefix());
        }
        if (nlri instanceof EvpnInclusiveMulticast route && route.originator() instanceof Ipv4Address originator) {
            return new RouteKey.Evpn(route.ethernetTag(), MacAddress.BROADCAST, IpPrefix.host(originator));
        }
        return null;
    }

    private RouteAttributes attributes(Path best, InstancePlan instance) {
        PathAttributes attributes = best.attributes();
        ExtendedCommunities marks = attributes.extendedCommunities();
        var mobility = Marks.mobility(marks);
        return RouteAttributes.builder()
                .virtualNetwork(network(best, instance))
                .mobility(mobility.sequence(), mobility.sticky())
                .securityGroups(Marks.securityGroups(marks, as))
                .communityTags(attributes.communities().asList().stream()
                        .map(Community::toString)
                        .toList())
                .localPreference(attributes.localPrefOr(DEFAULT_LOCAL_PREFERENCE))
                .med(attributes.medOr(0))
                .loadBalance(Marks.loadBalance(marks).orElse(null))
                .build();
    }

    private RouteNextHop nextHop(Path path, InstancePlan instance) {
        ExtendedCommunities marks = path.attributes().extendedCommunities();
        ImmutableList<TunnelEncapsulation> encapsulations = Marks.encapsulations(marks);
        int announced = label(path);
        boolean implicitNull = announced == IMPLICIT_NULL && !(path.nlri() instanceof EvpnNlri);
        int label = implicitNull ? EXPLICIT_NULL : Math.max(0, announced);
        if (encapsulations.isEmpty() && announced >= 0) { // explicit null is a label too
            encapsulations = ImmutableList.of(TunnelEncapsulation.GRE);
        }
        return new RouteNextHop(
                path.attributes().requireNextHop(),
                null,
                label,
                label,
                0,
                0,
                encapsulations,
                ImmutableList.of(),
                network(path, instance),
                Marks.tags(marks, as),
                0);
    }

    /** The MPLS label of a path, or all 24 bits of an EVPN field where only VXLAN may be used; -1 if it has none. */
    public static int label(Path path) {
        if (!(path.nlri() instanceof EvpnNlri)) {
            return path.labelOr(-1);
        }
        int field = path.attributes()
                .pmsi()
                .map(tunnel -> tunnel.label())
                .orElseGet(() -> path.evpn().map(EvpnDetails::label).orElse(-1));
        boolean vxlan = Marks.encapsulations(path.attributes().extendedCommunities())
                .equals(ImmutableList.of(TunnelEncapsulation.VXLAN));
        return field < 0 || vxlan ? field : field >>> 4;
    }

    private String network(Path path, InstancePlan instance) {
        boolean own = !path.isSecondary() && path.source().kind() != PathSource.Kind.BGP;
        return origins.of(path.attributes().extendedCommunities(), instance, own);
    }
}

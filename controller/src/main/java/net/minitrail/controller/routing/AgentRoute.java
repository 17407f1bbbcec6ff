package net.minitrail.controller.routing;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.minitrail.bgp.rib.Infeasibility;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.wire.Communities;
import net.minitrail.bgp.wire.Community;
import net.minitrail.bgp.wire.EvpnDetails;
import net.minitrail.bgp.wire.EvpnInclusiveMulticast;
import net.minitrail.bgp.wire.EvpnIpPrefix;
import net.minitrail.bgp.wire.EvpnMacIp;
import net.minitrail.bgp.wire.EvpnNlri;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.PathAttributesBuilder;
import net.minitrail.bgp.wire.PmsiTunnel;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.IpAddress;
import net.minitrail.net.MacAddress;
import net.minitrail.xmpp.stanza.RouteAttributes;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey;
import net.minitrail.xmpp.stanza.RouteNextHop;
import net.minitrail.xmpp.stanza.TunnelEncapsulation;
import org.jspecify.annotations.Nullable;

/**
 * A route that an agent published, as a table of its instance holds it. The distinguisher of EVPN routes is 0 there.
 *
 * @param whyNot why it is kept but not used, or null
 */
public record AgentRoute(
        Route route, PathAttributes attributes, @Nullable Infeasibility whyNot) {

    /** Translates an item with exactly one next hop. EVPN routes of groups have no counterpart: null. */
    public static @Nullable AgentRoute of(RouteItem item, long as) {
        RouteNextHop hop = item.nextHops().get(0);
        Nlri nlri = nlri(item.key(), hop.address());
        if (nlri == null) {
            return null;
        }
        PathAttributesBuilder attributes = attributes(item.attributes(), hop, nlri, as);
        boolean vxlan = hop.encapsulations().equals(ImmutableList.of(TunnelEncapsulation.VXLAN));
        Route route;
        if (nlri instanceof EvpnInclusiveMulticast multicast) {
            int field = vxlan ? hop.label() : hop.label() << 4 & 0xFF_FFFF;
            attributes.pmsi(new PmsiTunnel(
                    0,
                    PmsiTunnel.INGRESS_REPLICATION,
                    field,
                    PmsiTunnel.ingressReplication(0, hop.address()).identifier()));
            route = Route.of(multicast);
        } else if (nlri instanceof EvpnNlri evpn) {
            route = Route.of(evpn, vxlan ? EvpnDetails.vxlan(hop.label()) : EvpnDetails.mpls(hop.label()));
        } else {
            route = Route.of(nlri, hop.label() == 0 ? LabelStack.none() : LabelStack.of(hop.label()));
        }
        return new AgentRoute(route, attributes.build(), hop.isUsable() ? null : Infeasibility.NO_TUNNEL_ENCAPSULATION);
    }

    /** What a path that an agent offered says, so that it can be offered again. */
    public static AgentRoute of(Path path) {
        return new AgentRoute(
                path.route(), path.attributes(), path.infeasibility().orElse(null));
    }

    /** The MED that goes with a local preference: 200 gives 100, 100 gives 200, else what adds up to 4294967295. */
    static long medOf(long localPreference) {
        return localPreference == 200 ? 100 : localPreference == 100 ? 200 : 0xFFFF_FFFFL - localPreference;
    }

    private static @Nullable Nlri nlri(RouteKey key, IpAddress nextHop) {
        if (key instanceof RouteKey.Unicast unicast) {
            return new UnicastPrefix(unicast.prefix());
        }
        if (!(key instanceof RouteKey.Evpn evpn) || evpn.group() != null) {
            return null;
        }
        if (evpn.mac().equals(MacAddress.BROADCAST)) {
            return new EvpnInclusiveMulticast(0, evpn.ethernetTag(), nextHop);
        }
        if (evpn.mac().equals(MacAddress.ZERO)) {
            return evpn.prefix() == null ? null : new EvpnIpPrefix(0, evpn.ethernetTag(), evpn.prefix());
        }
        IpAddress address = evpn.prefix() == null ? null : evpn.prefix().address();
        return new EvpnMacIp(0, evpn.ethernetTag(), evpn.mac().value(), address);
    }

    private static PathAttributesBuilder attributes(RouteAttributes said, RouteNextHop hop, Nlri nlri, long as) {
        PathAttributesBuilder attributes = PathAttributes.builder().nextHop(hop.address());
        if (said.localPreference() != 0) {
            attributes.localPref(said.localPreference()).med(medOf(said.localPreference()));
        }
        if (said.med() != 0) {
            attributes.med(said.med());
        }
        attributes.communities(Communities.of(said.communityTags().stream()
                .flatMap(tag -> community(tag).stream())
                .toList()));
        return attributes.extendedCommunities(extended(said, hop, nlri instanceof EvpnNlri, as));
    }

    /** A name that nobody knows is left out; the route stays. */
    private static Optional<Community> community(String tag) {
        try {
            return Optional.of(Community.parse(tag));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ExtendedCommunities extended(RouteAttributes said, RouteNextHop hop, boolean evpn, long as) {
        List<ExtendedCommunity> communities = new ArrayList<>();
        for (TunnelEncapsulation encapsulation : hop.encapsulations()) {
            communities.add(ExtendedCommunity.encapsulation(Marks.tunnelType(encapsulation)));
            if (evpn && encapsulation == TunnelEncapsulation.GRE) {
                communities.add(ExtendedCommunity.encapsulation(ExtendedCommunity.MPLS_OVER_GRE));
            }
        }
        if (hop.mac() != null) {
            communities.add(ExtendedCommunity.routerMac(hop.mac()));
        }
        hop.tags().forEach(tag -> communities.add(Marks.tag(as, tag)));
        said.securityGroups().forEach(group -> communities.add(Marks.securityGroup(as, group)));
        if (hop.localSequence() != 0) {
            communities.add(Marks.localSequence(hop.localSequence()));
        }
        if (said.mobility().sequence() != 0 || said.mobility().sticky()) {
            communities.add(ExtendedCommunity.macMobility(
                    said.mobility().sequence(), said.mobility().sticky()));
        }
        if (said.loadBalance() != null) {
            Marks.loadBalance(said.loadBalance()).ifPresent(communities::add);
        }
        return ExtendedCommunities.of(communities);
    }
}

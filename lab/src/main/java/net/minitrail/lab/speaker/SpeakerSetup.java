package net.minitrail.lab.speaker;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.lab.topology.LabNode;
import net.minitrail.lab.topology.VrfSpec;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;
import org.jspecify.annotations.Nullable;

/**
 * What a speaker's configuration is made of.
 *
 * @param transport where its sockets are; its neighbors know it by this address
 * @param port where it listens
 * @param families what it offers
 */
public record SpeakerSetup(
        LabNode node,
        Ipv4Address transport,
        int port,
        ImmutableSet<AddressFamily> families,
        ImmutableList<Neighbor> neighbors) {
    /** Below are labels with a meaning of their own (RFC 3032 section 2.1). */
    private static final int FIRST_LABEL = 16;

    /**
     * The other end of a session.
     *
     * @param transport where it is
     * @param port where it listens
     * @param client whether this speaker reflects for it
     * @param passive whether it is waited for, not called
     * @param md5 the key of TCP MD5; null for none
     * @param addPath whether several paths to a prefix go both ways (RFC 7911)
     */
    public record Neighbor(
            String name,
            Ipv4Address transport,
            int port,
            long as,
            boolean client,
            boolean passive,
            @Nullable String md5,
            boolean addPath) {}

    /**
     * A VPN route to announce.
     *
     * @param nextHop the speaker's protocol address; mapped into IPv6 for an IPv6 prefix (RFC 4659 section 3.2.1.2)
     */
    public record VpnRoute(VrfSpec vrf, IpPrefix prefix, int label, String nextHop) {
        AddressFamily family() {
            return isIpv6(prefix) ? AddressFamily.VPN_IPV6 : AddressFamily.VPN_IPV4;
        }
    }

    long as() {
        return node.autonomousSystem();
    }

    Ipv4Address routerId() {
        return node.address();
    }

    boolean offers(AddressFamily family) {
        return families.contains(family);
    }

    /** The routes of the VRFs, as far as the families offered carry them. */
    ImmutableList<VpnRoute> routes() {
        ImmutableList.Builder<VpnRoute> routes = ImmutableList.builder();
        int free = FIRST_LABEL;
        for (VrfSpec vrf : node.vrfs().values()) {
            int label = vrf.label() >= 0 ? vrf.label() : free++;
            for (IpPrefix prefix : vrf.routes()) {
                String nextHop = (isIpv6(prefix) ? "::ffff:" : "") + node.address();
                VpnRoute route = new VpnRoute(vrf, prefix, label, nextHop);
                if (offers(route.family())) {
                    routes.add(route);
                }
            }
        }
        return routes.build();
    }

    /** A route target without the word before it, as all daemons write it. */
    static String plain(RouteTarget target) {
        return target.toString().substring("target:".length());
    }

    private static boolean isIpv6(IpPrefix prefix) {
        return prefix.toString().indexOf(':') >= 0;
    }
}

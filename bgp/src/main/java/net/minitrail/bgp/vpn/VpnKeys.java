package net.minitrail.bgp.vpn;

import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.EvpnInclusiveMulticast;
import net.minitrail.bgp.wire.EvpnIpPrefix;
import net.minitrail.bgp.wire.EvpnMacIp;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.bgp.wire.VpnIpv6Prefix;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.Ipv6Prefix;
import net.minitrail.net.RouteDistinguisher;

/** From the key of a route in a VRF to that in the VPN table, and back. In an EVPN table of a VRF the distinguisher is 0. */
final class VpnKeys {
    private VpnKeys() {}

    /** The family of the VPN table for routes of {@code family} in a VRF. */
    static AddressFamily vpn(AddressFamily family) {
        return switch (family) {
            case IPV4_UNICAST -> AddressFamily.VPN_IPV4;
            case IPV6_UNICAST -> AddressFamily.VPN_IPV6;
            case VPN_IPV4, VPN_IPV6, EVPN, ROUTE_TARGET -> family;
        };
    }

    static Nlri vpn(Nlri inVrf, RouteDistinguisher distinguisher) {
        if (inVrf instanceof UnicastPrefix unicast) {
            return unicast.prefix() instanceof Ipv4Prefix v4
                    ? VpnIpv4Prefix.of(distinguisher, v4)
                    : VpnIpv6Prefix.of(distinguisher, (Ipv6Prefix) unicast.prefix());
        }
        return evpn(inVrf, distinguisher.value());
    }

    static Nlri inVrf(Nlri vpn) {
        if (vpn instanceof VpnIpv4Prefix v4) {
            return new UnicastPrefix(v4.prefix());
        }
        return vpn instanceof VpnIpv6Prefix v6 ? new UnicastPrefix(v6.prefix()) : evpn(vpn, 0);
    }

    private static Nlri evpn(Nlri nlri, long rd) {
        if (nlri instanceof EvpnMacIp macIp) {
            return new EvpnMacIp(rd, macIp.ethernetTag(), macIp.mac(), macIp.address());
        }
        if (nlri instanceof EvpnInclusiveMulticast multicast) {
            return new EvpnInclusiveMulticast(rd, multicast.ethernetTag(), multicast.originator());
        }
        if (nlri instanceof EvpnIpPrefix prefix) {
            return new EvpnIpPrefix(rd, prefix.ethernetTag(), prefix.prefix());
        }
        return nlri; // a type that we do not know stays with its bytes
    }
}

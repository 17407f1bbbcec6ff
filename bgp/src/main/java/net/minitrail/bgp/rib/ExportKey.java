package net.minitrail.bgp.rib;

import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.CodecOptions;

/**
 * What peers must have in common to be told the same in the same octets: the members of an update group.
 *
 * @param peerAs of external peers, since routes through their AS are held back; 0 for internal ones
 * @param byTargets whether they are only sent what they asked for (RFC 4684)
 */
record ExportKey(
        RouteTable table,
        CodecOptions codec,
        long localAs,
        long peerAs,
        boolean client,
        PeerSettings.PeerPolicy policy,
        boolean byTargets) {

    static ExportKey of(RouteTable table, PeerSettings peer) {
        boolean vpn = table.family() == AddressFamily.VPN_IPV4
                || table.family() == AddressFamily.VPN_IPV6
                || table.family() == AddressFamily.EVPN;
        return new ExportKey(
                table,
                peer.codec(),
                peer.localAs(),
                peer.isInternal() ? 0 : peer.peerAs(),
                peer.routeReflectorClient(),
                peer.policy(),
                vpn && peer.codec().families().contains(AddressFamily.ROUTE_TARGET));
    }

    boolean isInternal() {
        return peerAs == 0;
    }
}

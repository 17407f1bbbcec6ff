package net.minitrail.controller.introspect;

import net.minitrail.bgp.rib.PathSource;
import net.minitrail.bgp.rib.RibPeer;
import net.minitrail.net.Ipv4Address;

/**
 * Who brought a path, as it was at one moment. Immutable.
 *
 * @param protocol as Contrail calls it: {@code BGP}, {@code XMPP} or {@code Local}
 * @param name address of a BGP peer, name of an agent
 * @param peerAs 0 if it is no BGP peer
 * @param isBgp whether it is a BGP peer
 */
record RouteSource(String protocol, String name, long peerAs, String routerId, boolean isBgp) {

    /** On the routing loop. */
    static RouteSource of(PathSource source) {
        return new RouteSource(
                switch (source.kind()) {
                    case LOCAL -> "Local";
                    case XMPP -> "XMPP";
                    case BGP -> "BGP";
                },
                source instanceof RibPeer ? source.address().toString() : source.name(),
                source instanceof RibPeer peer ? peer.settings().peerAs() : 0,
                new Ipv4Address(source.routerId()).toString(),
                source.kind() == PathSource.Kind.BGP);
    }
}

package net.minitrail.vrouter.oper;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.oper.Path.Remote;
import net.minitrail.vrouter.oper.Path.Source;
import net.minitrail.xmpp.stanza.RouteItem;
import net.minitrail.xmpp.stanza.RouteKey.Evpn;
import org.jspecify.annotations.Nullable;

/**
 * The EVPN routes of this node: what it says of its interfaces' MACs and of its broadcast trees, and what it makes of the
 * routes of others. Confined to the routing loop.
 *
 * <p>An interface gives a route of its MAC alone, and one of MAC and address for each address that has a MAC: an address
 * pair without one has none. A network gives an inclusive multicast route. Where VXLAN is preferred to all else, they carry the
 * network identifier in place of a label, and as their ethernet tag.
 */
final class MacRoutes {
    private final RouteResolver routes;
    private final BridgeResolver bridges;
    private final NetworkEntries entries;
    private final TunnelChoice tunnels;

    MacRoutes(RouteResolver routes, BridgeResolver bridges, NetworkEntries entries, TunnelChoice tunnels) {
        this.routes = routes;
        this.bridges = bridges;
        this.entries = entries;
        this.tunnels = tunnels;
    }

    /** The ethernet tag of a network's routes: its identifier where its frames are to come in VXLAN, else 0. */
    private int tag(OperVrf vrf) {
        return tunnels.prefersVxlan() ? vrf.network().vni() : 0;
    }

    /** The route that stands for a network's broadcast tree. */
    Evpn tree(OperVrf vrf) {
        return new Evpn(tag(vrf), MacAddress.BROADCAST, null);
    }

    /** What a claim lets this node say: of its interface's MAC, and of its own with its address if it has one. */
    Set<Evpn> keys(Claim claim) {
        int tag = tag(claim.owner().vrf());
        var keys = new LinkedHashSet<Evpn>();
        keys.add(new Evpn(tag, claim.owner().mac(), null));
        MacAddress mac = claim.mac();
        if (mac != null) {
            keys.add(new Evpn(tag, mac, claim.prefix().isHost() ? claim.prefix() : null));
        }
        return keys;
    }

    /** Every EVPN route that this node has in a VRF. */
    Set<Evpn> keys(OperVrf vrf) {
        var keys = new LinkedHashSet<Evpn>();
        if (!vrf.network().forwarding().bridges()) {
            return keys;
        }
        keys.add(tree(vrf));
        for (OperInterface oper : vrf.interfaces()) {
            oper.claims().forEach(claim -> keys.addAll(keys(claim)));
        }
        return keys;
    }

    /** What this node says of a MAC, or of its broadcast tree; null if it has none. */
    @Nullable
    LocalRoute local(OperVrf vrf, Evpn key) {
        int tag = tag(vrf);
        if (!vrf.network().forwarding().bridges() || key.ethernetTag() != tag) {
            return null;
        }
        LocalRoute labelled = labelled(vrf, key);
        return labelled == null || tag == 0 ? labelled : labelled.inVxlan(tag);
    }

    private @Nullable LocalRoute labelled(OperVrf vrf, Evpn key) {
        if (key.mac().equals(MacAddress.BROADCAST)) {
            return LocalRoute.ofTree(vrf, entries.label(vrf));
        }
        Claim claim = key.prefix() == null ? vrf.claimOf(key.mac()) : vrf.claimOf(key.mac(), key.prefix());
        return claim == null ? null : LocalRoute.ofMac(claim);
    }

    /** A control node's route, new or changed. */
    void learn(OperVrf vrf, Evpn key, RouteItem item, Source source, long session) {
        if (vrf.evpn().put(key, new Remote(source, item, session))) {
            changed(vrf, key);
        }
        Claim claim = key.prefix() == null ? null : vrf.claimOf(key.mac(), key.prefix());
        if (claim != null && !vrf.network().forwarding().routes()) {
            claim.preference().learned(item.attributes().mobility().sequence(), routes.isOurs(item));
        }
    }

    void forget(OperVrf vrf, Evpn key, Source source) {
        if (vrf.evpn().remove(key, source)) {
            changed(vrf, key);
        }
    }

    /** Forgets what a source said before {@code session}; answers how much that was. */
    int sweep(OperVrf vrf, Source source, long session) {
        List<Evpn> touched = vrf.evpn().removeIf(path -> path.source().equals(source) && path.session() < session);
        touched.forEach(key -> changed(vrf, key));
        return touched.size();
    }

    /** Writes everything anew, as when other encapsulations are preferred. */
    void resolveAll(OperVrf vrf) {
        vrf.evpn().macs().forEach(mac -> bridges.update(vrf, mac));
        entries.updateFlood(vrf);
    }

    /** A claim came, went or changed: the bridge entry of its MAC follows. */
    void claimChanged(Claim claim) {
        MacAddress mac = claim.mac();
        bridges.update(claim.owner().vrf(), claim.owner().mac());
        if (mac != null && !mac.equals(claim.owner().mac())) {
            bridges.update(claim.owner().vrf(), mac);
        }
    }

    private void changed(OperVrf vrf, Evpn key) {
        IpPrefix address = key.prefix();
        if (key.mac().equals(MacAddress.BROADCAST)) {
            entries.updateFlood(vrf);
            return;
        }
        bridges.update(vrf, key.mac());
        if (address != null) {
            routes.update(vrf, address);
        }
    }
}

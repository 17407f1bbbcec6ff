package net.minitrail.vrouter.oper;

import java.util.Set;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.oper.Path.Remote;
import net.minitrail.xmpp.stanza.RouteNextHop;
import org.jspecify.annotations.Nullable;

/**
 * Chooses where frames for a MAC go, and writes that into the bridge table: to an interface of this node that has it, or
 * may have it by an address pair, unless a control node knows a better one elsewhere. Confined to the routing loop.
 */
final class BridgeResolver {
    private final VRouter vrouter;
    private final TunnelChoice tunnels;
    private final RouteResolver routes;

    BridgeResolver(VRouter vrouter, TunnelChoice tunnels, RouteResolver routes) {
        this.vrouter = vrouter;
        this.tunnels = tunnels;
        this.routes = routes;
    }

    /** MACs that every VRF has, whoever announces them. */
    private Set<MacAddress> reserved() {
        return Set.of(
                Vif.VROUTER_MAC,
                vrouter.vifs().physical().mac(),
                NetworkEntries.LEFT_SERVICE,
                NetworkEntries.RIGHT_SERVICE,
                MacAddress.BROADCAST);
    }

    /** Makes the entry of a MAC what is known of it now. */
    void update(OperVrf vrf, MacAddress mac) {
        if (reserved().contains(mac)) {
            return;
        }
        Claim claim = vrf.claimOf(mac);
        Remote remote = best(vrf, mac);
        boolean elsewhere = remote != null && (claim == null || RouteResolver.beats(remote, claim));
        if (elsewhere && putRemote(vrf, mac, remote)) {
            return;
        }
        if (claim != null && vrf.network().forwarding().bridges()) {
            OperInterface owner = claim.owner();
            boolean bound = mac.equals(owner.mac());
            vrouter.bridge().put(vrf.index(), mac, owner.bridgeNextHop(), -1, !bound);
        } else {
            vrouter.bridge().remove(vrf.index(), mac);
        }
    }

    private @Nullable Remote best(OperVrf vrf, MacAddress mac) {
        Remote best = null;
        for (Remote path : vrf.evpn().paths(mac)) {
            if (!routes.isOurs(path.item()) && RouteResolver.better(path, best)) {
                best = path;
            }
        }
        return best;
    }

    /** Answers false if its next hop can't be reached. */
    private boolean putRemote(OperVrf vrf, MacAddress mac, @Nullable Remote remote) {
        for (RouteNextHop hop :
                remote == null ? Set.<RouteNextHop>of() : remote.item().nextHops()) {
            Tunnel tunnel = hop.address() instanceof Ipv4Address v4 && hop.isUsable()
                    ? tunnels.forFrames(v4, hop.encapsulations())
                    : null;
            if (tunnel != null) {
                int nextHop = vrouter.nextHops().hold(tunnel);
                vrouter.bridge().put(vrf.index(), mac, nextHop, hop.label(), true);
                vrouter.nextHops().release(nextHop);
                return true;
            }
        }
        return false;
    }
}

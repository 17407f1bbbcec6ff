package net.minitrail.vrouter.guest;

import java.util.Collection;
import java.util.Map;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.packet.Ipv4Packet;
import org.jspecify.annotations.Nullable;

/**
 * Where a guest sends IPv4 packets: the subnets of its cards, then its static routes, the longest first, then the first card
 * that DHCP gave a gateway. Confined to the routing loop.
 */
final class GuestRoutes {
    private final Collection<Nic> nics;
    private Map<Ipv4Prefix, Ipv4Address> fixed = Map.of();

    /** @param nics the guest's cards, as they are at any time */
    GuestRoutes(Collection<Nic> nics) {
        this.nics = nics;
    }

    /**
     * A way to a destination.
     *
     * @param hop the neighbour that gets the packet
     */
    record Way(Nic nic, Ipv4Address hop) {
        void send(Ipv4Packet packet) {
            nic.send(packet, hop);
        }
    }

    /** Sets the static routes, next hop by prefix. One whose next hop is in no card's subnet is not used. */
    void setFixed(Map<Ipv4Prefix, Ipv4Address> routes) {
        fixed = Map.copyOf(routes);
    }

    Map<Ipv4Prefix, Ipv4Address> fixed() {
        return fixed;
    }

    @Nullable
    Way to(Ipv4Address destination) {
        Nic linked = onLink(destination);
        if (linked != null) {
            return new Way(linked, destination);
        }
        Way best = null;
        int length = -1;
        for (Map.Entry<Ipv4Prefix, Ipv4Address> route : fixed.entrySet()) {
            Nic nic = onLink(route.getValue());
            if (nic != null
                    && route.getKey().contains(destination)
                    && route.getKey().length() > length) {
                best = new Way(nic, route.getValue());
                length = route.getKey().length();
            }
        }
        if (best != null) {
            return best;
        }
        for (Nic nic : nics) {
            Ipv4Address gateway = nic.gateway();
            if (gateway != null) {
                return new Way(nic, gateway);
            }
        }
        return null;
    }

    private @Nullable Nic onLink(Ipv4Address address) {
        for (Nic nic : nics) {
            if (nic.address().value() != 0
                    && Ipv4Prefix.containing(nic.address().value(), nic.maskLength())
                            .contains(address)) {
                return nic;
            }
        }
        return null;
    }
}

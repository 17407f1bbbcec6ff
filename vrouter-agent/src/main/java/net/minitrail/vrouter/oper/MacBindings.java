package net.minitrail.vrouter.oper;

import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.oper.Path.Remote;
import net.minitrail.xmpp.stanza.RouteKey.Evpn;
import org.jspecify.annotations.Nullable;

/**
 * Which MAC an address is at: what ARP for it is answered with. Of several the one with the highest preference; at the same
 * preference one that is held active-active (preference 200 without a sequence), then the one with the highest sequence.
 *
 * <p>That active-active goes first is a conclusion from what Contrail does: a pair of the guest's own address and a new MAC
 * takes effect when it is made active-active, and not before.
 */
final class MacBindings {
    private @Nullable MacAddress best;
    private long preference = -1;
    private long sequence;

    private MacBindings() {}

    /** The MAC of a host address, or null if nobody has said it. */
    static @Nullable MacAddress of(OperVrf vrf, IpPrefix address) {
        if (!address.isHost() || !vrf.network().forwarding().bridges()) {
            return null;
        }
        var bindings = new MacBindings();
        for (Path path : vrf.paths(address)) {
            if (path instanceof Path.Local local) {
                PathPreference held = local.claim().preference();
                bindings.offer(local.claim().mac(), held.preference(), held.sequence());
            }
        }
        for (Evpn key : vrf.evpn().bindings(address)) {
            for (Remote path : vrf.evpn().paths(key)) {
                bindings.offer(
                        key.mac(),
                        path.item().attributes().localPreference(),
                        path.item().attributes().mobility().sequence());
            }
        }
        return bindings.best;
    }

    private void offer(@Nullable MacAddress mac, long itsPreference, long itsSequence) {
        if (mac == null) {
            return;
        }
        boolean held = isActiveActive(preference, sequence);
        boolean offered = isActiveActive(itsPreference, itsSequence);
        boolean sameFirst = itsPreference == preference && offered == held;
        if (itsPreference > preference
                || (itsPreference == preference && offered && !held)
                || (sameFirst && itsSequence > sequence)) {
            best = mac;
            preference = itsPreference;
            sequence = itsSequence;
        }
    }

    private static boolean isActiveActive(long preference, long sequence) {
        return preference == PathPreference.HIGH && sequence == 0;
    }
}

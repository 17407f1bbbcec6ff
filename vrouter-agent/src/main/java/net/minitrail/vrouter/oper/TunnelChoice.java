package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.List;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.vrouter.forwarding.NextHop.Tunnel;
import net.minitrail.vrouter.forwarding.VifTable;
import net.minitrail.xmpp.stanza.TunnelEncapsulation;
import org.jspecify.annotations.Nullable;

/** Builds tunnels: our first encapsulation that the other end offers. Confined to the routing loop. */
public final class TunnelChoice {
    private final Ipv4Address own;
    private final MacAddress ownMac;
    private final ImmutableList<Encapsulation> fallback;
    private ImmutableList<Encapsulation> priorities;

    /** @param priorities what to prefer as long as the system's configuration says nothing of it */
    public TunnelChoice(Ipv4Address own, MacAddress ownMac, ImmutableList<Encapsulation> priorities) {
        this.own = own;
        this.ownMac = ownMac;
        this.fallback = priorities;
        this.priorities = priorities;
    }

    /** The MAC that a node's fabric interface has unless its configuration says otherwise: 02:00 and the address. */
    public static MacAddress fabricMac(Ipv4Address address) {
        return new MacAddress(0x0200L << 32 | Integer.toUnsignedLong(address.value()));
    }

    Ipv4Address own() {
        return own;
    }

    /** Sets what the system prefers, nothing for no wish; answers whether that is a change. */
    boolean prefer(ImmutableList<Encapsulation> configured) {
        ImmutableList<Encapsulation> before = priorities;
        priorities = configured.isEmpty() ? fallback : configured;
        return !priorities.equals(before);
    }

    ImmutableList<Encapsulation> priorities() {
        return priorities;
    }

    /** The tunnel to {@code remote}, or null if there is no encapsulation that both have; none offered means GRE. */
    @Nullable
    Tunnel to(Ipv4Address remote, List<TunnelEncapsulation> offered) {
        for (Encapsulation encapsulation : priorities) {
            boolean gre = encapsulation == Encapsulation.MPLS_OVER_GRE;
            if (offered.contains(gre ? TunnelEncapsulation.GRE : TunnelEncapsulation.UDP)
                    || (offered.isEmpty() && gre)) {
                return new Tunnel(encapsulation, own, remote, VifTable.PHYSICAL, fabricMac(remote), ownMac);
            }
        }
        return null;
    }
}

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
    /** What is offered for packets behind a label. */
    public static final ImmutableList<TunnelEncapsulation> LABELLED =
            ImmutableList.of(TunnelEncapsulation.GRE, TunnelEncapsulation.UDP);

    /** What is offered for frames where the label is a VXLAN network identifier. */
    static final ImmutableList<TunnelEncapsulation> VXLAN_ALONE = ImmutableList.of(TunnelEncapsulation.VXLAN);

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

    /** The encapsulation that the configuration calls so, or null if there is none. */
    public static @Nullable Encapsulation encapsulation(String name) {
        return switch (name) {
            case "MPLSoGRE" -> Encapsulation.MPLS_OVER_GRE;
            case "MPLSoUDP" -> Encapsulation.MPLS_OVER_UDP;
            case "VXLAN" -> Encapsulation.VXLAN;
            default -> null;
        };
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

    /** Whether bridged frames are to come in VXLAN: that is what is preferred to all else. */
    boolean prefersVxlan() {
        return !priorities.isEmpty() && priorities.get(0) == Encapsulation.VXLAN;
    }

    /** The tunnel for packets to {@code remote}, or null if there is none that both ends have; none offered means GRE. */
    @Nullable
    Tunnel forPackets(Ipv4Address remote, List<TunnelEncapsulation> offered) {
        for (Encapsulation encapsulation : priorities) {
            if (carriesLabel(encapsulation, offered)) {
                return tunnel(encapsulation, remote);
            }
        }
        return null;
    }

    /**
     * The same for frames, which VXLAN carries too. With others beside it, it is no choice: the label is one of MPLS then, not
     * a network identifier.
     */
    @Nullable
    Tunnel forFrames(Ipv4Address remote, List<TunnelEncapsulation> offered) {
        if (offered.equals(VXLAN_ALONE)) {
            return priorities.contains(Encapsulation.VXLAN) ? tunnel(Encapsulation.VXLAN, remote) : null;
        }
        return forPackets(remote, offered);
    }

    private static boolean carriesLabel(Encapsulation encapsulation, List<TunnelEncapsulation> offered) {
        return switch (encapsulation) {
            case MPLS_OVER_GRE -> offered.isEmpty() || offered.contains(TunnelEncapsulation.GRE);
            case MPLS_OVER_UDP -> offered.contains(TunnelEncapsulation.UDP);
            case VXLAN -> false;
        };
    }

    private Tunnel tunnel(Encapsulation encapsulation, Ipv4Address remote) {
        return new Tunnel(encapsulation, own, remote, VifTable.PHYSICAL, fabricMac(remote), ownMac);
    }
}

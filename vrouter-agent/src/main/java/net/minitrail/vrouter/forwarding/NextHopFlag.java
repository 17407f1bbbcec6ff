package net.minitrail.vrouter.forwarding;

import java.util.EnumSet;

/** What {@code nh} prints after {@code Flags:}, in the order of the kernel's bits. */
public enum NextHopFlag {
    VALID("Valid"),
    POLICY("Policy"),
    MPLS_OVER_GRE("MPLSoGRE"),
    UDP("Udp"),
    MULTICAST("Multicast"),
    MPLS_OVER_UDP("MPLSoUDP"),
    VXLAN("Vxlan"),
    RELAXED_POLICY("Policy(R)"),
    FABRIC("Fabric"),
    ECMP("Ecmp"),
    EVPN("Evpn"),
    ENCAP("Encap"),
    UNICAST_FLOOD("Unicast Flood"),
    COPY_SIP("Copy SIP"),
    ETREE_ROOT("Etree Root"),
    INDIRECT("Indirect");

    private final String text;

    NextHopFlag(String text) {
        this.text = text;
    }

    static EnumSet<NextHopFlag> usual(boolean policy) {
        return policy ? EnumSet.of(VALID, POLICY, ETREE_ROOT) : EnumSet.of(VALID, ETREE_ROOT);
    }

    @Override
    public String toString() {
        return text;
    }
}

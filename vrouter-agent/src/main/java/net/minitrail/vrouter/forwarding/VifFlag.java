package net.minitrail.vrouter.forwarding;

/** Flags of an interface, in the order of the legend of {@code vif}. */
public enum VifFlag {
    POLICY("P", "Policy"),
    CROSS_CONNECT("X", "Cross Connect"),
    SERVICE_CHAIN("S", "Service Chain"),
    RECEIVE_MIRROR("Mr", "Receive Mirror"),
    TRANSMIT_MIRROR("Mt", "Transmit Mirror"),
    CHECKSUM_OFFLOAD("Tc", "Transmit Checksum Offload"),
    LAYER_3("L3", "Layer 3"),
    LAYER_2("L2", "Layer 2"),
    DHCP("D", "DHCP"),
    VHOST_PHYSICAL("Vp", "Vhost Physical"),
    PROMISCUOUS("Pr", "Promiscuous"),
    NATIVE_VLAN("Vnt", "Native Vlan Tagged"),
    NO_MAC_PROXY("Mnp", "No MAC Proxy"),
    DPDK("Dpdk", "DPDK PMD Interface"),
    RECEIVE_FILTERING("Rfl", "Receive Filtering Offload"),
    MONITORED("Mon", "Interface is Monitored"),
    UNKNOWN_UNICAST_FLOOD("Uuf", "Unknown Unicast Flood"),
    VLAN_OFFLOAD("Vof", "VLAN insert/strip offload"),
    DROP_NEW_FLOWS("Df", "Drop New Flows"),
    MAC_LEARNING("L", "MAC Learning Enabled"),
    PROXY("Proxy", "MAC Requests Proxied Always"),
    ETREE_ROOT("Er", "Etree Root"),
    MIRROR_WITHOUT_VLAN("Mn", "Mirror without Vlan Tag"),
    IGMP_TRAP("Ig", "Igmp Trap Enabled");

    private final String text;
    private final String meaning;

    VifFlag(String text, String meaning) {
        this.text = text;
        this.meaning = meaning;
    }

    /** What the legend says of it. */
    public String meaning() {
        return meaning;
    }

    @Override
    public String toString() {
        return text;
    }
}

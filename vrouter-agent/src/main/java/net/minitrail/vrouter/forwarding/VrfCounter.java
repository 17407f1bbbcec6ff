package net.minitrail.vrouter.forwarding;

/** What a VRF counts, in the order of {@code vrfstats}. */
public enum VrfCounter {
    DISCARDS("Discards"),
    RESOLVES("Resolves"),
    RECEIVES("Receives"),
    L2_RECEIVES("L2 Receives"),
    VRF_TRANSLATES("Vrf Translates"),
    UNKNOWN_UNICAST_FLOODS("Unknown Unicast Floods"),
    ECMP_COMPOSITES("Ecmp Composites"),
    L2_MCAST_COMPOSITES("L2 Mcast Composites"),
    FABRIC_COMPOSITES("Fabric Composites"),
    ENCAP_COMPOSITES("Encap Composites"),
    EVPN_COMPOSITES("Evpn Composites"),
    UDP_TUNNELS("Udp Tunnels"),
    UDP_MPLS_TUNNELS("Udp Mpls Tunnels"),
    GRE_MPLS_TUNNELS("Gre Mpls Tunnels"),
    VXLAN_TUNNELS("Vxlan Tunnels"),
    PBB_TUNNELS("Pbb Tunnels"),
    L2_ENCAPS("L2 Encaps"),
    ENCAPS("Encaps"),
    GROS("GROs"),
    DIAGS("Diags"),
    ARP_VIRTUAL_PROXYS("Arp Virtual Proxys"),
    ARP_VIRTUAL_STITCHS("Arp Virtual Stitchs"),
    ARP_VIRTUAL_FLOODS("Arp Virtual Floods"),
    ARP_PHYSICAL_STITCHS("Arp Physical Stitchs"),
    ARP_TOR_PROXYS("Arp Tor Proxys"),
    ARP_PHYSICAL_FLOODS("Arp Physical Floods");

    private final String text;

    VrfCounter(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}

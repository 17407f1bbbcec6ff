package net.minitrail.gateway.junos;

/** Configurations that several tests share. */
public final class Samples {
    /** The gateway of the three-node lab, in {@code set} form. */
    public static final String GATEWAY = """
            set system host-name sdn-gw
            set routing-options autonomous-system 65500
            set routing-options dynamic-tunnels contrail source-address 192.168.100.1
            set routing-options dynamic-tunnels contrail gre
            set routing-options dynamic-tunnels contrail destination-networks 192.168.100.0/24
            set protocols bgp group CONTRAIL type internal local-address 192.168.100.1
            set protocols bgp group CONTRAIL family inet-vpn unicast
            set protocols bgp group CONTRAIL neighbor 192.168.100.2
            set interfaces lo0 unit 1000 family inet address 100.100.100.100/32
            set routing-instances test_vn instance-type vrf
            set routing-instances test_vn interface lo0.1000
            set routing-instances test_vn route-distinguisher 192.168.100.1:1
            set routing-instances test_vn vrf-import test_imp
            set routing-instances test_vn vrf-export test_exp
            set routing-instances test_vn vrf-table-label
            set policy-options community test_vn members target:65500:101
            set policy-options policy-statement test_imp term 1 from protocol bgp
            set policy-options policy-statement test_imp term 1 from community test_vn
            set policy-options policy-statement test_imp term 1 then accept
            set policy-options policy-statement test_imp term 2 then reject
            set policy-options policy-statement test_exp term 1 from protocol direct
            set policy-options policy-statement test_exp term 1 then community set test_vn
            set policy-options policy-statement test_exp term 1 then accept
            set policy-options policy-statement test_exp term 2 then reject
            """;

    private Samples() {}
}

package net.minitrail.vrouter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.minitrail.vrouter.ComputeNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The layouts of Contrail 5.0, byte for byte. */
class VRouterToolsTest {
    private final ComputeNode node = new ComputeNode();

    @BeforeEach
    void one_guest_and_the_gateway() {
        node.addGuest("vm1", "61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", "192.168.1.3");
        node.learn("100.100.100.100/32", 20);
    }

    @Test
    void vif_prints_the_legend_and_one_interface() {
        String text = node.run("vif --get 3").replaceAll("(packets|bytes):[0-9]+", "$1:N");
        assertEquals("""
                Vrouter Interface Table

                Flags: P=Policy, X=Cross Connect, S=Service Chain, Mr=Receive Mirror
                       Mt=Transmit Mirror, Tc=Transmit Checksum Offload, L3=Layer 3, L2=Layer 2
                       D=DHCP, Vp=Vhost Physical, Pr=Promiscuous, Vnt=Native Vlan Tagged
                       Mnp=No MAC Proxy, Dpdk=DPDK PMD Interface, Rfl=Receive Filtering Offload, Mon=Interface is Monitored
                       Uuf=Unknown Unicast Flood, Vof=VLAN insert/strip offload, Df=Drop New Flows, L=MAC Learning Enabled
                       Proxy=MAC Requests Proxied Always, Er=Etree Root, Mn=Mirror without Vlan Tag, Ig=Igmp Trap Enabled

                vif0/3      OS: tap61af9b59-35
                            Type:Virtual HWaddr:00:00:5e:00:01:00 IPaddr:192.168.1.3
                            Vrf:2 Mcast Vrf:2 Flags:PL3L2DEr QOS:-1 Ref:6
                            RX packets:N  bytes:N errors:0
                            TX packets:N  bytes:N errors:0
                            Drops:0

                """, text);
    }

    @Test
    void grep_with_context_cuts_an_interface_out_of_the_list() {
        assertEquals("""
                vif0/3      OS: tap61af9b59-35
                            Type:Virtual HWaddr:00:00:5e:00:01:00 IPaddr:192.168.1.3
                            Vrf:2 Mcast Vrf:2 Flags:PL3L2DEr QOS:-1 Ref:6
                """, node.run("vif \u2013list | grep -C 1 192.168.1.3"));
    }

    @Test
    void rt_shows_local_remote_subnet_and_service_routes() {
        assertEquals(
                """
                192.168.1.1/32         32            P          -             12        -
                192.168.1.2/32         32            P          -             12        -
                192.168.1.3/32         32            P          -             %s        2:61:af:9b:59:35(%s)
                192.168.1.4/32         24           TF          -              1        -
                """.formatted(localNextHop(), stitchedIndex()),
                node.run("rt --dump 2 | grep '192\\.168\\.1\\.[1-4]/32'"));
        assertEquals(
                "100.100.100.100/32     32           LP         20             %s        -%n"
                        .formatted(tunnelNextHop()),
                node.run("rt --dump 2 | grep 100.100.100.100"));
    }

    @Test
    void rt_begins_with_legend_title_and_heads_and_skips_the_first_leaf() {
        assertEquals("""
                Flags: L=Label Valid, P=Proxy ARP, T=Trap ARP, F=Flood ARP
                vRouter inet4 routing table 0/2/unicast
                Destination           PPL        Flags        Label         Nexthop    Stitched MAC(Index)
                1.0.0.0/8               0                       -              0        -
                """, node.run("rt --dump 2 | head -n 4"));
        assertEquals("3\n", node.run("rt --dump 2 --family inet6 | wc -l"));
    }

    @Test
    void rt_get_names_the_match() {
        assertEquals("""
                Match 192.168.1.3/32 in vRouter inet4 table 0/2/unicast

                Flags: L=Label Valid, P=Proxy ARP, T=Trap ARP, F=Flood ARP
                vRouter inet4 routing table 0/2/unicast
                Destination           PPL        Flags        Label         Nexthop    Stitched MAC(Index)
                192.168.1.3/32         32            P          -             %s        2:61:af:9b:59:35(%s)
                """.formatted(localNextHop(), stitchedIndex()), node.run("rt --get 192.168.1.3/32 --vrf 2"));
    }

    @Test
    void the_bridge_table_holds_the_guest_the_vrouter_and_the_broadcast_tree() {
        String table = node.run("rt --dump 2 --family bridge");
        assertTrue(table.startsWith("""
                        Flags: L=Label Valid, Df=DHCP flood, Mm=Mac Moved, L2c=L2 Evpn Control Word, N=New Entry, Ec=EvpnControlProcessing
                        vRouter bridge table 0/2
                        Index       DestMac                  Flags           Label/VNID      Nexthop           Stats
                        """), table);
        assertTrue(
                table.matches(
                        "(?s).*\\n[0-9 ]{12}c:c4:7a:4c:67:93            Df                    -            3               0\\n.*"),
                table);
        assertTrue(
                table.matches(
                        "(?s).*\\n[0-9 ]{12}2:0:0:0:0:1                 Df                    -           12               0\\n.*"),
                table);
        assertTrue(
                table.matches(
                        "(?s).*\\n[0-9 ]{12}ff:ff:ff:ff:ff:ff          LDf                    5           [0-9]{2}               [0-9]\\n.*"),
                table);
        assertTrue(
                table.matches(
                        "(?s).*\\n[0-9 ]{12}2:61:af:9b:59:35                                  -           [0-9]{2}               [0-9]\\n.*"),
                table);
    }

    @Test
    void nh_shows_the_guest_and_the_tunnel() {
        assertEquals("""
                Id:%-9s  Type:Encap          Fmly: AF_INET  Rid:0  Ref_cnt:3          Vrf:2
                              Flags:Valid, Policy, Etree Root,\s
                              EncapFmly:0806 Oif:3 Len:14
                              Encap Data: 02 61 af 9b 59 35 00 00 5e 00 01 00 08 00\s

                """.formatted(localNextHop()), node.run("nh --get " + localNextHop()));
        assertEquals("""
                Id:%-9s  Type:Tunnel         Fmly: AF_INET  Rid:0  Ref_cnt:1          Vrf:0
                              Flags:Valid, MPLSoGRE, Etree Root,\s
                              Oif:0 Len:14 Data:02 00 c0 a8 64 01 0c c4 7a 4c 67 93 08 00\s
                              Sip:192.168.100.3 Dip:192.168.100.1

                """.formatted(tunnelNextHop()), node.run("nh --get " + tunnelNextHop()));
    }

    @Test
    void mpls_lists_the_bridging_and_the_routing_label() {
        assertEquals("""
                MPLS Input Label Map

                   Label    NextHop
                -------------------
                      17    %6s
                """.formatted(localNextHop()), node.run("mpls --get 17"));
        assertEquals("7\n", node.run("mpls --dump | wc -l"));
    }

    @Test
    void vrfstats_counts_by_vrf() {
        node.ping(17, 64, "100.100.100.100", "192.168.1.3");
        String text = node.run("vrfstats --get 2");
        assertTrue(
                text.startsWith(
                        "Vrf: 2\nDiscards 0, Resolves 0, Receives 0, L2 Receives 1, Vrf Translates 0, Unknown Unicast Floods 0\n"),
                text);
        assertTrue(
                text.contains(
                        "\nUdp Tunnels 0, Udp Mpls Tunnels 0, Gre Mpls Tunnels 1, Vxlan Tunnels 0, Pbb Tunnels 0\n"),
                text);
        assertTrue(text.endsWith("Arp Physical Floods 0\n\n"), text);
    }

    @Test
    void ifconfig_is_that_of_the_post() {
        String text = node.run("ifconfig vhost0").replaceAll("[0-9.]+ (B|KB)|(packets|bytes):[0-9]+", "N");
        assertEquals("""
                vhost0    Link encap:Ethernet  HWaddr 0c:c4:7a:4c:67:93
                          inet addr:192.168.100.3  Bcast:192.168.100.255  Mask:255.255.255.0
                          inet6 addr: fe80::ec4:7aff:fe4c:6793/64 Scope:Link
                          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1
                          RX N errors:0 dropped:0 overruns:0 frame:0
                          TX N errors:0 dropped:0 overruns:0 carrier:0
                          collisions:0 txqueuelen:1000
                          RX N (N)  TX N (N)

                """, text);
    }

    @Test
    void wrong_calls_end_with_a_code_and_a_word() {
        assertEquals(127, node.exitCode("frobnicate"));
        assertEquals("bash: frobnicate: command not found\n", node.run("frobnicate"));
        assertEquals(1, node.exitCode("nh --get 999"));
        assertEquals(1, node.exitCode("rt --dump x"));
        assertEquals(1, node.exitCode("vif"));
        assertEquals(0, node.exitCode("vif --help"));
        assertEquals(1, node.exitCode("rt --dump 2 | grep 203.0.113.9/32"));
        assertEquals(2, node.exitCode("rt --dump 2 | grep '['"));
        assertEquals(2, node.exitCode("rt --dump 2 |"));
        assertEquals(
                "tcpdump: eth9: No such device exists\n",
                node.run("tcpdump -i eth9").lines().findFirst().orElse("") + "\n");
    }

    private String localNextHop() {
        return node.run("mpls --dump")
                .lines()
                .filter(line -> line.contains(" 17 "))
                .findFirst()
                .orElse("")
                .substring(12)
                .strip();
    }

    private String tunnelNextHop() {
        return node.run("nh --list | grep Tunnel").substring(3, 12).strip();
    }

    private String stitchedIndex() {
        return node.run("rt --dump 2 --family bridge | grep 2:61:af:9b:59:35")
                .substring(0, 9)
                .strip();
    }
}

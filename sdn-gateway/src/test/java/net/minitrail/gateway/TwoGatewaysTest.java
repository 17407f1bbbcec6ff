package net.minitrail.gateway;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two gateways exchange VPN routes over a real session, and packets over real sockets. */
class TwoGatewaysTest {
    private static int lab = 0;

    private TestGateway left;
    private TestGateway right;

    @BeforeEach
    void start() throws Exception {
        lab++;
        left = TestGateway.start(lab, 1, junos(1, 2, "gre", "100.100.100.1/32"));
        right = TestGateway.start(lab, 2, junos(2, 1, "gre", "100.100.100.2/32"));
        eventually(left, "show route table test_vn.inet.0", "100.100.100.2/32");
        eventually(right, "show route table test_vn.inet.0", "100.100.100.1/32");
    }

    @AfterEach
    void stop() {
        left.close();
        right.close();
    }

    static String junos(int own, int peer, String tunnel, String loopback) {
        return """
                set routing-options autonomous-system 65500
                set routing-options dynamic-tunnels dc source-address 192.168.100.%1$d
                set routing-options dynamic-tunnels dc %3$s
                set routing-options dynamic-tunnels dc destination-networks 192.168.100.0/24
                set protocols bgp group PE type internal local-address 192.168.100.%1$d
                set protocols bgp group PE family inet-vpn unicast
                set protocols bgp group PE family route-target
                set protocols bgp group PE neighbor 192.168.100.%2$d
                set interfaces lo0 unit 1000 family inet address %4$s
                set routing-instances test_vn instance-type vrf
                set routing-instances test_vn interface lo0.1000
                set routing-instances test_vn route-distinguisher 192.168.100.%1$d:1
                set routing-instances test_vn vrf-target target:65500:101
                set routing-instances test_vn vrf-table-label
                """.formatted(own, peer, tunnel, loopback);
    }

    private static void eventually(TestGateway gateway, String command, String text) {
        await().atMost(Duration.ofSeconds(20)).until(() -> gateway.exec(command).contains(text));
    }

    private static void gone(TestGateway gateway, String command, String text) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !gateway.exec(command).contains(text));
    }

    @Test
    void a_loopback_is_reached_through_label_and_tunnel() throws Exception {
        String table = left.exec("show route table test_vn.inet.0").replaceAll("\\d\\d:\\d\\d:\\d\\d", "00:00:00");
        assertEquals("""

                test_vn.inet.0: 2 destinations, 2 routes (2 active, 0 holddown, 0 hidden)
                + = Active Route, - = Last Active, * = Both

                100.100.100.1/32   *[Direct/0] 00:00:00
                                    > via lo0.1000
                100.100.100.2/32   *[BGP/170] 00:00:00, localpref 100, from 192.168.100.2
                                      AS path: I, validation-state: unverified
                                    > via gr-0/0/10.32769, Push 20
                """, table);

        String ping = left.exec("ping routing-instance test_vn 100.100.100.2 source 100.100.100.1 rapid count 5");

        assertTrue(ping.startsWith("PING 100.100.100.2 (100.100.100.2): 56 data bytes\n!!!!!\n--- "), ping);
        assertTrue(
                ping.contains("5 packets transmitted, 5 packets received, 0% packet loss\nround-trip min/avg/"), ping);
        String tunnel = right.exec("show interfaces gr-0/0/10.32769");
        assertTrue(tunnel.contains("    Input packets : 5\n    Output packets: 5\n"), tunnel);
        assertTrue(left.get("/v1/status").path("settled").asBoolean(false));
        assertTrue(left.exec("ping routing-instance test_vn 100.100.100.3 rapid count 2")
                .contains("100% packet loss"));
        assertTrue(left.exec("ping routing-instance test_vn 100.100.100.2 ttl 5 count 1")
                .contains("icmp_seq=0 ttl=64"));
    }

    @Test
    void ipv6_goes_through_the_same_label_and_tunnel() throws Exception {
        String inet6 = "set protocols bgp group PE family inet6-vpn unicast\n"
                + "set interfaces lo0 unit 1000 family inet6 address 2001:db8:ffff::%d/128\ncommit\n";
        assertEquals("commit complete\n", left.exec(inet6.formatted(1)));
        assertEquals("commit complete\n", right.exec(inet6.formatted(2)));
        eventually(left, "show route table test_vn.inet6.0", "2001:db8:ffff::2/128");
        eventually(right, "show route table test_vn.inet6.0", "2001:db8:ffff::1/128");
        String table = left.exec("show route table test_vn.inet6.0").replaceAll("\\d\\d:\\d\\d:\\d\\d", "00:00:00");
        assertEquals("""

                test_vn.inet6.0: 2 destinations, 2 routes (2 active, 0 holddown, 0 hidden)
                + = Active Route, - = Last Active, * = Both

                2001:db8:ffff::1/128
                                   *[Direct/0] 00:00:00
                                    > via lo0.1000
                2001:db8:ffff::2/128
                                   *[BGP/170] 00:00:00, localpref 100, from 192.168.100.2
                                      AS path: I, validation-state: unverified
                                    > via gr-0/0/10.32769, Push 20
                """, table);

        String ping = left.exec("ping inet6 2001:db8:ffff::2 routing-instance test_vn rapid count 5");

        assertTrue(ping.startsWith("PING6(56=40+8+8 bytes) 2001:db8:ffff::1 --> 2001:db8:ffff::2\n!!!!!\n--- "), ping);
        assertTrue(ping.contains("5 packets transmitted, 5 packets received, 0% packet loss\n"), ping);
        assertTrue(left.exec("ping inet6 2001:db8:ffff::2 routing-instance test_vn ttl 5 count 1")
                .contains("16 bytes from 2001:db8:ffff::2, icmp_seq=0 hlim=64 "));
        assertTrue(left.exec("ping inet6 2001:db8:ffff::3 routing-instance test_vn rapid count 2")
                .contains("100% packet loss"));
        assertTrue(left.exec("traceroute 2001:db8:ffff::2 routing-instance test_vn")
                .startsWith("traceroute6 to 2001:db8:ffff::2 (2001:db8:ffff::2) from 2001:db8:ffff::1, 30 hops max"));
    }

    @Test
    void a_change_of_target_takes_routes_and_tunnels_away_and_back() throws Exception {
        String commit = left.exec("set routing-instances test_vn vrf-target target:65500:999; commit");

        assertEquals("commit complete\n", commit);
        gone(left, "show route table test_vn.inet.0", "100.100.100.2/32");
        gone(right, "show route table test_vn.inet.0", "100.100.100.1/32");
        assertFalse(left.exec("show route").contains("gr-0/0/10"));
        assertEquals(0, right.get("/v1/inspect/tunnels").size());
        assertEquals(1, left.get("/v1/inspect/sessions").size());

        left.exec("rollback 1; commit");

        eventually(left, "show route table test_vn.inet.0", "via gr-0/0/10.32769, Push 20");
        eventually(right, "show route table test_vn.inet.0", "via gr-0/0/10.32769, Push 20");
        assertTrue(left.exec("show bgp neighbor").contains("Number of flaps: 0"), "the session was not to be touched");
    }

    @Test
    void a_session_is_shut_down_with_a_text_that_the_other_side_shows_and_comes_back() throws Exception {
        left.exec(
                "set protocols bgp group PE neighbor 192.168.100.2 shutdown notify-message \"new \\\"cards\\\"\"; commit");

        eventually(right, "show bgp neighbor", "Cease/Administrative Shutdown (6/2): \"new");
        eventually(right, "show bgp neighbor", "  Last Error: Cease\n");
        // how many were sent depends on who called whom first: the call that gives way ends with a Cease (6/7)
        await().until(() ->
                right.exec("show bgp neighbor").matches("(?s).*  Error: 'Cease' Sent: \\d Recv: [1-9]\n.*"));
        eventually(left, "show bgp neighbor", "State: Idle");

        left.exec("rollback 1; commit");

        eventually(right, "show bgp neighbor", "State: Established");
    }

    @Test
    void a_neighbor_is_asked_for_its_routes_again_without_losing_them() throws Exception {
        assertEquals("", left.exec("clear bgp neighbor 192.168.100.2 soft-inbound"));

        eventually(right, "show bgp neighbor", "Refreshes 2"); // one a family
        assertTrue(left.exec("show bgp neighbor").contains("Number of flaps: 0"));
        assertTrue(left.exec("show route table test_vn.inet.0").contains("100.100.100.2/32"));
    }

    @Test
    void a_neighbor_over_its_prefix_limit_is_left_alone_until_it_is_cleared() throws Exception {
        left.exec("""
                set protocols bgp group PE family inet-vpn unicast prefix-limit maximum 1
                set protocols bgp group PE family inet-vpn unicast prefix-limit teardown 80 idle-timeout forever
                commit
                """);
        right.exec("set interfaces lo0 unit 1000 family inet address 7.7.7.7/32; commit");

        eventually(left, "show bgp neighbor", "more than 1 prefixes of inet-vpn");
        eventually(left, "show bgp neighbor", "State: Idle");
        eventually(right, "show bgp neighbor", "Cease/Maximum Prefixes Reached (6/1)");
        right.exec("rollback 1; commit");
        assertTrue(left.exec("show bgp neighbor").contains("State: Idle"));

        assertEquals("Cleared 1 connections\n", left.exec("clear bgp neighbor 192.168.100.2"));
        eventually(left, "show bgp neighbor", "State: Established");
    }

    @Test
    void a_session_is_shown_as_it_was_agreed() throws Exception {
        String text = left.exec("show bgp neighbor");

        assertTrue(text.contains("  Options: <Preference LocalAddress AddressFamily PeerAS Refresh>\n"), text);
        assertTrue(text.contains("  NLRI advertised by peer: inet-vpn-unicast route-target\n"), text);
        assertTrue(text.contains("  Peer supports Refresh capability (2)\n"), text);
        assertTrue(text.contains("  Peer supports 4 byte AS extension (peer-as 65500)\n"), text);
        assertTrue(text.contains("  Last State: OpenConfirm   Last Event: RecvKeepAlive\n"), text);
        var session = left.get("/v1/inspect/sessions").path(0);
        assertEquals("192.168.100.2", session.path("remote").asString(""));
        assertEquals(90, session.path("hold_time").asInt(0));
        assertEquals(2, session.path("families").size());
    }

    @Test
    void without_a_tunnel_the_route_is_hidden_and_a_second_vrf_has_the_next_label() throws Exception {
        left.exec("""
                delete routing-options dynamic-tunnels
                set interfaces lo0 unit 7 family inet address 7.7.7.7/32
                set routing-instances b instance-type vrf
                set routing-instances b interface lo0.7
                set routing-instances b route-distinguisher 192.168.100.1:7
                set routing-instances b vrf-target target:65500:101
                set routing-instances b vrf-table-label
                commit
                """);

        eventually(left, "show route hidden", "100.100.100.2/32");
        assertFalse(left.exec("show route table test_vn.inet.0").contains("100.100.100.2/32"));
        eventually(right, "show route 7.7.7.7", "Push 21");

        left.exec("delete routing-instances b; delete interfaces lo0 unit 7; commit");

        gone(right, "show route table test_vn.inet.0", "7.7.7.7");
    }

    @Test
    void a_gateway_that_goes_takes_its_routes_along_and_brings_them_back() throws Exception {
        right.close();

        gone(left, "show route table test_vn.inet.0", "100.100.100.2/32");
        assertFalse(left.get("/v1/status").path("settled").asBoolean(true));

        right = TestGateway.start(lab, 2, junos(2, 1, "udp", "100.100.100.2/32"));

        eventually(left, "show route table test_vn.inet.0", "100.100.100.2/32");
        eventually(right, "show route table test_vn.inet.0", "100.100.100.1/32");
        assertTrue(
                left.exec("ping routing-instance test_vn 100.100.100.2 rapid").contains(" 0% packet loss"));
    }

    @Test
    void a_new_router_id_starts_bgp_anew_and_everything_comes_back() throws Exception {
        assertEquals("commit complete\n", left.exec("set routing-options router-id 1.1.1.1; commit"));

        eventually(left, "show bgp neighbor", "Local ID: 1.1.1.1");
        eventually(left, "show route table test_vn.inet.0", "100.100.100.2/32   *[BGP/170]");
        eventually(right, "show bgp neighbor", "Peer ID: 1.1.1.1");
        eventually(right, "show route table test_vn.inet.0", "via gr-0/0/10.32769, Push 20");
        assertTrue(
                left.exec("ping routing-instance test_vn 100.100.100.2 rapid").contains(" 0% packet loss"));
    }
}

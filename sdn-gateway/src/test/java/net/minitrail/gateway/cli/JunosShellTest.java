package net.minitrail.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.minitrail.gateway.forwarding.Packets;
import net.minitrail.gateway.junos.CommitError;
import net.minitrail.gateway.junos.ConfigNode;
import net.minitrail.gateway.junos.ConfigParser;
import net.minitrail.gateway.junos.ConfigStore;
import net.minitrail.gateway.junos.Samples;
import net.minitrail.gateway.routing.ConfigReader;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.CommandShell.Candidate;
import net.minitrail.net.underlay.CaptureHub;
import org.junit.jupiter.api.Test;

class JunosShellTest {
    private final ArrayDeque<Packets.Echo> echoes = new ArrayDeque<>();
    private final CommandContext context = new CommandContext(
            new SeedView(),
            new ConfigStore(ConfigParser.parse(Samples.GATEWAY), new CheckOnly()),
            new ScriptedPackets(),
            new CaptureHub(Set::of));
    private final JunosShell shell = JunosShell.interactive(context);

    /** Accepts what the real gateway would, and applies nothing. */
    private static final class CheckOnly implements ConfigStore.Target {
        @Override
        public List<CommitError> check(ConfigNode configuration) {
            return ConfigReader.read(configuration, "sdn-gw", SeedView.SELF).errors();
        }

        @Override
        public void apply(ConfigNode configuration) {}
    }

    private final class ScriptedPackets implements Packets {
        @Override
        public CompletableFuture<Echo> echo(
                String vrf, IpAddress source, IpAddress to, int id, int sequence, int size, int ttl, Duration timeout) {
            return CompletableFuture.completedFuture(echoes.remove());
        }

        @Override
        public Optional<IpAddress> sourceFor(String vrf, IpAddress destination) {
            return Optional.of(IpAddress.parse(destination.isV4() ? "100.100.100.100" : "2001:db8:ffff::1"));
        }
    }

    private String run(String line) throws InterruptedException {
        return run(shell, line);
    }

    private static String run(JunosShell shell, String line) throws InterruptedException {
        var out = new StringBuilder();
        shell.run(line, out::append);
        return out.toString();
    }

    @Test
    void prints_the_routing_table_of_the_post() throws Exception {
        assertEquals("""

                test_vn.inet.0: 2 destinations, 2 routes (2 active, 0 holddown, 0 hidden)
                + = Active Route, - = Last Active, * = Both

                100.100.100.100/32 *[Direct/0] 1w2d 10:53:09
                                    > via lo0.1000
                192.168.1.3/32     *[BGP/170] 00:08:09, MED 100, localpref 200, from 192.168.100.2
                                      AS path: ?, validation-state: unverified
                                    > via gr-0/0/10.32769, Push 17
                """, run("show route table test_vn.inet.0"));
        assertEquals(run("show route table test_vn.inet.0"), run("sh ro tab test_vn.inet.0 | no-more"));
    }

    @Test
    void prints_what_the_neighbor_is_told_as_the_post_does() throws Exception {
        String command = "show route advertising-protocol bgp 192.168.100.2 table test_vn.inet.0";
        assertEquals("""

                test_vn.inet.0: 2 destinations, 2 routes (2 active, 0 holddown, 0 hidden)
                  Prefix                  Nexthop              MED     Lclpref    AS path
                * 100.100.100.100/32      Self                         100        I
                """, run(command));
        assertEquals("""

                test_vn.inet.0: 2 destinations, 2 routes (2 active, 0 holddown, 0 hidden)
                * 100.100.100.100/32 (1 entry, 1 announced)
                 BGP group CONTRAIL type Internal
                     Route Distinguisher: 192.168.100.1:1
                     VPN Label: 20
                     Nexthop: Self
                     Flags: Nexthop Change
                     Localpref: 100
                     AS path: [65500] I
                     Communities: target:65500:101
                """, run(command + " extensive"));
        assertEquals("""

                test_vn.inet.0: 2 destinations, 2 routes (2 active, 0 holddown, 0 hidden)
                  Prefix                  Nexthop              MED     Lclpref    AS path
                * 192.168.1.3/32          192.168.100.3        100     200        ?
                """, run("show route receive-protocol bgp 192.168.100.2 table test_vn.inet.0"));
    }

    @Test
    void prints_the_tunnel_interface_of_the_post() throws Exception {
        assertEquals("""
                  Logical interface gr-0/0/10.32769 (Index 350) (SNMP ifIndex 540)
                    Flags: Up Point-To-Point SNMP-Traps 0x4000 IP-Header 192.168.100.3:192.168.100.1:47:df:64:0000000800000000 Encapsulation: GRE-NULL
                    Copy-tos-to-outer-ip-header: Off, Copy-tos-to-outer-ip-header-transit: Off
                    Gre keepalives configured: Off, Gre keepalives adjacency state: down
                    Input packets : 0
                    Output packets: 0
                    Protocol inet, MTU: 1476
                    Max nh cache: 0, New hold nh limit: 0, Curr nh cnt: 0, Curr new hold cnt: 0, NH drop cnt: 0
                      Flags: None
                    Protocol mpls, MTU: 1464, Maximum labels: 3
                      Flags: Is-Primary
                """, "  " + run("show interfaces gr-0/0/10.32769").stripLeading());
        assertTrue(run("show interfaces gr-0/0/10.32769").startsWith("  Logical interface"));
    }

    @Test
    void prints_the_summary_of_sessions_and_the_tunnel_database() throws Exception {
        assertEquals("""
                Groups: 1 Peers: 1 Down peers: 0
                Table          Tot Paths  Act Paths Suppressed    History Damp State    Pending
                bgp.l3vpn.0          \s
                                       1          1          0          0          0          0
                Peer                     AS      InPkt     OutPkt    OutQ   Flaps Last Up/Dwn State|#Active/Received/Accepted/Damped...
                192.168.100.2         65500         56         58       0       0        8:41 Establ
                  bgp.l3vpn.0: 1/1/1/0
                  test_vn.inet.0: 1/1/1/0
                """.replace("bgp.l3vpn.0          \s\n", "bgp.l3vpn.0          \n"), run("show bgp summary"));
        assertEquals("""
                Table: inet.3

                Destination-network: 192.168.100.0/24
                Tunnel to: 192.168.100.3/32 State: Up
                  Reference count: 2
                  Next-hop type: gre
                    Source address: 192.168.100.1
                    Next hop: gr-0/0/10.32769
                      State: Up
                """, run("show dynamic-tunnels database"));
        assertTrue(run("show bgp neighbor 192.168.100.2").contains("Peer: 192.168.100.2+1179 AS 65500"));
        assertEquals("error: no such neighbor: 10.0.0.9\n", run("show bgp neighbor 10.0.0.9"));
    }

    @Test
    void prints_contrail_s_own_communities_as_numbers() throws Exception {
        String detail = run("show route table test_vn.inet.0 192.168.1.3/32 exact detail");

        assertTrue(
                detail.contains(
                        "        *BGP    Preference: 170/-201\n                Route Distinguisher: 192.168.100.3:2\n"),
                detail);
        assertTrue(
                detail.contains("Communities: target:65500:101 unknown iana 30c unknown iana 30c"
                        + " unknown type 8004 value fc00:7a1201 unknown type 8071 value fc00:4\n"),
                detail);
        assertTrue(detail.contains("Primary Routing Table bgp.l3vpn.0\n"));
        assertTrue(run("show route table bgp.l3vpn.0")
                .contains("192.168.100.3:2:192.168.1.3/32\n                   *[BGP/170] "));
    }

    @Test
    void a_rapid_ping_prints_marks_and_a_slow_one_lines() throws Exception {
        Ipv4Address vm = Ipv4Address.parse("192.168.1.3");
        for (int i = 1; i <= 4; i++) {
            echoes.add(new Packets.Echo(Packets.Outcome.REPLY, vm, i * 1_000_000L, 63));
        }
        echoes.add(new Packets.Echo(Packets.Outcome.LOST, vm, 0, 0));
        echoes.add(new Packets.Echo(Packets.Outcome.REPLY, vm, 787_000, 63));

        assertEquals("""
                PING 192.168.1.3 (192.168.1.3): 56 data bytes
                !!!!.
                --- 192.168.1.3 ping statistics ---
                5 packets transmitted, 4 packets received, 20% packet loss
                round-trip min/avg/max/stddev = 1.000/2.500/4.000/1.118 ms
                """, run("ping routing-instance test_vn 192.168.1.3 source 100.100.100.100 rapid count 5"));
        assertEquals("""
                PING 192.168.1.3 (192.168.1.3): 56 data bytes
                64 bytes from 192.168.1.3: icmp_seq=0 ttl=63 time=0.787 ms

                --- 192.168.1.3 ping statistics ---
                1 packets transmitted, 1 packets received, 0% packet loss
                round-trip min/avg/max/stddev = 0.787/0.787/0.787/0.000 ms
                """, run("ping 192.168.1.3 routing-instance test_vn count 1"));
        assertTrue(run("ping 192.168.1.3 routing-instance nope").startsWith("error: routing instance nope"));
        assertTrue(run("ping 192.168.1.3 routing-instance test_vn source 9.9.9.9")
                .contains("Can't assign requested address"));
    }

    @Test
    void a_ping_to_an_ipv6_address_has_the_words_of_ping6() throws Exception {
        IpAddress vm = IpAddress.parse("2001:db8:1::3");
        echoes.add(new Packets.Echo(Packets.Outcome.REPLY, vm, 787_000, 63));
        echoes.add(new Packets.Echo(Packets.Outcome.REPLY, vm, 1_000_000, 63));
        echoes.add(new Packets.Echo(Packets.Outcome.LOST, vm, 0, 0));

        assertEquals("""
                PING6(56=40+8+8 bytes) 2001:db8:ffff::1 --> 2001:db8:1::3
                16 bytes from 2001:db8:1::3, icmp_seq=0 hlim=63 time=0.787 ms

                --- 2001:db8:1::3 ping6 statistics ---
                1 packets transmitted, 1 packets received, 0% packet loss
                round-trip min/avg/max/std-dev = 0.787/0.787/0.787/0.000 ms
                """, run("ping inet6 2001:db8:1::3 routing-instance test_vn count 1"));
        assertEquals("""
                PING6(56=40+8+8 bytes) 2001:db8:ffff::1 --> 2001:db8:1::3
                !.
                --- 2001:db8:1::3 ping6 statistics ---
                2 packets transmitted, 1 packets received, 50% packet loss
                round-trip min/avg/max/std-dev = 1.000/1.000/1.000/0.000 ms
                """, run("ping 2001:db8:1::3 routing-instance test_vn rapid count 2"));
        assertTrue(run("ping inet6 192.168.1.3").contains("Address family"));
    }

    @Test
    void the_configuration_mode_has_its_banner_its_edits_and_its_commit() throws Exception {
        assertEquals("root@sdn-gw> ", shell.prompt());
        assertEquals("Entering configuration mode\n\n", run("configure"));
        assertEquals("[edit]\nroot@sdn-gw# ", shell.prompt());
        run("edit policy-options community test_vn");
        assertEquals("[edit policy-options community test_vn]\nroot@sdn-gw# ", shell.prompt());
        run("set members target:65500:102");
        assertEquals("members [ target:65500:101 target:65500:102 ];\n\n", run("show"));
        run("delete members target:65500:101");
        run("up");
        assertEquals("[edit policy-options]\nroot@sdn-gw# ", shell.prompt());
        assertEquals("""
                [edit policy-options community test_vn]
                -    members target:65500:101;
                +    members target:65500:102;

                """, run("top show | compare"));
        assertEquals("commit complete\n\n", run("commit"));
        run("top");
        assertEquals("load complete\n\n", run("rollback 1"));
        assertTrue(
                run("run show configuration policy-options community test_vn").startsWith("members target:65500:102;"));
        assertEquals("warning: statement not found\n\n", run("delete protocols bgp group NONE"));
        assertEquals("The configuration has been changed but not committed\nExiting configuration mode\n", run("exit"));
    }

    @Test
    void a_refused_commit_says_why_and_changes_nothing() throws Exception {
        JunosShell single = JunosShell.single(context);

        assertEquals("""
                [edit routing-instances test_vn]
                  'vrf-import [ test_imp nope ]'
                    Policy error: Policy nope referenced but not defined
                error: configuration check-out failed
                """, run(single, "set routing-instances test_vn vrf-import nope\ncommit"));
        assertEquals("vrf-import test_imp;\n", run(single, "show configuration routing-instances test_vn vrf-import"));
        assertEquals("""
                [edit routing-instances test_vn]
                -    vrf-import test_imp;
                +    vrf-import [ test_imp nope ];
                """, run(single, "show | compare"));
        assertEquals("load complete\n", run(single, "rollback"));
        assertEquals("", run(single, "show | compare"));
    }

    @Test
    void a_script_with_a_syntax_error_leaves_no_trace() throws Exception {
        JunosShell single = JunosShell.single(context);

        String output = run(single, "configure\nset system host-name other\nset sytem x\ncommit and-quit\n");

        assertEquals("Entering configuration mode\n                 ^\nsyntax error.\n", output);
        assertEquals("", run(JunosShell.single(context), "show | compare"));
        assertEquals("root@sdn-gw> ", single.prompt());
    }

    @Test
    void errors_point_at_the_word() throws Exception {
        assertEquals("             ^\nunknown command.\n", run("bogus"));
        assertEquals("                        ^\nsyntax error, expecting <command>.\n", run("show route tabel x"));
        assertEquals("                              ^\nmissing argument.\n", run("show route table"));
        run("configure");
        assertEquals(
                "                 ^\nsyntax error.\n\n",
                run("set protocol x bgp").replaceFirst("^ +", "                 "));
        assertTrue(run("set routing-options autonomous-system x").contains("invalid numeric value: 'x'."));
        assertTrue(run("set protocols bgp group G type").contains("missing argument."));
    }

    @Test
    void pipes_filter_what_a_command_prints() throws Exception {
        assertEquals("Count: 8 lines\n", run("show route table test_vn.inet.0 | except zzz | last 8 | count"));
        assertEquals("                    > via lo0.1000\n", run("show route table test_vn.inet.0 | match lo0"));
        assertEquals(
                "set policy-options community test_vn members target:65500:101\n",
                run("show configuration policy-options community | display set"));
        assertTrue(run("show route | frobnicate").contains("syntax error"));
    }

    @Test
    void completion_knows_commands_statements_and_what_exists() {
        assertEquals(List.of("route"), words(shell.complete("show ro", 7)));
        assertTrue(words(shell.complete("show route table ", 17)).contains("test_vn.inet.0"));
        assertEquals(List.of("192.168.100.2"), words(shell.complete("show bgp neighbor ", 18)));
        assertTrue(words(shell.complete("show configuration rout", 23)).contains("routing-instances"));
        assertEquals(List.of("match"), words(shell.complete("show route | mat", 16)));
        assertTrue(words(JunosShell.single(context).complete("set routing-instances test_vn vrf-", 34))
                .contains("vrf-table-label"));
        assertTrue(shell.complete("", 0).stream()
                .allMatch(candidate -> !candidate.help().isEmpty()));
    }

    private static List<String> words(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::word).toList();
    }
}

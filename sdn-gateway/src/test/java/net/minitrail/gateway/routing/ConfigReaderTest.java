package net.minitrail.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import net.minitrail.gateway.junos.CommitError;
import net.minitrail.gateway.junos.ConfigParser;
import net.minitrail.gateway.junos.Samples;
import net.minitrail.gateway.routing.GatewayConfig.BgpNeighbor;
import net.minitrail.gateway.routing.GatewayConfig.Family;
import net.minitrail.net.Ipv4Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    private static ConfigReader.Result read(String text) {
        return ConfigReader.read(ConfigParser.parse(text), "gw", Ipv4Address.parse("192.168.100.1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    delete routing-instances test_vn route-distinguisher | routing-instances | RT Instance: missing mandatory statement: 'route-distinguisher'
                    delete routing-instances test_vn instance-type | routing-instances | RT Instance: missing mandatory statement: 'instance-type'
                    delete routing-instances test_vn vrf-export | routing-instances | RT Instance: vrf needs 'vrf-target', or both 'vrf-import' and 'vrf-export'
                    delete interfaces lo0 | routing-instances test_vn | RT Instance: interface lo0.1000 is not configured
                    delete policy-options policy-statement test_imp | routing-instances test_vn | Policy error: Policy test_imp referenced but not defined
                    delete policy-options community test_vn | policy-options policy-statement test_imp term 1 from | Policy error: Community test_vn referenced but not defined
                    set policy-options policy-statement test_imp term 1 from prefix-list x | policy-options policy-statement test_imp term 1 from | Policy error: Prefix-list x referenced but not defined
                    set protocols bgp group CONTRAIL export nope | protocols bgp group CONTRAIL neighbor 192.168.100.2 | Policy error: Policy nope referenced but not defined
                    set protocols bgp group CONTRAIL type external | protocols bgp group CONTRAIL | missing mandatory statement: 'peer-as'
                    set protocols bgp group CONTRAIL peer-as 65501 | protocols bgp group CONTRAIL | BGP: peer-as 65501 differs from the local AS in a group of type internal
                    delete routing-options autonomous-system | protocols bgp group CONTRAIL | BGP: local AS is not set: set routing-options autonomous-system
                    delete routing-options dynamic-tunnels contrail gre | routing-options dynamic-tunnels | missing mandatory statement: 'gre' or 'udp'
                    delete routing-options dynamic-tunnels contrail source-address | routing-options dynamic-tunnels | missing mandatory statement: 'source-address'
                    set interfaces lo0 unit 3 family inet address 10.0.0.1/24 | interfaces lo0 unit 3 family inet | Loopback addresses must be host addresses (/32 or /128)
                    """)
    void one_change_and_what_speaks_against_it(String change, String place, String problem) {
        List<CommitError> errors = read(Samples.GATEWAY + change + "\n").errors();

        assertEquals(place, errors.isEmpty() ? "no error" : errors.get(0).place());
        assertEquals(problem, errors.get(0).problem());
    }

    @Test
    void the_gateway_of_the_lab_has_nothing_against_it() {
        ConfigReader.Result result = read(Samples.GATEWAY);

        assertEquals(List.of(), result.errors());
        assertEquals("sdn-gw", result.config().hostName());
        assertEquals(
                "[target:65500:101]", result.config().vrfs().get(0).targets().toString());
    }

    @Test
    void a_neighbor_inherits_from_its_group_and_the_group_from_bgp() {
        GatewayConfig config = read("""
                        routing-options { autonomous-system 1.10; }
                        protocols { bgp { hold-time 30; group E { type external; peer-as 65001; family inet6-vpn { unicast; }
                            neighbor 10.0.0.2 { hold-time 9; port 1790; family inet { unicast; } }
                            neighbor 10.0.0.3; } } }
                        """).config();

        BgpNeighbor own = config.groups().get(0).neighbors().get(0);
        BgpNeighbor plain = config.groups().get(0).neighbors().get(1);
        assertEquals(65546, own.localAs());
        assertEquals(Duration.ofSeconds(9), own.holdTime());
        assertEquals(1790, own.port());
        assertEquals(List.of(Family.INET), own.families().asList());
        assertEquals(Duration.ofSeconds(30), plain.holdTime());
        assertEquals(List.of(Family.INET6_VPN), plain.families().asList());
        assertEquals(65001, plain.peerAs());
    }
}

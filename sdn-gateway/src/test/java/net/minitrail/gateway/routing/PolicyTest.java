package net.minitrail.gateway.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import net.minitrail.gateway.junos.CommunityMember;
import net.minitrail.gateway.junos.ConfigParser;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static final String OPTIONS = """
            set policy-options community red members target:65500:101
            set policy-options community both members [ target:65500:101 target:65500:102 ]
            set policy-options community plain members 65500:7
            set policy-options prefix-list servers 10.9.0.0/16
            """;

    /** Runs a route through a policy {@code p} that is imported by a VRF, whose default is to reject. */
    private static String evaluate(String policy, PolicyRoute route) {
        String text = OPTIONS
                + policy.lines()
                        .map(line -> "set policy-options policy-statement p " + line + "\n")
                        .reduce("", String::concat)
                + """
                set routing-instances v instance-type vrf
                set routing-instances v route-distinguisher 1:1
                set routing-instances v vrf-import p
                set routing-instances v vrf-export p
                """;
        ConfigReader.Result read = ConfigReader.read(ConfigParser.parse(text), "gw", Ipv4Address.parse("10.0.0.1"));
        assertEquals(List.of(), read.errors());
        Policy.Verdict verdict = Policy.evaluate(read.config().vrfs().get(0).importPolicies(), route, false);
        return verdict.accepted() ? "accept" : "reject";
    }

    private static PolicyRoute bgp(String prefix, String... communities) {
        return new PolicyRoute("bgp", IpPrefix.parse(prefix), IpAddress.parse("10.0.0.2"), IpAddress.parse("10.0.0.3"))
                .with(Stream.of(communities).map(CommunityMember::parse).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8 exact,                10.0.0.0/8,   accept",
        "10.0.0.0/8 exact,                10.0.0.0/9,   reject",
        "10.0.0.0/8 longer,               10.0.0.0/8,   reject",
        "10.0.0.0/8 longer,               10.64.0.0/11, accept",
        "10.0.0.0/8 orlonger,             10.0.0.0/8,   accept",
        "10.0.0.0/8 orlonger,             11.0.0.0/16,  reject",
        "10.0.0.0/8 upto /20,             10.1.16.0/20, accept",
        "10.0.0.0/8 upto /20,             10.1.16.0/21, reject",
        "10.0.0.0/8 prefix-length-range /24-/25, 10.1.1.128/25, accept",
        "10.0.0.0/8 prefix-length-range /24-/25, 10.1.0.0/16,   reject",
    })
    void route_filters(String filter, String prefix, String verdict) {
        assertEquals(verdict, evaluate("term 1 from route-filter " + filter + "\nterm 1 then accept", bgp(prefix)));
    }

    @Test
    void of_several_route_filters_only_the_longest_that_covers_the_route_counts() {
        String policy = """
                term 1 from route-filter 10.0.0.0/8 orlonger
                term 1 from route-filter 10.1.0.0/16 exact
                term 1 then accept""";

        assertEquals("accept", evaluate(policy, bgp("10.2.3.0/24")));
        assertEquals("reject", evaluate(policy, bgp("10.1.3.0/24")));
    }

    @ParameterizedTest
    @CsvSource({
        "red,  target:65500:101,                  accept",
        "red,  target:65500:102,                  reject",
        "both, target:65500:101,                  reject",
        "both, target:65500:101 target:65500:102, accept",
        "plain, 65500:7,                          accept",
        "'[ red plain ]', 65500:7,                accept",
    })
    void a_named_community_wants_all_its_members_and_of_several_names_one_will_do(
            String name, String carried, String verdict) {
        String policy = "term 1 from community " + name + "\nterm 1 then accept";

        assertEquals(verdict, evaluate(policy, bgp("10.0.0.0/8", carried.split(" "))));
    }

    @ParameterizedTest
    @CsvSource({
        "from protocol bgp,            accept",
        "from protocol [ direct bgp ], accept",
        "from protocol direct,         reject",
        "from neighbor 10.0.0.2,       accept",
        "from neighbor 10.0.0.9,       reject",
        "from next-hop 10.0.0.3,       accept",
        "from family inet6,            reject",
        "from family inet-vpn,         accept",
        "from prefix-list servers,     reject",
    })
    void conditions(String condition, String verdict) {
        assertEquals(verdict, evaluate("term 1 " + condition + "\nterm 1 then accept", bgp("10.0.0.0/8")));
    }

    @Test
    void a_term_without_a_decision_changes_the_route_and_goes_on() {
        PolicyRoute route = bgp("10.0.0.0/8", "target:65500:102", "65500:7");
        String policy = """
                term 1 then local-preference 300
                term 1 then community delete plain
                term 1 then community add red
                term 2 then metric 5
                term 2 then next term
                term 3 from protocol direct
                term 3 then reject
                term 4 then accept
                term 5 then metric 6""";

        assertEquals("accept", evaluate(policy, route));
        assertEquals(300, route.localPreference);
        assertEquals(5, route.metric);
        assertEquals(
                List.of(CommunityMember.parse("target:65500:101"), CommunityMember.parse("target:65500:102")),
                List.copyOf(route.communities));
    }

    @Test
    void community_set_replaces_all_others() {
        PolicyRoute route = bgp("10.0.0.0/8", "target:65500:102", "65500:7");

        assertEquals("accept", evaluate("then community set red\nthen accept", route));
        assertEquals(List.of(CommunityMember.parse("target:65500:101")), List.copyOf(route.communities));
    }

    @Test
    void the_targets_that_a_policy_asks_for_are_what_route_target_constraint_announces() {
        var config = ConfigReader.read(ConfigParser.parse(OPTIONS + """
                                set policy-options policy-statement p term 1 from community both
                                set policy-options policy-statement p term 1 then accept
                                set routing-instances v instance-type vrf
                                set routing-instances v route-distinguisher 1:1
                                set routing-instances v vrf-import p
                                set routing-instances v vrf-export p
                                """), "gw", Ipv4Address.parse("10.0.0.1"))
                .config();

        assertEquals(
                "[target:65500:101, target:65500:102]",
                config.vrfs().get(0).targets().toString());
        assertTrue(config.vrfs().get(0).importNames().contains("p"));
    }
}

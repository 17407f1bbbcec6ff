package net.minitrail.controller.config.schema;

import static net.minitrail.controller.config.TestConfiguration.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.TestConfiguration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SchemaTransformerTest {
    private static final String PROJECT = "default-domain:default-project:";

    private final TestConfiguration config = new TestConfiguration();

    private ConfigObject instance(String network) {
        return config.find("routing-instance", PROJECT + network + ":" + network);
    }

    /** Targets of a network's instance, with {@code import}, {@code export} or {@code null} for both. */
    private Map<String, String> targets(String network) {
        var targets = new TreeMap<String, String>();
        instance(network).references().forEach((to, attribute) -> {
            if (to.is("route-target")) {
                targets.put(
                        to.name(), attribute.path("import_export").toString().replace("\"", ""));
            }
        });
        return targets;
    }

    private String connections(String network) {
        return instance(network).references("routing-instance").stream()
                .map(ConfigObject::shortName)
                .sorted()
                .toList()
                .toString();
    }

    private ConfigObject policy(String name, String from, String to, String actions) {
        return config.create("network-policy", """
                {fq_name: ['default-domain', 'default-project', '%s'], network_policy_entries: {policy_rule: [{
                  direction: '<>', protocol: 'any', src_addresses: [{virtual_network: '%s'}],
                  dst_addresses: [{virtual_network: '%s'}], action_list: %s}]}}
                """.formatted(name, from, to, actions));
    }

    private void attach(ConfigObject network, ConfigObject policy) {
        config.update(
                network,
                "{network_policy_refs: [{uuid: '%s', attr: {sequence: {major: 0, minor: 0}}}]}"
                        .formatted(policy.uuid()));
    }

    @Test
    void gives_each_network_an_instance_a_number_and_a_target_of_its_own() {
        ConfigObject first = config.network("one", "10.0.0.0/24");
        ConfigObject second = config.network("two", "10.0.1.0/24");

        assertEquals(1, first.property("virtual_network_network_id").intValue());
        assertEquals(2, second.property("virtual_network_network_id").intValue());
        assertEquals(Map.of("target:65500:8000000", "null"), targets("one"));
        assertEquals(Map.of("target:65500:8000001", "null"), targets("two"));
    }

    @Test
    void gives_the_lowest_number_and_target_again_when_a_network_has_gone() {
        // given
        ConfigObject first = config.network("one", "10.0.0.0/24");
        config.network("two", "10.0.1.0/24");

        // when
        config.delete(first);

        // then nothing of it is left, and both come back
        assertTrue(config.graph()
                .find("routing-instance", "default-domain", "default-project", "one", "one")
                .isEmpty());
        assertTrue(config.graph().find("route-target", "target:65500:8000000").isEmpty());
        ConfigObject third = config.network("three", "10.0.0.0/24");
        assertEquals(1, third.property("virtual_network_network_id").intValue());
        assertEquals(Map.of("target:65500:8000000", "null"), targets("three"));
    }

    @Test
    void follows_every_change_of_the_users_targets_and_drops_those_that_nobody_uses() {
        // given
        ConfigObject network = config.network("one", "10.0.0.0/24");

        // when
        config.update(network, """
                {route_target_list: {route_target: ['target:65500:101']},
                 import_route_target_list: {route_target: ['target:65500:102', 'target:65500:103']},
                 export_route_target_list: {route_target: ['target:65500:103', 'target:1.2.3.4:5']}}
                """);

        // then a target in both lists goes both ways
        assertEquals(
                Map.of(
                        "target:65500:8000000", "null",
                        "target:65500:101", "null",
                        "target:65500:102", "import",
                        "target:65500:103", "null",
                        "target:1.2.3.4:5", "export"),
                targets("one"));

        // and when they are cleared
        config.update(
                network, "{route_target_list: null, import_route_target_list: null, export_route_target_list: null}");
        assertEquals(Map.of("target:65500:8000000", "null"), targets("one"));
        assertTrue(config.graph().find("route-target", "target:65500:101").isEmpty());
    }

    @Test
    void renumbers_automatic_targets_and_only_those_when_the_global_as_changes() {
        config.update(
                config.network("one", "10.0.0.0/24"), "{route_target_list: {route_target: ['target:65500:101']}}");

        config.update(
                config.find("global-system-config", "default-global-system-config"), "{autonomous_system: 64512}");

        assertEquals(Map.of("target:64512:8000000", "null", "target:65500:101", "null"), targets("one"));
    }

    @Test
    void connects_two_networks_when_both_have_a_policy_that_names_the_other_and_deny_connects_too() {
        // given
        ConfigObject one = config.network("one", "10.0.0.0/24");
        ConfigObject two = config.network("two", "10.0.1.0/24");
        ConfigObject deny = policy("deny", PROJECT + "one", PROJECT + "two", "{simple_action: 'deny'}");

        // when only one side has it
        attach(one, deny);
        assertEquals("[]", connections("one"));

        // when both have it
        attach(two, deny);
        assertEquals("[two]", connections("one"));
        assertEquals("[one]", connections("two"));

        // when one lets go
        config.update(one, "{network_policy_refs: []}");
        assertEquals("[]", connections("one"));
        assertEquals("[]", connections("two"));
    }

    @Test
    void does_not_connect_through_services_or_without_a_sequence() {
        ConfigObject one = config.network("one", "10.0.0.0/24");
        ConfigObject two = config.network("two", "10.0.1.0/24");
        ConfigObject chained =
                policy("chained", PROJECT + "one", PROJECT + "two", "{simple_action: 'pass', apply_service: ['fw']}");
        attach(one, chained);
        attach(two, chained);
        assertEquals("[]", connections("one"));

        ConfigObject plain = policy("plain", PROJECT + "one", PROJECT + "two", "{simple_action: 'pass'}");
        config.update(one, "{network_policy_refs: [{uuid: '%s'}]}".formatted(plain.uuid()));
        attach(two, plain);
        assertEquals("[]", connections("one"));
    }

    @Test
    void a_policy_that_names_a_network_which_is_not_there_yet_connects_when_it_comes() {
        ConfigObject one = config.network("one", "10.0.0.0/24");
        ConfigObject policy = policy("any", "any", "any", "{simple_action: 'pass'}");
        attach(one, policy);

        attach(config.network("late", "10.0.1.0/24"), policy);

        assertEquals("[late]", connections("one"));
    }

    @Test
    void a_port_refers_to_the_instance_of_its_network_and_keeps_the_network() {
        ConfigObject network = config.network("one", "10.0.0.0/24");
        ConfigObject port = config.port("p1", network);

        assertEquals(List.of(instance("one")), port.references("routing-instance"));
        assertEquals(409, refusal(() -> config.delete(network)).status());

        config.delete(port);
        config.delete(network);
    }

    /** The rules of a list as {@code from[:ports] > to[:ports] action}. */
    private List<String> rules(String list) {
        var rules = new ArrayList<String>();
        config.find("access-control-list", PROJECT + list)
                .property("access_control_list_entries")
                .path("acl_rule")
                .forEach(rule -> {
                    var match = rule.path("match_condition");
                    rules.add(match.path("protocol").asString("") + " " + end(match, "src") + " > " + end(match, "dst")
                            + " "
                            + rule.path("action_list").path("simple_action").asString("-"));
                });
        return rules;
    }

    private static String end(JsonNode match, String side) {
        var address = match.path(side + "_address");
        String name = address.path("virtual_network").asString("");
        int port = match.path(side + "_port").path("start_port").intValue(-1);
        return (name.isEmpty() ? address.toString() : name.substring(name.lastIndexOf(':') + 1))
                + (port < 0 ? "" : ":" + port);
    }

    @Test
    void writes_an_access_control_list_of_the_policies_then_what_is_implied() {
        ConfigObject blue = config.network("blue", "10.0.1.0/24");
        config.network("red", "10.0.2.0/24");
        ConfigObject policy = config.create("network-policy", """
                {fq_name: ['default-domain', 'default-project', 'p'], network_policy_entries: {policy_rule: [
                  {direction: '<>', protocol: 'udp', src_addresses: [{virtual_network: 'local'}],
                   dst_addresses: [{virtual_network: 'red'}], dst_ports: [{start_port: 8888, end_port: 8888}],
                   action_list: {simple_action: 'pass'}},
                  {direction: '>', protocol: 'tcp', src_addresses: [{virtual_network: 'red'}],
                   dst_addresses: [{virtual_network: 'blue'}], action_list: {simple_action: 'deny'}}]}}
                """);
        attach(blue, policy);

        assertEquals(
                List.of(
                        "udp blue > red:8888 pass",
                        "udp red:8888 > blue pass",
                        "tcp red > blue deny",
                        "any blue > blue pass",
                        "any red > blue deny",
                        "any blue > red deny",
                        "any any > any pass"),
                rules("blue:blue"));

        config.update(blue, "{network_policy_refs: []}");
        assertTrue(config.graph()
                .find("access-control-list", (PROJECT + "blue:blue").split(":"))
                .isEmpty());
        config.delete(blue);
    }

    @Test
    void each_project_has_a_default_group_whose_members_reach_all_and_are_reached_by_members() {
        String number = config.find("security-group", PROJECT + "default")
                .property("security_group_id")
                .asString();
        assertEquals("8000000", number);
        assertEquals(
                List.of(
                        "any {\"security_group\":\"8000000\"} > {} pass",
                        "any {\"security_group\":\"8000000\"} > {} pass"),
                rules("default:ingress-access-control-list"));
        assertEquals(
                List.of(
                        "any {} > {\"subnet\":{\"ip_prefix\":\"0.0.0.0\",\"ip_prefix_len\":0}} pass",
                        "any {} > {\"subnet\":{\"ip_prefix\":\"::\",\"ip_prefix_len\":0}} pass"),
                rules("default:egress-access-control-list"));

        config.create("project", "{fq_name: ['default-domain', 'tim'], parent_type: 'domain'}");
        assertEquals(
                "8000001",
                config.find("security-group", "default-domain:tim:default")
                        .property("security_group_id")
                        .asString());
        ConfigObject own = config.create("security-group", "{fq_name: ['default-domain', 'tim', 'web']}");
        assertEquals("8000002", own.property("security_group_id").asString());
        config.delete(own);
    }
}

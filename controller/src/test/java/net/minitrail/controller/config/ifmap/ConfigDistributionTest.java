package net.minitrail.controller.config.ifmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.Rejected;
import net.minitrail.controller.config.TestConfiguration;
import net.minitrail.xmpp.stanza.RenderedBody;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigDistributionTest {
    private static final String MACHINE = "61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f";
    private static final String ROUTER = "virtual-router:default-global-system-config:compute-1";

    private final TestConfiguration config = new TestConfiguration();
    private final ConfigDistribution distribution = new ConfigDistribution(config.graph());
    private final List<String> received = new ArrayList<>();
    private final Object session = new Object();

    @BeforeEach
    void connect() {
        config.service().subscribe(distribution::committed);
        distribution.up(session, "compute-1", body -> received.add(text(body)));
    }

    private static String text(RenderedBody body) {
        assertEquals(RenderedBody.Destination.CONFIG, body.destination());
        return UTF_8.decode(body.octets()).toString();
    }

    /** All that was received since the last call, in one text. */
    private String take() {
        String all = String.join("\n", received);
        received.clear();
        return all;
    }

    private ConfigObject router() {
        return config.create(
                "virtual-router",
                "{fq_name: ['default-global-system-config', 'compute-1'], virtual_router_ip_address: '192.168.100.3'}");
    }

    private ConfigObject machine() {
        return config.create("virtual-machine", "{fq_name: ['%s'], uuid: '%s'}".formatted(MACHINE, MACHINE));
    }

    private ConfigObject port(String name, ConfigObject network) {
        return config.create("virtual-machine-interface", """
                {fq_name: ['default-domain', 'default-project', '%s'], virtual_network_refs: [{uuid: '%s'}],
                 virtual_machine_refs: [{uuid: '%s'}]}
                """.formatted(name, network.uuid(), MACHINE));
    }

    @Test
    void an_agent_gets_its_virtual_router_and_the_settings_of_the_system() {
        router();
        distribution.subscribe(session, ROUTER);

        String xml = take();
        assertTrue(
                xml.contains("<node type=\"virtual-router\"><name>default-global-system-config:compute-1</name>"), xml);
        assertTrue(xml.contains("<virtual-router-ip-address>192.168.100.3</virtual-router-ip-address>"), xml);
        assertTrue(xml.contains("<autonomous-system>65500</autonomous-system>"), xml);
        assertTrue(xml.contains("<encapsulation>MPLSoGRE</encapsulation><encapsulation>MPLSoUDP</encapsulation>"), xml);
        assertTrue(xml.contains("<metadata type=\"global-system-config-virtual-router\"/>"), xml);
    }

    @Test
    void a_machine_brings_its_port_address_network_instance_and_subnets() {
        // given
        router();
        ConfigObject network = config.network("test_vn", "192.168.1.0/24");
        machine();
        ConfigObject port = port("p1", network);
        config.address("ip1", network, ", virtual_machine_interface_refs: [{uuid: '%s'}]".formatted(port.uuid()));
        distribution.subscribe(session, ROUTER);
        assertFalse(take().contains("virtual-machine-interface"), "nothing of a machine that was not asked for");

        // when
        distribution.subscribe(session, "virtual-machine:" + MACHINE);

        // then
        String xml = take();
        for (String expected : List.of(
                "<node type=\"virtual-machine\"><name>" + MACHINE + "</name>",
                "<node type=\"virtual-machine-interface\"><name>default-domain:default-project:p1</name>",
                "<mac-address>"
                        + port.property("virtual_machine_interface_mac_addresses")
                                .path("mac_address")
                                .get(0)
                                .asString(),
                "<node type=\"routing-instance\"><name>default-domain:default-project:test_vn:test_vn</name>",
                "<instance-ip-address>192.168.1.3</instance-ip-address>",
                "<virtual-network-network-id>1</virtual-network-network-id>",
                "<value><ipam-subnets><subnet><ip-prefix>192.168.1.0</ip-prefix><ip-prefix-len>24</ip-prefix-len></subnet>",
                "<addr_from_start>true</addr_from_start>",
                "<default-gateway>192.168.1.1</default-gateway>",
                "<metadata type=\"virtual-router-virtual-machine\"/>",
                "<metadata type=\"virtual-machine-interface-virtual-machine\"/>",
                "<metadata type=\"virtual-machine-interface-virtual-network\"/>",
                "<metadata type=\"virtual-machine-interface-routing-instance\"/>",
                "<metadata type=\"virtual-network-routing-instance\"/>",
                "<metadata type=\"virtual-network-network-ipam\"/>",
                "<metadata type=\"instance-ip-virtual-machine-interface\"/>",
                "<metadata type=\"instance-ip-virtual-network\"/>")) {
            assertTrue(xml.contains(expected), expected + " in " + xml);
        }

        // and the groups of a port, with their rules
        config.update(port, "{security_group_refs: [{to: ['default-domain', 'default-project', 'default']}]}");
        xml = take();
        for (String expected : List.of(
                "<security-group-id>8000000</security-group-id>",
                "<name>default-domain:default-project:default:ingress-access-control-list</name>",
                "<metadata type=\"virtual-machine-interface-security-group\"/>",
                "<metadata type=\"security-group-access-control-list\"/>")) {
            assertTrue(xml.contains(expected), expected + " in " + xml);
        }

        // and when it is no longer wanted, all of it goes, but not what the agent still needs
        distribution.unsubscribe(session, "virtual-machine:" + MACHINE);
        String gone = take();
        assertTrue(gone.contains("<delete>") && !gone.contains("<update>"), gone);
        assertTrue(
                gone.contains(
                        "<node type=\"virtual-network\"><name>default-domain:default-project:test_vn</name></node>"),
                gone);
        assertFalse(gone.contains("</link><node type=\"virtual-router\">"), gone);
    }

    @Test
    void a_change_sends_what_changed_and_nothing_to_agents_it_does_not_concern() {
        // given
        router();
        ConfigObject network = config.network("test_vn", "192.168.1.0/24");
        machine();
        ConfigObject port = port("p1", network);
        distribution.subscribe(session, ROUTER);
        distribution.subscribe(session, "virtual-machine:" + MACHINE);
        take();

        // when another network comes
        config.network("other_vn", "192.168.2.0/24");
        assertEquals("", take());

        // when the port changes
        config.update(port, "{virtual_machine_interface_disable_policy: true}");
        String xml = take();
        assertTrue(
                xml.contains(
                        "<virtual-machine-interface-disable-policy>true</virtual-machine-interface-disable-policy>"),
                xml);
        assertFalse(xml.contains("virtual-network-network-id"), xml);

        // when it goes
        config.delete(port);
        xml = take();
        assertTrue(
                xml.contains(
                        "<node type=\"virtual-machine-interface\"><name>default-domain:default-project:p1</name></node>"),
                xml);
        assertFalse(xml.contains("<update>"), xml);
    }

    @Test
    void sends_no_more_than_sixteen_objects_in_a_stanza() {
        router();
        ConfigObject network = config.network("test_vn", "192.168.1.0/24");
        machine();
        for (int i = 0; i < 20; i++) {
            port("p" + i, network);
        }
        distribution.subscribe(session, ROUTER);
        distribution.subscribe(session, "virtual-machine:" + MACHINE);

        for (String stanza : received) {
            int links = stanza.split("<link>", -1).length - 1;
            int nodes = stanza.split("<node type=", -1).length - 1 - 2 * links;
            assertTrue(nodes + links <= 16, nodes + " nodes and " + links + " links");
        }
        assertTrue(received.size() > 5);
    }

    @Test
    void an_agent_that_nobody_configured_gets_its_configuration_when_its_virtual_router_comes() {
        distribution.subscribe(session, ROUTER);
        assertEquals("", take());
        ConfigObject router = router();
        assertTrue(take().contains("virtual-router-ip-address"));
        config.delete(router);
        assertTrue(take().contains("<delete>"));
    }

    @Test
    void fat_flows_of_a_network_have_the_form_of_those_of_a_port() {
        ConfigObject network = config.network("fat", "10.1.0.0/24");
        String rule = """
                {fat_flow_protocol: [{protocol: 'tcp', port: 22, ignore_address: 'none',
                  source_prefix: {ip_prefix: '10.10.0.0', ip_prefix_len: 16}, source_aggregate_prefix_length: 24}]}
                """;
        router();
        machine();
        ConfigObject port = port("one", network);
        config.update(network, "{virtual_network_fat_flow_protocols: " + rule + "}");
        config.update(port, "{virtual_machine_interface_fat_flow_protocols: " + rule + "}");
        distribution.subscribe(session, ROUTER);
        distribution.subscribe(session, "virtual-machine:" + MACHINE);

        String xml = take();
        String rules = "<fat-flow-protocol><protocol>tcp</protocol><port>22</port><ignore-address>none</ignore-address>"
                + "<source-prefix><ip-prefix>10.10.0.0</ip-prefix><ip-prefix-len>16</ip-prefix-len></source-prefix>"
                + "<source-aggregate-prefix-length>24</source-aggregate-prefix-length></fat-flow-protocol>";
        assertTrue(xml.contains("<virtual-network-fat-flow-protocols>" + rules), xml);
        assertTrue(xml.contains("<virtual-machine-interface-fat-flow-protocols>" + rules), xml);
    }

    @Test
    void hash_fields_of_a_network_and_a_port_go_out_and_some_field_must_be_left() {
        ConfigObject network = config.network("ecmp", "10.1.0.0/24");
        String fields = "{ecmp_hashing_include_fields: {hashing_configured: true, source_ip: %s, destination_ip: false,"
                + " ip_protocol: false, source_port: false, destination_port: false}}";
        router();
        machine();
        ConfigObject port = port("one", network);
        config.update(network, fields.formatted("true"));
        config.update(port, fields.formatted("true"));
        distribution.subscribe(session, ROUTER);
        distribution.subscribe(session, "virtual-machine:" + MACHINE);

        String sent =
                "<ecmp-hashing-include-fields><hashing-configured>true</hashing-configured><source-ip>true</source-ip>";
        assertEquals(3, take().split(sent, -1).length);
        Rejected refusal = TestConfiguration.refusal(() -> config.update(network, fields.formatted("false")));
        assertEquals(
                "ecmp_hashing_include_fields: hashing_configured is true and all fields are false (expected at least one of"
                        + " source_ip, destination_ip, ip_protocol, source_port, destination_port)",
                refusal.getMessage());
    }

    @Test
    void a_fat_flow_cannot_ignore_and_aggregate_the_same_side() {
        ConfigObject network = config.network("fat", "10.1.0.0/24");
        Rejected refusal = TestConfiguration.refusal(() -> config.update(network, """
                {virtual_network_fat_flow_protocols: {fat_flow_protocol: [{protocol: 'tcp', port: 0, ignore_address: 'source',
                  source_prefix: {ip_prefix: '10.10.0.0', ip_prefix_len: 16}, source_aggregate_prefix_length: 24}]}}
                """));
        assertTrue(String.valueOf(refusal.getMessage()).contains("cannot be aggregated"), refusal::toString);
    }
}

package net.minitrail.controller.config.ipam;

import static net.minitrail.controller.config.TestConfiguration.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.Rejected;
import net.minitrail.controller.config.TestConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressAllocationTest {
    private final TestConfiguration config = new TestConfiguration();

    private ConfigObject network(String name, String subnets) {
        return config.create("virtual-network", """
                {fq_name: ['default-domain', 'default-project', '%s'], network_ipam_refs: [{
                  to: ['default-domain', 'default-project', 'default-network-ipam'], attr: {ipam_subnets: [%s]}}]}
                """.formatted(name, subnets));
    }

    private static String address(ConfigObject instanceIp) {
        return instanceIp.property("instance_ip_address").stringValue();
    }

    private static ConfigObject ipam(ConfigObject network) {
        return network.references("network-ipam").get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.1.0, 24, true,  192.168.1.1,   192.168.1.2,   192.168.1.3,   192.168.1.4",
        "192.168.1.0, 24, false, 192.168.1.254, 192.168.1.253, 192.168.1.252, 192.168.1.251",
        "10.1.32.0,   19, true,  10.1.32.1,     10.1.32.2,     10.1.32.3,     10.1.32.4",
        "10.1.32.0,   19, false, 10.1.63.254,   10.1.63.253,   10.1.63.252,   10.1.63.251",
        "fd00:1::,    64, true,  fd00:1::1,     fd00:1::2,     fd00:1::3,     fd00:1::4",
    })
    void gives_gateway_service_and_machines_their_addresses_from_the_chosen_end(
            String prefix, int length, boolean fromStart, String gateway, String service, String first, String second) {
        // given
        ConfigObject network = network(
                "vn",
                "{subnet: {ip_prefix: '%s', ip_prefix_len: %s}, addr_from_start: %s}"
                        .formatted(prefix, length, fromStart));
        String family = prefix.contains(":") ? ", instance_ip_family: 'v6'" : "";

        // then
        var subnet =
                network.references().get(ipam(network)).path("ipam_subnets").get(0);
        assertEquals(gateway, subnet.path("default_gateway").stringValue());
        assertEquals(service, subnet.path("dns_server_address").stringValue());
        assertTrue(subnet.path("enable_dhcp").booleanValue());
        assertEquals(first, address(config.address("one", network, family)));
        assertEquals(second, address(config.address("two", network, family)));
    }

    @Test
    void allocates_downward_where_the_request_does_not_say() {
        ConfigObject network = network("vn", "{subnet: {ip_prefix: '10.0.0.0', ip_prefix_len: 24}}");
        assertEquals("10.0.0.252", address(config.address("one", network, "")));
    }

    @Test
    void takes_addresses_from_the_pools_alone_and_leaves_an_explicit_gateway_out() {
        // given
        ConfigObject network = network("vn", """
                {subnet: {ip_prefix: '10.0.0.0', ip_prefix_len: 24}, default_gateway: '10.0.0.10', addr_from_start: true,
                 allocation_pools: [{start: '10.0.0.10', end: '10.0.0.12'}]}
                """);

        // then
        assertEquals("10.0.0.11", address(config.address("one", network, "")));
        assertEquals("10.0.0.12", address(config.address("two", network, "")));
        Rejected exhausted = refusal(() -> config.address("three", network, ""));
        assertEquals(409, exhausted.status());
        assertTrue(String.valueOf(exhausted.getMessage()).contains("10.0.0.0/24"), exhausted.getMessage());
    }

    @Test
    void gives_an_address_back_when_its_object_goes() {
        // given a /29, which has three addresses left beside gateway and service
        ConfigObject network = config.network("vn", "10.0.0.0/29");
        ConfigObject first = config.address("one", network, "");
        config.address("two", network, "");
        config.address("three", network, "");
        config.address("four", network, "");
        assertEquals(409, refusal(() -> config.address("five", network, "")).status());

        // when
        config.delete(first);

        // then
        assertEquals("10.0.0.3", address(config.address("five", network, "")));
    }

    @ParameterizedTest
    @CsvSource({
        "10.9.0.1,   400, is in no subnet",
        "10.0.0.0,   400, network address",
        "10.0.0.255, 400, broadcast address",
        "10.0.0.77,  409, already in use",
        "10.0.0.300, 400, instance_ip_address",
    })
    void refuses_an_explicit_address_that_is_wrong_or_taken(String wanted, int status, String words) {
        // given
        ConfigObject network = config.network("vn", "10.0.0.0/24");
        config.address("owner", network, ", instance_ip_address: '10.0.0.77'");

        // when
        Rejected refusal =
                refusal(() -> config.address("one", network, ", instance_ip_address: '%s'".formatted(wanted)));

        // then
        assertEquals(status, refusal.status());
        assertTrue(String.valueOf(refusal.getMessage()).contains(words), refusal.getMessage());
    }

    @Test
    void refuses_the_gateway_address_for_a_port() {
        ConfigObject network = config.network("vn", "10.0.0.0/24");
        ConfigObject port = config.port("p1", network);
        String more = ", instance_ip_address: '10.0.0.1', virtual_machine_interface_refs: [{uuid: '%s'}]";
        assertEquals(
                400,
                refusal(() -> config.address("one", network, more.formatted(port.uuid())))
                        .status());
    }

    @Test
    void does_not_change_an_address_later() {
        ConfigObject network = config.network("vn", "10.0.0.0/24");
        ConfigObject owner = config.address("one", network, "");
        assertEquals(
                400,
                refusal(() -> config.update(owner, "{instance_ip_address: '10.0.0.9'}"))
                        .status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{subnet: {ip_prefix: '10.0.0.0', ip_prefix_len: 31}}; too small",
                "{subnet: {ip_prefix: '10.0.0.0', ip_prefix_len: 32}}; too small",
                "{subnet: {ip_prefix: '10.0.0.1', ip_prefix_len: 24}}; host bits",
                "{subnet: {ip_prefix: '10.0.0.0', ip_prefix_len: 24}, default_gateway: '10.0.1.1'}; is not in 10.0.0.0/24",
                "{subnet: {ip_prefix: '10.0.0.0', ip_prefix_len: 24}, allocation_pools: [{start: '10.0.0.9', end: '10.0.0.8'}]}; after end",
                "{subnet: {ip_prefix: '10.0.0.0', ip_prefix_len: 24}, allocation_pools: [{start: '10.0.0.9', end: '10.1.0.8'}]}; is not in",
                "{subnet: {ip_prefix: '10.0.0.0', ip_prefix_len: 24}}, {subnet: {ip_prefix: '10.0.0.128', ip_prefix_len: 25}}; overlaps",
                "{subnet: {ip_prefix: '10.0.0.0'}}; required",
                "{subnet: {ip_prefix: '10.0.0.0', ip_prefix_len: 33}}; is not in 0..32",
            })
    void refuses_a_subnet_that_cannot_work_and_creates_nothing(String subnets, String words) {
        // when
        Rejected refusal = refusal(() -> network("vn", subnets));

        // then
        assertEquals(400, refusal.status());
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(words), message);
        assertTrue(message.startsWith("network_ipam_refs"), message);
        assertTrue(config.graph()
                .find("virtual-network", "default-domain", "default-project", "vn")
                .isEmpty());
    }

    @Test
    void keeps_a_subnet_while_one_of_its_addresses_is_in_use() {
        // given
        ConfigObject network = config.network("vn", "10.0.0.0/24");
        ConfigObject owner = config.address("one", network, "");

        // then
        assertEquals(
                409,
                refusal(() -> config.update(network, "{network_ipam_refs: []}")).status());

        // and when it is free
        config.delete(owner);
        config.update(network, "{network_ipam_refs: []}");
        assertTrue(network.references("network-ipam").isEmpty());
    }

    @Test
    void the_same_prefix_in_two_networks_has_addresses_of_its_own() {
        ConfigObject one = config.network("one", "10.0.0.0/24");
        ConfigObject two = config.network("two", "10.0.0.0/24");
        assertEquals("10.0.0.3", address(config.address("a", one, "")));
        assertEquals("10.0.0.3", address(config.address("b", two, "")));
    }
}

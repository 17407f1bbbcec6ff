package net.minitrail.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.minitrail.net.runtime.ConfigException;
import net.minitrail.net.runtime.NodeConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "docs", "examples");

    private static ControllerConfig read(String yaml) {
        return NodeConfig.read("test.yml", yaml, ControllerConfig.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"controller-route-reflector.yml", "controller-with-neighbors.yml"})
    void a_documented_example_starts_and_stands_in_the_documentation_as_it_is(String name) throws IOException {
        // given: the same file, on ports that are free
        String yaml = Files.readString(EXAMPLES.resolve(name));
        Controller controller = Controller.start(read(yaml + "ports: {bgp: 0, xmpp: 0, api: 0, control: 0}\n"));

        // then
        assertEquals(4, controller.endpoints().size());
        controller.stop();
        String body = yaml.lines().filter(line -> !line.startsWith("#")).reduce("", (all, line) -> all + line + "\n");
        assertTrue(Files.readString(Path.of("..", "docs", "NODES.md")).contains(body), name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "address: 127.0.0.1; name",
                "{name: c, address: 127.0.0.1, autonomous-system: 23456}; autonomous-system",
                "{name: c, address: 127.0.0.1, router-id: 0.0.0.0}; router-id",
                "{name: c, address: 127.0.0.1, adress: 127.0.0.2}; did you mean 'address'",
                "{name: c, address: 127.0.0.1, neighbors: [{address: 127.0.0.1}]}; this node itself",
                "{name: c, address: 127.0.0.1, neighbors: [{address: 127.0.0.2}, {address: 127.0.0.2}]}; same address",
                "{name: c, address: 127.0.0.1, neighbors: [{address: 127.0.0.2, hold-time: 2}]}; hold-time",
                "{name: c, address: 127.0.0.1, neighbors: [{address: 127.0.0.2, families: [ipv4]}]}; families",
                "{name: c, address: 127.0.0.1, neighbors: [{address: 127.0.0.2, ttl-security: 255}]}; 1..254",
                "{name: c, address: 127.0.0.1, neighbors: [{address: 127.0.0.2, md5: ''}]}; 0 octets",
                "{name: c, address: 127.0.0.1, neighbors: [{address: 127.0.0.2, maximum-prefixes: {limit: 0}}]}; limit",
                "{name: c, address: 127.0.0.1, neighbors: [{address: 127.0.0.2, max-prefixes: 5}]}; maximum-prefixes",
                "{name: c, address: 127.0.0.1, networks: {a: {route-targets: [foo]}}}; target:administrator:number",
                "{name: c, address: 127.0.0.1, ports: {bgp: 65536}}; 0..65535",
                "{name: c, address: 127.0.0.1, xmpp-tls: {cert: a.pem}}; cert, key and ca",
            })
    void a_wrong_file_is_refused_with_the_key_and_the_reason(String yaml, String words) {
        var refusal = assertThrows(ConfigException.class, () -> read(yaml));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith("test.yml:1:"), message);
        assertTrue(message.contains(words), message);
    }

    @Test
    void networks_keep_the_order_of_the_file_since_it_numbers_them() {
        ControllerConfig config = read("{name: c, address: 127.0.0.1, networks: {e: {}, b: {}, d: {}, a: {}, c: {}}}");

        assertEquals(
                List.of("e", "b", "d", "a", "c"), List.copyOf(config.networks().keySet()));
    }

    @Test
    void a_file_that_the_rules_refuse_does_not_start() {
        var refusal = assertThrows(ConfigException.class, () -> Controller.start(read("""
                                name: c
                                address: 127.0.0.1
                                ports: {bgp: 0, xmpp: 0, api: 0, control: 0}
                                networks:
                                  small: {subnet: 10.0.0.0/31}
                                """)));
        assertTrue(
                String.valueOf(refusal.getMessage()).startsWith("networks.small: network_ipam_refs"),
                refusal.getMessage());
    }
}

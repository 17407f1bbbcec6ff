package net.minitrail.lab.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabReader;
import org.junit.jupiter.api.Test;

class NetnsPlanTest {
    private static final String FILE = """
            name: wired
            wiring: netns
            nodes:
              controller: {kind: controller, address: 192.168.100.2}
              compute-1: {kind: vrouter-agent, address: %s}
              gw: {kind: sdn-gateway, address: 192.168.100.1, vrfs: {}}
            """;

    private static Lab lab(String compute) {
        return LabReader.read(Path.of("wired.yml"), FILE.formatted(compute));
    }

    @Test
    void a_namespace_a_node_and_one_for_the_bridge() {
        assertEquals(
                List.of("mt-wired", "mt-wired-controller", "mt-wired-compute-1", "mt-wired-gw"),
                NetnsPlan.of(lab("192.168.100.3")).namespaces());
    }

    @Test
    void a_node_has_the_interface_and_the_address_that_it_says_it_has() {
        List<String> wires = NetnsPlan.of(lab("192.168.100.3")).wires();

        assertTrue(
                wires.contains("mt-wired link add port2 mtu 9000 type veth"
                        + " peer name eth1 address 02:00:c0:a8:64:03 mtu 9000 netns mt-wired-compute-1"),
                wires::toString);
        assertTrue(wires.contains("mt-wired-compute-1 address add 192.168.100.3/24 dev eth1"), wires::toString);
        assertTrue(wires.contains("mt-wired-controller address add 192.168.100.2/24 dev eth0"), wires::toString);
        assertTrue(wires.contains("mt-wired-gw address add 192.168.100.1/24 dev ge-0-0-0"), wires::toString);
    }

    @Test
    void the_mask_is_as_short_as_makes_all_nodes_neighbors() {
        List<String> wires = NetnsPlan.of(lab("192.168.103.3")).wires();

        assertTrue(wires.contains("mt-wired-compute-1 address add 192.168.103.3/22 dev eth1"), wires::toString);
    }

    @Test
    void sockets_are_on_the_protocol_addresses_and_bgp_on_its_own_port() {
        Lab lab = lab("192.168.100.3");

        assertEquals(lab.nodes().get("gw").address(), TransportPlan.of(lab, 0).at("gw"));
        assertEquals(179, lab.wiring().bgpPort());
    }
}

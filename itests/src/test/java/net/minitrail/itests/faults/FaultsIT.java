package net.minitrail.itests.faults;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import net.minitrail.itests.interop.InteropPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every fault of the tables, done to a running controller and a running gateway. */
class FaultsIT {
    private static final Path DIRECTORY = Path.of("target", "faults").toAbsolutePath();

    private static final String FAULTS_SECTION = """
            How often a peer that does something wrong, in a message, a state or an attribute, gets the answer that the RFC asks for, while
            two other peers of the node see nothing but the routes that come of it. The faults are those of
            `itests/src/test/resources/faults`, each done by an internal peer, an external one, or both; each run leaves a line for each in
            `itests/target/faults/results.jsonl`.

            """;

    private static final Results RESULTS = new Results();

    /** Addresses that no other test of this machine has at the same time. */
    private static final long FIRST_NETWORK = 32 + ProcessHandle.current().pid() % 96 * 2;

    private static final List<Node> NODES = new ArrayList<>();
    private static final List<Bench> BENCHES = new ArrayList<>();

    @TestFactory
    List<DynamicNode> a_controller() throws IOException, InterruptedException {
        return faultsOf("controller", """
                name: faults
                address: %1$s.1.1
                autonomous-system: 65500
                cluster-id: %1$s.1.1
                dynamic-neighbors:
                  - {prefix: %1$s.2.0/24, as: 65500, route-reflector-client: true, families: [inet, inet6, inet-vpn, inet6-vpn, route-target, e-vpn]}
                  - {prefix: %1$s.3.0/24, as: 65001, families: [inet, inet6, inet-vpn, inet6-vpn, route-target, e-vpn]}
                networks:
                  blue: {subnet: 192.168.1.0/24, route-targets: [target:65500:101]}
                """);
    }

    @TestFactory
    List<DynamicNode> a_gateway() throws IOException, InterruptedException {
        String families = List.of("inet", "inet6", "inet-vpn", "inet6-vpn").stream()
                .map(family -> "family %s unicast;".formatted(family))
                .collect(Collectors.joining(" ", "", " family evpn signaling; family route-target;"));
        return faultsOf("sdn-gateway", """
                name: faults
                address: %1$s.1.1
                config: |
                  routing-options {
                      autonomous-system 65500;
                      dynamic-tunnels all {
                          source-address %1$s.1.1;
                          gre;
                          destination-networks {
                              0.0.0.0/0;
                          }
                      }
                  }
                  protocols {
                      bgp {
                          group INTERNAL { type internal; local-address %1$s.1.1; cluster %1$s.1.1; allow %1$s.2.0/24; FAMILIES }
                          group EXTERNAL { type external; local-address %1$s.1.1; peer-as 65001; allow %1$s.3.0/24; FAMILIES }
                      }
                  }
                """.replace("FAMILIES", families));
    }

    @AfterAll
    static void end() throws IOException {
        BENCHES.forEach(Bench::close);
        NODES.forEach(Node::close);
        RESULTS.write(DIRECTORY.resolve("results.jsonl"));
        if (RESULTS.nodes().equals(Set.of("controller", "sdn-gateway"))) {
            InteropPage.check("Faults", FAULTS_SECTION + RESULTS.table());
        }
    }

    private static List<DynamicNode> faultsOf(String role, String config) throws IOException, InterruptedException {
        Files.createDirectories(DIRECTORY);
        String network = "127." + (FIRST_NETWORK + NODES.size());
        Node node = new Node(role, network, config.formatted(network), DIRECTORY);
        NODES.add(node);
        Bench bench = new Bench(node);
        BENCHES.add(bench);
        List<DynamicNode> tests = new ArrayList<>();
        for (Fault fault : Catalogue.all()) {
            for (PeerKind peer : fault.peers()) {
                if (fault.nodes().contains(role)) {
                    tests.add(dynamicTest(peer.name().toLowerCase(Locale.ROOT) + ": " + fault.name(), () -> {
                        boolean passed = false;
                        try {
                            bench.run(fault, peer);
                            passed = true;
                        } finally {
                            RESULTS.add(node, peer, fault, passed);
                        }
                    }));
                }
            }
        }
        tests.add(dynamicTest("no error of the node's own came to light", () -> {
            assertFalse(node.log().contains("internal-error"), () -> "see " + DIRECTORY);
        }));
        return List.of(dynamicContainer(role, tests));
    }
}

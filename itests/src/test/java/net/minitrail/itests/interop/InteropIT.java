package net.minitrail.itests.interop;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import net.minitrail.lab.process.SpeakerMeans;
import net.minitrail.lab.topology.NodeKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every speaker in every role. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InteropIT {
    private static final List<Speaker> SPEAKERS = Speaker.ALL;

    private final Results results = new Results();

    @BeforeEach
    void all_of_them_must_be_here() {
        for (Speaker speaker : SPEAKERS) {
            boolean installed =
                    SpeakerMeans.isInstalled(net.minitrail.lab.speaker.Speaker.of(NodeKind.of(speaker.kind())));
            assumeTrue(installed || Boolean.getBoolean("minitrail.require-peers"), "SKIPPED: no " + speaker.kind());
            assertTrue(installed, speaker.kind() + " is required and not installed");
        }
    }

    @Test
    @Order(1)
    void clients_of_our_reflector_hold_what_the_others_announce(@TempDir Path state) throws Exception {
        try (InteropLab lab = InteropLab.up(state, "clients", """
                autonomous-system: 65500
                nodes:
                  controller: {kind: controller, address: 192.168.100.2, reflector: true}
                  frr: {kind: frr, address: 192.168.100.11, families: [inet, inet6, inet-vpn, inet6-vpn, e-vpn]}
                  gobgp: {kind: gobgp, address: 192.168.100.12, families: [inet, inet6, inet-vpn, inet6-vpn, e-vpn]}
                  bird: {kind: bird, address: 192.168.100.13, families: [inet, inet6, inet-vpn, inet6-vpn]}
                  openbgpd: {kind: openbgpd, address: 192.168.100.14, families: [inet, inet6, inet-vpn, inet6-vpn]}
                  exabgp: {kind: exabgp, address: 192.168.100.15, families: [inet, inet6, inet-vpn, inet6-vpn, e-vpn]}
                """)) {
            exchange(lab, "client of our reflector", false);
            new EvpnExchange(lab, "client of our reflector", results).run();
            var sessions = new SessionRole(lab, results);
            for (Speaker speaker : SPEAKERS) {
                sessions.of(speaker);
            }
        }
    }

    @Test
    @Order(2)
    void external_neighbors_hold_what_the_others_announce(@TempDir Path state) throws Exception {
        try (InteropLab lab = InteropLab.up(state, "external", """
                autonomous-system: 65500
                nodes:
                  controller: {kind: controller, address: 192.168.100.2}
                  frr: {kind: frr, address: 192.168.100.11, autonomous-system: 65011, families: [inet, inet6, inet-vpn, inet6-vpn]}
                  gobgp: {kind: gobgp, address: 192.168.100.12, autonomous-system: 65012, families: [inet, inet6, inet-vpn, inet6-vpn]}
                  bird: {kind: bird, address: 192.168.100.13, autonomous-system: 65013, families: [inet, inet6, inet-vpn, inet6-vpn]}
                  openbgpd: {kind: openbgpd, address: 192.168.100.14, autonomous-system: 65014, families: [inet, inet6, inet-vpn, inet6-vpn]}
                  exabgp: {kind: exabgp, address: 192.168.100.15, autonomous-system: 65015, families: [inet, inet6, inet-vpn, inet6-vpn]}
                """)) {
            exchange(lab, "neighbor in another AS", true);
        }
    }

    static List<Speaker> speakers() {
        return SPEAKERS;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("speakers")
    @Order(3)
    void the_gateway_of_a_network(Speaker speaker, @TempDir Path state) throws Exception {
        try (InteropLab lab = InteropLab.up(state, "gateway-" + speaker.kind(), """
                autonomous-system: 65500
                nodes:
                  controller: {kind: controller, address: 192.168.100.2}
                  compute-1: {kind: vrouter-agent, address: 192.168.100.3}
                  gw:
                    kind: KIND
                    address: 192.168.100.1
                    vrfs: {test_vn: {rd: "192.168.100.1:1", route-targets: [target:65500:101, target:65500:102]}}
                networks:
                  test_vn: {subnet: 192.168.1.0/24, route-targets: [target:65500:101]}
                guests:
                  vm1: {node: compute-1, ports: [{network: test_vn}]}
                """.replace("KIND", speaker.kind()))) {
            new GatewayRole(lab, speaker, results).run();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("speakers")
    @Order(4)
    void the_reflector_between_controller_and_gateway(Speaker speaker, @TempDir Path state) throws Exception {
        try (InteropLab lab =
                InteropLab.up(state, "reflector-" + speaker.kind(), """
                autonomous-system: 65500
                nodes:
                  controller: {kind: controller, address: 192.168.100.2}
                  compute-1: {kind: vrouter-agent, address: 192.168.100.3}
                  rr: {kind: KIND, address: 192.168.100.9, reflector: true}
                  sdn-gw:
                    kind: sdn-gateway
                    address: 192.168.100.1
                    vrfs: {test_vn: {rd: "192.168.100.1:1", route-targets: [target:65500:101], routes: [100.100.100.100/32]}}
                networks:
                  test_vn: {subnet: 192.168.1.0/24, route-targets: [target:65500:101]}
                guests:
                  vm1: {node: compute-1, ports: [{network: test_vn}]}
                """.replace("KIND", speaker.kind()))) {
            new ReflectorRole(lab, speaker, results).run();
        }
    }

    @Test
    @Order(5)
    void gateways_beside_ours_share_the_load(@TempDir Path state) throws Exception {
        try (InteropLab lab = InteropLab.up(state, "beside-ours", """
                autonomous-system: 65500
                nodes:
                  controller: {kind: controller, address: 192.168.100.2}
                  compute-1: {kind: vrouter-agent, address: 192.168.100.3}
                  sdn-gw:
                    kind: sdn-gateway
                    address: 192.168.100.1
                    vrfs: {test_vn: {rd: "192.168.100.1:1", route-targets: [target:65500:101], routes: [100.100.100.100/32]}}
                  frr: {kind: frr, address: 192.168.100.11}
                  gobgp: {kind: gobgp, address: 192.168.100.12}
                  bird: {kind: bird, address: 192.168.100.13}
                  exabgp: {kind: exabgp, address: 192.168.100.15}
                networks:
                  test_vn: {subnet: 192.168.1.0/24, route-targets: [target:65500:101]}
                guests:
                  vm1: {node: compute-1, ports: [{network: test_vn}]}
                """)) {
            new SecondGatewayRole(lab, SPEAKERS, results).run();
        }
    }

    /** OpenBGPD does not sign on Linux. */
    @Test
    @Order(6)
    void sessions_are_signed(@TempDir Path state) throws Exception {
        try (InteropLab lab = InteropLab.up(state, "signed", """
                autonomous-system: 65500
                nodes:
                  controller: {kind: controller, address: 192.168.100.2, reflector: true}
                  frr: {kind: frr, address: 192.168.100.11, families: [inet-vpn], md5: one}
                  gobgp: {kind: gobgp, address: 192.168.100.12, families: [inet-vpn], md5: two}
                  bird: {kind: bird, address: 192.168.100.13, families: [inet-vpn], md5: three}
                  exabgp: {kind: exabgp, address: 192.168.100.15, families: [inet-vpn], md5: four}
                """)) {
            var exchange = new SignedExchange(lab, results);
            for (Speaker speaker : SPEAKERS) {
                if (!(speaker instanceof OpenbgpdSpeaker)) {
                    exchange.of(speaker);
                }
            }
        }
    }

    @Test
    @Order(7)
    void the_page_tells_what_was_seen() throws Exception {
        var matrix = new Matrix(results, SPEAKERS);
        InteropPage.check("", matrix.preamble());
        matrix.check();
    }

    private void exchange(InteropLab lab, String role, boolean external) throws Exception {
        var exchange = new Exchange(lab, role, external, SPEAKERS, results);
        int number = 11;
        for (Speaker speaker : SPEAKERS) {
            exchange.routesOf(speaker, number++);
        }
    }
}

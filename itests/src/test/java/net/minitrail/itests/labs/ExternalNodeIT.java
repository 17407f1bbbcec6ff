package net.minitrail.itests.labs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import net.minitrail.itests.node.OwnDaemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A daemon that somebody else runs takes part in a lab, and is left as it is when the lab goes. */
class ExternalNodeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GOBGP = """
            [global.config]
              as = 65500
              router-id = "192.168.100.1"
              port = 1799
              local-address-list = ["127.46.0.1"]
            [[neighbors]]
              [neighbors.config]
                neighbor-address = "127.46.0.2"
                peer-as = 65500
              [neighbors.transport.config]
                local-address = "127.46.0.1"
                remote-port = 1179
              [[neighbors.afi-safis]]
                [neighbors.afi-safis.config]
                  afi-safi-name = "l3vpn-ipv4-unicast"
            """;
    private static final String FRR = """
            log stdout
            router bgp 65001
             bgp router-id 192.168.100.1
             no bgp ebgp-requires-policy
             no bgp default ipv4-unicast
             neighbor 127.47.0.2 remote-as 65500
             neighbor 127.47.0.2 port 1179
             neighbor 127.47.0.2 update-source 127.47.0.1
             neighbor 127.47.0.2 disable-connected-check
             neighbor 127.47.0.2 password sesame
             neighbor 127.47.0.2 timers connect 1
             neighbor 127.47.0.2 advertisement-interval 0
             address-family ipv4 vpn
              neighbor 127.47.0.2 activate
              neighbor 127.47.0.2 route-map out out
              network 100.100.100.100/32 rd 65001:1 label 1234
             exit-address-family
            route-map out permit 10
             set extcommunity rt 65500:101
             set ip next-hop 192.168.100.1
            """;

    @TempDir
    private Path state;

    private Launcher launcher = new Launcher(Path.of("."));

    @BeforeEach
    void use_a_state_directory_of_our_own() {
        launcher = new Launcher(state);
    }

    @AfterEach
    void leave_nothing_running() {
        launcher.downAll();
    }

    @Test
    void a_gobgp_of_ones_own_may_come_late_and_outlives_the_lab() throws Exception {
        RealSpeakers.need("gobgp");
        Path file = Files.writeString(state.resolve("lab.yml"), """
                name: with-gobgp
                autonomous-system: 65500
                nodes:
                  controller: {kind: controller,    address: 192.168.100.2, transport: 127.46.0.2}
                  compute-1:  {kind: vrouter-agent, address: 192.168.100.3}
                  mine: {kind: external, address: 192.168.100.1, transport: 127.46.0.1, port: 1799, neighbors: [controller]}
                networks:
                  test_vn: {subnet: 192.168.1.0/24, route-targets: [target:65500:101]}
                guests:
                  vm1: {node: compute-1, ports: [{network: test_vn}]}
                """);

        Launcher.Result up = launcher.run("up", file.toString(), "--timeout", "2m");

        assertEquals(0, up.exit(), up::toString);
        assertTrue(up.err().contains("external 'mine' is not there"), up::toString);
        assertEquals("external", node("mine").path("state").asString());
        assertEquals(0, node("mine").path("pid").asInt());
        assertTrue(session().path("last_end").asString().contains("refused: /127.46.0.1:1799"), session()::toString);
        nobodyButItsOwnerCommandsIt();

        try (OwnDaemon gobgp = OwnDaemon.gobgp(state.resolve("gobgp"), "127.46.0.1", GOBGP)) {
            awaitEstablished();
            gobgp.ask(("gobgp -u 127.46.0.1 global rib add -a vpnv4 100.100.100.100/32 label 20 rd 192.168.100.1:1"
                            + " rt 65500:101 nexthop 192.168.100.1")
                    .split(" "));
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonNode atAgent = launcher.data(
                        "inspect", "routes", "--node", "compute-1", "--vrf", "test_vn", "100.100.100.100/32");
                assertEquals("20", atAgent.path(0).path("label").asString());
                assertEquals("192.168.100.1", atAgent.path(0).path("next_hop").asString());
            });
            assertSaysWhatTheControllerSays(gobgp);

            assertEquals(0, launcher.run("down").exit());
            await().atMost(PATIENCE).until(() -> !neighbors(gobgp).contains("Establ"));
            assertTrue(gobgp.isAlive(), "the lab stopped what it did not start");
            assertFalse(launcher.anyProcess());

            Launcher.Result again = launcher.run("up", file.toString(), "--timeout", "2m");
            assertEquals(0, again.exit(), again::toString);
            awaitEstablished();
        }
    }

    @Test
    void steps_look_at_a_signed_session_with_another_as() throws Exception {
        RealSpeakers.need("frr");
        Path file = Files.writeString(state.resolve("lab.yml"), """
                name: with-frr
                autonomous-system: 65500
                nodes:
                  controller: {kind: controller,    address: 192.168.100.2, transport: 127.47.0.2}
                  compute-1:  {kind: vrouter-agent, address: 192.168.100.3}
                  mine:
                    kind: external
                    address: 192.168.100.1
                    transport: 127.47.0.1
                    autonomous-system: 65001
                    md5: sesame
                    passive: true
                    neighbors: [controller]
                networks:
                  test_vn: {subnet: 192.168.1.0/24, route-targets: [target:65500:101]}
                guests:
                  vm1: {node: compute-1, ports: [{network: test_vn}]}
                steps:
                  - expect: FRR has called
                    session: {node: controller, remote: mine, state: Established}
                    within: 20s
                  - expect: the vRouter has its route
                    route: {node: compute-1, vrf: test_vn, prefix: 100.100.100.100/32, label: 1234, next-hop: 192.168.100.1}
                    within: 20s
                  - expect: with its AS in the path
                    route: {node: controller, table: bgp.l3vpn.0, prefix: 100.100.100.100/32, rd: "65001:1", as-path: "65001"}
                """);
        try (OwnDaemon frr = OwnDaemon.frr(state.resolve("frr"), "127.47.0.1", 1179, FRR)) {
            Launcher.Result up = launcher.run("up", file.toString(), "--timeout", "2m");
            assertEquals(0, up.exit(), up::toString);
            await().atMost(PATIENCE).untilAsserted(() -> {
                String said = frr.vtysh("show bgp ipv4 vpn 192.168.1.3/32");
                assertTrue(said.contains("Remote label: 17") && said.contains("65500\n    192.168.100.3"), said);
            });
            assertEquals(0, launcher.run("down").exit());

            Launcher.Result run = launcher.run("run", file.toString(), "--slow-factor", "4");

            assertEquals(0, run.exit(), run::toString);
            assertTrue(run.out().contains("3 passed, 0 failed, 0 skipped"), run::toString);
            assertTrue(frr.isAlive(), "the lab stopped what it did not start");
        }
    }

    /** Commands to a node that the lab does not run say so, and change nothing. */
    private void nobodyButItsOwnerCommandsIt() {
        for (String command : new String[] {
            "exec mine show", "shell mine", "logs mine", "kill mine", "restart mine", "inspect routes --node mine"
        }) {
            Launcher.Result result = launcher.run(command.split(" "));
            assertEquals(6, result.exit(), command + ": " + result);
            assertEquals("", result.out());
            assertTrue(
                    result.err().contains("lab 'with-gobgp' does not run 'mine': it is external"),
                    command + ": " + result);
        }
    }

    /** Destination, label and next hop of every VPN route: GoBGP prints what the controller has. */
    private void assertSaysWhatTheControllerSays(OwnDaemon gobgp) throws IOException, InterruptedException {
        JsonNode routes = launcher.data("inspect", "routes", "--node", "controller", "--family", "inet-vpn");
        String said = gobgp.ask("gobgp", "-u", "127.46.0.1", "global", "rib", "-a", "vpnv4");
        assertEquals(2, routes.size(), routes::toString);
        assertEquals(3, said.lines().count(), said);
        for (JsonNode route : routes) {
            String row = "%s:%s +\\[%s\\] +%s "
                    .formatted(
                            route.path("rd").asString(),
                            route.path("prefix").asString(),
                            route.path("label").asString(),
                            route.path("next_hop").asString());
            assertTrue(said.lines().anyMatch(line -> line.matches("\\*> " + row + ".*")), row + " in\n" + said);
        }
    }

    private void awaitEstablished() {
        await().atMost(PATIENCE).until(() -> session().path("state").asString(), "Established"::equals);
    }

    private static String neighbors(OwnDaemon gobgp) throws IOException, InterruptedException {
        return gobgp.ask("gobgp", "-u", "127.46.0.1", "neighbor");
    }

    private JsonNode node(String name) {
        for (JsonNode row : launcher.data("status")) {
            if (row.path("name").asString().equals(name)) {
                return row;
            }
        }
        throw new AssertionError("no node " + name);
    }

    /** The controller's only BGP session. */
    private JsonNode session() {
        for (JsonNode row : launcher.data("inspect", "sessions", "--node", "controller")) {
            if (row.path("type").asString().equals("bgp")) {
                return row;
            }
        }
        throw new AssertionError("no BGP session");
    }
}

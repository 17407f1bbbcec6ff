package net.minitrail.itests.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.StreamSupport;
import net.minitrail.itests.labs.RealSpeakers;
import net.minitrail.itests.node.NodeProcess;
import net.minitrail.itests.node.OwnDaemon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Daemons of others at a controller of one process, without a lab: FRR, which it calls, and GoBGP of another AS, which calls. */
@Timeout(180)
class ControllerAloneIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String CONTROLLER = """
            name: controller
            address: 127.48.0.2
            autonomous-system: 65500
            cluster-id: 127.48.0.2
            ports: {bgp: 0, xmpp: 0, api: 0, control: 0}
            neighbors:
              - {name: frr, address: 127.48.0.3, port: 1799, as: 65500, role: client, families: [inet-vpn]}
            dynamic-neighbors:
              - {prefix: 127.48.1.0/24, families: [inet-vpn]}
            networks:
              blue: {subnet: 10.1.0.0/16, route-targets: [target:65500:101]}
            """;
    private static final String FRR = """
            log stdout
            router bgp 65500
             bgp router-id 127.48.0.3
             no bgp default ipv4-unicast
             neighbor 127.48.0.2 remote-as 65500
             neighbor 127.48.0.2 passive
             neighbor 127.48.0.2 update-source 127.48.0.3
             neighbor 127.48.0.2 advertisement-interval 0
             address-family ipv4 vpn
              neighbor 127.48.0.2 activate
              neighbor 127.48.0.2 route-map out out
              network 10.48.3.0/24 rd 65500:3 label 103
             exit-address-family
            route-map out permit 10
             set extcommunity rt 65500:101
             set ip next-hop 192.168.100.3
            """;
    private static final String GOBGP = """
            [global.config]
              as = 65001
              router-id = "127.48.1.1"
              port = 1799
              local-address-list = ["127.48.1.1"]
            [[neighbors]]
              [neighbors.config]
                neighbor-address = "127.48.0.2"
                peer-as = 65500
              [neighbors.transport.config]
                local-address = "127.48.1.1"
                remote-port = PORT
              [neighbors.timers.config]
                connect-retry = 1
              [[neighbors.afi-safis]]
                [neighbors.afi-safis.config]
                  afi-safi-name = "l3vpn-ipv4-unicast"
            """;

    @TempDir
    private Path directory;

    @Test
    void what_one_says_the_other_and_the_controller_hold() throws Exception {
        RealSpeakers.need("frr");
        RealSpeakers.need("gobgp");
        try (NodeProcess controller =
                        NodeProcess.start("controller", "controller", CONTROLLER, directory, "-XX:+UseSerialGC");
                OwnDaemon frr = OwnDaemon.frr(directory.resolve("frr"), "127.48.0.3", 1799, FRR);
                OwnDaemon gobgp = OwnDaemon.gobgp(
                        directory.resolve("gobgp"),
                        "127.48.1.1",
                        GOBGP.replace(
                                "PORT",
                                Integer.toString(controller.endpoint("bgp").getPort())))) {
            await().atMost(PATIENCE).until(() -> established(controller) == 2);
            String[] announced = "vpnv4 10.48.1.0/24 label 0 rd 65001:1 rt 65500:101 nexthop 192.168.100.1".split(" ");
            ribOf(gobgp, "add", announced);

            await().atMost(PATIENCE).untilAsserted(() -> {
                assertEquals("65001:1 0 192.168.100.1 65001", row(controller, "table=bgp.l3vpn.0&prefix=10.48.1.0/24"));
                assertEquals("65500:3 103 192.168.100.3 ", row(controller, "table=bgp.l3vpn.0&prefix=10.48.3.0/24"));
                String blue = "vrf=default-domain:default-project:blue:blue&prefix=";
                assertEquals(" 0 192.168.100.1 65001", row(controller, blue + "10.48.1.0/24"));
                String atFrr = frr.vtysh("show bgp ipv4 vpn 10.48.1.0/24");
                assertTrue(atFrr.contains("entry for 65001:1:10.48.1.0/24"), atFrr);
                assertTrue(atFrr.contains("192.168.100.1") && atFrr.contains("Remote label: 0"), atFrr);
                String atGobgp = gobgp.ask("gobgp", "-u", "127.48.1.1", "global", "rib", "-a", "vpnv4");
                assertTrue(
                        atGobgp.matches("(?s).*65500:3:10\\.48\\.3\\.0/24 +\\[103\\] +192\\.168\\.100\\.3 +65500 .*"),
                        atGobgp);
            });

            ribOf(gobgp, "del", announced);
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertEquals("", row(controller, "table=bgp.l3vpn.0&prefix=10.48.1.0/24"));
                String atFrr = frr.vtysh("show bgp ipv4 vpn");
                assertTrue(!atFrr.contains("10.48.1.0/24"), atFrr);
            });

            controller.signal("TERM");
            assertEquals(0, controller.awaitExit(PATIENCE));
            await().atMost(PATIENCE).untilAsserted(() -> {
                String neighbor = frr.vtysh("show bgp neighbors 127.48.0.2");
                assertTrue(neighbor.matches("(?si).*notification received \\(Cease/.*"), neighbor);
            });
        }
    }

    private static void ribOf(OwnDaemon gobgp, String verb, String... words) throws Exception {
        String line = "gobgp -u 127.48.1.1 global rib " + verb + " -a " + String.join(" ", words);
        await().atMost(PATIENCE).until(() -> gobgp.ask(line.split(" ")), ""::equals);
    }

    private static long established(NodeProcess controller) {
        JsonNode sessions = controller.get("/v1/status").path("sessions");
        return StreamSupport.stream(sessions.spliterator(), false)
                .filter(session -> session.path("state").asString().equals("Established"))
                .count();
    }

    /** RD, label, next hop and AS path of the only route that the query finds; empty if it finds none. */
    private static String row(NodeProcess controller, String query) {
        JsonNode rows = controller.get("/v1/inspect/routes?" + query);
        JsonNode found = rows.has("data") ? rows.path("data") : rows;
        assertTrue(found.size() <= 1, found::toString);
        return found.isEmpty()
                ? ""
                : String.join(
                        " ",
                        found.path(0).path("rd").asString(),
                        found.path(0).path("label").asString(),
                        found.path(0).path("next_hop").asString(),
                        found.path(0).path("as_path").asString());
    }
}

package net.minitrail.bgp.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.net.Ipv4Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** VPN routes to and from speakers of other people. Ours is 127.81.0.1. */
@Timeout(60)
class RealSpeakersTest {
    private static final String US = "127.81.0.1";
    private static final int AS = 65500;

    @TempDir
    private Path directory;

    @Test
    void gobgp_is_dialed_and_exchanges_routes() throws Exception {
        assumeTrue(Daemon.isInstalled("gobgpd"), "gobgpd is not installed");
        String them = "127.81.0.2";
        int port = Daemon.freePort(them);
        int api = Daemon.freePort("127.0.0.1");
        write("gobgpd.toml", """
                [global.config]
                  as = 65500
                  router-id = "127.81.0.2"
                  port = %d
                  local-address-list = ["127.81.0.2"]
                [[neighbors]]
                  [neighbors.config]
                    neighbor-address = "127.81.0.1"
                    peer-as = 65500
                  [neighbors.transport.config]
                    passive-mode = true
                  [[neighbors.afi-safis]]
                    [neighbors.afi-safis.config]
                      afi-safi-name = "l3vpn-ipv4-unicast"
                """.formatted(port));
        try (Daemon gobgp = start("gobgpd", "-f", "gobgpd.toml", "--api-hosts", "127.0.0.1:" + api, "--pprof-disable");
                TestSpeaker us = new TestSpeaker(US, US)) {
            us.start();
            us.speaker.setNeighbor(NeighborConfig.builder(Ipv4Address.parse(them), AS, AS)
                    .port(port)
                    .build());
            us.awaitEstablished(them);
            String[] add = ("gobgp -p " + api + " global rib add -a vpnv4 10.1.240.0/20 label 100020 rd 65500:1"
                            + " rt 65500:101 nexthop 192.168.100.1")
                    .split(" ");
            await().until(() -> gobgp.run(add).isEmpty());

            VpnExchange.assertTheirRouteComes(us, 100_020, VpnExchange.THEIR_NEXT_HOP);
            VpnExchange.announceOurs(us, them);
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                String rib = gobgp.run("gobgp", "-p", "" + api, "global", "rib", "-a", "vpnv4");
                return rib.contains(VpnExchange.OUR_ROUTE)
                        && rib.contains("192.168.100.3 ")
                        && rib.contains("[" + VpnExchange.OUR_LABEL + "]")
                        && rib.contains("[65500:101]");
            });
            VpnExchange.withdrawOurs(us, them);
            await().until(() -> !gobgp.run("gobgp", "-p", "" + api, "global", "rib", "-a", "vpnv4")
                    .contains(VpnExchange.OUR_ROUTE));
        }
    }

    @Test
    void bird_dials_and_exchanges_routes() throws Exception {
        assumeTrue(Daemon.isInstalled("bird"), "bird is not installed");
        String them = "127.81.0.3";
        try (TestSpeaker us = passive(them)) {
            write("bird.conf", """
                    router id 127.81.0.3;
                    log stderr all;
                    ipv4 table master4;
                    vpn4 table vpntab4;
                    protocol device {}
                    protocol static nexthops { ipv4 { table master4; }; route 192.168.0.0/16 via "lo"; }
                    protocol static announced {
                      vpn4 { table vpntab4; };
                      igp table master4;
                      route 65500:1 10.1.240.0/20 recursive 192.168.100.1 {
                        bgp_ext_community.add((rt,65500,101));
                      };
                    }
                    protocol bgp minitrail {
                      local 127.81.0.3 port %d as 65500;
                      neighbor 127.81.0.1 port %d as 65500;
                      strict bind on;
                      multihop;
                      connect delay time 1;
                      connect retry time 1;
                      vpn4 mpls {
                        table vpntab4; import all; export all;
                        next hop keep; gateway recursive; igp table master4;
                      };
                    }
                    """.formatted(Daemon.freePort(them), us.port()));
            try (Daemon bird = start("bird", "-f", "-c", "bird.conf", "-s", "bird.ctl")) {
                us.awaitEstablished(them);
                VpnExchange.assertTheirRouteComes(us, 3, them); // it names itself, so there is no label to push
                VpnExchange.announceOurs(us, them);
                await().atMost(Duration.ofSeconds(10)).until(() -> {
                    String routes = bird(bird, "show route all table vpntab4");
                    return routes.contains("192.168.100.3:7 192.168.1.3/32")
                            && routes.contains("BGP.mpls_label_stack: " + VpnExchange.OUR_LABEL)
                            && routes.contains("BGP.next_hop: 192.168.100.3")
                            && routes.contains("(rt, 65500, 101)");
                });
                VpnExchange.withdrawOurs(us, them);
                await().until(() -> !bird(bird, "show route table vpntab4").contains("192.168.1.3/32"));
            }
        }
    }

    @Test
    void frr_and_we_dial_each_other_and_exchange_routes() throws Exception {
        assumeTrue(Daemon.isInstalled("bgpd") && Daemon.isInstalled("vtysh"), "frr is not installed");
        String them = "127.81.0.4";
        int port = Daemon.freePort(them);
        try (TestSpeaker us = new TestSpeaker(US, US)) {
            us.start();
            us.speaker.setNeighbor(NeighborConfig.builder(Ipv4Address.parse(them), AS, AS)
                    .port(port)
                    .build());
            write("bgpd.conf", """
                    hostname frr
                    log stdout
                    route-map OUT permit 10
                     set extcommunity rt 65500:101
                     set ip next-hop 192.168.100.1
                    exit
                    router bgp 65500
                     bgp router-id 127.81.0.4
                     no bgp default ipv4-unicast
                     no bgp network import-check
                     neighbor 127.81.0.1 remote-as 65500
                     neighbor 127.81.0.1 port %d
                     neighbor 127.81.0.1 update-source 127.81.0.4
                     neighbor 127.81.0.1 disable-connected-check
                     neighbor 127.81.0.1 timers connect 1
                     neighbor 127.81.0.1 advertisement-interval 0
                     address-family ipv4 vpn
                      network 10.1.240.0/20 rd 65500:1 label 100020 route-map OUT
                      neighbor 127.81.0.1 activate
                      neighbor 127.81.0.1 attribute-unchanged next-hop
                     exit-address-family
                    """.formatted(us.port()));
            String dir = directory.toString();
            try (Daemon frr = start(
                    "/usr/lib/frr/bgpd",
                    "-f",
                    dir + "/bgpd.conf",
                    "-Z",
                    "-n",
                    "-S",
                    "-p",
                    "" + port,
                    "-l",
                    them,
                    "-P",
                    "0",
                    "-i",
                    dir + "/bgpd.pid",
                    "--vty_socket",
                    dir)) {
                us.awaitEstablished(them);
                VpnExchange.assertTheirRouteComes(us, 100_020, VpnExchange.THEIR_NEXT_HOP);
                VpnExchange.announceOurs(us, them);
                await().atMost(Duration.ofSeconds(10)).until(() -> {
                    String route = frr(frr, "show bgp ipv4 vpn 192.168.1.3/32");
                    return route.contains("192.168.100.3")
                            && route.contains("RT:65500:101")
                            && route.contains("Remote label: " + VpnExchange.OUR_LABEL);
                });
                VpnExchange.withdrawOurs(us, them);
                await().until(() -> !frr(frr, "show bgp ipv4 vpn").contains("192.168.1.3"));
            }
        }
    }

    private static TestSpeaker passive(String them) {
        TestSpeaker us = new TestSpeaker(US, US);
        us.start();
        us.speaker.setNeighbor(NeighborConfig.builder(Ipv4Address.parse(them), AS, AS)
                .passive(true)
                .build());
        return us;
    }

    private String bird(Daemon bird, String command) throws IOException, InterruptedException {
        var words = new ArrayList<>(
                List.of("birdc", "-r", "-s", directory.resolve("bird.ctl").toString()));
        words.addAll(List.of(command.split(" ")));
        return bird.run(words.toArray(String[]::new));
    }

    private String frr(Daemon frr, String command) throws IOException, InterruptedException {
        return frr.run("vtysh", "--vty_socket", directory.toString(), "-d", "bgpd", "-c", command);
    }

    private Daemon start(String... command) throws IOException {
        return Daemon.start(directory, command);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }
}

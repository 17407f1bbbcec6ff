package net.minitrail.itests.interop;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import net.minitrail.itests.node.OwnDaemon;

/**
 * A daemon that offers graceful restart, the long-lived one too, and has VPN routes 65500:7:10.77.x.0/24, with the label 70 + x and next hop
 * 192.168.100.20. It calls a controller at 127.49.0.2.
 */
enum RestartingDaemon {
    /** Without routes to select it marks their end as soon as the session is up, and tells its own a little later (8.4.4). */
    FRR("127.49.1.1", new FrrSpeaker(), "sends its End-of-RIB before its VPN routes") {
        @Override
        OwnDaemon start(Path directory, Promise promise, List<Integer> routes, boolean again) throws IOException {
            String config = """
                    log stdout
                    debug bgp updates
                    debug bgp neighbor-events
                    router bgp 65500
                     bgp router-id 127.49.1.1
                     no bgp default ipv4-unicast
                     bgp graceful-restart
                     bgp graceful-restart preserve-fw-state
                     bgp graceful-restart restart-time TIME
                     bgp long-lived-graceful-restart stale-time 60
                     neighbor 127.49.0.2 remote-as 65500
                     neighbor 127.49.0.2 port PORT
                     neighbor 127.49.0.2 update-source 127.49.1.1
                     neighbor 127.49.0.2 disable-connected-check
                     neighbor 127.49.0.2 advertisement-interval 0
                     neighbor 127.49.0.2 timers connect 1
                     address-family ipv4 vpn
                      neighbor 127.49.0.2 activate
                      neighbor 127.49.0.2 route-map out out
                    ROUTES
                     exit-address-family
                    route-map out permit 10
                     set extcommunity rt 65500:101
                     set ip next-hop 192.168.100.20
                    """;
            return OwnDaemon.frr(
                    directory,
                    address(),
                    1799,
                    fill(config, promise, routes, "  network 10.77.%1$d.0/24 rd 65500:7 label 7%1$d"));
        }
    },
    GOBGP("127.49.1.2", new GobgpSpeaker(), "") {
        /** Its session waits until its routes are there. */
        @Override
        OwnDaemon start(Path directory, Promise promise, List<Integer> routes, boolean again) throws IOException {
            String config = """
                    [global.config]
                      as = 65500
                      router-id = "127.49.1.2"
                      port = 1799
                      local-address-list = ["127.49.1.2"]
                    [[neighbors]]
                      [neighbors.config]
                        neighbor-address = "127.49.0.2"
                        peer-as = 65500
                        admin-down = true
                      [neighbors.transport.config]
                        local-address = "127.49.1.2"
                        remote-port = PORT
                      [neighbors.timers.config]
                        connect-retry = 1
                        idle-hold-time-after-reset = 1
                      [neighbors.graceful-restart.config]
                        enabled = true
                        restart-time = TIME
                        long-lived-enabled = true
                      [[neighbors.afi-safis]]
                        [neighbors.afi-safis.config]
                          afi-safi-name = "l3vpn-ipv4-unicast"
                        [neighbors.afi-safis.mp-graceful-restart.config]
                          enabled = true
                        [neighbors.afi-safis.long-lived-graceful-restart.config]
                          enabled = true
                          restart-time = 60
                    """;
            OwnDaemon daemon = OwnDaemon.gobgp(
                    directory,
                    address(),
                    fill(config, promise, routes, ""),
                    again ? new String[] {"-r"} : new String[0]);
            for (int route : routes) {
                said(
                        daemon,
                        "global rib add -a vpnv4 10.77.%1$d.0/24 label 7%1$d rd 65500:7 rt 65500:101 nexthop 192.168.100.20"
                                .formatted(route));
            }
            said(daemon, "neighbor 127.49.0.2 enable");
            return daemon;
        }

        private void said(OwnDaemon daemon, String words) {
            String[] command = ("gobgp -u " + address() + " " + words).split(" ");
            await().atMost(PATIENCE).until(() -> daemon.ask(command), ""::equals);
        }
    },
    BIRD("127.49.1.3", new BirdSpeaker(), "") {
        @Override
        OwnDaemon start(Path directory, Promise promise, List<Integer> routes, boolean again) throws IOException {
            String config = """
                    router id 127.49.1.3;
                    log stderr all;
                    ipv4 table reach4;
                    vpn4 table vpn4tab;
                    protocol device {}
                    protocol static nexthops { ipv4 { table reach4; }; route 0.0.0.0/0 via "lo"; }
                    protocol static announced {
                      vpn4 { table vpn4tab; };
                    ROUTES
                    }
                    protocol bgp controller {
                      local 127.49.1.3 port 1799 as 65500;
                      neighbor 127.49.0.2 port PORT as 65500;
                      strict bind on;
                      multihop;
                      connect delay time 1;
                      connect retry time 1;
                      error wait time 1, 4;
                      graceful restart on;
                      graceful restart time TIME;
                      long lived graceful restart on;
                      long lived stale time 60;
                      vpn4 mpls {
                        table vpn4tab; import all; export all; next hop keep;
                        next hop address 192.168.100.20; gateway recursive; igp table reach4;
                      };
                    }
                    """;
            String route = "  route 65500:7 10.77.%1$d.0/24 via 192.168.100.20%%lo onlink mpls 7%1$d"
                    + " { bgp_ext_community.add((rt, 65500, 101)); };";
            return OwnDaemon.bird(
                    directory, fill(config, promise, routes, route), again ? new String[] {"-R"} : new String[0]);
        }
    };

    /**
     * To whom it promises what.
     *
     * @param controllerPort BGP of the controller
     * @param restartTime within how many seconds it wants to be back (RFC 4724); a minute more as the last choice (RFC 9494)
     */
    record Promise(int controllerPort, int restartTime) {}

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String address;
    private final Speaker speaker;
    private final String flaw;

    RestartingDaemon(String address, Speaker speaker, String flaw) {
        this.address = address;
        this.speaker = speaker;
        this.flaw = flaw;
    }

    Speaker speaker() {
        return speaker;
    }

    /** Why its routes cannot be kept until it has told them again; empty if they can. */
    String flaw() {
        return flaw;
    }

    String address() {
        return address;
    }

    /**
     * Starts it.
     *
     * @param routes the third octets of its routes
     * @param again whether it was there before, and forwarded packets all the time
     */
    abstract OwnDaemon start(Path directory, Promise promise, List<Integer> routes, boolean again) throws IOException;

    private static String fill(String config, Promise promise, List<Integer> routes, String line) {
        return config.replace("PORT", Integer.toString(promise.controllerPort()))
                .replace("TIME", Integer.toString(promise.restartTime()))
                .replace("ROUTES", routes.stream().map(line::formatted).collect(Collectors.joining("\n")));
    }
}

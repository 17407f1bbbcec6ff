package net.minitrail.bgp.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.net.IpAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signed sessions (RFC 2385) with TTL security (RFC 5082) between us and speakers of other people, refreshes, and what each
 * side is told when the other shuts the session down (RFC 9003). OpenBGPD does not sign on Linux.
 */
@Timeout(90)
class ProtectedSpeakersTest {
    private static final String US = "127.86.0.1";
    private static final int AS = 65500;

    /** The port that nobody listens on where the other side calls. */
    private static final int BGP = 179;

    @TempDir
    private Path directory;

    @BeforeEach
    void canSign() {
        assumeTrue(SessionLoop.canSign(), "TCP MD5 and TTL security need a socket of Linux");
    }

    @Test
    void frr() throws Exception {
        assumeTrue(Daemon.isInstalled("vtysh"), "frr is not installed");
        String them = "127.86.0.4";
        int port = Daemon.freePort(them);
        try (TestSpeaker us = started()) {
            write("bgpd.conf", """
                    log stdout
                    router bgp 65500
                     bgp router-id 127.86.0.4
                     neighbor 127.86.0.1 remote-as 65500
                     neighbor 127.86.0.1 port %d
                     neighbor 127.86.0.1 update-source 127.86.0.4
                     neighbor 127.86.0.1 password secret
                     neighbor 127.86.0.1 ttl-security hops 1
                     neighbor 127.86.0.1 timers connect 1
                     neighbor 127.86.0.1 advertisement-interval 0
                     no bgp network import-check
                     address-family ipv4 unicast
                      network 10.1.240.0/20
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
                assertKeyMatters(us, them, port);
                askForRefresh(us, them);
                frr.run(
                        "vtysh",
                        "--vty_socket",
                        dir,
                        "-d",
                        "bgpd",
                        "-c",
                        "configure terminal",
                        "-c",
                        "router bgp 65500",
                        "-c",
                        "neighbor 127.86.0.1 shutdown message back at noon");
                assertTold(us);
            }
        }
    }

    @Test
    void bird() throws Exception {
        assumeTrue(Daemon.isInstalled("bird"), "bird is not installed");
        String them = "127.86.0.3";
        int port = Daemon.freePort(them);
        try (TestSpeaker us = started()) {
            write("bird.conf", """
                    router id 127.86.0.3;
                    log stderr all;
                    protocol device {}
                    protocol bgp minitrail {
                      local 127.86.0.3 port %d as 65500;
                      neighbor 127.86.0.1 port %d as 65500;
                      strict bind on;
                      multihop 1;
                      password "secret";
                      ttl security on;
                      connect delay time 1;
                      connect retry time 1;
                      ipv4 { import all; export all; };
                    }
                    protocol static { ipv4; route 10.1.240.0/20 blackhole; }
                    """.formatted(port, us.port()));
            try (Daemon bird = start("bird", "-f", "-c", "bird.conf", "-s", "bird.ctl")) {
                assertKeyMatters(us, them, port);
                askForRefresh(us, them);
                shutDown(us, them, port);
                await().until(() -> bird.output().contains("new policy"));
                us.speaker.setNeighbor(protectedBy("secret", them, port).build());
                us.awaitEstablished(them);
                bird.run(
                        "birdc",
                        "-s",
                        directory.resolve("bird.ctl").toString(),
                        "disable",
                        "minitrail",
                        "\"back at noon\"");
                assertTold(us);
            }
        }
    }

    @Test
    void gobgp() throws Exception {
        assumeTrue(Daemon.isInstalled("gobgpd"), "gobgpd is not installed");
        String them = "127.86.0.2";
        int port = Daemon.freePort(them);
        int api = Daemon.freePort("127.0.0.1");
        try (TestSpeaker us = started()) {
            write("gobgpd.toml", """
                    [global.config]
                      as = 65500
                      router-id = "127.86.0.2"
                      port = %d
                      local-address-list = ["127.86.0.2"]
                    [[neighbors]]
                      [neighbors.config]
                        neighbor-address = "127.86.0.1"
                        peer-as = 65500
                        auth-password = "secret"
                      [neighbors.transport.config]
                        passive-mode = true
                      [neighbors.ttl-security.config]
                        enabled = true
                        ttl-min = 255
                      [[neighbors.afi-safis]]
                        [neighbors.afi-safis.config]
                          afi-safi-name = "ipv4-unicast"
                    """.formatted(port));
            try (Daemon gobgp =
                    start("gobgpd", "-f", "gobgpd.toml", "--api-hosts", "127.0.0.1:" + api, "--pprof-disable")) {
                assertKeyMatters(us, them, port);
                shutDown(us, them, port);
                await().until(() -> gobgp.output().contains("new policy"));
            }
        }
    }

    @Test
    void openbgpd() throws Exception {
        assumeTrue(Daemon.isInstalled("bgpctl"), "openbgpd is not installed");
        assumeTrue("root".equals(System.getProperty("user.name")), "openbgpd needs root");
        String them = "127.86.0.5";
        int port = Daemon.freePort(them);
        try (TestSpeaker us = started()) {
            write("bgpd.conf", """
                    AS 65500
                    router-id 127.86.0.5
                    listen on 127.86.0.5 port %d
                    socket "bgpd.sock"
                    fib-update no
                    neighbor 127.86.0.1 {
                        remote-as 65500
                        local-address 127.86.0.5
                        port %d
                        passive
                        ttl-security yes
                        announce IPv4 unicast
                    }
                    """.formatted(port, us.port()));
            String home = "home=$(getent passwd _openbgpd | cut -d: -f6); mkdir -p \"$home\"; exec \"$@\"";
            try (Daemon openbgpd =
                    start("sh", "-c", home, "bgpd", "/usr/sbin/bgpd", "-d", "-f", directory + "/bgpd.conf")) {
                us.speaker.setNeighbor(protectedBy(null, them, port).build());
                awaitSession(us, them);
                openbgpd.run(
                        "bgpctl",
                        "-s",
                        directory.resolve("bgpd.sock").toString(),
                        "neighbor",
                        US,
                        "down",
                        "back at noon");
                assertTold(us);
            }
        }
    }

    /** ExaBGP signs what it dials. What it makes of the session it says itself: by its tool, and by its log. */
    @Test
    void exabgp() throws Exception {
        assumeTrue(Daemon.isInstalled("exabgp"), "exabgp is not installed");
        String them = "127.86.0.6";
        try (TestSpeaker us = started()) {
            write("exabgp.conf", """
                    neighbor 127.86.0.1 {
                        router-id 127.86.0.6;
                        local-address 127.86.0.6;
                        local-as 65500;
                        peer-as 65500;
                        connect %d;
                        md5-password 'secret';
                        outgoing-ttl 255;
                        incoming-ttl 255;
                        adj-rib-in true;
                        capability { route-refresh; }
                        family { ipv4 mpls-vpn; }
                        static {
                            route 10.1.240.0/20 next-hop 192.168.100.1 rd 65500:1 label 100020 extended-community [ target:65500:101 ];
                        }
                    }
                    """.formatted(us.port()));
            String pipes = "mkdir run && mkfifo -m 600 run/exabgp.in run/exabgp.out";
            String settings = "export exabgp_daemon_user=" + System.getProperty("user.name");
            try (Daemon exabgp =
                    start("sh", "-c", pipes + " && " + settings + " && exec exabgp --root . exabgp.conf")) {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> exabgp.output().contains("loaded new configuration successfully"));
                us.speaker.setNeighbor(protectedBy("other", them, BGP).build());
                await().during(Duration.ofSeconds(3))
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> us.sessions.isEmpty() && !isUp(exabgp));

                assertKeyMatters(us, them, BGP);
                await().atMost(Duration.ofSeconds(20)).until(() -> isUp(exabgp));
                assertTrue(exabgp.output().contains("connected to peer-1"), exabgp.output());
                VpnExchange.assertTheirRouteComes(us, 100_020, VpnExchange.THEIR_NEXT_HOP);
                VpnExchange.announceOurs(us, them);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> exabgp(exabgp, "show adj-rib in extensive")
                                .contains(" 192.168.1.3/32 label 100017 next-hop 192.168.100.3 rd 192.168.100.3:7 "));
                VpnExchange.withdrawOurs(us, them);
                await().atMost(Duration.ofSeconds(20))
                        .until(() ->
                                !exabgp(exabgp, "show adj-rib in extensive").contains("192.168.1.3/32"));
            }
        }
    }

    private boolean isUp(Daemon exabgp) throws IOException, InterruptedException {
        return exabgp(exabgp, "show neighbor summary").contains("established");
    }

    /** With another key, or none, there is no session. */
    private static void assertKeyMatters(TestSpeaker us, String them, int port) {
        us.speaker.setNeighbor(protectedBy("other", them, port).build());
        await().during(Duration.ofMillis(1500)).atMost(Duration.ofSeconds(5)).until(() -> us.sessions.isEmpty());
        us.speaker.setNeighbor(protectedBy(null, them, port).build());
        await().during(Duration.ofMillis(500)).atMost(Duration.ofSeconds(5)).until(() -> us.sessions.isEmpty());

        us.speaker.setNeighbor(protectedBy("secret", them, port).build());
        awaitSession(us, them);
    }

    private static void awaitSession(TestSpeaker us, String them) {
        await().atMost(Duration.ofSeconds(40)).until(() -> us.sessions.containsKey(IpAddress.parse(them)));
    }

    private static NeighborConfig.Builder protectedBy(@Nullable String key, String them, int port) {
        return NeighborConfig.builder(IpAddress.parse(them), AS, AS)
                .port(port)
                .md5Key(key)
                .ttlSecurity(1)
                .options(SessionOptions.DEFAULT.withFamilies(AddressFamily.IPV4_UNICAST, AddressFamily.VPN_IPV4));
    }

    private String exabgp(Daemon exabgp, String command) throws IOException, InterruptedException {
        return exabgp.run("exabgpcli", "--root", directory.toString(), command);
    }

    /** The route comes, and when it is asked for it comes again. */
    private static void askForRefresh(TestSpeaker us, String them) {
        await().atMost(Duration.ofSeconds(20)).until(() -> announcements(us) >= 1);
        long before = announcements(us);
        PeerSession session = us.sessions.get(IpAddress.parse(them));
        us.route(() -> session.requestRefresh(AddressFamily.IPV4_UNICAST));
        await().atMost(Duration.ofSeconds(20)).until(() -> announcements(us) > before);
        assertTrue(us.neighbor(them).isEstablished());
    }

    private static long announcements(TestSpeaker us) {
        return us.updates.stream()
                .filter(update -> !update.announcements().isEmpty())
                .count();
    }

    private static void shutDown(TestSpeaker us, String them, int port) {
        us.speaker.setNeighbor(protectedBy("secret", them, port)
                .shutdown(true)
                .shutdownText("new policy")
                .build());
    }

    private static void assertTold(TestSpeaker us) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> us.ends.stream()
                        .anyMatch(end -> end.text().contains("Cease/Administrative Shutdown (6/2): \"back at noon\"")));
    }

    private static TestSpeaker started() {
        TestSpeaker us = new TestSpeaker(US, US);
        us.start();
        return us;
    }

    private Daemon start(String... command) throws IOException {
        return Daemon.start(directory, command);
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.writeString(path, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
}

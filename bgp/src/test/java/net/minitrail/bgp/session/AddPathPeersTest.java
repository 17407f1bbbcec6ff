package net.minitrail.bgp.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.NamedSource;
import net.minitrail.bgp.rib.RibConfig;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.UnicastPrefix;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.runtime.ThreadRoutingLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two paths to a prefix, told to speakers of other people, which say themselves what they hold. */
@Timeout(60)
class AddPathPeersTest {
    private static final String US = "127.82.0.1";
    private static final int AS = 65500;
    private static final Nlri INET = UnicastPrefix.parse("10.1.240.0/20");
    private static final Nlri VPN = VpnIpv4Prefix.parse("65500:1:10.1.240.0/20");
    private static final NamedSource ONE = NamedSource.local("one", 0);
    private static final NamedSource TWO = NamedSource.local("two", 0);

    @TempDir
    private Path directory;

    private final BgpRib rib = new BgpRib(RibConfig.of(AS, Ipv4Address.parse(US)));
    private ThreadRoutingLoop routing;
    private SessionLoop loop;
    private RibSessions sessions;
    private BgpSpeaker speaker;
    private int port;

    @BeforeEach
    void start() {
        routing = new ThreadRoutingLoop("routing").start();
        loop = SessionLoop.open("session");
        sessions = RibSessions.alone(rib, routing);
        speaker = new BgpSpeaker(
                BgpSpeakerConfig.of(Ipv4Address.parse(US), Ipv4Address.parse(US))
                        .withPort(0)
                        .withTiming(TestSpeaker.FAST),
                loop,
                routing,
                sessions);
        port = speaker.start();
    }

    @AfterEach
    void stop() {
        speaker.close();
        loop.close();
        routing.close();
    }

    private void expect(String them, AddressFamily... families) {
        var offer = new PathsOffer(true, true, 0);
        var paths = ImmutableMap.<AddressFamily, PathsOffer>builder();
        ImmutableList.copyOf(families).forEach(family -> paths.put(family, offer));
        speaker.setNeighbor(NeighborConfig.builder(Ipv4Address.parse(them), AS, AS)
                .passive(true)
                .options(SessionOptions.DEFAULT.withFamilies(families).withPaths(paths.build()))
                .build());
        ImmutableSet.copyOf(families).forEach(this::offerTwo);
    }

    private void offerTwo(AddressFamily family) {
        learn(family, ONE, "192.168.100.3", 200, 17);
        learn(family, TWO, "192.168.100.4", 100, 18);
    }

    private void learn(AddressFamily family, NamedSource source, String nextHop, long preference, int label) {
        PathAttributes attributes = PathAttributes.builder()
                .nextHop(Ipv4Address.parse(nextHop))
                .localPref(preference)
                .build();
        Route route = family == AddressFamily.VPN_IPV4 ? Route.of(VPN, LabelStack.of(label)) : Route.of(INET);
        routing.execute(() -> rib.table(family).learn(route, source, attributes, 0));
    }

    private void withdrawOne(AddressFamily family, NamedSource source) {
        RouteTable table = rib.table(family);
        routing.execute(() -> table.withdraw(family == AddressFamily.VPN_IPV4 ? VPN : INET, source));
    }

    private static void eventually(Question question, String pattern, int times) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> Pattern.compile(pattern)
                                .matcher(question.ask())
                                .results()
                                .count()
                        == times);
    }

    private interface Question {
        String ask() throws Exception;
    }

    @Test
    void bird_holds_both_paths_of_1_1_and_loses_the_one_that_is_withdrawn() throws Exception {
        assumeTrue(Daemon.isInstalled("bird"), "bird is not installed");
        expect("127.82.0.3", AddressFamily.IPV4_UNICAST);
        write("bird.conf", """
                router id 127.82.0.3;
                protocol device {}
                protocol static nexthops { ipv4; route 192.168.0.0/16 via "lo"; }
                protocol bgp minitrail {
                  local 127.82.0.3 port %d as 65500;
                  neighbor 127.82.0.1 port %d as 65500;
                  strict bind on;
                  multihop;
                  connect delay time 1;
                  connect retry time 1;
                  ipv4 { import all; export none; add paths on; };
                }
                """.formatted(Daemon.freePort("127.82.0.3"), port));
        try (Daemon bird = start("bird", "-f", "-c", "bird.conf", "-s", "bird.ctl")) {
            Question routes = () -> bird.run(
                    "birdc", "-r", "-s", directory.resolve("bird.ctl").toString(), "show route all 10.1.240.0/20");
            eventually(routes, "BGP.next_hop: 192.168.100.[34]", 2);
            withdrawOne(AddressFamily.IPV4_UNICAST, ONE);
            eventually(routes, "BGP.next_hop: 192.168.100.3", 0);
            assertTrue(routes.ask().contains("BGP.next_hop: 192.168.100.4"));
        }
    }

    @Test
    void gobgp_holds_both_paths_of_1_128_and_tells_us_one_of_its_own() throws Exception {
        assumeTrue(Daemon.isInstalled("gobgpd"), "gobgpd is not installed");
        String them = "127.82.0.2";
        expect(them, AddressFamily.VPN_IPV4);
        int api = Daemon.freePort("127.0.0.1");
        write("gobgpd.toml", """
                [global.config]
                  as = 65500
                  router-id = "127.82.0.2"
                  port = %d
                  local-address-list = ["127.82.0.2"]
                [[neighbors]]
                  [neighbors.config]
                    neighbor-address = "127.82.0.1"
                    peer-as = 65500
                  [neighbors.timers.config]
                    connect-retry = 5
                  [neighbors.transport.config]
                    local-address = "127.82.0.2"
                    remote-port = %d
                  [[neighbors.afi-safis]]
                    [neighbors.afi-safis.config]
                      afi-safi-name = "l3vpn-ipv4-unicast"
                    [neighbors.afi-safis.add-paths.config]
                      receive = true
                      send-max = 8
                """.formatted(Daemon.freePort(them), port));
        try (Daemon gobgp =
                start("gobgpd", "-f", "gobgpd.toml", "--api-hosts", "127.0.0.1:" + api, "--pprof-disable")) {
            Question routes = () -> gobgp.run("gobgp", "-p", "" + api, "global", "rib", "-a", "vpnv4");
            eventually(routes, "192.168.100.[34] ", 2);
            withdrawOne(AddressFamily.VPN_IPV4, ONE);
            eventually(routes, "192.168.100.[34] ", 1);
            assertTrue(routes.ask().contains("192.168.100.4 "));

            String add = "gobgp -p " + api + " global rib add -a vpnv4 10.1.0.0/20 label 100020 rd 65500:2"
                    + " rt 65500:101 nexthop 192.168.100.1";
            await().until(() -> gobgp.run(add.split(" ")).isEmpty());
            Nlri theirs = VpnIpv4Prefix.parse("65500:2:10.1.0.0/20");
            await().atMost(Duration.ofSeconds(10)).until(() -> labelOf(theirs) == 100_020);
            List<String> del = List.of(add.replace(" add ", " del ").split(" "));
            await().until(() -> gobgp.run(del.toArray(String[]::new)).isEmpty());
            await().atMost(Duration.ofSeconds(10)).until(() -> labelOf(theirs) == -1);
        }
    }

    private int labelOf(Nlri nlri) throws Exception {
        var answer = new CompletableFuture<Integer>();
        routing.execute(() -> answer.complete(rib.table(AddressFamily.VPN_IPV4)
                .best(nlri)
                .map(path -> path.labelOr(-1))
                .orElse(-1)));
        return answer.get();
    }

    @Test
    void frr_holds_both_paths_of_1_1() throws Exception {
        assumeTrue(Daemon.isInstalled("bgpd") && Daemon.isInstalled("vtysh"), "frr is not installed");
        String them = "127.82.0.4";
        expect(them, AddressFamily.IPV4_UNICAST);
        write("bgpd.conf", """
                hostname frr
                log stdout
                router bgp 65500
                 bgp router-id 127.82.0.4
                 no bgp network import-check
                 neighbor 127.82.0.1 remote-as 65500
                 neighbor 127.82.0.1 port %d
                 neighbor 127.82.0.1 update-source 127.82.0.4
                 neighbor 127.82.0.1 disable-connected-check
                 neighbor 127.82.0.1 timers connect 1
                 address-family ipv4 unicast
                  neighbor 127.82.0.1 addpath-tx-all-paths
                 exit-address-family
                """.formatted(port));
        String dir = directory.toString();
        try (Daemon frr = start(
                "/usr/lib/frr/bgpd",
                "-f",
                dir + "/bgpd.conf",
                "-Z",
                "-n",
                "-S",
                "-p",
                "" + Daemon.freePort(them),
                "-l",
                them,
                "-P",
                "0",
                "-i",
                dir + "/bgpd.pid",
                "--vty_socket",
                dir)) {
            Question routes = () ->
                    frr.run("vtysh", "--vty_socket", dir, "-d", "bgpd", "-c", "show bgp ipv4 unicast 10.1.240.0/20");
            eventually(routes, "AddPath ID: RX \\d+", 2);
            String both = routes.ask();
            assertTrue(both.contains("192.168.100.3") && both.contains("192.168.100.4"), both);
            withdrawOne(AddressFamily.IPV4_UNICAST, TWO);
            eventually(routes, "AddPath ID: RX \\d+", 1);
            assertFalse(routes.ask().contains("192.168.100.4"));
        }
    }

    private Daemon start(String... command) throws IOException {
        return Daemon.start(directory, command);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }
}

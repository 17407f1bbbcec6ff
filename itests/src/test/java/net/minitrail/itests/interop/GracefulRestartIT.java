package net.minitrail.itests.interop;

import static net.minitrail.itests.interop.Patience.await;
import static net.minitrail.itests.interop.Patience.awaitEqual;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.minitrail.lab.process.SpeakerMeans;
import net.minitrail.lab.topology.NodeKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our controller is killed and started again: neighbors that help (RFC 4724 section 4.2) never lose what it told them. */
class GracefulRestartIT {
    private static final List<Speaker> HELPERS = List.of(new FrrSpeaker(), new GobgpSpeaker(), new BirdSpeaker());
    private static final String ROLE = "helper of a controller that restarts";
    private static final String FEATURE = "keep its routes until it has told all again";
    private static final int LOOKS = 10;

    private static final Route KEPT = route("10.77.1.0/24", 70_001);
    private static final Route WITHDRAWN = route("10.77.2.0/24", 70_002);
    private static final Route NEW = route("10.77.3.0/24", 70_003);

    private static Route route(String prefix, int label) {
        return new Route(Family.INET_VPN, "65500:7", prefix, label, "192.168.100.20", "65500:101");
    }

    @BeforeEach
    void all_of_them_must_be_here() {
        for (Speaker speaker : HELPERS) {
            boolean installed =
                    SpeakerMeans.isInstalled(net.minitrail.lab.speaker.Speaker.of(NodeKind.of(speaker.kind())));
            assumeTrue(installed || Boolean.getBoolean("minitrail.require-peers"), "SKIPPED: no " + speaker.kind());
            assertTrue(installed, speaker.kind() + " is required and not installed");
        }
    }

    @Test
    void helpers_keep_the_routes_of_a_controller_that_was_killed_until_it_has_told_them_all_again(@TempDir Path state)
            throws Exception {
        try (InteropLab lab = InteropLab.up(state, "restart", """
                autonomous-system: 65500
                nodes:
                  controller: {kind: controller, address: 192.168.100.2, reflector: true}
                  frr: {kind: frr, address: 192.168.100.11, families: [inet-vpn]}
                  gobgp: {kind: gobgp, address: 192.168.100.12, families: [inet-vpn]}
                  bird: {kind: bird, address: 192.168.100.13, families: [inet-vpn]}
                  origin: {kind: frr, address: 192.168.100.20, families: [inet-vpn]}
                """)) {
            var origin = new FrrSpeaker();
            lab.configure("global-system-config", "[\"default-global-system-config\"]", """
                    {"graceful_restart_parameters": {"enable": true, "restart_time": 120, "end_of_rib_timeout": 60,
                     "long_lived_restart_time": 0, "bgp_helper_enable": true, "xmpp_helper_enable": true}}
                    """);
            for (Route route : List.of(KEPT, WITHDRAWN)) {
                origin.announce(lab, "origin", route);
                awaitAtAll(lab, route, Optional.of(route.held()));
            }
            try (var watch = new RouteWatch(lab, HELPERS, KEPT)) {
                lab.run("kill", "controller", "--signal", "KILL");
                origin.withdraw(lab, "origin", WITHDRAWN);
                awaitLooks(watch, LOOKS);
                lab.run("restart", "controller");
                origin.announce(lab, "origin", NEW);
                awaitAtAll(lab, NEW, Optional.of(NEW.held()));
                awaitAtAll(lab, WITHDRAWN, Optional.empty());
                awaitLooks(watch, 2 * LOOKS);
                assertEquals(Map.of(), watch.misses(), "the route was not there");
                assertEquals(Map.of(), watch.failures());
            }
            awaitAtAll(lab, KEPT, Optional.of(KEPT.held()));
        }
        var results = new Results();
        HELPERS.forEach(helper -> results.works(ROLE, helper, Family.INET_VPN, FEATURE));
        new Matrix(results, Speaker.ALL).check();
    }

    private static void awaitAtAll(InteropLab lab, Route route, Optional<Held> expected) {
        for (Speaker helper : HELPERS) {
            awaitEqual(route + " at " + helper, expected, () -> helper.held(lab, helper.kind(), route));
        }
    }

    private static void awaitLooks(RouteWatch watch, int looks) {
        for (Speaker helper : HELPERS) {
            await(helper + " is watched").until(() -> watch.looksAt(helper) >= looks);
        }
    }
}

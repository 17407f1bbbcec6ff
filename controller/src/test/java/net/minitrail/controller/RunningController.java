package net.minitrail.controller;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Origin;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.Update;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;
import net.minitrail.net.runtime.NodeConfig;
import org.junit.jupiter.api.AfterEach;

/** A controller with one network, and those who call it. */
abstract class RunningController {
    static final String PROJECT = "default-domain:default-project:";
    static final String TEST_VN = PROJECT + "test_vn:test_vn";
    static final String OTHER_VN = PROJECT + "other_vn:other_vn";
    static final RouteTarget TARGET = RouteTarget.parse("target:65500:101");

    final List<AutoCloseable> open = new ArrayList<>();
    final Controller controller = start("""
            name: ctrl
            address: 127.8.0.2
            autonomous-system: 65500
            ports: {bgp: 0, xmpp: 0, api: 0, control: 0}
            dynamic-neighbors:
              - {prefix: 127.8.1.0/24, as: 65500, families: [inet-vpn]}
              - {prefix: 127.8.2.0/24, as: 65500, families: [inet-vpn, route-target]}
              - {prefix: 127.8.3.0/24, as: 65001, families: [inet-vpn]}
            networks:
              test_vn: {subnet: 192.168.1.0/24, route-targets: [target:65500:101]}
            """);

    static Controller start(String yaml) {
        try {
            return Controller.start(NodeConfig.read("test.yml", yaml, ControllerConfig.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        controller.stop();
    }

    MockAgent agent(String name, String address) {
        var agent = new MockAgent(name, address, controller);
        open.add(agent);
        return agent;
    }

    MockRouter router(String address, long as, AddressFamily... families) {
        var router = new MockRouter(address, as, controller, 65_500, families);
        open.add(router);
        return router;
    }

    static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    ConfigClient config() {
        return new ConfigClient(String.valueOf(controller.endpoints().get("api")));
    }

    static VpnIpv4Prefix vpn(String text) {
        return VpnIpv4Prefix.parse(text);
    }

    static Update gatewayRoute(String target) {
        PathAttributes attributes = PathAttributes.builder()
                .origin(Origin.IGP)
                .nextHop(Ipv4Address.parse("192.168.100.1"))
                .localPref(100)
                .extendedCommunities(ExtendedCommunities.ofTargets(RouteTarget.parse(target)))
                .build();
        return Update.announcing(
                AddressFamily.VPN_IPV4,
                attributes,
                Route.of(vpn("192.168.100.1:1:100.100.100.100/32"), LabelStack.of(20)));
    }
}

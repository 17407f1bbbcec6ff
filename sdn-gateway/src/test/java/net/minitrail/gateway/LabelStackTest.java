package net.minitrail.gateway;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.NamedSource;
import net.minitrail.bgp.rib.RibConfig;
import net.minitrail.bgp.session.BgpSpeaker;
import net.minitrail.bgp.session.BgpSpeakerConfig;
import net.minitrail.bgp.session.NeighborConfig;
import net.minitrail.bgp.session.RibSessions;
import net.minitrail.bgp.session.SessionLoop;
import net.minitrail.bgp.session.SessionOptions;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;
import net.minitrail.net.runtime.ThreadRoutingLoop;
import org.junit.jupiter.api.Test;

/** A gateway and a neighbor that announces stacks of labels, explicit null among them. */
class LabelStackTest {
    private static final int LAB = 57;

    @Test
    void stacks_are_shown_with_the_top_label_last() throws Exception {
        Ipv4Address us = TestGateway.transport(LAB, 3);
        try (TestGateway gateway = TestGateway.start(LAB, 1, TwoGatewaysTest.junos(1, 3, "gre", "100.100.100.1/32"));
                ThreadRoutingLoop routing = new ThreadRoutingLoop("labels").start();
                SessionLoop loop = SessionLoop.open("labels")) {
            var rib = new BgpRib(RibConfig.of(65500, Ipv4Address.parse("192.168.100.3")));
            routing.execute(() -> {
                announce(rib, "192.168.100.3:1:192.168.1.0/27", 30, 20);
                announce(rib, "192.168.100.3:1:192.168.1.32/27", 0);
            });
            var config =
                    BgpSpeakerConfig.of(Ipv4Address.parse("192.168.100.3"), us).withPort(1179);
            try (var speaker = new BgpSpeaker(config, loop, routing, RibSessions.alone(rib, routing))) {
                speaker.setNeighbor(NeighborConfig.builder(TestGateway.transport(LAB, 1), 65500, 65500)
                        .options(SessionOptions.DEFAULT.withFamilies(AddressFamily.VPN_IPV4))
                        .build());
                speaker.start();
                await().atMost(Duration.ofSeconds(20))
                        .until(() ->
                                gateway.exec("show route table test_vn.inet.0").contains("192.168.1.32/27"));

                String table = gateway.exec("show route table test_vn.inet.0");
                assertTrue(table.contains("> via gr-0/0/10.32769, Push 20, Push 30(top)\n"), table);
                assertTrue(table.contains("> via gr-0/0/10.32769, Push 0\n"), table);
                String detail = gateway.exec("show route table test_vn.inet.0 192.168.1.0/27 detail");
                assertTrue(detail.contains("Label operation: Push 20, Push 30(top)\n"), detail);
            }
        }
    }

    private static void announce(BgpRib rib, String key, int... labels) {
        PathAttributes attributes = PathAttributes.builder()
                .nextHop(Ipv4Address.parse("192.168.100.3"))
                .localPref(100)
                .extendedCommunities(ExtendedCommunities.ofTargets(RouteTarget.parse("target:65500:101")))
                .build();
        rib.table(AddressFamily.VPN_IPV4)
                .learn(
                        Route.of(VpnIpv4Prefix.parse(key), LabelStack.of(labels)),
                        NamedSource.local("static", 0),
                        attributes,
                        0);
    }
}

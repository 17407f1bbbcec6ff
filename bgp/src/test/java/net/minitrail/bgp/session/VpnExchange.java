package net.minitrail.bgp.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.BgpEncoder;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.LabelStack;
import net.minitrail.bgp.wire.Origin;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.Update;
import net.minitrail.bgp.wire.VpnIpv4Prefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.RouteTarget;

/** A VPN route of ours to a speaker of other people, and one of theirs to us. */
final class VpnExchange {
    static final String OUR_ROUTE = "192.168.100.3:7:192.168.1.3/32";
    static final int OUR_LABEL = 100_017;
    static final String THEIR_ROUTE = "65500:1:10.1.240.0/20";
    static final String THEIR_NEXT_HOP = "192.168.100.1";

    private VpnExchange() {}

    static void assertTheirRouteComes(TestSpeaker us, int label, String nextHop) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> us.updates.stream()
                        .anyMatch(update -> !update.announcements().isEmpty()));
        Update.Announcement announcement = us.updates.stream()
                .flatMap(update -> update.announcements().stream())
                .findFirst()
                .orElseThrow();
        Route route = announcement.routes().get(0);
        assertEquals(THEIR_ROUTE, route.nlri().toString());
        assertEquals(label, route.labels().top());
        assertEquals(Ipv4Address.parse(nextHop), announcement.attributes().requireNextHop());
        assertEquals(
                ImmutableList.of(RouteTarget.parse("target:65500:101")),
                announcement.attributes().routeTargets());
        assertTrue(us.updates.stream().allMatch(update -> update.tolerated().isEmpty()));
    }

    static void announceOurs(TestSpeaker us, String them) {
        PathAttributes attributes = PathAttributes.builder()
                .origin(Origin.INCOMPLETE)
                .nextHop(Ipv4Address.parse("192.168.100.3"))
                .med(100)
                .localPref(200)
                .extendedCommunities(ExtendedCommunities.ofTargets(RouteTarget.parse("target:65500:101")))
                .build();
        Route route = Route.of(VpnIpv4Prefix.parse(OUR_ROUTE), LabelStack.of(OUR_LABEL));
        write(us, them, Update.announcing(AddressFamily.VPN_IPV4, attributes, route));
        write(us, them, Update.endOfRib(AddressFamily.VPN_IPV4));
    }

    static void withdrawOurs(TestSpeaker us, String them) {
        write(us, them, Update.withdrawing(VpnIpv4Prefix.parse(OUR_ROUTE)));
    }

    private static void write(TestSpeaker us, String them, Update update) {
        PeerSession session = us.sessions.get(Ipv4Address.parse(them));
        us.route(() -> session.write(out -> {
            BgpEncoder.encode(update, session.negotiated().codec(), out);
            return 1;
        }));
    }
}

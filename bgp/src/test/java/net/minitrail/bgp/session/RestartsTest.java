package net.minitrail.bgp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import net.minitrail.bgp.rib.RestartPromise;
import net.minitrail.bgp.rib.RestartPromise.LongLived;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Capability;
import net.minitrail.bgp.wire.Capability.GracefulRestart;
import net.minitrail.bgp.wire.Capability.LongLivedGracefulRestart;
import net.minitrail.bgp.wire.Open;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import org.junit.jupiter.api.Test;

class RestartsTest {
    private static final NeighborConfig NEIGHBOR = NeighborConfig.builder(
                    IpAddress.parse("192.168.100.1"), 65500, 65500)
            .build();

    private static final LongLivedGracefulRestart LONG_LIVED = new LongLivedGracefulRestart(ImmutableList.of(
            new LongLivedGracefulRestart.StaleFamily(1, 128, true, 86_400),
            new LongLivedGracefulRestart.StaleFamily(1, 1, false, 60)));

    private static Negotiated agree(Capability... theirs) throws Exception {
        var capabilities = ImmutableList.<Capability>builder()
                .add(Capability.Multiprotocol.of(AddressFamily.VPN_IPV4))
                .add(Capability.Multiprotocol.of(AddressFamily.IPV4_UNICAST))
                .add(theirs);
        Open open = new Open(65500, 90, Ipv4Address.parse("192.168.100.1").value(), capabilities.build());
        return Negotiation.agree(NEIGHBOR, Negotiation.open(NEIGHBOR, Ipv4Address.parse("192.168.100.2"), false), open);
    }

    @Test
    void each_family_is_promised_its_own_times() throws Exception {
        RestartPromise promise = Restarts.promise(agree(
                new GracefulRestart(true, false, 120, ImmutableList.of(new GracefulRestart.Family(1, 128, true))),
                LONG_LIVED));

        assertEquals(
                new RestartPromise(
                        ImmutableSet.of(AddressFamily.VPN_IPV4),
                        ImmutableSet.of(AddressFamily.VPN_IPV4),
                        Duration.ofSeconds(120),
                        ImmutableMap.of(
                                AddressFamily.VPN_IPV4, new LongLived(Duration.ofDays(1), true),
                                AddressFamily.IPV4_UNICAST, new LongLived(Duration.ofMinutes(1), false))),
                promise);
    }

    @Test
    void the_long_lived_capability_alone_promises_nothing() throws Exception {
        Negotiated alone = agree(LONG_LIVED);

        assertEquals(RestartPromise.NONE, Restarts.promise(alone));
        assertFalse(Restarts.understandsLongLived(alone));
        assertTrue(Restarts.understandsLongLived(
                agree(LONG_LIVED, new GracefulRestart(false, false, 0, ImmutableList.of()))));
    }
}

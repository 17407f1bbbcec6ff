package net.minitrail.bgp.rib;

import static net.minitrail.bgp.rib.RibFixtures.SECOND;
import static net.minitrail.bgp.rib.RibFixtures.announce;
import static net.minitrail.bgp.rib.RibFixtures.controller;
import static net.minitrail.bgp.rib.RibFixtures.internal;
import static net.minitrail.bgp.rib.RibFixtures.red;
import static net.minitrail.bgp.rib.RibFixtures.vpn;
import static net.minitrail.bgp.rib.RibFixtures.want;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Update;
import net.minitrail.net.Ipv4Address;
import org.junit.jupiter.api.Test;

/** A speaker that has restarted, whose peers still use what they were told before. */
class DeferralTest {
    private static final String KEY = "192.168.100.3:7:192.168.1.0/27";
    private static final PathSource AGENT = NamedSource.agent("compute-1", Ipv4Address.parse("192.168.100.3"));
    private static final PeerSettings MARKING =
            internal(1, AddressFamily.VPN_IPV4).withEndOfRib(EndOfRibMark.SENT);
    private static final PeerSettings SILENT = internal(4, AddressFamily.VPN_IPV4);

    private final RibHarness speaker = new RibHarness(controller());

    private void restarted() {
        speaker.rib.restarted(Set.of(MARKING.address(), SILENT.address()), 300 * SECOND);
        speaker.rib.table(AddressFamily.VPN_IPV4).learn(vpn(KEY, 17), AGENT, red(), 0);
    }

    private void tick(long seconds) {
        speaker.now = seconds * SECOND;
        speaker.rib.tick(speaker.now);
        speaker.drain();
    }

    private int heldBy(RibPeer peer) {
        return speaker.at(peer).routes.size();
    }

    @Test
    void peers_are_told_nothing_until_all_have_come_and_ended_and_our_own_routes_are_complete() {
        restarted();
        RibPeer silent = speaker.up(SILENT);
        speaker.rib.localComplete();
        tick(1);
        assertEquals(0, heldBy(silent));
        RibPeer marking = speaker.up(MARKING);
        tick(2);
        assertEquals(0, heldBy(silent));
        assertTrue(speaker.at(silent).ends.isEmpty());

        speaker.hear(marking, Update.endOfRib(AddressFamily.VPN_IPV4));
        tick(3);

        assertEquals(1, heldBy(silent));
        assertEquals(1, heldBy(marking));
        assertEquals(List.of(AddressFamily.VPN_IPV4), speaker.at(marking).ends);
        assertFalse(speaker.rib.isDeferring());
    }

    @Test
    void it_waits_for_its_own_routes_too() {
        restarted();
        RibPeer silent = speaker.up(SILENT);
        speaker.hear(speaker.up(MARKING), Update.endOfRib(AddressFamily.VPN_IPV4));
        tick(1);
        assertEquals(0, heldBy(silent));

        speaker.rib.localComplete();
        tick(1);

        assertEquals(1, heldBy(silent));
    }

    @Test
    void nobody_is_waited_for_longer_than_the_deadline() {
        restarted();
        RibPeer silent = speaker.up(SILENT);
        tick(299);
        assertEquals(0, heldBy(silent));

        tick(300);

        assertEquals(1, heldBy(silent));
    }

    @Test
    void a_peer_that_has_restarted_too_is_waited_for_a_little_since_it_may_wait_for_us() {
        restarted();
        RibPeer silent = speaker.up(SILENT);
        speaker.rib.localComplete();
        tick(10);
        speaker.up(MARKING.withEndOfRib(EndOfRibMark.AFTER_RESTART));
        tick(14);
        assertEquals(0, heldBy(silent));

        tick(15);

        assertEquals(1, heldBy(silent));
    }

    @Test
    void a_peer_that_has_restarted_too_and_marks_its_end_at_once_is_told_after_that() {
        restarted();
        RibPeer silent = speaker.up(SILENT);
        speaker.rib.localComplete();
        RibPeer marking = speaker.up(MARKING.withEndOfRib(EndOfRibMark.AFTER_RESTART));
        tick(1);
        assertEquals(0, heldBy(silent));

        speaker.hear(marking, Update.endOfRib(AddressFamily.VPN_IPV4));
        tick(2);

        assertEquals(1, heldBy(silent));
    }

    @Test
    void a_peer_that_is_no_longer_wanted_is_not_waited_for() {
        restarted();
        RibPeer silent = speaker.up(SILENT);
        speaker.rib.localComplete();

        speaker.rib.forget(MARKING.address());
        tick(1);

        assertEquals(1, heldBy(silent));
    }

    @Test
    void target_memberships_go_out_before_peers_have_ended_since_those_wait_for_them() {
        restarted();
        PeerSettings settings =
                internal(1, AddressFamily.VPN_IPV4, AddressFamily.ROUTE_TARGET).withEndOfRib(EndOfRibMark.SENT);
        RibPeer peer = speaker.up(settings);
        RibPeer silent = speaker.up(SILENT);
        speaker.rib.localTargets().join(RibFixtures.RED, 0);
        tick(1);
        assertTrue(speaker.at(peer).ends.isEmpty());

        speaker.rib.localComplete();
        tick(1);
        assertEquals(List.of(AddressFamily.ROUTE_TARGET), speaker.at(peer).ends);
        assertEquals(1, heldBy(peer));

        speaker.hear(peer, want(RibFixtures.RED));
        speaker.hear(peer, Update.endOfRib(AddressFamily.ROUTE_TARGET));
        speaker.hear(peer, announce(vpn("192.168.100.1:1:100.100.100.100/32", 20), red()));
        tick(2);
        assertEquals(1, heldBy(peer));
        assertEquals(0, heldBy(silent));

        speaker.hear(peer, Update.endOfRib(AddressFamily.VPN_IPV4));
        tick(2);
        assertEquals(2, heldBy(peer));
        assertEquals(1, heldBy(silent));
    }
}

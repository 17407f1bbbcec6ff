package net.minitrail.bgp.rib;

import static net.minitrail.bgp.rib.RibFixtures.announce;
import static net.minitrail.bgp.rib.RibFixtures.attributes;
import static net.minitrail.bgp.rib.RibFixtures.controller;
import static net.minitrail.bgp.rib.RibFixtures.internal;
import static net.minitrail.bgp.rib.RibFixtures.key;
import static net.minitrail.bgp.rib.RibFixtures.red;
import static net.minitrail.bgp.rib.RibFixtures.vpn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.List;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Nlri;
import net.minitrail.bgp.wire.Route;
import net.minitrail.bgp.wire.Update;
import org.junit.jupiter.api.Test;

class UpdateGroupTest {
    private static final String VM = "192.168.100.3:7:192.168.1.3/32";

    private final RibHarness reflector = new RibHarness(controller().asReflector());
    private final RibPeer injector = client(10);
    private final RibPeer other = client(11);
    private final RibPeer third = client(12);

    UpdateGroupTest() {
        reflector.drain();
    }

    private RibPeer client(int last) {
        return reflector.up(internal(last, AddressFamily.VPN_IPV4).asReflectorClient(true));
    }

    @Test
    void a_route_is_encoded_once_and_goes_to_all_but_its_source() {
        int before = reflector.outbounds;
        reflector.hear(injector, announce(vpn(VM, 17), red()));
        reflector.drain();

        assertEquals(1, reflector.outbounds - before);
        assertEquals(0, reflector.at(injector).announced);
        assertEquals(17, reflector.at(other).told(key(VM)).route().labels().top());
        assertEquals(1, reflector.at(third).announced);
    }

    @Test
    void ten_flaps_in_a_batch_cost_one_route() {
        for (int flap = 0; flap < 10; flap++) {
            reflector.hear(injector, Update.withdrawing(key(VM)));
            reflector.hear(injector, announce(vpn(VM, 17 + flap), red()));
        }
        reflector.drain();

        assertEquals(1, reflector.at(other).announced);
        assertEquals(0, reflector.at(other).withdrawn);
        assertEquals(26, reflector.at(other).told(key(VM)).route().labels().top());
    }

    @Test
    void what_comes_and_goes_within_a_batch_is_not_mentioned() {
        reflector.hear(injector, announce(vpn(VM, 17), red()));
        reflector.hear(injector, Update.withdrawing(key(VM)));
        reflector.drain();

        assertEquals(0, reflector.at(other).announced + reflector.at(other).withdrawn);
    }

    @Test
    void a_source_is_not_told_of_the_end_of_its_own_route() {
        reflector.hear(injector, announce(vpn(VM, 17), red()));
        reflector.drain();
        reflector.hear(injector, Update.withdrawing(key(VM)));
        reflector.drain();

        assertEquals(0, reflector.at(injector).withdrawn);
        assertEquals(1, reflector.at(other).withdrawn);
    }

    @Test
    void when_the_best_path_moves_to_another_source_both_hear_what_they_need() {
        reflector.hear(injector, announce(vpn(VM, 17), red()));
        reflector.drain();

        reflector.hear(other, announce(vpn(VM, 18), attributes(with -> with.localPref(200))));
        reflector.drain();

        assertEquals(18, reflector.at(injector).told(key(VM)).route().labels().top());
        assertEquals(1, reflector.at(other).withdrawn, "its own is the best now");
        assertEquals(18, reflector.at(third).told(key(VM)).route().labels().top());
        reflector.assertSettled();
    }

    @Test
    void routes_with_equal_attributes_travel_together_and_withdrawals_too() {
        var attributes = red();
        for (int i = 0; i < 100; i++) {
            reflector.hear(injector, announce(vpn("192.168.100.3:7:10.0." + i + ".0/27", 17 + i), attributes));
        }
        reflector.drain();
        reflector.hear(injector, new Update(ImmutableList.of(), keys(100), null, ImmutableList.of()));
        ImmutableList<Delivery> gone = reflector.rib.drain(0);

        assertEquals(1, gone.size());
        assertEquals(100, gone.get(0).outbound().withdrawn().size());
        assertEquals(List.of(other, third), gone.get(0).recipients());
    }

    private static ImmutableList<Nlri> keys(int count) {
        var keys = ImmutableList.<Nlri>builder();
        for (int i = 0; i < count; i++) {
            keys.add(key("192.168.100.3:7:10.0." + i + ".0/27"));
        }
        return keys.build();
    }

    @Test
    void peers_that_come_together_share_the_first_dump_and_get_its_end_last() {
        for (int i = 0; i < 50; i++) {
            reflector.hear(injector, announce(vpn("192.168.100.3:7:10.0." + i + ".0/27", 17 + i), red()));
        }
        reflector.drain();
        int before = reflector.outbounds;

        RibPeer fourth = client(13);
        RibPeer fifth = client(14);
        List<Delivery> deliveries = reflector.rib.drain(0);
        deliveries.forEach(delivery ->
                delivery.recipients().forEach(peer -> reflector.at(peer).hear(delivery.outbound())));

        assertEquals(0, reflector.outbounds - before);
        assertEquals(2, deliveries.size());
        assertEquals(List.of(fourth, fifth), deliveries.get(0).recipients());
        assertTrue(deliveries.get(1).outbound().endOfRib());
        assertEquals(50, reflector.at(fifth).routes.size());
        assertEquals(List.of(AddressFamily.VPN_IPV4), reflector.at(fourth).ends);
    }

    @Test
    void an_empty_table_is_ended_too_and_only_once() {
        assertEquals(List.of(AddressFamily.VPN_IPV4), reflector.at(injector).ends);
        reflector.hear(injector, announce(vpn(VM, 17), red()));
        reflector.drain();
        assertEquals(1, reflector.at(other).ends.size());
    }

    @Test
    void a_slow_peer_holds_nobody_up_and_gets_the_same_octets_while_it_is_a_little_behind() {
        reflector.at(third).ready = false;
        reflector.hear(injector, announce(vpn(VM, 17), red()));
        Outbound first = reflector.rib.drain(0).get(0).outbound();

        reflector.at(third).ready = true;

        Delivery late = reflector.rib.drain(0).get(0);
        assertEquals(List.of(third), late.recipients());
        assertEquals(System.identityHashCode(first), System.identityHashCode(late.outbound()));
    }

    @Test
    void a_peer_that_is_far_behind_gets_each_route_once_when_it_is_ready() {
        reflector.at(third).ready = false;
        for (int i = 0; i < 1000; i++) {
            reflector.hear(injector, announce(vpn("192.168.100.3:7:10.0." + i % 10 + ".0/27", 17 + i), red()));
            reflector.drain();
        }
        assertEquals(1000, reflector.at(other).announced);

        reflector.at(third).ready = true;
        reflector.drain();

        assertTrue(reflector.at(third).announced < 100, "what was replaced is not told");
        reflector.assertSettled();
    }

    @Test
    void a_peer_that_is_far_behind_hears_of_withdrawals() {
        for (int i = 0; i < 200; i++) {
            reflector.hear(injector, announce(vpn("192.168.100.3:7:10.0." + i + ".0/27", 17 + i), red()));
            reflector.drain();
        }
        reflector.at(third).ready = false;
        for (int i = 0; i < 200; i++) {
            reflector.hear(injector, Update.withdrawing(key("192.168.100.3:7:10.0." + i + ".0/27")));
            reflector.hear(injector, announce(vpn("192.168.100.3:8:10.0." + i + ".0/27", 17 + i), red()));
            reflector.hear(injector, Update.withdrawing(key("192.168.100.3:8:10.0." + (i - 1 & 0xFF) + ".0/27")));
            reflector.drain();
        }

        reflector.at(third).ready = true;
        reflector.drain();

        assertEquals(1, reflector.at(third).routes.size());
        reflector.assertSettled();
    }

    @Test
    void a_refresh_gives_everything_again_to_one_peer() {
        reflector.hear(injector, announce(vpn(VM, 17), red()));
        reflector.drain();

        reflector.rib.refresh(third, AddressFamily.VPN_IPV4, false);
        reflector.drain();

        assertEquals(2, reflector.at(third).announced);
        assertEquals(1, reflector.at(other).announced);
        assertEquals(1, reflector.at(third).ends.size());
        reflector.assertSettled();
    }

    @Test
    void a_refresh_during_the_first_dump_loses_nothing_and_ends_once() {
        reflector.hear(injector, announce(vpn(VM, 17), red()));
        reflector.drain();
        RibPeer late = client(13);

        reflector.rib.refresh(late, AddressFamily.VPN_IPV4, false);
        reflector.drain();

        assertEquals(1, reflector.at(late).ends.size());
        reflector.assertSettled();
    }

    @Test
    void a_session_that_ends_takes_its_routes_along() {
        reflector.hear(injector, announce(vpn(VM, 17), red()));
        reflector.drain();

        reflector.down(injector);
        reflector.drain();

        assertEquals(0, reflector.at(other).routes.size());
        assertEquals(0, reflector.rib.table(AddressFamily.VPN_IPV4).paths());
        assertNotSame(injector, client(10));
    }

    @Test
    void routes_of_families_that_were_not_negotiated_are_ignored() {
        reflector.hear(
                injector, announce(Route.of(RibFixtures.inet("10.0.0.0/8").nlri()), red()));

        assertEquals(0, reflector.rib.table(AddressFamily.IPV4_UNICAST).paths());
    }
}

package net.minitrail.bgp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.BgpProtocolException;
import net.minitrail.bgp.wire.Capability;
import net.minitrail.bgp.wire.ErrorCode;
import net.minitrail.bgp.wire.OctetString;
import net.minitrail.bgp.wire.Open;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;
import org.junit.jupiter.api.Test;

class NegotiationTest {
    private static final long AS = 4_200_000_001L;
    private static final Ipv4Address OUR_ID = Ipv4Address.parse("192.168.100.2");
    private static final Ipv4Address THEIR_ID = Ipv4Address.parse("192.168.100.1");
    private static final NeighborConfig NEIGHBOR =
            NeighborConfig.builder(IpAddress.parse("192.168.100.1"), AS, AS).build();

    @Test
    void offers_what_contrail_offers_and_marks_the_end_of_rib() {
        Open open = Negotiation.open(NEIGHBOR, OUR_ID, false);

        assertTrue(open.has(Capability.Multiprotocol.of(AddressFamily.IPV4_UNICAST)));
        assertTrue(open.has(Capability.Multiprotocol.of(AddressFamily.VPN_IPV4)));
        assertTrue(open.has(new Capability.FourOctetAs(AS)));
        assertTrue(open.has(new Capability.GracefulRestart(false, true, 0, ImmutableList.of())));
        assertEquals(90, open.holdTimeSeconds());
    }

    @Test
    void names_its_families_when_it_asks_to_keep_routes_across_a_restart() {
        var options =
                SessionOptions.DEFAULT.withRestart(new RestartOffer(Duration.ofSeconds(120), Duration.ofHours(1)));
        Open open = Negotiation.open(NEIGHBOR.toBuilder().options(options).build(), OUR_ID, false);

        var restart = open.capability(Capability.GracefulRestart.class).orElseThrow();
        assertEquals(120, restart.restartTimeSeconds());
        assertEquals(2, restart.families().size());
        var longLived =
                open.capability(Capability.LongLivedGracefulRestart.class).orElseThrow();
        assertEquals(3600, longLived.families().get(1).staleTimeSeconds());
    }

    @Test
    void says_that_it_has_restarted_only_where_routes_are_to_be_kept() {
        var options = SessionOptions.DEFAULT.withRestart(new RestartOffer(Duration.ofSeconds(120), Duration.ZERO));
        Open kept = Negotiation.open(NEIGHBOR.toBuilder().options(options).build(), OUR_ID, true);
        Open plain = Negotiation.open(NEIGHBOR, OUR_ID, true);

        var restart = kept.capability(Capability.GracefulRestart.class).orElseThrow();
        assertTrue(restart.restarting());
        assertTrue(restart.families().get(0).forwarding());
        assertFalse(
                plain.capability(Capability.GracefulRestart.class).orElseThrow().restarting());
    }

    @Test
    void takes_the_common_families_and_the_shorter_hold_time() throws Exception {
        Open theirs = new Open(
                AS,
                30,
                THEIR_ID.value(),
                ImmutableList.of(
                        Capability.Multiprotocol.of(AddressFamily.VPN_IPV4),
                        Capability.Multiprotocol.of(AddressFamily.EVPN),
                        new Capability.Multiprotocol(25, 65),
                        new Capability.FourOctetAs(AS)));

        Negotiated agreed = agree(NEIGHBOR, theirs);

        assertEquals(ImmutableSet.of(AddressFamily.VPN_IPV4), agreed.families());
        assertEquals(30, agreed.holdTimeSeconds());
        assertTrue(agreed.isInternal());
        assertTrue(agreed.codec().fourOctetAs());
        assertFalse(agreed.codec().extendedMessages());
        assertFalse(agreed.routeRefresh());
    }

    @Test
    void a_peer_without_capabilities_speaks_ipv4_with_two_octet_as_numbers() throws Exception {
        NeighborConfig external =
                NeighborConfig.builder(NEIGHBOR.address(), 64999, AS).build();

        Negotiated agreed = agree(external, new Open(64999, 0, THEIR_ID.value(), ImmutableList.of()));

        assertEquals(ImmutableSet.of(AddressFamily.IPV4_UNICAST), agreed.families());
        assertEquals(0, agreed.holdTimeSeconds());
        assertFalse(agreed.codec().fourOctetAs());
        assertTrue(agreed.codec().classicIpv4());
        assertFalse(agreed.isInternal());
    }

    @Test
    void announces_ipv4_in_the_fields_that_every_speaker_takes_unless_told_otherwise() throws Exception {
        Open theirs = new Open(
                AS,
                90,
                THEIR_ID.value(),
                ImmutableList.of(
                        Capability.Multiprotocol.of(AddressFamily.IPV4_UNICAST), new Capability.FourOctetAs(AS)));
        assertTrue(agree(NEIGHBOR, theirs).codec().classicIpv4());

        NeighborConfig contrail = NEIGHBOR.toBuilder()
                .options(SessionOptions.DEFAULT.withIpv4InMpReach(true))
                .build();
        assertFalse(agree(contrail, theirs).codec().classicIpv4());
    }

    @Test
    void without_our_capabilities_only_ipv4_is_left() throws Exception {
        Open ours = Negotiation.plainOpen(NEIGHBOR, OUR_ID);
        assertTrue(ours.capabilities().isEmpty());

        Open theirs = new Open(
                AS, 90, THEIR_ID.value(), ImmutableList.of(Capability.Multiprotocol.of(AddressFamily.IPV4_UNICAST)));
        Negotiated agreed = Negotiation.agree(NEIGHBOR, ours, theirs);
        assertEquals(ImmutableSet.of(AddressFamily.IPV4_UNICAST), agreed.families());
        assertFalse(agreed.codec().fourOctetAs());
        assertTrue(agreed.codec().classicIpv4());
    }

    @Test
    void refuses_a_hold_time_below_its_minimum_other_than_none() throws Exception {
        NeighborConfig patient = NEIGHBOR.toBuilder()
                .options(SessionOptions.DEFAULT.withMinimumHoldTime(Duration.ofSeconds(20)))
                .build();
        var error = assertThrows(BgpProtocolException.class, () -> agree(patient, offering(19)));
        assertEquals(ErrorCode.UNACCEPTABLE_HOLD_TIME, error.error());
        assertEquals(20, agree(patient, offering(20)).holdTimeSeconds());
        assertEquals(0, agree(patient, offering(0)).holdTimeSeconds());
    }

    private static Open offering(int holdTime) {
        return new Open(AS, holdTime, THEIR_ID.value(), ImmutableList.of());
    }

    @Test
    void refuses_another_as() {
        var error = assertThrows(
                BgpProtocolException.class,
                () -> agree(NEIGHBOR, new Open(64999, 90, THEIR_ID.value(), ImmutableList.of())));
        assertEquals(ErrorCode.BAD_PEER_AS, error.error());
    }

    @Test
    void refuses_its_own_identifier_from_an_internal_peer() {
        var error = assertThrows(
                BgpProtocolException.class,
                () -> agree(NEIGHBOR, new Open(AS, 90, OUR_ID.value(), ImmutableList.of())));
        assertEquals(ErrorCode.BAD_BGP_IDENTIFIER, error.error());
    }

    @Test
    void an_external_peer_may_share_our_identifier() throws Exception {
        NeighborConfig external =
                NeighborConfig.builder(NEIGHBOR.address(), 64999, 65500).build();
        Negotiated agreed = agree(external, new Open(64999, 90, OUR_ID.value(), ImmutableList.of()));
        assertTrue(agreed.isHigher(OUR_ID), "between equal identifiers the higher AS wins");
    }

    @Test
    void names_the_families_it_cannot_do_without() {
        Open theirs =
                new Open(AS, 90, THEIR_ID.value(), ImmutableList.of(Capability.Multiprotocol.of(AddressFamily.EVPN)));

        var error = assertThrows(BgpProtocolException.class, () -> agree(NEIGHBOR, theirs));

        assertEquals(ErrorCode.UNSUPPORTED_CAPABILITY, error.error());
        assertEquals(
                OctetString.parse("010400010001" + "010400010080"),
                error.toNotification().data());
    }

    private static Negotiated agree(NeighborConfig neighbor, Open theirs) throws BgpProtocolException {
        return Negotiation.agree(neighbor, Negotiation.open(neighbor, OUR_ID, false), theirs);
    }
}

package net.minitrail.gateway.forwarding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.LongestPrefixTable;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.underlay.CaptureHub;
import net.minitrail.net.underlay.Encapsulation;
import net.minitrail.net.underlay.TunnelPacket;
import org.junit.jupiter.api.Test;

class PushedLabelsTest {
    private static final Ipv4Address OWN = Ipv4Address.parse("100.100.100.1");
    private static final Ipv4Address FAR = Ipv4Address.parse("192.168.1.3");
    private static final TunnelEnd TUNNEL = new TunnelEnd(
            "gr-0/0/10.32769",
            Encapsulation.MPLS_OVER_GRE,
            Ipv4Address.parse("192.168.100.1"),
            Ipv4Address.parse("192.168.100.3"),
            new TunnelCounters());

    /** What an echo request looks like in the tunnel. */
    private static byte[] sent(int... labels) throws MalformedPacketException {
        var entries = new LongestPrefixTable<Adjacency>();
        entries.put(IpPrefix.host(FAR), Adjacency.Push.of(ImmutableIntArray.copyOf(labels), TUNNEL));
        List<TunnelPacket> wire = new ArrayList<>();
        var forwarder = new Forwarder(new CaptureHub(Set::of), wire::add);
        forwarder.install(new ForwardingState(
                ImmutableMap.of("red", new ForwardingState.Table(entries, Optional.of(OWN), Optional.empty())),
                ImmutableMap.of(),
                ImmutableMap.of()));
        var unused = forwarder.echo("red", OWN, FAR, 1, 1, 56, 64, Duration.ofSeconds(1));
        assertEquals(1, wire.size());
        return wire.get(0).mpls();
    }

    @Test
    void every_label_of_a_stack_is_pushed_and_the_last_one_is_the_bottom() throws Exception {
        byte[] octets = sent(30, 100_020, 0);

        MplsEntry top = MplsEntry.decode(octets, 0);
        MplsEntry middle = MplsEntry.decode(octets, 4);
        MplsEntry bottom = MplsEntry.decode(octets, 8);
        assertEquals(List.of(30, 100_020, 0), List.of(top.label(), middle.label(), bottom.label()));
        assertFalse(top.bottom() || middle.bottom());
        assertTrue(bottom.bottom());
        assertEquals(top.ttl(), bottom.ttl());
        assertEquals(0x45, octets[12]);
    }

    @Test
    void explicit_null_is_pushed_and_implicit_null_never() throws Exception {
        assertArrayEquals(new byte[] {0, 0, 1}, Arrays.copyOf(sent(0), 3));
        assertEquals(20, MplsEntry.decode(sent(20, 3), 0).label());
        assertTrue(MplsEntry.decode(sent(20, 3), 0).bottom());
        assertEquals(0, MplsEntry.decode(sent(3), 0).label());
    }
}

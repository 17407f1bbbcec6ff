package net.minitrail.vrouter.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.PacketText;
import net.minitrail.net.runtime.CommandShell;
import net.minitrail.net.runtime.VirtualTimeLoop;
import net.minitrail.net.underlay.CaptureHub;
import net.minitrail.vrouter.cli.LoopQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A vSRX between two wires passes packets on: from 10.1.0.3 to 8.8.8.8, which is a loopback behind 10.2.0.3. */
class GuestRoutesTest {
    private final VirtualTimeLoop loop = new VirtualTimeLoop();
    private final CaptureHub captures = new CaptureHub(Set::of);
    private final List<String> seen = new ArrayList<>();
    private final List<Nic> left = new ArrayList<>();
    private final List<Nic> right = new ArrayList<>();
    private final Guest phones = new Guest("phones", GuestProfile.CIRROS, loop, Runnable::run, captures);
    private final Guest chain = new Guest("chain", GuestProfile.VSRX, loop, Runnable::run, captures);
    private final Guest internet = new Guest("internet", GuestProfile.VSRX, loop, Runnable::run, captures);

    @BeforeEach
    void two_wires() throws InterruptedException {
        plug(phones, left, "10.1.0.3", "10.1.0.4");
        plug(chain, left, "10.1.0.4", null);
        plug(chain, right, "10.2.0.4", null);
        plug(internet, right, "10.2.0.3", "10.2.0.4");
        configure(chain, "routing-options static route 8.8.8.0/24 next-hop 10.2.0.3");
        configure(internet, "interfaces lo0 unit 0 family inet address 8.8.8.8/32");
        loop.runReady();
    }

    @Test
    void a_packet_goes_by_the_static_route_and_the_answer_comes_back_one_ttl_less_each_way() {
        assertEquals(1, echo("8.8.8.8", 64, reply -> reply.ttl() == 63));
    }

    @Test
    void a_packet_whose_ttl_ends_at_the_router_is_reported_from_where_it_came_in() {
        assertEquals(0, echo("8.8.8.8", 1, reply -> true));
        assertTrue(
                seen.stream()
                        .anyMatch(line -> line.startsWith("IP 10.1.0.4 > 10.1.0.3: ICMP time exceeded in-transit")),
                seen::toString);
    }

    @Test
    void where_there_is_no_route_the_sender_is_told() {
        assertEquals(0, echo("9.9.9.9", 64, reply -> true));
        assertTrue(
                seen.stream().anyMatch(line -> line.startsWith("IP 10.1.0.4 > 10.1.0.3: ICMP net 9.9.9.9 unreachable")),
                seen::toString);
    }

    @Test
    void the_longest_route_wins_and_one_whose_next_hop_is_nowhere_is_none() throws InterruptedException {
        configure(chain, "routing-options static route 8.8.8.8/32 next-hop 10.9.9.9");
        assertEquals(1, echo("8.8.8.8", 64, reply -> true));
        configure(chain, "routing-options static route 8.8.8.8/32 next-hop 10.1.0.77");
        assertEquals(0, echo("8.8.8.8", 64, reply -> true));
    }

    @Test
    void a_host_passes_nothing_on() throws InterruptedException {
        configure(chain, "routing-options static route 7.7.7.7/32 next-hop 10.1.0.3");
        var back = new ArrayList<EchoReply>();
        int identifier = internet.beginPing(back::add);
        internet.ping(Ipv4Address.parse("7.7.7.7"), identifier, 0, 64, new byte[56]);
        loop.advance(Duration.ofMillis(10));
        assertEquals(List.of(), back);
        long hops = seen.stream()
                .filter(line -> line.contains("> 7.7.7.7: ICMP echo request"))
                .count();
        assertEquals(2, hops, "to the router, and from there to the host");
    }

    private int echo(String to, int ttl, Predicate<EchoReply> good) {
        var replies = new ArrayList<EchoReply>();
        int identifier = phones.beginPing(replies::add);
        phones.ping(Ipv4Address.parse(to), identifier, 0, ttl, new byte[56]);
        loop.advance(Duration.ofMillis(10));
        phones.endPing(identifier);
        return (int) replies.stream().filter(good).count();
    }

    private void configure(Guest guest, String statement) throws InterruptedException {
        CommandShell shell = guest.shell(new LoopQuery(loop), false);
        var said = new StringBuilder();
        assertEquals(0, shell.run("set " + statement + "\ncommit", said::append), said::toString);
    }

    private void plug(Guest guest, List<Nic> wire, String address, @Nullable String gateway) {
        var self = new Nic[1];
        self[0] = guest.plug(
                UUID.nameUUIDFromBytes(address.getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                "tap" + address,
                new MacAddress(0x02L << 40 | address.hashCode() & 0xFFFF_FFFFL),
                frame -> {
                    seen.add(PacketText.describe(frame, false));
                    wire.stream().filter(nic -> nic != self[0]).forEach(nic -> loop.execute(() -> nic.receive(frame)));
                });
        self[0].configure(Ipv4Address.parse(address), 24, gateway == null ? null : Ipv4Address.parse(gateway));
        wire.add(self[0]);
    }
}

package net.minitrail.vrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Icmpv6Message;
import net.minitrail.net.packet.Ipv6Packet;
import net.minitrail.net.packet.MplsEntry;
import net.minitrail.net.packet.MplsPacket;
import net.minitrail.net.packet.PacketText;
import net.minitrail.net.underlay.OuterFrame;
import net.minitrail.vrouter.forwarding.DropReason;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.oper.LocalRoute;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A guest with an address of each family, 192.168.1.3 and 2001:db8:1::3, on virtual time. */
class DualStackTest {
    private static final String VM1 = ComputeNodeTest.VM1;
    private static final String ADDRESS = "2001:db8:1::3";
    private static final String BEHIND_THE_GATEWAY = "2001:db8:ffff::1";

    private final ComputeNode node = new ComputeNode();

    @BeforeEach
    void a_guest_of_both_families() {
        node.agent.configure(TestConfig.ipv6Subnet());
        addGuest("vm1", VM1, "192.168.1.3", ADDRESS);
        node.learn(BEHIND_THE_GATEWAY + "/128", 20);
    }

    private void addGuest(String name, String id, String v4, String v6) {
        node.agent.configure(TestConfig.address(UUID.fromString(id), v6));
        node.addGuest(name, id, v4);
    }

    private LocalRoute route(String prefix) {
        return Objects.requireNonNull(node.agent.localRoute(
                Objects.requireNonNull(node.agent.vrf(ComputeNode.INSTANCE)), IpPrefix.parse(prefix)));
    }

    private void fromGateway(int label, String from, String to, Icmpv6Message message, int hopLimit) {
        byte[] packet = Ipv6Packet.icmp(Ipv6Address.parse(from), Ipv6Address.parse(to), message)
                .withHopLimit(hopLimit)
                .encode();
        node.fromTunnel(ComputeNode.GATEWAY, new MplsPacket(MplsEntry.only(label, hopLimit), packet));
        node.loop.advance(Duration.ofMillis(10));
    }

    private List<String> seen() {
        return node.tapFrames.stream()
                .map(frame -> PacketText.describe(frame, false))
                .toList();
    }

    private static String text(ComputeNode.Sent sent) {
        var packet = sent.wire();
        return PacketText.describe(
                OuterFrame.of(packet, sent.tunnel().own(), sent.tunnel().remote()), false);
    }

    @Test
    void both_addresses_are_offered_with_the_label_of_the_interface_once_the_guest_has_told_of_them() {
        assertEquals(17, route(ADDRESS + "/128").label());
        assertEquals(17, route("192.168.1.3/32").label());
        assertEquals(200, route(ADDRESS + "/128").preference());
        assertTrue(
                seen().stream()
                        .anyMatch(line -> line.startsWith(
                                "IP6 2001:db8:1::3 > ff02::1: ICMP6, neighbor advertisement, tgt is 2001:db8:1::3")),
                () -> seen().toString());
    }

    @Test
    void an_address_that_has_not_spoken_is_asked_for_from_the_service_address() {
        node.agent.configure(TestConfig.address(UUID.fromString(VM1), "2001:db8:1::9"));
        node.loop.advance(Duration.ofSeconds(3));

        assertEquals(100, route("2001:db8:1::9/128").preference());
        assertTrue(
                seen().contains(
                                "IP6 2001:db8:1::2 > 2001:db8:1::9: ICMP6, neighbor solicitation, who has 2001:db8:1::9,"
                                        + " length 32"),
                () -> seen().toString());
    }

    @Test
    void a_ping_through_the_tunnel_comes_back_with_label_20_and_hop_limit_63() {
        fromGateway(17, BEHIND_THE_GATEWAY, ADDRESS, Icmpv6Message.echoRequest(7, 0, new byte[56]), 64);

        assertEquals(1, node.sent.size());
        assertEquals(
                "IP 192.168.100.3 > 192.168.100.1: GREv0, length 112: MPLS (label 20, exp 0, [S], ttl 63)"
                        + " IP6 2001:db8:1::3 > 2001:db8:ffff::1: ICMP6, echo reply, seq 0, length 64",
                text(node.sent.get(0)));
        assertTrue(
                seen().stream()
                        .anyMatch(
                                line -> line.equals("IP6 2001:db8:1::1 > 2001:db8:1::3: ICMP6, neighbor advertisement,"
                                        + " tgt is 2001:db8:1::1, length 32")),
                () -> seen().toString());
    }

    @Test
    void a_packet_whose_hop_limit_ends_here_is_reported_by_the_gateway_of_the_subnet() {
        fromGateway(17, "2001:db8:1::1", ADDRESS, Icmpv6Message.echoRequest(7, 0, new byte[8]), 64);
        assertEquals(0, node.vrouter.drops(DropReason.DISCARD));

        node.learn("2001:db8:2::/48", 21);
        guestSends("2001:db8:2::9", 1);

        assertEquals(1, node.vrouter.drops(DropReason.TTL_EXCEEDED));
        assertTrue(
                seen().contains("IP6 2001:db8:1::1 > 2001:db8:1::3: ICMP6, time exceeded in-transit for 2001:db8:2::9,"
                        + " length 64"),
                () -> seen().toString());
    }

    private void guestSends(String to, int hopLimit) {
        // an echo request that the guest would send, handed in at its interface
        byte[] packet = Ipv6Packet.icmp(
                        Ipv6Address.parse(ADDRESS), Ipv6Address.parse(to), Icmpv6Message.echoRequest(1, 1, new byte[8]))
                .withHopLimit(hopLimit)
                .encode();
        var vif =
                Objects.requireNonNull(node.agent.active(UUID.fromString(VM1))).vif();
        node.datapath.fromGuest(
                vif,
                new EthernetFrame(Vif.VROUTER_MAC, MacAddress.parse("02:61:af:9b:59:35"), EthernetFrame.IPV6, packet)
                        .encode());
        node.loop.advance(Duration.ofMillis(10));
    }

    @Test
    void guests_of_one_network_find_each_other_by_neighbor_discovery_and_are_bridged() {
        addGuest("vm2", ComputeNodeTest.VM2, "192.168.1.4", "2001:db8:1::4");

        node.pingFrom("vm2", ADDRESS);

        assertTrue(
                seen().contains("IP6 2001:db8:1::3 > 2001:db8:1::4: ICMP6, echo reply, seq 0, length 64"),
                () -> seen().toString());
        assertEquals(0, node.sent.size());
    }

    @Test
    void rt_shows_the_inet6_table_in_the_layout_of_inet() {
        String rows = node.run(
                "rt --dump 2 --family inet6 | grep -E '^(Flags|vRouter|Dest|2001:db8:1::[1-4]/128|2001:db8:ffff::1/128)'");
        int vm = nextHop("rt --get 2001:db8:1::3/128 --vrf 2 --family inet6");
        String index =
                node.run("rt --dump 2 --family bridge | grep 2:61:af:9b:59:35").split(" ", 2)[0];
        assertEquals(
                """
                Flags: L=Label Valid, P=Proxy ARP, T=Trap ARP, F=Flood ARP
                vRouter inet6 routing table 0/2/unicast
                Destination           PPL        Flags        Label         Nexthop    Stitched MAC(Index)
                2001:db8:1::1/128     128            P          -             12        -
                2001:db8:1::2/128     128            P          -             12        -
                2001:db8:1::3/128     128            P          -             %2d        2:61:af:9b:59:35(%s)
                2001:db8:1::4/128      64           TF          -              1        -
                """.formatted(vm, index),
                rows.lines()
                        .filter(line -> !line.startsWith("2001:db8:ffff"))
                        .reduce("", (text, line) -> text + line + "\n"));
        assertTrue(
                node.run("rt --get 2001:db8:ffff::1/128 --vrf 2 --family inet6")
                        .contains("2001:db8:ffff::1/128  128           LP         20 "),
                node.run("rt --get 2001:db8:ffff::1/128 --vrf 2 --family inet6"));
    }

    private int nextHop(String command) {
        String[] words =
                node.run(command).strip().lines().reduce("", (a, b) -> b).split(" +");
        return Integer.parseInt(words[4]);
    }

    @Test
    void vif_shows_the_second_address() {
        assertTrue(node.run("vif --get 3").contains("IPaddr:192.168.1.3\n            IP6addr:2001:db8:1::3\n"));
        assertNotNull(node.guests.named("vm1"));
    }
}
